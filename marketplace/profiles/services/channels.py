"""Ways out of the site. One more (Telegram, SMS) is one more class in `CHANNELS`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from marketplace.profiles import emails
from marketplace.profiles.models import Person
from marketplace.profiles.rules.notices import Kind


class Channel(Protocol):
    """Takes news to a person. What it sends is written as jobs of the running use case.

    Phones are shared and screens are seen: a channel says that there is something,
    never what, except about the safety of the account.
    """

    code: str

    def address(self, person: Person) -> str | None:
        """Return where she is reached this way; None if she is not."""

    def tell(self, person: Person, kind: Kind, delay: timedelta) -> None:
        """Send word of one notice, after a delay."""

    def summary(self, person: Person, count: int) -> None:
        """Send word that `count` notices wait."""


class EmailChannel:
    """Letters."""

    code = "email"

    def address(self, person: Person) -> str | None:
        """Return her e-mail address."""
        return person.email

    def tell(self, person: Person, kind: Kind, delay: timedelta) -> None:
        """Send a letter with a neutral subject.

        A recovery has its own letter, with the link that stops it.
        """
        if kind is not Kind.RECOVERY_STARTED:
            emails.notice(person, kind, delay)

    def summary(self, person: Person, count: int) -> None:
        """Send the daily letter."""
        emails.summary(person, count)


CHANNELS: Sequence[Channel] = (EmailChannel(),)
