"""The ways to pay there are, and which of them a basket can take."""

import logging
import uuid
from collections.abc import Callable, Iterable

from marketplace.errors import Conflict
from marketplace.extensions import db
from marketplace.infra.adapters import adapters
from marketplace.infra.payments import Provider

log = logging.getLogger(__name__)


def provider_of(code: str) -> Provider:
    """Return a way to pay; Conflict("no_way_to_pay") when it is no longer offered."""
    try:
        return adapters().payments[code]
    except KeyError:
        raise Conflict("no_way_to_pay") from None


def machines() -> list[str]:
    """Return the providers that move money themselves and can be asked."""
    return [code for code, one in adapters().payments.items() if not one.by_hand]


def each(
    what: str, function: Callable[[uuid.UUID], object], keys: Iterable[uuid.UUID]
) -> None:
    """Do many, each alone: the trouble of one is logged and stays its own."""
    for key in keys:
        try:
            function(key)
        except Exception:
            db.session.rollback()
            log.exception("%s of %s failed; it will be tried again", what, key)
