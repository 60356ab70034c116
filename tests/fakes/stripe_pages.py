"""The page of the fake Stripe where a buyer writes her card."""

from html import escape
from urllib.parse import quote

from tests.fakes.stripe_things import Thing
from tests.fakes.stripe_world import ASKS_BANK, World

Answer = tuple[int, dict[str, str], str]


def show(world: World, name: str) -> Answer:
    """Return the form of an open session."""
    session = world.get(name)
    if session["status"] != "open":
        return _page(410, "<p>This page is closed.</p>")
    return _page(200, _form(session))


def send(world: World, name: str, form: Thing) -> Answer:
    """Try the card: to the shop when it pays, else the page again."""
    session = world.get(name)
    if session["status"] != "open":
        return _page(410, "<p>This page is closed.</p>")
    card = form.get("card", "").replace(" ", "")
    if not card.isdigit() or len(card) < 13:
        return _page(402, "<p role=alert>Write the card number.</p>" + _form(session))
    if card in ASKS_BANK and form.get("bank") != "yes":
        if form.get("bank") == "no":
            return _page(402, "<p role=alert>Not confirmed.</p>" + _form(session))
        return _page(200, _bank(card))
    why = world.pay(session, card)
    if why:
        said = f"<p role=alert>Your card was declined: {escape(why)}.</p>"
        return _page(402, said + _form(session))
    return 303, {"Location": _back(session)}, ""


def _back(session: Thing) -> str:
    return str(session["success_url"]).replace(
        "{CHECKOUT_SESSION_ID}", quote(session["id"])
    )


def _form(session: Thing) -> str:
    sum_ = f"{session['amount_total'] / 100:.2f} {session['currency'].upper()}"
    return (
        f"<p>{sum_}</p><form method=post><label>Card number "
        "<input name=card inputmode=numeric autocomplete=cc-number></label>"
        f"<button>Pay</button></form><a href='{escape(session['cancel_url'])}'>Back</a>"
    )


def _bank(card: str) -> str:
    return (
        f"<p>Your bank asks: is it you?</p><form method=post>"
        f"<input type=hidden name=card value={card}>"
        "<button name=bank value=yes>It is me</button>"
        "<button name=bank value=no>It is not</button></form>"
    )


def _page(status: int, inner: str) -> Answer:
    html = (
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width'><title>Fake Stripe</title>"
        f"<h1>Fake Stripe – no real money</h1>{inner}</html>"
    )
    return status, {"Content-Type": "text/html; charset=utf-8"}, html
