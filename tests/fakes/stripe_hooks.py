"""The fake Stripe's webhooks: signed, sent again until taken, and as unruly as wished."""

import hashlib
import hmac
import json
import random
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

MODES = {"normal", "dup", "shuffle", "hold", "drop", "late"}
MOST_TRIES = 8
LATE = 0.5  # seconds


def signature(body: bytes, secret: str, at: int) -> str:
    """Return the header that signs a body."""
    signed = b"%d.%s" % (at, body)
    found = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={at},v1={found}"


@dataclass
class Waiting:
    """An event on its way."""

    body: bytes
    due: float
    tries: int = 0


@dataclass
class Hooks:
    """Sends events to one address.

    normal: once, in order. dup: everything twice. shuffle: twice, in any order. hold:
    nothing until the mode changes. drop: never. late: after half a second.
    """

    url: str = ""
    secret: str = ""
    mode: str = "normal"
    sent: int = 0
    refused: int = 0
    _queue: list[Waiting] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _busy: int = 0

    def put(self, event: dict[str, Any]) -> None:
        """Send an event, or lose it, as the mode says."""
        if not self.url or self.mode == "drop":
            return
        body = json.dumps(event, indent=2).encode()
        due = time.time() + (LATE if self.mode == "late" else 0)
        twice = self.mode in {"dup", "shuffle"}
        with self._lock:
            self._queue += [Waiting(body, due) for _ in range(1 + twice)]

    def waiting(self) -> int:
        """Return how many are on their way."""
        with self._lock:
            return len(self._queue) + self._busy

    def clear(self) -> None:
        """Forget what is on its way."""
        with self._lock:
            self._queue.clear()

    def run_forever(self) -> None:
        """Send what is due, one after the other."""
        while True:
            one = self._next()
            if one is None:
                time.sleep(0.02)
                continue
            self._send(one)

    def _next(self) -> Waiting | None:
        with self._lock:
            due = [one for one in self._queue if one.due <= time.time()]
            if not due or self.mode == "hold":
                return None
            one = random.choice(due) if self.mode == "shuffle" else due[0]
            self._queue.remove(one)
            self._busy = 1
            return one

    def _send(self, one: Waiting) -> None:
        taken = self._post(one.body)
        one.tries += 1
        with self._lock:
            self.sent += taken
            self.refused += not taken
            self._busy = 0
            if not taken and one.tries < MOST_TRIES:
                one.due = time.time() + 0.05 * 2**one.tries
                self._queue.append(one)

    def _post(self, body: bytes) -> bool:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, self.secret, int(time.time())),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        asked = urllib.request.Request(self.url, body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return 200 <= answer.status < 300
        except OSError:
            return False
