"""Error codes about orders and money in the reader's language."""

from typing import Any

from marketplace.i18n import _l

MONEY: dict[str, Any] = {
    "way_not_offered": _l(
        "This way to pay does not fit these parcels. Choose another."
    ),
    "provider_down": _l(
        "The card service does not answer just now. Nothing was taken. Try again in a "
        "minute, or pay in another way."
    ),
    "ready_day": _l("Choose a day from today on, at most a year away."),
    "cash_first": _l("This is paid at the Lab with the parcel: take the money there."),
    "pickup_code": _l("This code does not fit. Ask the buyer to read it out again."),
    "code_locked": _l("Five wrong codes: the Lab makes a new one."),
    "too_late_to_cancel": _l(
        "The maker is at work already. Write to the Lab if something is wrong."
    ),
    "held_for": _l("Something is open about this order. It has to be decided first."),
    "not_paid": _l("Nothing was paid through us for this. Settle it with the maker."),
    "refund_range": _l("Give back more than nothing and at most %(sum)s."),
    "provider_moves": _l("The card service sends this back by itself."),
    "case_reason": _l("Choose what is wrong."),
    "case_text": _l("Write a few words, at most %(most)s letters."),
    "case_too_early": _l("The promised day is not over yet. Wait until then."),
    "case_too_late": _l("More than two weeks are over. Write to the Lab instead."),
    "case_open": _l("There is an open question about this order already."),
    "case_decision": _l("Choose what is to happen."),
    "refund_follows": _l(
        "The order is cancelled: its money must go back. Approve it, or ask the network."
    ),
    "own_order": _l("Another coordinator decides about your own sales."),
    "statement_columns": _l(
        "The first row must name day, sum and purpose: date; amount; purpose."
    ),
    "line_known": _l("This line is written down already. Nothing was counted twice."),
    "line_day": _l("Look at the day: it is in the future or more than 4 months ago."),
    "own_transfer": _l("This pays your own order. Somebody else writes it down."),
    "code_unknown": _l("No order has this code. Look at the buyer’s page again."),
    "sum_short": _l("It is too little: %(sum)s are missing."),
    "bank_range": _l("You cannot bring more to the bank than is in the desk."),
    "payout_method": _l("Choose how you want to be paid."),
    "payout_details": _l("Write the account or number, at most 300 letters."),
    "nothing_to_pay": _l(
        "Nobody can be paid now: less than 500 som, no details, or one is on its way."
    ),
    "own_payout": _l("There is money for yourself in it. Somebody else approves it."),
    "proof_needed": _l("Write the number of the transfer, or add the signed receipt."),
    "fee_limits": _l("Look at the limits: the least is above the most."),
    "fee_past": _l("A rule counts from today on or later: old sales stay as they are."),
}
