"""Names of states and steps on screen."""

from collections.abc import Iterable
from typing import Any

from marketplace import i18n
from marketplace.i18n import _, _l, decimal, money
from marketplace.money import Money

STATES: dict[str, Any] = {
    # applications and listings
    "draft": _l("Draft"),
    "submitted": _l("Sent"),
    "in_review": _l("Being looked at"),
    "needs_info": _l("Something is missing"),
    "approved": _l("Approved"),
    "declined": _l("Declined"),
    "withdrawn": _l("Withdrawn"),
    "published": _l("On sale"),
    "paused": _l("Paused"),
    "needs_changes": _l("Needs changes"),
    "rejected": _l("Not taken"),
    "archived": _l("Archived"),
    "pending": _l("Waits for a look"),
    "applied": _l("Shown to buyers"),
    # orders and payments
    "awaiting_payment": _l("Waiting for payment"),
    "awaiting_acceptance": _l("The maker is asked"),
    "in_progress": _l("Paid, being made ready"),
    "in_progress_cash": _l("Being made ready"),
    "working": _l("Paid, in work"),
    "needs_brief": _l("Paid, waits for the buyer’s answers"),
    "handed_in": _l("Handed in: look at it"),
    "revision_requested": _l("To be corrected"),
    "accepted": _l("Accepted"),
    "ready": _l("Ready"),
    "sent": _l("Sent by post"),
    "collected": _l("Collected at the Lab"),
    "downloadable": _l("Ready to download"),
    "delivered": _l("Arrived"),
    "completed": _l("Completed"),
    "cancelled": _l("Cancelled"),
    "expired": _l("Not paid in time"),
    "closed": _l("Closed"),
    # money and cases
    "requested": _l("Waits for a second person"),
    "denied": _l("Refused"),
    "processing": _l("On its way"),
    "failed": _l("Did not arrive"),
    "open": _l("Open"),
    "waiting_seller": _l("The maker answers next"),
    "waiting_buyer": _l("The buyer answers next"),
    "decided": _l("Decided"),
    "won": _l("Won"),
    "lost": _l("Lost"),
    "matched": _l("Paid an order"),
    "suspense": _l("Waits for a decision"),
    "allocated": _l("Paid an order afterwards"),
    "given_back": _l("Given back"),
    # reviews
    "hidden": _l("Not shown"),
    # shops and recoveries
    "active": _l("Open"),
    "suspended": _l("Closed for now"),
    "started": _l("Begun"),
    "confirmed": _l("Confirmed by two"),
    "done": _l("Done"),
    "paid": _l("Paid"),
}
DECISIONS: dict[str, Any] = {
    "approve": _l("Approve: open the shop"),
    "ask": _l("Ask for more"),
    "decline": _l("Decline"),
}
ITEMS: dict[str, Any] = {
    "incomplete": _l("To do"),
    "pending": _l("Filled in"),
    "accepted": _l("In order"),
    "rejected": _l("Once more"),
    "waived": _l("Not needed"),
}
SORTS: dict[str, Any] = {
    "new": _l("Newest first"),
    "cheap": _l("Cheapest first"),
    "dear": _l("Dearest first"),
}
VISIBILITY: dict[str, Any] = {
    "public": _l("Everybody"),
    "link": _l("Who has the link"),
    "lab": _l("Only the Lab"),
    "hidden": _l("Nobody"),
}
TABS: dict[str, Any] = {
    "live": _l("On sale"),
    "checking": _l("Being looked at"),
    "draft": _l("Drafts"),
    "hidden": _l("Paused"),
    "archived": _l("Put away"),
}
OFFERS: dict[str, Any] = {
    "cover": _l("Covers the costs"),
    "fair": _l("Fair"),
    "gift": _l("Gift shop"),
    "own": _l("Your price"),
}
PLACES: dict[str, Any] = {
    "remote": _l("From afar: by phone and internet"),
    "lab": _l("At the Lab"),
    "buyer": _l("At the buyer’s"),
}
TERMS: dict[str, Any] = {
    "material": _l("Materials"),
    "colour": _l("Colours"),
    "care": _l("Care"),
}
PARTS: dict[str, Any] = {
    "title": _l("Name"),
    "description": _l("Text"),
    "category_id": _l("Section"),
    "options": _l("What buyers choose"),
    "variants": _l("Price and number"),
    "packages": _l("Packages"),
    "extras": _l("What can be added"),
    "questions": _l("What she asks first"),
    "place": _l("Where"),
    "capacity": _l("Orders at the same time"),
    "techniques": _l("How it is made"),
    "terms": _l("Materials, colours, care"),
    "may_export": _l("May be sent abroad"),
    "photo_ids": _l("Photos"),
}
QUEUES: dict[str, Any] = {
    "new": _l("New"),
    "changes": _l("Changes"),
    "opened": _l("Opened by trusted shops"),
}
SCOPES: dict[str, Any] = {
    "things": _l("Write and change things"),
    "orders": _l("See orders and hand them over"),
    "shop": _l("Change the shop and who sees it"),
    "application": _l("Fill in the application"),
}
HOW: dict[str, Any] = {
    "herself": _l("On this site"),
    "paper": _l("On paper, signed"),
    "spoken": _l("In person"),
}
KINDS: dict[str, Any] = {
    "statement": _l("Agrees to a sentence"),
    "text": _l("Writes an answer"),
    "upload": _l("Sends photos"),
    "course": _l("Says which course she has done"),
    "check": _l("Nothing: the coordinator ticks it"),
}
LANGUAGES: dict[str, Any] = {
    "ky": _l("Kyrgyz"),
    "ru": _l("Russian"),
    "en": _l("English"),
    "uz": _l("Uzbek"),
}
CHANNELS: dict[str, Any] = {
    "cash": _l("Cash at the Lab"),
    "transfer": _l("Bank transfer"),
    "cod": _l("Cash to the maker with the parcel"),
    "card": _l("Card"),
}
PAY_WAYS: dict[str, Any] = {
    "stripe": _l("Card (Visa, Mastercard)"),
    "sandbox": _l("Play payment (no real money)"),
    "transfer": _l("Bank transfer or QR, to the Lab"),
    "cash_lab": _l("Cash at the Lab, when you pick it up"),
    "cod": _l("Cash to the maker, with the parcel"),
}
REASONS: dict[str, Any] = {
    "not_arrived": _l("It has not come"),
    "damaged": _l("It is damaged"),
    "different": _l("It is not what was shown"),
    "late": _l("It is late"),
    "stop": _l("It leads nowhere, I want to stop"),
    "other": _l("Something else"),
}
CASE_DECISIONS: dict[str, Any] = {
    "refund_full": _l("Give all the money back"),
    "refund_part": _l("Give a part back"),
    "redo": _l("The maker does it again"),
    "release": _l("Pay the maker"),
    "dismiss": _l("Nothing changes, go on"),
}
WHO: dict[str, Any] = {
    "buyer": _l("Buyer"),
    "seller": _l("Maker"),
    "lab": _l("Lab"),
}
REFUNDS: dict[str, Any] = {
    "buyer": _l("The buyer has cancelled"),
    "refused": _l("The maker could not do it"),
    "no_answer": _l("The maker did not answer"),
    "case": _l("Decided after a complaint"),
    "astray": _l("Came too late or twice"),
    "made_there": _l("Made at the provider"),
    "no_brief": _l("What the maker must know was never answered"),
    "parent": _l("The order it belongs to is off"),
}
# Lines of a seller's account, by the kind of entry in the book.
MONEY_LINES: dict[str, Any] = {
    "rel": _l("A sale"),
    "rf_req": _l("Money back to a buyer"),
    "rf_fail": _l("A refund that did not arrive"),
    "net": _l("Part of the Lab you owed"),
    "dp_fault": _l("A lost dispute"),
    "waive": _l("A debt forgiven"),
    "po": _l("A payout"),
    "po_fail": _l("A payout that came back"),
}
# Why the money of an order is not the maker's yet (`orders.rules.held`).
HELD: dict[str, Any] = {
    "awaiting_acceptance": _l("Waits for your yes"),
    "in_progress": _l("Being made ready"),
    "ready": _l("Ready, not handed over yet"),
    "sent": _l("On its way to the buyer"),
    "needs_brief": _l("Waits for the buyer’s answers"),
    "revision_requested": _l("To be corrected"),
    "collected": _l("Handed over: the buyer confirms next"),
    "delivered": _l("Arrived: the buyer has time to look at it"),
    "case": _l("The buyer says something is wrong: first the Lab decides"),
    "dispute": _l("The buyer’s bank has asked for the money back: we wait for it"),
    "refund": _l("Money is going back to the buyer"),
    "cash_lab": _l("Paid in cash at the Lab, at the hand-over"),
    "cash_maker": _l("You take the cash yourself, with the parcel"),
}
METHODS: dict[str, Any] = {
    "bank": _l("To a bank account"),
    "wallet": _l("To a wallet on the phone"),
    "cash": _l("In cash at the Lab"),
}
WAYS: dict[str, Any] = {
    "pickup": _l("Pick up at the Lab"),
    "post": _l("By post"),
    "lab_parcel": _l("In one parcel through the Lab"),
    "download": _l("Download"),
}
# Why a parcel cannot go a way: said where the way would be offered.
CLOSED: dict[str, Any] = {
    "parcel_heavy": _l("too heavy for one parcel: ask the Lab"),
    "parcel_nowhere": _l("not to this country"),
    "maker_stays_home": _l(
        "This maker cannot send abroad. Choose Kyrgyzstan or pick it up."
    ),
    "thing_stays_home": _l(
        "Not all of this may leave the country. Choose Kyrgyzstan or pick it up."
    ),
}
REGIMES: dict[str, Any] = {
    "none": _l("Not registered yet"),
    "patent": _l("Patent"),
    "single_tax": _l("Single tax"),
    "general": _l("General regime"),
    "cip": _l("Resident of the Creative Industries Park"),
}
LAB_PARTS: dict[str, Any] = {
    "name_ky": _l("Name in Kyrgyz"),
    "name_ru": _l("Name in Russian"),
    "name_en": _l("Name in English"),
    "region_ky": _l("Region in Kyrgyz"),
    "region_ru": _l("Region in Russian"),
    "region_en": _l("Region in English"),
    "address_ky": _l("Address in Kyrgyz"),
    "address_ru": _l("Address in Russian"),
    "address_en": _l("Address in English"),
    "hours_ky": _l("Pick-up hours in Kyrgyz"),
    "hours_ru": _l("Pick-up hours in Russian"),
    "hours_en": _l("Pick-up hours in English"),
    "about_ky": _l("About the Lab, in Kyrgyz"),
    "about_ru": _l("About the Lab, in Russian"),
    "about_en": _l("About the Lab, in English"),
}
ROLES: dict[str, Any] = {
    "coordinator": _l("Coordinator"),
    "finance": _l("Finance"),
    "mentor": _l("Mentor"),
    "network_lead": _l("Network lead"),
    "admin": _l("Admin"),
}
FACETS: dict[str, Any] = {
    "category": _l("Section"),
    "technique": _l("Technique"),
    "material": _l("Material"),
    "colour": _l("Colour"),
    "lab": _l("Region"),
    "price": _l("Price"),
    "ready": _l("Ready now"),
    "abroad": _l("Is sent abroad"),
}
SEARCH_SORTS: dict[str, Any] = {
    "relevance": _l("Best match"),
    "newest": _l("Newest"),
    "cheapest": _l("Cheapest"),
    "dearest": _l("Dearest"),
    "rating": _l("Best rated"),
}
OPTIONS: dict[tuple[str, str], Any] = {
    ("kind", "product"): _l("Products"),
    ("kind", "service"): _l("Services"),
    ("ready", "yes"): _l("Ready now"),
    ("abroad", "yes"): _l("Is sent abroad"),
}
GOOD = frozenset({"approved", "published", "completed", "paid", "delivered", "active"})
GOOD |= {"accepted", "waived", "done", "won", "matched", "allocated"}
WAITING = frozenset({"submitted", "in_review", "awaiting_payment", "ready", "paused"})
WAITING |= {"started", "confirmed", "awaiting_acceptance", "requested", "suspense"}
WAITING |= {"handed_in", "revision_requested", "offered"}
WAITING |= {"waiting_seller", "waiting_buyer", "open"}
BAD = frozenset({"declined", "rejected", "expired", "closed", "cancelled", "suspended"})
BAD |= {"failed", "denied", "lost", "hidden"}


def item(code: str) -> str:
    """Return the name of the state of a checklist item."""
    return str(ITEMS[code])


def state(code: str) -> str:
    """Return the name of a state."""
    return str(STATES[code])


def option(facet: str, value: str) -> str:
    """Return the name of a value to filter by, or the value itself."""
    return str(OPTIONS.get((facet, value), value))


def country(code: str) -> str:
    """Return the name of a country, or of all the others."""
    return str(_("Rest of the world")) if code == "*" else i18n.country(code)


STATIONS = {
    "paid": _l("Paid"),
    "ordered": _l("Ordered"),
    "made": _l("Being made"),
    "work": _l("In work"),
    "at_lab": _l("Ready"),
    "on_way": _l("On its way"),
    "handed_in": _l("Handed in"),
    "there": _l("Received"),
    "done": _l("Accepted"),
}
ADVICE = {
    "dark": _l("It is dark. Try it by a window, by day."),
    "soft": _l("It is not sharp. Hold the phone still, and tap on the thing first."),
    "small": _l("It is small. Go nearer, or take the photo itself and not its copy."),
}


def advice(codes: Iterable[str]) -> str:
    """Return in words what could be better about a photo."""
    return " ".join(str(ADVICE[code]) for code in codes)


def price_band(low: int, high: int | None) -> str:
    """Return in words from which price to which, in minor units of som."""
    if high is None:
        return str(_("from %(price)s", price=money(Money(low))))
    if not low:
        return str(_("under %(price)s", price=money(Money(high))))
    words = _("%(low)s to %(high)s", low=decimal(low // 100), high=money(Money(high)))
    return str(words)


def tone(code: str) -> str:
    """Return which colour a state's badge has: ok, warn, error or plain."""
    if code in GOOD:
        return "ok"
    if code in BAD:
        return "error"
    return "warn" if code in WAITING or code.startswith("needs_") else "plain"
