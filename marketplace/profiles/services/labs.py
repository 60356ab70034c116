"""Labs are data: adding one is a use case, not code."""

from collections.abc import Mapping

from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.models import Lab, LabText


@use_case
def add(
    *,
    slug: str,
    texts: Mapping[str, Mapping[str, str]],
    phone: str = "",
    fee_bps: int = 0,
    delivery_minor: int = 0,
    position: int = 0,
) -> Lab:
    """Add a Lab. `texts` maps a language to name, region, address, hours, about."""
    lab = Lab(
        slug=slug,
        phone=phone,
        fee_bps=fee_bps,
        delivery_minor=delivery_minor,
        position=position,
        texts=[LabText(locale=locale, **parts) for locale, parts in texts.items()],
    )
    db.session.add(lab)
    db.session.flush()
    return lab
