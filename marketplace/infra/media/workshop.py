"""The process that forks one limited child for each photo.

Started by `isolated` as `python -m marketplace.infra.media.workshop`: a fresh
interpreter with Pillow and nothing else – no web application, no database, no secrets
in its environment – so that forking is cheap, safe beside threads, and worth nothing to
a thief.
It lives as long as somebody holds the other end of its standard input.
"""

from __future__ import annotations

import os
import resource
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from marketplace.infra.media import images, share_cards
from marketplace.infra.media.errors import PhotoRefused
from marketplace.infra.media.wire import Limits, Message, receive, send

if TYPE_CHECKING:
    from marketplace.infra.media.picture import Picture, Rendition


def main() -> None:
    """Fork a child for every connection handed over; end with the parent."""
    # A session of our own: Ctrl-C in a terminal is the parent's business, and the group
    # can be ended as one.
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Pillow loads its formats when it first meets one: else each child would, anew.
    Image.init()
    control = socket.socket(fileno=sys.stdin.fileno())
    while True:
        byte, connections, *_ = socket.recv_fds(control, 1, 1)
        if not byte:
            break
        for connection in connections:
            _fork(control, connection)
    # The parent is gone: nobody waits for what the children still do.
    os.killpg(0, signal.SIGKILL)


def _fork(control: socket.socket, connection: int) -> None:
    if os.fork():
        os.close(connection)
        return
    try:
        control.close()
        serve(socket.socket(fileno=connection))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def serve(connection: socket.socket) -> None:
    """Do the one job asked for on the connection, within its limits."""
    with connection, connection.makefile("rwb") as stream:
        request = receive(stream)
        _limit(Limits(**request.head.pop("limits")))
        with suppress(BrokenPipeError):
            send(stream, answer(request))


def _limit(limits: Limits) -> None:
    # The kernel holds the limits, not the parent: they outlive the parent.
    signal.setitimer(signal.ITIMER_REAL, limits.wall)
    ceilings = {
        resource.RLIMIT_CPU: limits.cpu,
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, ceiling in ceilings.items():
        resource.setrlimit(what, (ceiling, ceiling))
    # A page that somebody waits for goes before a photo.
    os.nice(5)


def answer(request: Message) -> Message:
    """Return the reply to a request; a refusal is a reply too."""
    try:
        return _done(request)
    except PhotoRefused as refusal:
        return Message({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        return Message({"refused": "photo_timeout", "facts": {}})


def _done(request: Message) -> Message:
    match request.head["job"]:
        case "avif_set":
            return _listed({}, images.avif_set(request.blobs[0]))
        case "remake":
            return _picture(images.remake(request.blobs[0]))
        case "share_card":
            return _share_card(request)
        case "look":
            kind, width, height = images.look(_source(request))
            return Message({"kind": kind, "width": width, "height": height})
        case _:
            return _picture(images.card_set(_source(request)))


def _share_card(request: Message) -> Message:
    said = {**request.head["words"], "lines": tuple(request.head["words"]["lines"])}
    photo = next(iter(request.blobs), None)
    font = str(request.head["font"])
    drawn = share_cards.card(share_cards.CardWords(**said), photo, font)
    return Message({}, (drawn,))


def _source(request: Message) -> bytes:
    return Path(request.head["source"]).read_bytes()


def _picture(picture: Picture) -> Message:
    known = ("width", "height", "colour", "likeness", "mirrored", "advice")
    head = {name: getattr(picture, name) for name in known}
    return _listed(head, picture.renditions, picture.master, picture.placeholder)


def _listed(
    head: dict[str, object], renditions: tuple[Rendition, ...], *blobs: bytes
) -> Message:
    files = [(r.width, r.height, r.ext) for r in renditions]
    return Message({**head, "files": files}, (*blobs, *(r.data for r in renditions)))


if __name__ == "__main__":
    main()
