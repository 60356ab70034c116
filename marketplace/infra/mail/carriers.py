"""Who carries mail: SMTP, a folder, the console, or (for tests) a list."""

import os
import smtplib
import ssl
import sys
import tempfile
from pathlib import Path
from typing import Protocol

from marketplace.config import Settings
from marketplace.infra.mail.message import Mail

TIMEOUT = 10  # seconds


class Carrier(Protocol):
    """Sends one mail; `message_id` is the same for every try of the same mail."""

    def send(self, mail: Mail, message_id: str) -> None:
        """Send it or raise; raising means it is tried again later."""


class SmtpCarrier:
    """Hands mail to an SMTP server."""

    def __init__(self, settings: Settings) -> None:
        """Remember the server; nothing is opened yet."""
        self.settings = settings

    def send(self, mail: Mail, message_id: str) -> None:
        """Open, send, close: the job decides about trying again."""
        chosen = self.settings
        with smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT) as smtp:
            if chosen.smtp_starttls:
                smtp.starttls(context=ssl.create_default_context())
            if chosen.smtp_user:
                smtp.login(chosen.smtp_user, chosen.smtp_password)
            smtp.send_message(mail.as_message(chosen.mail_from, message_id))


class FileCarrier:
    """Writes mail into a folder, one file a mail: the same id is the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        """Write below `folder`."""
        self.folder = folder
        self.sender = sender

    def send(self, mail: Mail, message_id: str) -> None:
        """Write whole or not at all, also when killed half-way."""
        self.folder.mkdir(parents=True, exist_ok=True)
        body = mail.as_message(self.sender, message_id).as_bytes()
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(temporary).replace(self.folder / f"{message_id}.eml")


class ConsoleCarrier:
    """Prints mail."""

    def send(self, mail: Mail, message_id: str) -> None:
        """Print it."""
        sys.stdout.write(
            f"--- mail {message_id} to {mail.to}: {mail.subject}\n{mail.text}"
        )


class MemoryCarrier:
    """Keeps mail in a list, for tests."""

    def __init__(self) -> None:
        """Start with nothing sent."""
        self.sent: list[Mail] = []

    def send(self, mail: Mail, message_id: str) -> None:  # noqa: ARG002
        """Keep it."""
        self.sent.append(mail)


def carrier_for(settings: Settings) -> Carrier:
    """Return the carrier the settings name."""
    if settings.testing:
        return MemoryCarrier()
    if settings.mail == "smtp":
        return SmtpCarrier(settings)
    if settings.mail == "console":
        return ConsoleCarrier()
    return FileCarrier(settings.folder / "mail", settings.mail_from)
