"""Which mail about people goes to whom. Subjects stay neutral: phones are shared."""

from marketplace.infra import mail
from marketplace.infra.jobs import enqueue
from marketplace.profiles.models import Application, Person


def application_decided(person: Person, application: Application) -> None:
    """Tell her the Lab has answered (the note itself is behind the sign-in)."""
    if person.email:
        post(
            mail.render(
                "profiles/application_decided",
                to=person.email,
                language=person.language,
                state=application.state,
            )
        )


def post(letter: mail.Mail) -> None:
    """Queue a mail in the running transaction."""
    enqueue("mail.send", letter.as_payload())
