"""«Show prices also in»: a currency as information, on pages nobody shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Response, after_this_request, current_app, request

from marketplace.money import Money
from marketplace.orders import queries
from marketplace.orders.rules import currencies as rules
from marketplace.orders.rules.currencies import Rate

COOKIE = "also"
YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Also:
    """What a page shows beside the som: one currency at a rate, or none."""

    known: list[str]
    code: str
    rate: Rate | None

    def about(self, minor_kgs: int) -> Money | None:
        """Return what a sum in tyiyn is about; None when nothing else is shown."""
        return rules.shown(minor_kgs, self.rate) if self.rate else None


def also(day: date | None = None) -> Also:
    """Return what this reader wants beside the som, at the rate of a day (today).

    `?also=USD` chooses it and is remembered, `?also=` lets it go.
    """
    known = queries.known_currencies()
    code = request.args.get(COOKIE, request.cookies.get(COOKIE, ""))
    code = code if code in known else ""
    if COOKIE in request.args:
        after_this_request(_remember(code))
    return Also(known, code, queries.rate_on(code, day) if code else None)


def _remember(code: str) -> Callable[[Response], Response]:
    # Whoever has a basket or the link of an order gets no shared pages anyway, so that
    # one cookie more costs nothing (web/shared_pages).
    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            code,
            max_age=YEAR if code else 0,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response

    return keep
