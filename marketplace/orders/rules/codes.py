"""Numbers and codes people read out, type and write on a bank form."""

import hashlib
import re
import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
_BODY = 7  # letters of a transfer code before its check letter
_PREFIX = "WCL"
_LOOKS_LIKE = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")  # Cyrillic capitals
PICKUP_DIGITS = 6
PICKUP_TRIES = 5


def new_number() -> str:
    """Return a number people can read out: eight letters and digits, as «K7F3-9QMX»."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_pickup_code() -> str:
    """Return six digits the buyer says when she collects a parcel."""
    return f"{secrets.randbelow(10**PICKUP_DIGITS):0{PICKUP_DIGITS}d}"


def transfer_code(key: str) -> str:
    """Return the reference of a transfer, «WCL-7F3K-9QMX»: always the same for a key.

    The last letter checks the others: one wrong letter, or two that changed places, is
    seen.
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    body = ""
    for _ in range(_BODY):
        number, at = divmod(number, len(_ALPHABET))
        body += _ALPHABET[at]
    whole = body + check_letter(body)
    return f"{_PREFIX}-{whole[:4]}-{whole[4:]}"


def check_letter(body: str) -> str:
    """Return the letter that checks a code's body.

    Weights below a prime number of letters (31): no single slip and no swap of
    neighbours leaves the sum as it was.
    """
    total = sum(
        (at + 1) * _ALPHABET.index(letter) for at, letter in enumerate(body, start=1)
    )
    return _ALPHABET[total % len(_ALPHABET)]


def transfer_code_in(text: str) -> str | None:
    """Find our code in what a bank writes of a transfer; None if there is none.

    People type it in small letters, without hyphens, with Cyrillic letters; a code whose
    check letter is wrong is none.
    """
    plain = re.sub(r"[^0-9A-Z]", "", text.upper().translate(_LOOKS_LIKE))
    for found in re.finditer(f"(?={_PREFIX}([{_ALPHABET}]{{{_BODY + 1}}}))", plain):
        whole = found.group(1)
        if check_letter(whole[:-1]) == whole[-1]:
            return f"{_PREFIX}-{whole[:4]}-{whole[4:]}"
    return None
