"""Write a purchase: what one buyer pays at once."""

import secrets

from marketplace import clock
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.orders import rules
from marketplace.orders.models import Purchase
from marketplace.orders.rules.talk import Buyer
from marketplace.profiles.rules import contact


@use_case
def new(buyer: Buyer, total_minor: int, submit_key: str) -> Purchase:
    """Write it, unpaid; Invalid("contact_words") when nobody could be reached."""
    phone, email = contact(buyer.contact)
    purchase = Purchase(
        secret=secrets.token_urlsafe(24),
        number=rules.new_number(),
        submit_key=submit_key,
        name=buyer.name,
        phone=phone or "",
        email=email or "",
        language=buyer.language,
        person_id=buyer.person_id,
        total_minor=total_minor,
        currency="KGS",
        expires_at=clock.now() + rules.HOLD,
    )
    db.session.add(purchase)
    db.session.flush()
    return purchase
