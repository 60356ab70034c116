"""Run the pixels in a process that may die: strangers' bytes meet C code there.

Safe to call from any thread and from any number of processes.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from marketplace.infra.media.errors import PhotoRefused
from marketplace.infra.media.picture import Picture, Rendition
from marketplace.infra.media.wire import Limits, Message, receive, send

MAX_MEGABYTES = 30
LIMITS = Limits()
# AVIF takes five times the work of all the rest, in a job that nobody waits for, and what
# it reads is our own master: here a slow machine is likelier than an attack.
AVIF_LIMITS = Limits(wall=60, cpu=40)
_MEGABYTE = 1024 * 1024
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
_FACTS = ("kind", "width", "height")


def card_set(source: Path, limits: Limits = LIMITS) -> Picture:
    """Return the picture made of the file at `source`: WebP widths and one JPEG.

    Raises `PhotoRefused`; at most 30 MB are read.
    """
    return _picture(_ask_about(source, "card_set", limits))


def look(source: Path, limits: Limits = LIMITS) -> tuple[str, int, int]:
    """Return the format and the stored sides in px of a photo `card_set` would take.

    Raises `PhotoRefused` exactly where `card_set` does.
    """
    head = _ask_about(source, "look", limits).head
    return str(head["kind"]), int(head["width"]), int(head["height"])


def _ask_about(source: Path, job: str, limits: Limits) -> Message:
    check_size(source.stat().st_size)
    return _ask({"job": job, "source": str(source.resolve())}, (), limits)


def remake(master: bytes, limits: Limits = LIMITS) -> Picture:
    """Return the picture made anew from its master. Raises `PhotoRefused`."""
    return _picture(_ask({"job": "remake"}, (master,), limits))


def _picture(reply: Message) -> Picture:
    master, placeholder, *files = reply.blobs
    return Picture(
        master=master,
        width=int(reply.head["width"]),
        height=int(reply.head["height"]),
        colour=str(reply.head["colour"]),
        placeholder=placeholder,
        renditions=_renditions(reply, files),
        likeness=str(reply.head["likeness"]),
        mirrored=str(reply.head["mirrored"]),
        advice=tuple(str(word) for word in reply.head["advice"]),
    )


def avif_set(master: bytes, limits: Limits = AVIF_LIMITS) -> tuple[Rendition, ...]:
    """Return an AVIF of every width, made from a master. Raises `PhotoRefused`."""
    reply = _ask({"job": "avif_set"}, (master,), limits)
    return _renditions(reply, list(reply.blobs))


def share_card(
    words: dict[str, Any], photo: bytes | None, font: str, limits: Limits = LIMITS
) -> bytes:
    """Return the card of `words` (`share_cards.CardWords`) and one of our renditions.

    Raises `PhotoRefused` when it takes too long.
    """
    head = {"job": "share_card", "words": words, "font": font}
    return _ask(head, (photo,) if photo else (), limits).blobs[0]


def check_size(size: int) -> None:
    """Refuse a file of too many bytes, before anything reads it."""
    if size > MAX_MEGABYTES * _MEGABYTE:
        raise PhotoRefused(
            "photo_too_many_bytes", mb=-(-size // _MEGABYTE), limit_mb=MAX_MEGABYTES
        )


def _renditions(reply: Message, blobs: list[bytes]) -> tuple[Rendition, ...]:
    rows = zip(reply.head["files"], blobs, strict=True)
    return tuple(
        Rendition(int(width), int(height), str(ext), data)
        for (width, height, ext), data in rows
    )


def _ask(head: dict[str, Any], blobs: tuple[bytes, ...], limits: Limits) -> Message:
    """Have one child do one job; a child that says nothing has met its limits."""
    request = Message({**head, "limits": asdict(limits)}, blobs)
    try:
        with _workshop.connection() as line:
            # The child's own alarm rings first; this is for a machine at a standstill.
            line.settimeout(limits.wall + 5)
            with line.makefile("rwb") as stream:
                send(stream, request)
                reply = receive(stream)
    except (OSError, EOFError, ValueError) as error:
        raise PhotoRefused("photo_timeout") from error
    if "refused" in reply.head:
        raise _refusal(reply.head)
    return reply


def _refusal(head: dict[str, Any]) -> PhotoRefused:
    facts = {name: head["facts"][name] for name in _FACTS if name in head["facts"]}
    return PhotoRefused(str(head["refused"]), **facts)


class _Workshop:
    """The forking process of this process, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def connection(self) -> socket.socket:
        """Return a socket with a fresh child at its other end."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            try:
                self._hand_over(theirs)
            except OSError:
                # It was killed while idle (out of memory, an operator): one more try.
                self._stop()
                self._hand_over(theirs)
        return ours

    def _hand_over(self, connection: socket.socket) -> None:
        control = self._control or self._start()
        socket.send_fds(control, [b"+"], [connection.fileno()])

    def _start(self) -> socket.socket:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "marketplace.infra.media.workshop"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_bare_environment(),
            )
        return self._control

    def _stop(self) -> None:
        """Hang up, which ends it, and collect it."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End the forking process with this one."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """After a fork the forking process belongs to the parent; leave it alone."""
        self._lock = threading.Lock()
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.returncode = 0
            self._process = None


def _bare_environment() -> dict[str, str]:
    """Return the little a child needs; keys and passwords of the site stay behind."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    # `-P` drops the current folder from the path; an empty entry of ours means it.
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return {**kept, "PYTHONPATH": path}


_workshop = _Workshop()
atexit.register(_workshop.close)
os.register_at_fork(after_in_child=_workshop.forget)
