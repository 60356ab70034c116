"""Which mail about people goes to whom. Subjects stay neutral: phones are shared."""

from marketplace.infra import mail
from marketplace.infra.jobs import enqueue
from marketplace.profiles.models import Application, Person


def application_decided(person: Person, application: Application) -> None:
    """Tell her the Lab has answered (the note itself is behind the sign-in)."""
    tell(person, "profiles/application_decided", state=application.state)


def tell(person: Person, folder: str, **facts: str) -> None:
    """Write to somebody with an account, in her language, if she gave an address."""
    if person.email:
        post(mail.render(folder, to=person.email, language=person.language, **facts))


def post(letter: mail.Mail) -> None:
    """Queue a mail in the running transaction."""
    enqueue("mail.send", letter.as_payload())
