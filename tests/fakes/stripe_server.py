"""A Stripe of our own: `python -m tests.fakes.stripe_server` prints its address.

It speaks the part of the API that Checkout needs, shows a page for cards, sends signed
webhooks, and can be made slow, silent or wrong at `/_fake/…`. On this computer only.
"""

import json
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.fakes import stripe_pages
from tests.fakes.stripe_api import Api
from tests.fakes.stripe_forms import unflatten
from tests.fakes.stripe_hooks import Hooks
from tests.fakes.stripe_things import Refused, Thing
from tests.fakes.stripe_world import World

FAULTS = {"", "down", "hang", "drip", "drip_head", "lost", "error", "busy"}
LONGEST_HANG = 30  # seconds


class House:
    """Everything behind the address."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.hooks = Hooks()
        self.address = ""
        self.reset()
        threading.Thread(target=self.hooks.run_forever, daemon=True).start()

    def reset(self) -> None:
        self.world = World(address=self.address)
        self.api = Api(self.world)
        self.fault, self.faults_left, self.pace = "", 0, 1.0
        self.told = 0
        self.hooks.clear()
        self.hooks.url, self.hooks.mode = "", "normal"
        self.hooks.sent = self.hooks.refused = 0

    def tell(self) -> None:
        """Send the events that are new."""
        for event in self.world.events[self.told :]:
            self.hooks.put(event)
        self.told = len(self.world.events)

    def take_fault(self) -> str:
        """Return what is wrong with this request; `faults_left` counts down to never."""
        with self.lock:
            if not self.fault or self.faults_left == 0:
                return ""
            self.faults_left -= 1
            return self.fault

    # What a test may do

    def control(self, what: str, given: Thing) -> Any:
        with self.lock:
            answer = getattr(self, f"do_{what}")(**given)
            self.tell()
            return answer

    def do_reset(self) -> None:
        self.reset()

    def do_hooks(self, **given: str) -> None:
        for name in ("url", "secret", "mode"):
            setattr(self.hooks, name, given.get(name, getattr(self.hooks, name)))

    def do_fault(self, kind: str = "", times: int = -1, pace: float = 1.0) -> None:
        assert kind in FAULTS, kind
        self.fault, self.faults_left, self.pace = kind, times, pace

    def do_behave(self, **given: Any) -> None:
        for name, value in given.items():
            assert name in {"books", "refunds", "settles_in", "rate", "livemode"}
            setattr(self.world, name, value)

    def do_book(self) -> int:
        return self.world.book()

    def do_tamper(self, name: str, **values: Any) -> Thing:
        self.world.get(name).update(values)
        return self.world.get(name)

    def do_dispute(self, charge: str, status: str = "needs_response") -> Thing:
        return self.world.dispute(self.world.get(charge), status)

    def do_decide(self, dispute: str, status: str) -> Thing:
        return self.world.decide(dispute, status)

    def do_finish_refund(self, refund: str, status: str) -> Thing:
        return self.world.finish_refund(refund, status)

    def do_forget_keys(self) -> None:
        self.api.keys.clear()

    def do_things(self, kind: str) -> list[Thing]:
        return self.world.of_kind(kind)

    def do_events(self) -> list[Thing]:
        return self.world.events

    def do_seen(self) -> list[Thing]:
        return self.api.seen

    def do_counts(self) -> dict[str, int]:
        made = Counter(one["object"] for one in self.world.things.values())
        hooks = {"sent": self.hooks.sent, "refused": self.hooks.refused}
        return {**made, **hooks, "waiting": self.hooks.waiting()}


class Door(BaseHTTPRequestHandler):
    """One connection."""

    house: House

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        asked = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if asked.path.startswith("/_fake/"):
            given = json.loads(body or "{}")
            found = self.house.control(asked.path.removeprefix("/_fake/"), given)
            self._send(200, {"Content-Type": "application/json"}, json.dumps(found))
        elif asked.path.startswith("/pay/"):
            self._page(method, asked.path.removeprefix("/pay/"), body)
        elif not asked.path.startswith("/v1/"):
            self._send(204, {}, "")  # a browser's favicon
        else:
            pairs = parse_qsl(body if method == "POST" else asked.query, True)
            self._api(method, asked.path, unflatten(pairs))

    def _page(self, method: str, name: str, body: str) -> None:
        with self.house.lock:
            world = self.house.world
            world.age()
            try:
                if method == "GET":
                    answer = stripe_pages.show(world, name)
                else:
                    answer = stripe_pages.send(world, name, dict(parse_qsl(body)))
            except Refused:
                answer = 404, {"Content-Type": "text/plain"}, "no such page"
            self.house.tell()
        self._send(*answer)

    def _api(self, method: str, path: str, params: Thing) -> None:
        fault = self.house.take_fault()
        if fault in {"down", "hang"}:
            self._wait_while("hang") if fault == "hang" else None
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        if fault in {"error", "busy"}:
            status = 500 if fault == "error" else 429
            found, extra = {"error": {"type": "api_error", "message": "Oops."}}, {}
        else:
            with self.house.lock:
                status, found, extra = self.house.api.answer(
                    method, path, params, headers
                )
                self.house.tell()
        if fault == "lost":  # it is done, but nobody hears of it
            self.close_connection = True
            return
        extra["Content-Type"] = "application/json"
        self._send(status, extra, json.dumps(found), fault)

    def _wait_while(self, fault: str) -> None:
        end = time.monotonic() + LONGEST_HANG
        while self.house.fault == fault and time.monotonic() < end:
            time.sleep(0.05)

    def _send(
        self, status: int, headers: dict[str, str], text: str, fault: str = ""
    ) -> None:
        body = text.encode()
        head = [f"HTTP/1.1 {status} Fake", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        start = ("\r\n".join([*head, "Connection: close"]) + "\r\n\r\n").encode()
        self.close_connection = True
        try:
            if fault == "drip_head":
                self._drip(start + body, fault)
            elif fault == "drip":
                self.wfile.write(start)
                self._drip(body, fault)
            else:
                self.wfile.write(start + body)
        except OSError:
            return  # whoever asked has gone

    def _drip(self, data: bytes, fault: str) -> None:
        for number in range(len(data)):
            if self.house.fault != fault:
                return
            self.wfile.write(data[number : number + 1])
            self.wfile.flush()
            time.sleep(self.house.pace)


class Server(ThreadingHTTPServer):
    """Threads that do not hold up the end."""

    daemon_threads = True


def main(port: int = 0) -> None:
    """Serve until the process is ended, or until whoever started it has gone."""
    house = House()
    Door.house = house
    server = Server(("127.0.0.1", port), Door)
    house.address = house.world.address = f"http://127.0.0.1:{server.server_port}"
    print(house.address, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
