"""Notices in words: plain, short, without names and amounts (the phone may be shared).

The kinds are `profiles.rules.notices.Kind`; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Any

from marketplace.i18n import _l

TEXTS: dict[str, Any] = {
    "account.sign_up_taken": _l(
        "Somebody wanted to open an account with your phone or e-mail. If it was you: "
        "sign in, you have one."
    ),
    "account.password_changed": _l(
        "The password was changed. If it was not you, go to your Lab today."
    ),
    "account.contact_asked": _l(
        "Somebody asked for another e-mail for your account. If it was not you, choose a "
        "new password: then nothing changes."
    ),
    "account.contact_changed": _l(
        "The phone or e-mail of your account was changed. If it was not you, go to your "
        "Lab today."
    ),
    "account.two_step_on": _l("Signing in now asks for a code, too."),
    "account.two_step_off": _l(
        "Signing in no longer asks for a code. If it was not you, go to your Lab today."
    ),
    "account.code_used": _l("A code from your paper was used. Cross it out."),
    "account.recovery_started": _l(
        "A Lab has been asked to give this account a new phone or e-mail in 72 hours. If "
        "it was not you: stop it."
    ),
    "account.recovery_cancelled": _l(
        "The new phone or e-mail was stopped. Nothing changes."
    ),
    "account.recovery_done": _l("Your account has a new phone or e-mail and password."),
    "account.role_changed": _l(
        "What you may do at the Lab has changed. Sign in again."
    ),
    "shop.application_answered": _l("Your Lab has answered."),
    "shop.suspended": _l("Your shop is closed for now. Your Lab says why."),
    "shop.reopened": _l("Your shop is open again."),
    "shop.thing_answered": _l("Your Lab has looked at a thing of yours."),
    "shop.review_new": _l("A buyer has said how a thing of yours is."),
    "shop.thing_pattern": _l(
        "Others of your Lab may start from the text of a thing of yours. If you do not"
        " want that, say so at your Lab."
    ),
    "orders.new": _l("You have a new order."),
    "orders.news": _l("Something has changed in an order of yours."),
    "orders.message": _l("Somebody has written to you."),
    "orders.quote": _l("Somebody asks what something would cost, or has answered you."),
    "orders.money": _l("There is something new on your money page."),
    "account.payout_details": _l(
        "Where your money goes was changed. If it was not you, go to your Lab today: "
        "nothing is paid there for 72 hours."
    ),
    "help.consent_recorded": _l(
        "Your Lab has written down that it may help you. You can take it back."
    ),
    "help.done": _l("Your Lab has acted for you. Look what it did."),
    "desk.application_sent": _l("Somebody asks for a shop."),
    "desk.orders": _l("An order or its money waits for the Lab."),
    "search.found": _l("There is something new for a search you have kept."),
}
GROUPS: dict[str, Any] = {
    "shop": _l("My shop and application"),
    "orders": _l("Orders"),
    "help": _l("Help of my Lab"),
    "desk": _l("The desk"),
    "search": _l("Searches I have kept"),
}
MODES: dict[str, Any] = {
    "now": _l("At once"),
    "digest": _l("Once a day"),
    "off": _l("Never"),
}
CHANNELS: dict[str, Any] = {"email": _l("By e-mail")}


def say(kind: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return what a notice says."""
    return str(TEXTS[kind]) % dict(facts or {})
