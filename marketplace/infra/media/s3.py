"""Files in a bucket of an S3-compatible service: for more than one machine."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from marketplace.errors import Busy
from marketplace.infra.media.storage import NoSuchFile, checked, is_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from obstore.store import S3Config, S3Store

_TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
# "private": a shop that hides hides its photos too, also from a cache on the way.
_KEPT = "private, max-age=31536000, immutable"
_RETRIES = 2
# A page waits for this, and a job comes again by itself: better away than slow.
_PATIENCE = timedelta(seconds=10)


class StorageAway(Busy):
    """The service does not answer, or not to us; trying again helps."""

    code = "media_away"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the files lie and how to get in.

    An empty `endpoint` means Amazon; `prefix` is a folder in the bucket, without slashes
    at its ends.
    """

    name: str
    prefix: str
    endpoint: str
    region: str
    key: str
    secret: str


class S3Storage:
    """The port over a bucket that must be there already.

    Needs the extra `[s3]`. Its client starts threads: make it after forking.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._store = _connected(bucket)

    def put(self, key: str, data: bytes) -> bool:
        """Store whole or not at all; False when the key is taken."""
        exists = import_module("obstore.exceptions").AlreadyExistsError
        kind = _TYPES.get(key.rpartition(".")[2], "application/octet-stream")
        with _reaching():
            try:
                self._store.put(
                    checked(key),
                    data,
                    mode="create",
                    attributes={"Content-Type": kind, "Cache-Control": _KEPT},
                    # An upload in parts has no way to refuse a taken key.
                    use_multipart=False,
                )
            except exists:
                return False
            except FileNotFoundError as error:
                raise StorageAway from error  # there is no such bucket
        return True

    def get(self, key: str) -> bytes:
        """Return the bytes. Raises `NoSuchFile`."""
        with _reaching():
            return bytes(self._store.get(checked(key)).bytes())

    def exists(self, key: str) -> bool:
        """Tell whether something is stored there."""
        path = checked(key)
        try:
            with _reaching():
                self._store.head(path)
        except NoSuchFile:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove it; a missing one is no error."""
        with _reaching():
            self._store.delete(checked(key))

    def walk(self) -> Iterator[tuple[str, datetime]]:
        """Yield every key and when it was stored, in no order."""
        with _reaching():
            for page in self._store.list():
                for found in page:
                    if is_key(found["path"]):
                        yield found["path"], found["last_modified"]


def _connected(bucket: Bucket) -> S3Store:
    store: type[S3Store] = import_module("obstore.store").S3Store
    where: S3Config = {"endpoint": bucket.endpoint} if bucket.endpoint else {}
    return store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=where,
        region=bucket.region,
        access_key_id=bucket.key,
        secret_access_key=bucket.secret,
        client_options={
            "allow_http": bucket.endpoint.startswith("http://"),
            "timeout": _PATIENCE,
            "connect_timeout": _PATIENCE / 3,
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": _PATIENCE},
    )


@contextmanager
def _reaching() -> Iterator[None]:
    """Give what the service answers the names of the port."""
    failed: type[Exception] = import_module("obstore.exceptions").BaseError
    try:
        yield
    except FileNotFoundError:
        raise NoSuchFile from None
    except failed as error:
        raise StorageAway from error
