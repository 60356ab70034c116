"""The doors in use: one object per app, made from its settings."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask, current_app

from marketplace.config import Settings
from marketplace.infra.limits import Limiter, storage_for
from marketplace.infra.mail import Carrier, carrier_for
from marketplace.infra.media import LocalStorage, Storage
from marketplace.infra.media.s3 import Bucket, S3Storage
from marketplace.infra.payments import ByHand, Provider, SandboxProvider
from marketplace.infra.payments.by_hand import WAYS
from marketplace.infra.search import (
    Chain,
    PostgresEngine,
    SearchEngine,
    WhooshEngine,
)
from marketplace.infra.tally import Tally

_KEY = "marketplace.adapters"


@dataclass
class Adapters:
    """Real, local or null: the rest of the house does not know which."""

    mail: Carrier
    storage: Storage
    search: SearchEngine
    payments: dict[str, Provider]
    limits: Limiter
    imports: Path  # private folder of tables on their way into a shop
    looks: Tally[tuple[uuid.UUID, date]]  # of things, not written down yet
    font: str  # path of the one share cards are written in, empty: one of the system
    undo_wait: timedelta  # how long a coordinator's answer can be taken back


def build(settings: Settings) -> Adapters:
    """Choose the adapters for these settings."""
    providers: list[Provider] = []
    if settings.stripe_key:
        providers.append(_stripe(settings))
    if settings.demo or settings.testing:
        providers.append(SandboxProvider())
    providers += [ByHand(way) for way in WAYS]
    return Adapters(
        mail=carrier_for(settings),
        storage=_storage(settings),
        search=_search(settings),
        payments={provider.code: provider for provider in providers},
        limits=Limiter(storage_for(settings)),
        imports=settings.folder / "imports",
        looks=Tally(),
        font=settings.font,
        undo_wait=timedelta(seconds=settings.undo_seconds),
    )


def _stripe(settings: Settings) -> Provider:
    # Its SDK is loaded where it is used only: the start of every other house is quicker.
    from marketplace.infra.payments.stripe_provider import (  # noqa: PLC0415
        StripeProvider,
    )

    return StripeProvider(
        settings.stripe_key,
        base_url=settings.base_url,
        webhook_secrets=settings.stripe_secrets,
        api_base=settings.stripe_api_base,
        currency=settings.stripe_currency,
    )


def _search(settings: Settings) -> SearchEngine:
    own = (Path(settings.synonyms),) if settings.synonyms else ()
    chain = Chain(*own)
    if own:
        _ = chain.concepts  # a line that cannot be read stops the start
    if settings.search_engine == "postgres":
        return PostgresEngine(settings.sqlalchemy_url, chain)
    return WhooshEngine(settings.folder / "index", chain)


def _storage(settings: Settings) -> Storage:
    if not settings.storage:
        return LocalStorage(settings.folder / "media")
    name, prefix = settings.bucket
    return S3Storage(
        Bucket(
            name=name,
            prefix=prefix,
            endpoint=settings.s3_endpoint,
            region=settings.s3_region,
            key=settings.s3_key,
            secret=settings.s3_secret,
        )
    )


def install(app: Flask, chosen: Adapters) -> None:
    """Give an app its adapters."""
    app.extensions[_KEY] = chosen


def adapters() -> Adapters:
    """Return the adapters of the running app."""
    found: Adapters = current_app.extensions[_KEY]
    return found
