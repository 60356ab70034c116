"""Amounts on her money pages are covered until she taps: a phone may be shared."""

from datetime import datetime, timedelta

from flask import session

from marketplace import clock
from marketplace.web.viewer import viewer

KEY = "amounts"
SHOWN_FOR = timedelta(minutes=10)


def shown() -> bool:
    """Whether she has tapped a short while ago, in this very session."""
    holder, until = session.get(KEY) or ("", "")
    try:
        end = datetime.fromisoformat(until)
    except ValueError:
        return False
    return holder == viewer().session.id.hex and clock.now() < end


def show() -> None:
    """Uncover the amounts for a short while."""
    end = clock.now() + SHOWN_FOR
    # With her session's id: whoever signs in next in this browser has to tap herself.
    session[KEY] = [viewer().session.id.hex, end.isoformat()]


def hide() -> None:
    """Cover them again."""
    session.pop(KEY, None)
