"""Pure decisions about people: states, names, passwords, contacts."""

import re
import unicodedata
from collections.abc import Mapping

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from zxcvbn import zxcvbn

from marketplace.errors import Conflict, Invalid

MIN_PASSWORD = 8
MAX_PASSWORD = 128
MIN_SCORE = 2  # of zxcvbn's 0-4
# Words everybody here would try first (security.md §2.1: "shyrdak2026" scores 4 of 4
# without them).
CONTEXT_WORDS = ["women", "creative", "labs", "shyrdak", "kiyiz", "bazar", "kyrgyzstan"]
CONTEXT_WORDS += ["шырдак", "кийиз", "базар", "кыргызстан", "osh", "ош", "marketplace"]

Moves = Mapping[str, Mapping[str, str]]

# state -> action -> next state (DESIGN §5)
APPLICATION: Moves = {
    "draft": {"submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {"take": "in_review", "withdraw": "withdrawn"},
    "in_review": {
        "approve": "approved",
        "decline": "declined",
        "ask": "needs_info",
        "withdraw": "withdrawn",
    },
    "needs_info": {"submit": "submitted", "withdraw": "withdrawn"},
    "approved": {},
    "declined": {},
    "withdrawn": {},
}
CLOSED_APPLICATION = frozenset({"approved", "declined", "withdrawn"})
DECISIONS = ("approve", "ask", "decline")


def next_state(table: Moves, state: str, action: str) -> str:
    """Return where `action` leads from `state`; Conflict("moved_on") if nowhere."""
    try:
        return table[state][action]
    except KeyError:
        raise Conflict("moved_on", state=state, action=action) from None


def contact(text: str) -> tuple[str | None, str | None]:
    """Read «phone or e-mail» into (phone, email); Invalid("contact_words") if neither.

    Local forms are taken as Kyrgyz numbers: «0555 12 34 56», «555123456».
    """
    if "@" in text:
        return None, email(text)
    return phone(text), None


def email(text: str) -> str:
    """Return the address in lower case; Invalid("contact_words") if it is none."""
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError:
        raise Invalid("contact_words", field="contact") from None
    return found.normalized.lower()


def phone(text: str) -> str:
    """Return the number in E.164; Invalid("contact_words") if it is none."""
    try:
        number = phonenumbers.parse(text, "KG")
    except phonenumbers.NumberParseException:
        raise Invalid("contact_words", field="contact") from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise Invalid("contact_words", field="contact")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_password(password: str, *about_her: str) -> None:
    """Refuse what others guess first: Invalid("password_short|_long|_weak")."""
    if len(password) < MIN_PASSWORD:
        raise Invalid("password_short", field="password", least=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise Invalid("password_long", field="password", most=MAX_PASSWORD)
    # Judging some strings costs seconds from 40 characters on; the first 20 settle it.
    judged = zxcvbn(
        password[:20], user_inputs=[*CONTEXT_WORDS, *filter(None, about_her)]
    )
    if judged["score"] < MIN_SCORE:
        raise Invalid("password_weak", field="password")


_CYRILLIC = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_SOUNDS = (
    "a b v g d e yo j z i y k l m n n o o p r s t u u f h ts ch sh sch - y - e yu ya"
)
_LATIN = {
    letter: sound.strip("-")
    for letter, sound in zip(_CYRILLIC, _SOUNDS.split(), strict=True)
}


def slug(text: str, fallback: str = "x") -> str:
    """Write a name for an address: lower-case Latin letters, digits and hyphens."""
    latin = "".join(_LATIN.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or fallback
