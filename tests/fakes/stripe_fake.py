"""The fake Stripe from the side of a test."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import stripe

from tests.fakes import typed_check

ROOT = Path(__file__).parents[2]
KEY = "sk_test_ourownfake"
SECRET = "whsec_ourownfake"
OLD_SECRET = "whsec_theonebefore"
SHOP = "https://market.test"
GOOD = "4242424242424242"
DECLINED = "4000000000000002"
ASKS_BANK = "4000002500003155"
DISPUTED = "4000000000000259"
REFUND_WAITS = "4000000000005126"


class FakeStripe:
    """A process of its own; `address` goes into MARKETPLACE_STRIPE_API_BASE."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.stripe_server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()

    def stop(self) -> None:
        self._process.communicate("")
        self._process.wait(10)

    def _do(self, what: str, **given: Any) -> Any:
        answer = requests.post(
            f"{self.address}/_fake/{what}", data=json.dumps(given), timeout=10
        )
        return answer.json()

    # How it behaves

    def reset(self) -> None:
        """Forget everything and behave."""
        self._do("reset")

    def send_hooks(self, url: str, secret: str = SECRET, mode: str = "normal") -> None:
        """Send webhooks there: normal, dup, shuffle, hold, drop or late."""
        self._do("hooks", url=url, secret=secret, mode=mode)

    def hooks(self, mode: str) -> None:
        """Change the mode; what was held goes out now."""
        self._do("hooks", mode=mode)

    def fault(self, kind: str = "", times: int = -1, pace: float = 1.0) -> None:
        """Be down, hang, drip, drip_head, lost (done but unheard), error or busy.

        For so many requests (-1: until told otherwise); `pace` seconds a dripped byte.
        """
        self._do("fault", kind=kind, times=times, pace=pace)

    def behave(self, **how: Any) -> None:
        """Set books ("now", "held"), refunds ("", "pending"), settles_in, rate, livemode."""
        self._do("behave", **how)

    # What people and banks do

    def pay(self, url: str, card: str = GOOD, **more: str) -> requests.Response:
        """Send the form of the page; `bank="yes"` answers the bank's question."""
        return requests.post(
            url, {"card": card, **more}, allow_redirects=False, timeout=10
        )

    def book(self) -> int:
        """Attach the balance transactions that were held; return how many."""
        return int(self._do("book"))

    def tamper(self, name: str, **values: Any) -> dict[str, Any]:
        """Change fields of an object behind everybody's back."""
        return dict(self._do("tamper", name=name, **values))

    def dispute(self, charge: str, status: str = "needs_response") -> dict[str, Any]:
        """Dispute a charge."""
        return dict(self._do("dispute", charge=charge, status=status))

    def decide(self, dispute: str, status: str) -> dict[str, Any]:
        """Close a dispute as won or lost."""
        return dict(self._do("decide", dispute=dispute, status=status))

    def finish_refund(self, refund: str, status: str) -> dict[str, Any]:
        """Let a refund become succeeded or failed."""
        return dict(self._do("finish_refund", refund=refund, status=status))

    def forget_keys(self) -> None:
        """Forget the idempotency keys, as after a day."""
        self._do("forget_keys")

    # What a test may look at

    def things(self, kind: str) -> list[dict[str, Any]]:
        """Return the objects of a kind ("charge", "checkout.session"…), newest first."""
        return list(self._do("things", kind=kind))

    def events(self) -> list[dict[str, Any]]:
        """Return every event, oldest first."""
        return list(self._do("events"))

    def counts(self) -> dict[str, int]:
        """Return how many of each object, and of webhooks sent, refused, waiting."""
        return dict(self._do("counts"))

    def seen(self, method: str = "", path: str = "") -> list[dict[str, Any]]:
        """Return the requests that came: method, path, params (strings), key."""
        return [
            one
            for one in self._do("seen")
            if one["method"].startswith(method) and re.match(path or ".", one["path"])
        ]

    def wait_until_sent(self) -> None:
        """Wait until no webhook is on its way."""
        self.wait_until(lambda: self.counts()["waiting"] == 0)

    def wait_until(self, holds: Callable[[], bool], seconds: float = 10) -> None:
        """Wait until something holds; fail when it does not in time."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it took too long"
            time.sleep(0.02)

    def check_seen(self) -> None:
        """Every request that came had parameters the SDK knows."""
        for one in self.seen():
            typed_check.check_request(
                one["method"], one["path"], one["params"], wire=True
            )


def signed(
    event: dict[str, Any] | bytes, secret: str = SECRET, age: int = 0
) -> tuple[bytes, str]:
    """Return a body and its signature header, made `age` seconds ago."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    header = stripe.WebhookSignature.generate_signature_header(
        body.decode(), secret, int(time.time()) - age
    )
    return body, header
