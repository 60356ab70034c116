"""Static files, answered from memory: packed once, named by their content.

The address carries a mark of the content, so that two machines agree on it and a browser
may keep the file for good. Under another mark (an older page, a newer machine) the file
is only good until it is asked for again.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from marketplace.web import lean
from marketplace.web.shared_pages import LEAST, choice

FOREVER = "public, max-age=31536000, immutable"
PACKED = {"text/css", "text/javascript", "image/svg+xml", "application/json"}


@dataclass(frozen=True)
class Static:
    """One file."""

    mark: str
    kind: str
    body: bytes
    packed: bytes


class Statics:
    """The files of one folder, read when they are first asked for."""

    def __init__(self, folder: Path, url: str, headers: list[tuple[str, str]]) -> None:
        """Answer for `folder` below the address `url`, with these headers added."""
        self._folder, self._url, self._headers = folder, f"{url}/", headers
        self._names = {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if path.is_file()
        }
        self._read: dict[str, Static] = {}
        self._addresses: dict[str, str] = {}

    def address(self, name: str) -> str:
        """Return the address of a file with the mark of its content; KeyError for none."""
        found = self._addresses.get(name)
        if found is None:
            found = f"{self._url}{name}?v={self.file(name).mark}"
            self._addresses[name] = found
        return found

    def file(self, name: str) -> Static:
        """Return a file of the folder; KeyError for anything else."""
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = _read(self._folder / name)
        return self._read[name]

    def answer(
        self, environ: dict[str, Any]
    ) -> tuple[str, list[tuple[str, str]], bytes] | None:
        """Return status, headers and body for a request; None if it is not ours."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(self._url) or path[len(self._url) :] not in self._names:
            return None
        found = self.file(path[len(self._url) :])
        asked = parse_qs(environ.get("QUERY_STRING", "")).get("v")
        kept = FOREVER if asked == [found.mark] else "no-cache"
        headers = [
            ("Content-Type", found.kind),
            ("Cache-Control", kept),
            ("Vary", "Accept-Encoding"),
            *self._headers,
        ]
        status, more, body = choice(environ, found.mark, found.body, found.packed)
        return status, headers + more, body


def body_of(path: Path) -> bytes:
    """Return what is sent of a file."""
    body = path.read_bytes()
    make_lean = lean.OF_KIND.get(_kind(path))
    return make_lean(body.decode()).encode() if make_lean else body


def _kind(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _read(path: Path) -> Static:
    body, kind = body_of(path), _kind(path)
    worth = kind in PACKED and len(body) >= LEAST
    text = kind.startswith("text/")
    return Static(
        mark=hashlib.blake2b(body, digest_size=8).hexdigest(),
        kind=f"{kind}; charset=utf-8" if text else kind,
        body=body,
        packed=gzip.compress(body, 9, mtime=0) if worth else b"",
    )
