"""Talk to Stripe within a time limit that the other side cannot stretch."""

import http.client
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import stripe

# Seconds for one call of the provider, retries included. A checkout may make two (it
# opens a page, and closes it if the purchase has expired meanwhile) and answers in 12.
LIMIT = 5.5
RETRIES = 1
_WORTH = 1.0  # seconds that must be left for a retry to make sense

Answer = tuple[str, int, Mapping[str, str]]


class TimedClient(stripe.HTTPClient):
    """Does every request in a thread it can leave behind.

    A read timeout starts anew with each byte, and looking up a name has none: a server
    that drips, or a dead resolver, would hold a buyer's request for hours. Here the
    caller waits until the limit and no longer; the socket is then shut under the
    thread, which ends it.
    """

    name = "wcl"

    def __init__(self, seconds: float = LIMIT) -> None:
        """Let whatever is asked inside one `limit()` take `seconds` in all."""
        super().__init__()
        self.seconds = seconds
        self._here = threading.local()
        self._trusted = ssl.create_default_context(cafile=stripe.ca_bundle_path)

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Share one time limit between the requests of this block."""
        self._here.end = monotonic() + self.seconds
        try:
            yield
        finally:
            self._here.end = None

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> Answer:
        """Ask once; stripe.APIConnectionError when there is no answer in time."""
        left = self._left()
        exchange = _Exchange(self._connection(url, left), _path(url))
        exchange.send(method.upper(), dict(headers or {}), post_data)
        return exchange.wait(left, retry=lambda: self._left() > _WORTH)

    def close(self) -> None:
        """Nothing is kept open between requests."""

    def _left(self) -> float:
        end = getattr(self._here, "end", None)
        left = self.seconds if end is None else end - monotonic()
        if left <= 0:
            raise _away("the time is over")
        return float(left)

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return min(super()._sleep_time_seconds(num_retries), self._left())

    def _connection(self, url: str, timeout: float) -> http.client.HTTPConnection:
        asked = urlsplit(url)
        host = asked.hostname or ""
        if asked.scheme == "http":  # a server for tests on this computer
            return http.client.HTTPConnection(host, asked.port, timeout=timeout)
        return http.client.HTTPSConnection(
            host, asked.port, timeout=timeout, context=self._trusted
        )


class _Exchange:
    """One request and its answer, in a thread of its own."""

    def __init__(self, connection: http.client.HTTPConnection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._answer: Answer | None = None
        self._error: Exception | None = None
        self._thread: threading.Thread | None = None

    def send(self, method: str, headers: dict[str, str], body: Any) -> None:
        """Begin to ask."""
        self._thread = threading.Thread(
            target=self._run, args=(method, headers, body), daemon=True
        )
        self._thread.start()

    def wait(self, seconds: float, retry: Callable[[], bool]) -> Answer:
        """Return the answer; stripe.APIConnectionError if none comes in time.

        `retry` says, after a broken connection, whether asking again is worth it.
        """
        assert self._thread is not None
        self._thread.join(seconds)
        if self._answer is not None:
            return self._answer
        if self._error is None:
            self._shut()
            raise _away("no answer in time")
        raise _away(f"{type(self._error).__name__}: {self._error}", retry=retry())

    def _run(self, method: str, headers: dict[str, str], body: Any) -> None:
        try:
            self._connection.request(method, self._path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
            self._answer = (text, response.status, _small(response.headers))
        except Exception as error:
            self._error = error
        finally:
            self._connection.close()

    def _shut(self) -> None:
        sock = self._connection.sock
        if sock is not None:
            try:
                sock.shutdown(2)
            except OSError:
                return  # it has just ended by itself


def _away(why: str, *, retry: bool = False) -> stripe.APIConnectionError:
    return stripe.APIConnectionError(why, should_retry=retry)  # type: ignore[no-untyped-call]


def _path(url: str) -> str:
    asked = urlsplit(url)
    return f"{asked.path}?{asked.query}" if asked.query else asked.path


def _small(headers: http.client.HTTPMessage) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
