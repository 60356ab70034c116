"""What people are told, when, and how loudly."""

import enum
from collections.abc import Mapping
from datetime import datetime, timedelta

from marketplace.clock import BISHKEK

QUIET_FROM, QUIET_TO = 21, 8
MOST_A_DAY = 3  # letters to one person; more wait for the summary
DIGEST_HOUR = 9


class Group(enum.StrEnum):
    """What she can choose about."""

    ACCOUNT = "account"
    SHOP = "shop"
    ORDERS = "orders"
    HELP = "help"
    DESK = "desk"
    SEARCH = "search"


class Kind(enum.StrEnum):
    """Every kind of notice; `web.notice_words` has its words."""

    SIGN_UP_TAKEN = "account.sign_up_taken"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105
    CONTACT_ASKED = "account.contact_asked"
    CONTACT_CHANGED = "account.contact_changed"
    TWO_STEP_ON = "account.two_step_on"
    TWO_STEP_OFF = "account.two_step_off"
    CODE_USED = "account.code_used"
    RECOVERY_STARTED = "account.recovery_started"
    RECOVERY_CANCELLED = "account.recovery_cancelled"
    RECOVERY_DONE = "account.recovery_done"
    ROLE_CHANGED = "account.role_changed"
    APPLICATION_ANSWERED = "shop.application_answered"
    SHOP_SUSPENDED = "shop.suspended"
    SHOP_REOPENED = "shop.reopened"
    THING_ANSWERED = "shop.thing_answered"
    REVIEW_NEW = "shop.review_new"
    THING_PATTERN = "shop.thing_pattern"
    ORDER_NEW = "orders.new"
    ORDER_NEWS = "orders.news"
    MONEY_NEWS = "orders.money"
    MESSAGE = "orders.message"
    QUOTE = "orders.quote"
    PAYOUT_DETAILS = "account.payout_details"
    CONSENT_RECORDED = "help.consent_recorded"
    HELPED = "help.done"
    APPLICATION_SENT = "desk.application_sent"
    DESK_ORDERS = "desk.orders"
    SEARCH_FOUND = "search.found"

    @property
    def group(self) -> Group:
        """The group a wish is about."""
        return Group(self.value.partition(".")[0])

    @property
    def urgent(self) -> bool:
        """Whether it is about her safety: it comes at once, whatever the hour."""
        return self.group is Group.ACCOUNT


URGENT = frozenset(kind for kind in Kind if kind.urgent)
MODES = ("now", "digest", "off")
DEFAULTS: Mapping[Group, str] = {
    Group.ACCOUNT: "now",
    Group.SHOP: "now",
    Group.ORDERS: "now",
    Group.HELP: "now",
    Group.DESK: "digest",
    Group.SEARCH: "digest",
}


def mode(kind: Kind, channel: str, wishes: Mapping[str, str], sent_today: int) -> str:
    """Return how a notice goes to a channel: now, digest or off.

    What is about the account itself cannot be switched off or put off.
    """
    if kind.urgent:
        return "now"
    wish = wishes.get(f"{kind.group}.{channel}", DEFAULTS[kind.group])
    return "digest" if wish == "now" and sent_today >= MOST_A_DAY else wish


def wait(kind: Kind, now: datetime, quiet_from: int, quiet_to: int) -> timedelta:
    """Return how long a notice must wait for the quiet hours (whole hours) to end."""
    if kind.urgent or quiet_from == quiet_to:
        return timedelta(0)
    local = now.astimezone(BISHKEK)
    hour = local.hour
    over_midnight = quiet_from > quiet_to
    quiet = (
        hour >= quiet_from or hour < quiet_to
        if over_midnight
        else quiet_from <= hour < quiet_to
    )
    if not quiet:
        return timedelta(0)
    ends = local.replace(hour=quiet_to, minute=0, second=0, microsecond=0)
    return (ends if ends > local else ends + timedelta(days=1)) - local


def day_begins(now: datetime) -> datetime:
    """Return the last midnight in Bishkek."""
    return now.astimezone(BISHKEK).replace(hour=0, minute=0, second=0, microsecond=0)


def digest_until(now: datetime) -> datetime:
    """Return the last hour of the summary: what waited then goes out with it.

    A summary that was missed (the machine was off at nine) goes out when it can.
    """
    today = day_begins(now) + timedelta(hours=DIGEST_HOUR)
    return today if today <= now else today - timedelta(days=1)
