"""How a seller is taxed: hers alone to say."""

import uuid
from datetime import date
from typing import Any

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.profiles.models import Shop
from marketplace.profiles.rules import Event, taxes
from marketplace.profiles.services import audit


@use_case
def change(
    shop_id: uuid.UUID, regime: str, tin: str, patent_until: date | None
) -> Shop:
    """Keep how she is taxed, her tax number, the last day of a patent.

    Raises Invalid: "choose_one", "tin_words", "patent_day". The log says what changed,
    but never the number itself: others than she read the log.
    """
    shop = get_for_update(Shop, shop_id)
    until = taxes.patent_day(regime, patent_until, clock.today())
    number = taxes.tin(tin)
    changed = _changed(
        regime=(shop.tax_regime, regime),
        patent_until=(_text(shop.patent_until), _text(until)),
    )
    if number != shop.tin:
        changed["tin"] = ["***" if shop.tin else "", "***" if number else ""]
    shop.tax_regime, shop.tin, shop.patent_until = regime, number, until
    if changed:
        audit.record(
            Event.SHOP_TAX,
            about=shop.person_id,
            subject=shop.id,
            lab=shop.lab_id,
            **changed,
        )
    return shop


def _changed(**pairs: tuple[str, str]) -> dict[str, Any]:
    return {
        name: [before, after]
        for name, (before, after) in pairs.items()
        if before != after
    }


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
