"""What the log knows, and how its chain is made."""

import enum
import hashlib
import json
from typing import Any

GENESIS = "0" * 64


class Event(enum.StrEnum):
    """Every kind of event in the log; `web.audit_words` names each for a reader."""

    SIGN_IN = "sign_in.done"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_LIMITED = "sign_in.limited"
    CODE_FAILED = "sign_in.code_failed"
    SIGN_OUT = "sign_out.done"
    SESSION_ENDED = "session.ended"
    SESSIONS_ENDED = "session.all_ended"
    CONFIRMED = "confirm.done"
    CONFIRM_FAILED = "confirm.failed"
    SIGN_UP = "sign_up.done"
    SIGN_UP_TAKEN = "sign_up.taken"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105
    RESET_ASKED = "password.reset_asked"
    RESET_DONE = "password.reset_done"
    NAME_CHANGED = "account.name_changed"
    EMAIL_ASKED = "account.email_asked"
    EMAIL_CHANGED = "account.email_changed"
    PHONE_CHANGED = "account.phone_changed"
    EXPORTED = "account.exported"
    ACCOUNT_CLOSED = "account.closed"
    BLOCKED = "account.blocked"
    UNBLOCKED = "account.unblocked"
    TWO_STEP_ON = "two_step.on"
    TWO_STEP_OFF = "two_step.off"
    CODES_MADE = "two_step.codes_made"
    CODE_USED = "two_step.code_used"
    RECOVERY_STARTED = "recovery.started"
    RECOVERY_CONFIRMED = "recovery.confirmed"
    RECOVERY_CANCELLED = "recovery.cancelled"
    RECOVERY_CODE = "recovery.code_made"
    RECOVERY_DONE = "recovery.done"
    RECOVERY_LOCK = "recovery.lock_changed"
    ROLE_GRANTED = "role.granted"
    ROLE_REVOKED = "role.revoked"
    LAB_ADDED = "lab.added"
    LAB_CHANGED = "lab.changed"
    LAB_ACCOUNT = "lab.account_changed"
    LAB_SHIPPING = "lab.shipping_changed"
    RATE_ENTERED = "rates.entered"
    RATES_IMPORTED = "rates.imported"
    CHECKLIST_CHANGED = "lab.checklist_changed"
    REPLY_CHANGED = "lab.reply_changed"
    APPLICATION_SAVED = "application.saved"
    APPLICATION_SENT = "application.sent"
    APPLICATION_DECIDED = "application.decided"
    APPLICATION_UNDONE = "application.undone"
    APPLICATION_ANSWERED = "application.answered"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    ITEM_WAIVED = "application.item_waived"
    SHOP_OPENED = "shop.opened"
    SHOP_CHANGED = "shop.changed"
    SHOP_VISIBILITY = "shop.visibility"
    SHOP_LINK = "shop.link_renewed"
    SHOP_ADDRESS = "shop.address_renewed"
    SHOP_AWAY = "shop.away"
    SHOP_TAX = "shop.tax"
    SHOP_SUSPENDED = "shop.suspended"
    SHOP_REOPENED = "shop.reopened"
    SHOP_TRUSTED = "shop.trusted"
    THING_WRITTEN = "thing.written"
    THING_CHANGED = "thing.changed"
    FORM_THROWN_AWAY = "thing.form_thrown_away"
    THINGS_IMPORTED = "things.imported"
    REVIEW_ANSWERED = "review.answered"
    REVIEW_REPORTED = "review.reported"
    REVIEW_HIDDEN = "review.hidden"
    REVIEW_SHOWN = "review.shown"
    REVIEW_KEPT = "review.kept"
    CATALOGUE_CHANGED = "catalogue.changed"
    THING_PHOTOS = "thing.photos"
    FEE_RULE_ADDED = "money.fee_rule"
    TAX_LIMIT_ADDED = "money.tax_limit"
    REFUND_ASKED = "money.refund_asked"
    REFUND_SENT = "money.refund_sent"
    TRANSFER_ENTERED = "money.transfer_entered"
    MONEY_ALLOCATED = "money.allocated"
    CASH_TAKEN = "money.cash_taken"
    CASH_COUNTED = "money.cash_counted"
    PICKUP_CODE_MADE = "money.pickup_code"
    CASE_DECIDED = "money.case_decided"
    ORDER_REMINDED = "orders.reminded"
    THREAD_HELPED = "talk.helped"
    WANTED_HIDDEN = "talk.wanted_hidden"
    THREAD_REPORTED = "talk.reported"
    THREAD_READ = "talk.read"
    REPORT_DECIDED = "talk.decided"
    DISPUTE_BLAMED = "money.dispute_blamed"
    DEBT_WAIVED = "money.debt_waived"
    PAYOUT_DETAILS = "money.payout_details"
    PAYOUT_DRAWN = "money.payout_drawn"
    PAYOUT_APPROVED = "money.payout_approved"
    PAYOUT_PAID = "money.payout_paid"
    PAYOUT_FAILED = "money.payout_failed"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    HELP_STARTED = "help.started"
    HELP_STOPPED = "help.stopped"
    READ_APPLICATION = "read.application"
    READ_CARD = "read.card"
    READ_FILE = "read.file"
    READ_HELPING = "read.helping"
    READ_LOG = "read.log"
    LOG_EXPORTED = "read.log_exported"
    NOTICES_CHANGED = "notices.changed"


READS = frozenset(
    {
        Event.READ_APPLICATION,
        Event.READ_CARD,
        Event.READ_FILE,
        Event.READ_HELPING,
        Event.READ_LOG,
        Event.THREAD_READ,
        Event.LOG_EXPORTED,
        Event.HELP_STARTED,
    }
)


def digest(previous: str, fields: dict[str, Any]) -> str:
    """Return the hash of an event: it holds the hash of the one before it."""
    text = json.dumps(
        {"previous": previous, **fields},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=str,
    )
    return hashlib.sha256(text.encode()).hexdigest()
