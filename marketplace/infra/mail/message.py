"""Make a mail from `templates/emails/<domain>/<mail>/`."""

from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import Any

from flask import render_template
from flask_babel import force_locale

from marketplace.i18n import regional


@dataclass(frozen=True)
class Mail:
    """One mail to one address."""

    to: str
    subject: str
    text: str
    html: str

    def as_payload(self) -> dict[str, Any]:
        """Write it for a job."""
        return asdict(self)

    def as_message(self, sender: str, message_id: str) -> EmailMessage:
        """Write it for the wire; the same job always gets the same Message-ID."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = self.to
        message["Subject"] = self.subject
        message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        return message


def render(folder: str, *, to: str, language: str, **facts: Any) -> Mail:
    """Write the mail of a folder (`profiles/application_approved`) in a language.

    The subject is one line whatever the facts contain.
    """
    with force_locale(regional(language)):
        subject, text, html = (
            render_template(f"emails/{folder}/{part}", language=language, **facts)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return Mail(to, " ".join(subject.split()), text.strip() + "\n", html)
