"""Pages that are the same for every stranger, kept in memory and answered before Flask.

A page is kept with the version of the shop window it was made of, and is worth nothing
under another one (ADR 10): a hidden shop is gone with the commit that hides it. Whoever is
signed in, has a basket, a secret link or a line to read is no stranger, and neither is
anybody with a cookie we do not know.
"""

import base64
import binascii
import gzip
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl

from flask import Flask, Response, current_app, g, request, session

from marketplace import clock
from marketplace.db import window

V = TypeVar("V", bound=Callable[..., Any])
Environ = dict[str, Any]
Key = tuple[str, str]  # path, query
MARK = "_shared"
LONGEST = 300  # characters of an address that is kept
LEAST = 1000  # bytes worth compressing
LEVEL = 5
TEXTS = {"text/html", "text/plain", "application/xml", "application/atom+xml"}
LANGUAGE = "language"
LOOK = "look"
LOOKS = ("light", "dark")  # without one it is as the phone has it
_KEY = "marketplace.pages"
_OWN = {"csrf_token"}  # what may be in a stranger's session


def shared(*args: str) -> Callable[[V], V]:
    """Declare that a view shows every stranger the same, for these query arguments.

    Goes below the route decorator, beside `@access`. What the view shows must be in
    tables declared by `window.shows`, and depend on nothing else but the day, the
    address and the language in it.
    """

    def mark(view: V) -> V:
        setattr(view, MARK, frozenset(args))
        return view

    return mark


@dataclass(frozen=True)
class Page:
    """An answer that can be given again: to whom, see `is_stranger`."""

    version: int
    day: date
    language: str
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return len(self.body) + len(self.packed) + 2000


class Held(Protocol):
    """Whatever can be kept; `size` is in bytes."""

    @property
    def size(self) -> int:
        """How much memory it takes."""
        ...


class Pages:
    """The pages kept by one process: at most so many bytes, the longest unused go."""

    def __init__(self, most: int) -> None:
        """Keep at most so many bytes; 0 keeps nothing."""
        self.most = most
        self.bytes = 0
        self._pages: OrderedDict[Key, Held] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Held | None:
        """Return the page of an address, whatever its version."""
        with self._lock:
            found = self._pages.get(key)
            if found is not None:
                self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Held) -> None:
        """Keep a page, and let go of what is too much."""
        if page.size * 8 > self.most:
            return  # one page must not drive out all the others
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep nothing of what there is."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _drop(self, key: Key) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self.bytes -= old.size


def install(app: Flask, most: int) -> None:
    """Give an app its pages; register before whatever adds headers: runs after it."""
    app.extensions[_KEY] = Pages(most)
    app.before_request(_look_first)
    app.after_request(_finish)


def pages(app: Flask) -> Pages:
    """Return the pages an app keeps."""
    found: Pages = app.extensions[_KEY]
    return found


def key_of(environ: Environ) -> Key:
    """Return under which key the page of a request is kept: each look has its own."""
    path = environ["PATH_INFO"]
    if LOOK in environ.get("HTTP_COOKIE", ""):
        path = f"{look_in(cookies_of(environ))} {path}"
    return path, environ.get("QUERY_STRING", "")


def look_in(cookies: Mapping[str, str]) -> str:
    """Return the look a reader has chosen; empty for none.

    Of `cookies_of` only: read by another parser, an odd header would give one look to
    the page and another to its key.
    """
    chosen = cookies.get(LOOK, "")
    return chosen if chosen in LOOKS else ""


def cookies_of(environ: Environ) -> dict[str, str]:
    """Return the cookies of a request: every name that any reader of them could see.

    Quotes are read differently by different readers: with one, it is nobody we know.
    """
    text = environ.get("HTTP_COOKIE", "")
    if '"' in text:
        return {'"': text}
    pairs = (part.partition("=") for part in text.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def is_stranger(cookies: dict[str, str], session_name: str) -> bool:
    """Whether these cookies say nothing that a page would show."""
    for name, value in cookies.items():
        if name in {LANGUAGE, LOOK}:
            continue
        if name != session_name or not _says_nothing(value):
            return False
    return True


def _says_nothing(cookie: str) -> bool:
    """Whether a session holds only the secret of forms: read, not trusted.

    Who forges one is shown what every stranger sees.
    """
    payload = cookie.partition(".")[0]
    try:
        held = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValueError, binascii.Error):
        return False
    return isinstance(held, dict) and held.keys() <= _OWN


def _look_first() -> None:
    """Ask for the version before anything is read that the page will show."""
    g.shared = _may_be_kept()
    if g.shared:
        g.made_of = window.look()


def _may_be_kept() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    allowed = getattr(view, MARK, None)
    if allowed is None or request.method not in {"GET", "HEAD"}:
        return False
    if len(request.full_path) > LONGEST or request.environ.get("SCRIPT_NAME"):
        return False
    given = parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True)
    name = current_app.config["SESSION_COOKIE_NAME"]
    return {one for one, _value in given} <= allowed and is_stranger(
        cookies_of(request.environ), name
    )


def _finish(response: Response) -> Response:
    """Mark, keep and pack a page that is nobody's own."""
    if not _is_page(response):
        return response
    body = response.get_data()
    etag = hashlib.blake2b(body, digest_size=12).hexdigest()
    response.headers["ETag"] = f'"{etag}"'
    response.vary.update(("Accept-Encoding", "Cookie"))
    keep = g.get("shared") and not session.modified and request.method == "GET"
    packed = _packed(body) if keep or takes_gzip(request.environ) else b""
    if keep:
        _keep(response, etag, body, packed)
    return _fitting(response, etag, packed)


def _is_page(response: Response) -> bool:
    """Whether it is a whole text for anybody.

    What is private (`no-store`) is never packed: beside a secret, what a stranger makes
    us write into the page would show in its length (BREACH). Forms of strangers hold a
    token that is signed anew each second, and a cookie strangers' pages are not sent.
    """
    return (
        response.status_code == 200
        and request.method in {"GET", "HEAD"}
        and not response.direct_passthrough
        and not response.is_streamed
        and "no-store" not in response.headers.get("Cache-Control", "")
        and "ETag" not in response.headers
        and response.mimetype in TEXTS
    )


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, LEVEL, mtime=0) if len(body) >= LEAST else b""


def _keep(response: Response, etag: str, body: bytes, packed: bytes) -> None:
    seen = g.get("made_of")
    if seen is None:
        return
    kept = ("set-cookie", "content-length", "etag", "content-encoding")
    headers = tuple(
        (name, value) for name, value in response.headers if name.lower() not in kept
    )
    language = g.language if response.mimetype == "text/html" else ""
    page = Page(seen.version, clock.today(), language, etag, headers, body, packed)
    pages(current_app).put(key_of(request.environ), page)


def _fitting(response: Response, etag: str, packed: bytes) -> Response:
    if matches(request.headers.get("If-None-Match", ""), etag):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Length"]
    elif packed and takes_gzip(request.environ):
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{etag}-g"'
    return response


def matches(wanted: str, etag: str) -> bool:
    """Whether If-None-Match names this page, packed or not."""
    return bool(wanted) and etag in wanted


def takes_gzip(environ: Environ) -> bool:
    """Whether a browser reads gzip."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")


class Shortcut:
    """Answers what is in memory before Flask is woken."""

    def __init__(self, app: Flask, behind: Any, statics: Any) -> None:
        """Stand in front of `behind`; `statics` answers for static files."""
        self.pages = pages(app)
        self.watcher = window.watcher(app)
        self.session_name = app.config["SESSION_COOKIE_NAME"]
        self.secure = app.config["SESSION_COOKIE_SECURE"]
        self.behind = behind
        self.statics = statics

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        """Answer, or pass on."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            static = self.statics.answer(environ)
            if static is not None:
                return _send(environ, start_response, *static)
            cookies = cookies_of(environ)
            page = self._page(environ, cookies)
            if page is not None:
                return _send(environ, start_response, *_answer(page, environ, cookies))
        return self.behind(environ, start_response)

    def _page(self, environ: Environ, cookies: dict[str, str]) -> Page | None:
        page = self.pages.get(key_of(environ))
        if not isinstance(page, Page) or not is_stranger(cookies, self.session_name):
            return None
        seen = self.watcher.look()
        if seen is None or seen.version != page.version or page.day != clock.today():
            return None
        return page


def _answer(
    page: Page, environ: Environ, cookies: dict[str, str]
) -> tuple[str, list[tuple[str, str]], bytes]:
    headers = list(page.headers)
    if page.language and cookies.get(LANGUAGE) != page.language:
        headers.append(("Set-Cookie", language_cookie(page.language)))
    status, more, body = choice(environ, page.etag, page.body, page.packed)
    return status, headers + more, body


def choice(
    environ: Environ, etag: str, body: bytes, packed: bytes
) -> tuple[str, list[tuple[str, str]], bytes]:
    """Choose between 304, packed and plain."""
    if matches(environ.get("HTTP_IF_NONE_MATCH", ""), etag):
        return "304 NOT MODIFIED", [("ETag", f'"{etag}"')], b""
    more = [("ETag", f'"{etag}"')]
    if packed and takes_gzip(environ):
        body = packed
        more = [("ETag", f'"{etag}-g"'), ("Content-Encoding", "gzip")]
    return "200 OK", [*more, ("Content-Length", str(len(body)))], body


def language_cookie(language: str) -> str:
    """Write the cookie that keeps the language for a year."""
    return f"{LANGUAGE}={language}; Max-Age=31536000; Path=/; SameSite=Lax"


def _send(
    environ: Environ,
    start_response: Any,
    status: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> Iterator[bytes] | list[bytes]:
    start_response(status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
