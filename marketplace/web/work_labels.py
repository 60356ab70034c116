"""Names of what belongs to work, offers and conversations on screen."""

from typing import Any

from marketplace.i18n import _l
from marketplace.web.labels import PLACES

# Where work is done, or how it comes to the buyer.
WORK_PLACES: dict[str, Any] = {
    **PLACES,
    "post": _l("By post"),
    "pickup": _l("Pick up at the Lab"),
}
VALID_DAYS: dict[int, Any] = {
    3: _l("three days"),
    7: _l("a week"),
    14: _l("two weeks"),
    30: _l("a month"),
}
QUOTES: dict[str, Any] = {
    "requested": _l("The maker answers next"),
    "offered": _l("The buyer answers next"),
    "accepted": _l("Agreed"),
    "declined": _l("The maker cannot do it"),
    "withdrawn": _l("No longer wanted"),
    "expired": _l("The time of the offer is over"),
}
CHANGES: dict[str, Any] = {
    "offered": _l("Waits for the buyer"),
    "accepted": _l("Waits for payment"),
    "paid": _l("Agreed"),
    "declined": _l("The buyer said no"),
    "withdrawn": _l("Taken back"),
    "expired": _l("The time of the offer is over"),
}
PARTS_OF_WORK: dict[str, Any] = {
    "planned": _l("Not begun"),
    "funded": _l("Paid, waits for answers"),
    "in_progress": _l("Paid, in work"),
    "delivered": _l("Handed in"),
    "revision": _l("Being corrected"),
    "accepted": _l("Accepted and paid out"),
}
WANTED: dict[str, Any] = {
    "open": _l("Open"),
    "awarded": _l("Given to a maker"),
    "closed": _l("Closed"),
}
MEASURES: dict[str, Any] = {
    "height": _l("Height"),
    "chest": _l("Chest"),
    "waist": _l("Waist"),
    "hips": _l("Hips"),
    "back": _l("Back, neck to waist"),
    "shoulder": _l("Shoulder"),
    "sleeve": _l("Sleeve"),
    "length": _l("Length of the piece"),
}
BOARD: dict[str, Any] = {
    "answer": _l("To answer"),
    "work": _l("To do"),
    "waiting": _l("Waiting"),
    "done": _l("Done"),
}
PHRASES: dict[str, list[Any]] = {
    "seller": [
        _l("Thank you for writing. I will answer today."),
        _l("Which size and colour would you like?"),
        _l("Please send a photo of what you have in mind."),
        _l("It will be ready in a week."),
        _l("I have begun."),
    ],
    "buyer": [
        _l("Could you make it in another colour?"),
        _l("How long does it take?"),
        _l("What would it cost in another size?"),
        _l("Thank you, that is fine."),
    ],
}
MESSAGES: dict[str, Any] = {
    "quote": _l("asks for an offer"),
    "offer": _l("an offer"),
    "brief": _l("has answered"),
    "delivery": _l("hands in"),
    "revision": _l("asks for a correction"),
    "change": _l("offers a change"),
    "later": _l("needs more time"),
}
REPORTS: dict[str, Any] = {
    "reopen": _l("Open it again: both may write"),
    "keep_closed": _l("Leave it closed"),
}
