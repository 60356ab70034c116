"""Parameters against the SDK's own TypedDicts: what Stripe would not take is found here.

`check` takes values as Python has them; with `wire=True` as they arrive in a form, where
a number is a string of digits.
"""

import re
import types
import typing
from typing import Any, get_args, get_origin

import typing_extensions

SHAPES = {
    ("POST", r"/v1/checkout/sessions"): "checkout.SessionCreateParams",
    ("GET", r"/v1/checkout/sessions"): "checkout.SessionListParams",
    ("GET", r"/v1/checkout/sessions/\w+"): "checkout.SessionRetrieveParams",
    ("POST", r"/v1/checkout/sessions/\w+/expire"): "checkout.SessionExpireParams",
    ("POST", r"/v1/refunds"): "RefundCreateParams",
    ("GET", r"/v1/refunds"): "RefundListParams",
    ("GET", r"/v1/refunds/\w+"): "RefundRetrieveParams",
    ("GET", r"/v1/payment_intents/\w+"): "PaymentIntentRetrieveParams",
    ("GET", r"/v1/charges/\w+"): "ChargeRetrieveParams",
    ("GET", r"/v1/disputes"): "DisputeListParams",
    ("GET", r"/v1/disputes/\w+"): "DisputeRetrieveParams",
    ("GET", r"/v1/balance_transactions"): "BalanceTransactionListParams",
    ("GET", r"/v1/events"): "EventListParams",
}
# Named in the SDK's modules only while types are checked; never a parameter of ours.
ABSENT = {"StripeContext": str, "HTTPClient": object, "Mapping": typing.Mapping}


class WrongParameterError(TypeError):
    """A parameter the SDK's types do not know; the text says where."""


def shape_of(method: str, path: str) -> Any:
    """Return the TypedDict of a request, WrongParameterError if there is none."""
    import stripe.params.checkout

    for (verb, pattern), name in SHAPES.items():
        if verb == method.upper() and re.fullmatch(pattern, path):
            found: Any = stripe.params
            for part in name.split("."):
                found = getattr(found, part)
            return found
    raise WrongParameterError(f"no such request: {method} {path}")


def check_request(method: str, path: str, params: Any, *, wire: bool = False) -> None:
    """Raise WrongParameterError unless these parameters fit this request."""
    check(params or {}, shape_of(method, path), wire=wire)


def check(value: Any, wanted: Any, where: str = "$", *, wire: bool = False) -> None:
    """Raise WrongParameterError unless the value is of that type."""
    if wanted is Any:
        return
    if typing_extensions.is_typeddict(wanted):
        _check_shape(value, wanted, where, wire)
        return
    origin = get_origin(wanted)
    if origin is None:
        _check_plain(value, wanted, where, wire)
    elif origin in {list, dict}:
        _check_many(value, wanted, where, wire)
    else:
        _check_marked(value, wanted, where, wire)


def _check_marked(value: Any, wanted: Any, where: str, wire: bool) -> None:
    origin, args = get_origin(wanted), get_args(wanted)
    if origin in {typing.Union, types.UnionType}:
        _check_union(value, args, where, wire)
    elif origin is typing.Literal:
        _must(value in args, f"{where}: {value!r} is none of {args[:4]}…")
    else:  # Required[…], NotRequired[…]
        check(value, args[0], where, wire=wire)


def _check_many(value: Any, wanted: Any, where: str, wire: bool) -> None:
    origin, inner = get_origin(wanted), get_args(wanted)[-1]
    _must(isinstance(value, origin), f"{where}: no {origin.__name__}")
    named = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in named:
        check(one, inner, f"{where}[{name}]", wire=wire)


def _check_shape(value: Any, wanted: Any, where: str, wire: bool) -> None:
    _must(isinstance(value, dict), f"{where}: no dict")
    known = typing_extensions.get_type_hints(wanted, localns=ABSENT)
    for name, one in value.items():
        _must(name in known, f"{where}.{name}: unknown in {wanted.__name__}")
        check(one, known[name], f"{where}.{name}", wire=wire)
    for name in wanted.__required_keys__:
        _must(name in value, f"{where}.{name}: missing")


def _check_union(value: Any, kinds: tuple[Any, ...], where: str, wire: bool) -> None:
    if any(get_origin(kind) is typing.Literal for kind in kinds):
        # Stripe adds words, so the SDK lets any string pass; we send none it lacks.
        kinds = tuple(kind for kind in kinds if kind is not str)
    troubles = []
    for kind in kinds:
        try:
            check(value, kind, where, wire=wire)
        except WrongParameterError as trouble:
            troubles.append(trouble)
        else:
            return
    raise troubles[0]


def _check_plain(value: Any, wanted: Any, where: str, wire: bool) -> None:
    if wanted is type(None):
        _must(value is None or (wire and value == ""), f"{where}: not empty")
    elif wire and wanted is int:
        _must(bool(re.fullmatch(r"-?\d+", str(value))), f"{where}: {value!r} no int")
    elif wire and wanted is bool:
        _must(value in {"true", "false"}, f"{where}: {value!r} no bool")
    elif wire and wanted is float:
        _must(bool(re.fullmatch(r"-?[\d.]+", str(value))), f"{where}: no number")
    elif isinstance(wanted, type) and wanted is not object:
        fits = isinstance(value, wanted)
        fits &= not (wanted is int and isinstance(value, bool))
        _must(fits, f"{where}: {value!r} is no {wanted.__name__}")


def _must(holds: bool, why: str) -> None:
    if not holds:
        raise WrongParameterError(why)
