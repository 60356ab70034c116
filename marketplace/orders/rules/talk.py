"""Who talks in a conversation, and what can be sent."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

MOST_TEXT = 4000  # letters of one message
MOST_FILES = 10


class Side(StrEnum):
    """Who speaks."""

    BUYER = "buyer"
    SELLER = "seller"
    LAB = "lab"


SELLER, LAB = Side.SELLER, Side.LAB


@dataclass(frozen=True)
class Buyer:
    """Who buys or asks. `contact` is a phone or an e-mail address, as typed."""

    name: str
    contact: str
    language: str
    address: str = ""
    person_id: uuid.UUID | None = None  # of who is signed in


@dataclass(frozen=True)
class Taken:
    """A file that was taken in: where it lies, what it is, how many bytes it has."""

    key: str
    name: str
    kind: str
    size: int
