"""All settings, typed, read once from the environment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from marketplace.money import CURRENCIES

DEMO_SECRET = "only-for-the-demo-on-this-computer-never-for-real"  # noqa: S105
MIN_SECRET = 32
PREFIX = "MARKETPLACE_"
_THIS_COMPUTER = {"127.0.0.1", "localhost"}
STRIPE_PAGES = "https://checkout.stripe.com"
_STRIPE_KEY = re.compile(r"[sr]k_(?P<mode>test|live)_[A-Za-z0-9_]+")
_WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")
# Names of buckets as Amazon has them; folders as our own keys.
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[a-z0-9][a-z0-9_-]*)*")


class BadSetting(ValueError):  # noqa: N818
    """A setting is missing or unsafe; the text names the variable."""

    def __init__(self, name: str, why: str) -> None:
        """Name the environment variable and say why the start is refused."""
        super().__init__(f"{PREFIX}{name.upper()}: {why}")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting the product has. Each is read from `MARKETPLACE_<NAME>`."""

    secret_key: str
    database_url: str = ""  # empty: SQLite in data_dir
    data_dir: str = "var"
    base_url: str = "http://127.0.0.1:8000"
    currency: str = "KGS"
    mail: str = "file"  # file | console | smtp
    mail_from: str = "market@localhost"
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    demo: bool = False  # demo data, demo sign-ins, sandbox payments
    testing: bool = False
    write_gate: bool = True  # off only to measure what it is worth
    busy_seconds: float = 10.0  # how long a write waits for the database
    page_cache_mb: int = 16  # of each process, for pages every stranger sees; 0: none
    trusted_proxies: int = 0  # how many in front of us set X-Forwarded-*
    limits_url: str = ""  # empty: counted in the database; redis://… for many machines
    exit_url: str = "https://www.google.com/search?q=weather"  # where «leave» leads
    undo_seconds: int = 600  # how long a coordinator's answer can be taken back
    search: str = ""  # empty: postgres where the database is, else whoosh
    synonyms: str = ""  # a file of a Lab's own words beside ours
    font: str = ""  # of share cards; empty: a known one of the system, if there is any
    storage: str = ""  # empty: photos in data_dir; s3://bucket or s3://bucket/folder
    s3_endpoint: str = ""  # empty: Amazon
    s3_region: str = "us-east-1"
    s3_key: str = field(default="", repr=False)
    s3_secret: str = field(default="", repr=False)
    stripe_key: str = field(default="", repr=False)  # empty: no cards
    stripe_webhook_secrets: str = field(default="", repr=False)  # one, or new and old
    stripe_api_base: str = ""  # empty: Stripe itself; a server for tests
    stripe_currency: str = "KGS"  # what cards are charged in

    def __post_init__(self) -> None:
        """Refuse what is missing or unsafe, naming the variable."""
        self._check_secret()
        self._check_urls()
        self._check_storage()
        self._check_search()
        self._check_stripe()
        if self.currency not in CURRENCIES:
            known = ", ".join(CURRENCIES)
            raise BadSetting("currency", f"{self.currency!r} is not one of {known}")
        if self.mail not in {"file", "console", "smtp"}:
            raise BadSetting("mail", f"{self.mail!r} is not file, console or smtp")
        if self.busy_seconds <= 0:
            raise BadSetting("busy_seconds", "must be above zero")
        for name in ("page_cache_mb", "trusted_proxies", "undo_seconds"):
            if getattr(self, name) < 0:
                raise BadSetting(name, "must not be below zero")

    def _check_secret(self) -> None:
        if self.demo or self.testing:
            return
        if self.secret_key == DEMO_SECRET:
            raise BadSetting("secret_key", "this is the public demo value")
        if len(self.secret_key) < MIN_SECRET:
            raise BadSetting("secret_key", f"needs {MIN_SECRET} characters or more")

    def _check_urls(self) -> None:
        base = urlsplit(self.base_url)
        if base.scheme not in {"http", "https"} or not base.hostname or base.query:
            raise BadSetting("base_url", f"{self.base_url!r} is not a web address")
        local = base.hostname in _THIS_COMPUTER
        if base.scheme == "http" and not (local or self.testing):
            raise BadSetting("base_url", "must be https outside this computer")
        if urlsplit(self.exit_url).scheme != "https":
            raise BadSetting("exit_url", f"{self.exit_url!r} is not an https address")
        try:
            backend = make_url(self.sqlalchemy_url).get_backend_name()
        except ArgumentError:
            raise BadSetting("database_url", "is not a database address") from None
        if backend not in {"sqlite", "postgresql"}:
            raise BadSetting("database_url", f"{backend!r} is not sqlite or postgresql")

    def _check_storage(self) -> None:
        if not self.storage:
            return
        if not _BUCKET.fullmatch(self.storage):
            raise BadSetting("storage", f"{self.storage!r} is not s3://bucket/folder")
        if find_spec("obstore") is None:
            raise BadSetting("storage", "needs the extra [s3]")
        for name in ("s3_key", "s3_secret", "s3_region"):
            if not getattr(self, name):
                raise BadSetting(name, "is missing")
        self._check_endpoint()

    def _check_stripe(self) -> None:
        if self.stripe_currency not in CURRENCIES:
            known = ", ".join(CURRENCIES)
            raise BadSetting(
                "stripe_currency", f"{self.stripe_currency!r} is not one of {known}"
            )
        if self.stripe_key:
            self._check_stripe_key()
        elif self.stripe_webhook_secrets or self.stripe_api_base:
            raise BadSetting("stripe_key", "is missing")
        secrets = self.stripe_secrets
        if len(secrets) > 2 or not all(map(_WEBHOOK_SECRET.fullmatch, secrets)):
            raise BadSetting("stripe_webhook_secrets", "is not one or two of whsec_…")
        self._check_web_address("stripe_api_base", self.stripe_api_base)

    def _check_stripe_key(self) -> None:
        found = _STRIPE_KEY.fullmatch(self.stripe_key)
        if not found:
            raise BadSetting("stripe_key", "is not sk_test_… or sk_live_…")
        if found["mode"] == "test":
            return
        if self.demo or self.testing:
            raise BadSetting("stripe_key", "a live key moves real money; use sk_test_…")
        if self.stripe_api_base:
            raise BadSetting("stripe_api_base", "a live key goes to Stripe only")
        if not self.secure:
            raise BadSetting("base_url", "must be https with a live Stripe key")

    @property
    def stripe_secrets(self) -> tuple[str, ...]:
        """The secrets webhooks may be signed with: while one is changed there are two."""
        given = self.stripe_webhook_secrets.split(",")
        return tuple(secret.strip() for secret in given if secret.strip())

    @property
    def form_targets(self) -> tuple[str, ...]:
        """Where a form of ours may lead outside: pages on which a card is written."""
        if not self.stripe_key:
            return ()
        there = urlsplit(self.stripe_api_base)
        own = (f"{there.scheme}://{there.netloc}",) if self.stripe_api_base else ()
        return (STRIPE_PAGES, *own)

    def _check_search(self) -> None:
        if self.search not in {"", "whoosh", "postgres"}:
            raise BadSetting("search", f"{self.search!r} is not whoosh or postgres")
        if self.search == "postgres" and self.sqlalchemy_url.startswith("sqlite"):
            raise BadSetting("search", "postgres needs a PostgreSQL database")
        if self.synonyms and not Path(self.synonyms).is_file():
            raise BadSetting("synonyms", f"{self.synonyms!r} is not a file")
        if self.font and not Path(self.font).is_file():
            raise BadSetting("font", f"{self.font!r} is not a file")

    @property
    def search_engine(self) -> str:
        """Which engine is in use: whoosh or postgres."""
        sqlite = self.sqlalchemy_url.startswith("sqlite")
        return self.search or ("whoosh" if sqlite else "postgres")

    def _check_endpoint(self) -> None:
        """Refuse an address where keys and photos would travel in the open."""
        self._check_web_address("s3_endpoint", self.s3_endpoint)

    def _check_web_address(self, name: str, address: str) -> None:
        if not address:
            return
        given = urlsplit(address)
        local = given.hostname in _THIS_COMPUTER
        schemes = {"http", "https"} if local else {"https"}
        if given.scheme not in schemes or not given.hostname or given.query:
            raise BadSetting(name, "is not an https address")
        if given.username or given.password:
            raise BadSetting(name, "must not hold a name or password")

    @property
    def bucket(self) -> tuple[str, str]:
        """The bucket's name and the folder in it, which may be empty."""
        name, _, folder = self.storage.removeprefix("s3://").partition("/")
        return name, folder

    @classmethod
    def from_env(cls) -> Self:
        """Read MARKETPLACE_* variables; BadSetting stops the start."""
        given = {
            field.name: _read(field.name, str(field.type), text)
            for field in fields(cls)
            if (text := os.environ.get(PREFIX + field.name.upper(), ""))
        }
        if given.get("demo"):
            given.setdefault("secret_key", DEMO_SECRET)
        if "secret_key" not in given:
            raise BadSetting("secret_key", "is missing")
        return cls(**given)

    @property
    def folder(self) -> Path:
        """The absolute folder for everything we write to disk."""
        return Path(self.data_dir).absolute()

    @property
    def secure(self) -> bool:
        """Whether the site is served over https (cookies get `__Host-`, HSTS)."""
        return self.base_url.startswith("https://")

    @property
    def sqlalchemy_url(self) -> str:
        """The database address with our driver named."""
        if not self.database_url:
            return f"sqlite:///{self.folder / 'marketplace.db'}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url[len(plain) :]
        return self.database_url

    def flask_config(self) -> dict[str, Any]:
        """Translate to the names Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.sqlalchemy_url,
            "TESTING": self.testing,
            "FORM_TARGETS": self.form_targets,
            "MAX_CONTENT_LENGTH": 210
            * 1024
            * 1024,  # 10 files of 20 MB, or 5 photos and one of 30
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "SESSION_COOKIE_NAME": "__Host-visit" if self.secure else "visit",
            "SESSION_COOKIE_SECURE": self.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch still works
            "WTF_CSRF_SSL_STRICT": True,
            "BABEL_DEFAULT_LOCALE": "en",
        }


def _read(name: str, kind: str, text: str) -> Any:
    if kind == "bool":
        if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise BadSetting(name, f"{text!r} is not 1 or 0")
        return text.lower() in {"1", "true", "yes"}
    if kind in {"int", "float"}:
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            raise BadSetting(name, f"{text!r} is not a number") from None
    return text
