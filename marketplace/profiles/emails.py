"""Which mail about people goes to whom. Subjects stay neutral: phones are shared."""

from datetime import timedelta

from marketplace.infra import mail
from marketplace.infra.jobs import enqueue, queue
from marketplace.profiles.models import Person
from marketplace.profiles.rules.notices import Kind


def notice(person: Person, kind: Kind, delay: timedelta) -> None:
    """Tell her that something waits for her behind the sign-in."""
    tell(person, "profiles/notice", delay, kind=kind.value, urgent=kind.urgent)


def summary(person: Person, count: int) -> None:
    """Tell her once a day how many notices wait."""
    tell(person, "profiles/summary", count=count)


def reset_link(person: Person, token: str) -> None:
    """Send the link with which she sets a new password."""
    tell(person, "profiles/reset", path=f"/{person.language}/reset/{token}")


def confirm_address(person: Person, address: str, token: str) -> None:
    """Send the link that shows the new address is hers, to that address."""
    path = f"/{person.language}/account/email/{token}"
    letter = mail.render(
        "profiles/confirm_address", to=address, language=person.language, path=path
    )
    post(letter)


def cancel_recovery(person: Person, token: str) -> None:
    """Warn the old address, with a link that stops it without signing in."""
    tell(person, "profiles/recovery", path=f"/{person.language}/stop/{token}")


def tell(
    person: Person, folder: str, delay: timedelta = timedelta(0), **facts: object
) -> None:
    """Write to somebody with an account, in her language, if she gave an address."""
    if person.email:
        letter = mail.render(folder, to=person.email, language=person.language, **facts)
        post(letter, delay)


def post(letter: mail.Mail, delay: timedelta = timedelta(0)) -> None:
    """Queue a mail in the running transaction."""
    enqueue("mail.send", letter.as_payload(), delay=delay)


def drop_waiting(person: Person) -> None:
    """Send nothing more to an address that is about to be forgotten."""
    if person.email:
        queue.drop("mail.send", to=person.email)
