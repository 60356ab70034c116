"""Mail is carried whole, once for each id, in the reader's language."""

import contextlib
import smtplib
import socket
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from marketplace.config import Settings
from marketplace.infra import mail
from marketplace.infra.mail import ConsoleCarrier, FileCarrier, Mail, SmtpCarrier

LETTER = Mail("bermet@lab.test", "Сизге жаңылык", "Салам\n", "<p>Салам</p>")


class Server(threading.Thread):
    """Speaks as much SMTP as one client needs, over a real socket."""

    def __init__(self, refuse: bytes = b"") -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.refuse = refuse
        self.received = b""

    def run(self) -> None:
        client, _ = self.listener.accept()
        with client, self.listener, contextlib.suppress(OSError):
            stream = client.makefile("rwb")
            self._say(stream, b"220 here")
            for line in stream:
                if not self._answer(stream, line.strip().upper()):
                    return

    def _answer(self, stream, line: bytes) -> bool:
        if self.refuse and line.startswith(self.refuse):
            self._say(stream, b"451 come back later")
        elif line == b"DATA":
            self._say(stream, b"354 go on")
            while (text := stream.readline()) != b".\r\n":
                self.received += text
            self._say(stream, b"250 taken")
        else:
            self._say(stream, b"221 bye" if line == b"QUIT" else b"250 yes")
        return line != b"QUIT"

    @staticmethod
    def _say(stream, text: bytes) -> None:
        stream.write(text + b"\r\n")
        stream.flush()


def _settings(port: int) -> Settings:
    return Settings(
        secret_key="x", testing=True, mail="smtp", smtp_host="127.0.0.1", smtp_port=port
    )


def test_smtp_carries_the_letter_with_its_id() -> None:
    server = Server()
    server.start()
    SmtpCarrier(_settings(server.port)).send(LETTER, "abc123")
    server.join(5)
    letter = message_from_bytes(server.received, policy=default)
    assert letter["To"] == "bermet@lab.test"
    assert letter["Subject"] == "Сизге жаңылык"
    assert letter["Message-ID"] == "<abc123@localhost>"
    assert letter.get_body(("plain",)).get_content().strip() == "Салам"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Салам</p>"


def test_a_server_that_cannot_now_makes_the_job_try_again() -> None:
    server = Server(refuse=b"RCPT")
    server.start()
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        SmtpCarrier(_settings(server.port)).send(LETTER, "abc123")
    server.join(5)


def test_a_file_for_each_id_however_often_it_is_sent(tmp_path) -> None:
    carrier = FileCarrier(tmp_path / "mail", "market@localhost")
    for _ in range(3):
        carrier.send(LETTER, "abc")
    carrier.send(LETTER, "def")
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == ["abc.eml", "def.eml"]


def test_the_console_shows_it(capsys) -> None:
    ConsoleCarrier().send(LETTER, "abc")
    assert "Салам" in capsys.readouterr().out


def test_the_settings_choose_who_carries(tmp_path) -> None:
    def chosen(**more):
        return mail.carrier_for(
            Settings(secret_key="x" * 40, data_dir=str(tmp_path), **more)
        )

    assert isinstance(chosen(mail="smtp"), SmtpCarrier)
    assert isinstance(chosen(mail="console"), ConsoleCarrier)
    assert isinstance(chosen(), FileCarrier)


def test_a_subject_is_one_line_whatever_is_in_it(app) -> None:
    with app.test_request_context("/"):
        letter = mail.render(
            "orders/paid",
            to="b@lab.test",
            language="ky",
            number="A\r\nBcc: all@lab.test",
            path="/ky/o/x",
        )
    assert "\n" not in letter.subject
    assert letter.as_message("m@localhost", "1")["Bcc"] is None


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_mail_is_written_in_every_language(app, language) -> None:
    from pathlib import Path

    from marketplace.app import root

    folders = [p.parent for p in Path(root("templates"), "emails").rglob("subject.txt")]
    assert len(folders) >= 5
    texts = set()
    for folder in folders:
        name = "/".join(folder.parts[-2:])
        letter = mail.render(
            name,
            to="b@lab.test",
            language=language,
            number="K7F3-9QMX",
            path="/ky/o/x",
            state="approved",
            what="ready",
            delivery="pickup",
            kind="account.password_changed",
            urgent=True,
            count=2,
        )
        assert f'<html lang="{language}">' in letter.html
        assert "http://127.0.0.1:8000/" in letter.text
        texts.add(letter.text)
    assert len(texts) == len(folders)
