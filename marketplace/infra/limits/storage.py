"""Where counts live: our database, or any storage the `limits` package knows."""

import hashlib
from datetime import timedelta
from typing import cast

from limits.errors import ConfigurationError
from limits.storage import Storage, storage_from_string
from sqlalchemy import case, delete, select

from marketplace import clock
from marketplace.config import BadSetting, Settings
from marketplace.db import insert_into, use_case
from marketplace.extensions import db
from marketplace.infra.limits.models import LimitCounter


class DatabaseStorage(Storage):
    """Counts in one statement each, so two processes never read the same number.

    The memory storage of the package counts per process: four of them let 14 to 20 of
    60 tries through a limit of five (security.md §0.8).
    """

    STORAGE_SCHEME = ["marketplace"]

    @property
    def base_exceptions(self) -> type[Exception]:
        """Errors are our own to explain; none is wrapped."""
        return Exception

    @use_case
    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter and return it; a window begins with its first try."""
        now = clock.now()
        ends = now + timedelta(seconds=expiry)
        over = LimitCounter.expires_at <= now
        counted = (
            insert_into(LimitCounter)
            .values(key=_hashed(key), count=amount, expires_at=ends)
            .on_conflict_do_update(
                index_elements=[LimitCounter.key],
                set_={
                    "count": case((over, amount), else_=LimitCounter.count + amount),
                    "expires_at": case((over, ends), else_=LimitCounter.expires_at),
                },
            )
            .returning(LimitCounter.count)
        )
        return int(db.session.execute(counted).scalar_one())

    def get(self, key: str) -> int:
        """Return a counter; nought when its window is over."""
        found = _row(key)
        return found.count if found else 0

    def get_expiry(self, key: str) -> float:
        """Return when a window ends, in seconds since 1970."""
        found = _row(key)
        return (found.expires_at if found else clock.now()).timestamp()

    def check(self) -> bool:
        """Whether it answers."""
        return True

    @use_case
    def clear(self, key: str) -> None:
        """Forget one counter."""
        db.session.execute(delete(LimitCounter).where(LimitCounter.key == _hashed(key)))

    @use_case
    def reset(self) -> int | None:
        """Forget every counter."""
        db.session.execute(delete(LimitCounter))
        return None


def storage_for(settings: Settings) -> Storage:
    """Return the storage the settings name (`MARKETPLACE_LIMITS_URL`)."""
    if not settings.limits_url:
        return DatabaseStorage()
    try:
        return cast("Storage", storage_from_string(settings.limits_url))
    except ConfigurationError as error:
        raise BadSetting("limits_url", str(error)) from None


@use_case
def forget_expired() -> None:
    """Delete counters whose window is over."""
    db.session.execute(
        delete(LimitCounter).where(LimitCounter.expires_at <= clock.now())
    )


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _row(key: str) -> LimitCounter | None:
    return db.session.scalar(
        select(LimitCounter)
        .where(LimitCounter.key == _hashed(key), LimitCounter.expires_at > clock.now())
        .execution_options(populate_existing=True)
    )
