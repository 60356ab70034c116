"""The fake Stripe's API: parameters in, objects out, with keys, pages and expanding."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes import typed_check
from tests.fakes.stripe_things import Refused, Thing, missing, new_id
from tests.fakes.stripe_world import World

KINDS = {
    "checkout/sessions": "checkout.session",
    "payment_intents": "payment_intent",
    "charges": "charge",
    "refunds": "refund",
    "disputes": "dispute",
    "balance_transactions": "balance_transaction",
}
FILTERS = ("payment_intent", "charge", "type", "status", "source", "currency")
MISUSED = (
    "Keys for idempotent requests can only be used with the same parameters they were "
    "first used with."
)
Answer = tuple[int, Thing, dict[str, str]]


@dataclass
class Api:
    """Answers requests on a world, and remembers them."""

    world: World
    seen: list[Thing] = field(default_factory=list)
    keys: dict[str, tuple[str, int, Thing]] = field(default_factory=dict)

    def answer(
        self, method: str, path: str, params: Thing, headers: dict[str, str]
    ) -> Answer:
        """Return status, body and headers, as Stripe would."""
        key = headers.get("idempotency-key", "")
        self.seen.append({"method": method, "path": path, "params": params, "key": key})
        extra = {"Request-Id": new_id("req_", 14)}
        try:
            _authorize(headers)
            if method == "POST" and key:
                status, body, again = self._once(method, path, params, key)
                extra |= {"Idempotent-Replayed": "true"} if again else {}
            else:
                status, body = 200, self._do(method, path, params)
        except Refused as refused:
            status, body = refused.status, refused.body
        return status, body, extra

    def _once(
        self, method: str, path: str, params: Thing, key: str
    ) -> tuple[int, Thing, bool]:
        wanted = path + json.dumps(params, sort_keys=True)
        print_ = hashlib.sha256(wanted.encode()).hexdigest()
        if key in self.keys:
            before, status, body = self.keys[key]
            if before != print_:
                raise Refused(400, MISUSED, kind="idempotency_error")
            return status, body, True
        # What fails at once is not remembered: the next try may be right.
        body = json.loads(json.dumps(self._do(method, path, params)))
        self.keys[key] = (print_, 200, body)
        return 200, body, False

    def _do(self, method: str, path: str, params: Thing) -> Thing:
        try:
            typed_check.check_request(method, path, params, wire=True)
        except typed_check.WrongParameterError as wrong:
            raise Refused(400, str(wrong), "parameter_unknown") from None
        self.world.age()
        rest = dict(params)
        paths = rest.pop("expand", [])
        found = self._route(method, path.removeprefix("/v1/"), rest)
        if found["object"] == "list":
            inner = [way.removeprefix("data.") for way in paths]
            found["data"] = [self._expanded(one, inner) for one in found["data"]]
            return found
        return self._expanded(found, paths)

    def _route(self, method: str, path: str, params: Thing) -> Thing:
        if method == "POST":
            return self._write(path, params)
        if path == "events":
            return self._page(path, self.world.events[::-1], params)
        kind = KINDS.get(path)
        if kind is not None:
            return self._page(path, self.world.of_kind(kind), params)
        place, _, name = path.rpartition("/")
        found = self.world.get(name)
        if found["object"] != KINDS.get(place):
            raise missing(name)
        return found

    def _write(self, path: str, params: Thing) -> Thing:
        expire = re.fullmatch(r"checkout/sessions/(\w+)/expire", path)
        if expire:
            return self.world.close_session(expire[1])
        does: dict[str, Callable[[Thing], Thing]] = {
            "checkout/sessions": self.world.open_session,
            "refunds": self.world.give_back,
        }
        if path not in does:
            raise Refused(404, f"Unrecognized request URL (POST: /v1/{path}).")
        return does[path](params)

    def _page(self, path: str, things: list[Thing], params: Thing) -> Thing:
        found = [one for one in things if _fits(one, params)]
        after = params.get("starting_after")
        if after:
            names = [one["id"] for one in found]
            if after not in names:
                raise missing(after)
            found = found[names.index(after) + 1 :]
        limit = int(params.get("limit", 10))
        if not 1 <= limit <= 100:
            raise Refused(400, "limit is 1 to 100", param="limit")
        return {
            "object": "list",
            "url": f"/v1/{path}",
            "has_more": len(found) > limit,
            "data": found[:limit],
        }

    def _expanded(self, thing: Thing, paths: list[str]) -> Thing:
        shown = dict(thing)
        for path in paths:
            name, _, rest = path.partition(".")
            if name not in shown:
                raise Refused(400, f"This property cannot be expanded ({name}).")
            value: Any = shown[name]
            inner = self.world.things.get(value) if isinstance(value, str) else value
            if isinstance(inner, dict):
                shown[name] = self._expanded(inner, [rest] if rest else [])
        return shown


def _authorize(headers: dict[str, str]) -> None:
    given = headers.get("authorization", "")
    if not re.fullmatch(r"Bearer [sr]k_(test|live)_\w+", given):
        raise Refused(401, "Invalid API Key provided")
    if given.endswith("_revoked"):
        raise Refused(401, "Expired API Key provided", "api_key_expired")


def _fits(thing: Thing, params: Thing) -> bool:
    created = params.get("created", {})
    least = int(created.get("gte", 0)) if isinstance(created, dict) else 0
    same = all(thing.get(name) == params[name] for name in FILTERS if name in params)
    return same and thing["created"] >= least
