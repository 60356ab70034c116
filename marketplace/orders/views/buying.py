"""What every page on which somebody buys shares: who she is, and going to pay."""

import uuid
from typing import Any, Protocol

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Conflict, MarketplaceError, NotFound
from marketplace.i18n import current
from marketplace.infra.payments import ProviderAwayError
from marketplace.orders.rules.talk import Buyer
from marketplace.orders.services import payments
from marketplace.profiles import queries as people
from marketplace.web import flashes
from marketplace.web.messages import explain
from marketplace.web.viewer import maybe_viewer


class WhoBuys(Protocol):
    """A form that asks for name and contact."""

    name: Any
    contact: Any


def go_and_pay(placed: tuple[uuid.UUID, str]) -> ResponseReturnValue:
    """Take the buyer to the provider, or to her own page when that says how to pay."""
    purchase_id, secret = placed
    here = url_for("orders.purchase", secret=secret)
    try:
        return redirect(payments.begin(purchase_id) or here, 303)
    except ProviderAwayError:  # nothing is lost: her page offers the other ways
        flashes.problem(explain(Conflict("provider_down")))
    except NotFound:
        raise
    except MarketplaceError:  # paid or over already: her page says which
        pass
    return redirect(here, 303)


def buyer_of(form: WhoBuys, address: str = "") -> Buyer:
    """Return who fills in a form; a helper buys nothing in the name of another."""
    person = maybe_viewer()
    return Buyer(
        form.name.data,
        form.contact.data,
        current(),
        address,
        person.id if person and not person.helper else None,
    )


def known_buyer() -> dict[str, str]:
    """Return what a signed-in buyer need not type; a helper does not see it."""
    person = maybe_viewer()
    if person is None or person.helper:
        return {}
    found = people.person(person.id)
    return {"name": found.name, "contact": found.email or found.phone or ""}
