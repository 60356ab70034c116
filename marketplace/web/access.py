"""Deny by default: a view that does not say who may open it opens for nobody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import origin
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.permissions import Access, Permission, Scope
from marketplace.web import devices
from marketplace.web.viewer import Viewer, maybe_viewer

V = TypeVar("V", bound=Callable[..., Any])
Who = Access | Permission | Scope
MARK, FRESH = "_access", "_fresh"


def access(who: Who, *, fresh: bool = False) -> Callable[[V], V]:
    """Declare who may open a view. Goes below the route decorator.

    `fresh`: only within minutes of giving her password; she is asked for it if not.
    """

    def mark(view: V) -> V:
        setattr(view, MARK, who)
        setattr(view, FRESH, fresh)
        return view

    return mark


def declared(app: Flask, endpoint: str) -> Who | None:
    """Return what a view has declared, or None."""
    return getattr(app.view_functions[endpoint], MARK, None)


def needs_fresh(app: Flask, endpoint: str) -> bool:
    """Whether a view asks for a password given just now."""
    return bool(getattr(app.view_functions[endpoint], FRESH, False))


def refuse_nul() -> None:
    """Refuse the character no text has and PostgreSQL does not take."""
    if "\0" in request.path:
        raise NotFound
    sent = [*request.args.values(), *request.form.values()]
    if any("\0" in value for value in sent):
        raise Invalid


def come_from() -> None:
    """Note from where the request comes, for the log."""
    g.origin = origin.put(
        origin.Origin(
            address=request.remote_addr or "",
            device=devices.kind_of(request.user_agent.string),
        )
    )


def forget_origin(_error: BaseException | None = None) -> None:
    """Forget it at the end: the thread serves somebody else next."""
    token = g.pop("origin", None)
    if token is not None:
        origin.take_back(token)


def guard() -> ResponseReturnValue | None:
    """Check each request before its view; NotAllowed when nothing was declared."""
    if request.endpoint is None:
        return None  # no such page: the router answers 404
    wanted = declared(current_app, request.endpoint)
    if wanted is Access.PUBLIC and request.method in {"GET", "HEAD", "OPTIONS"}:
        return None  # who reads it is asked when the page needs to know
    person = maybe_viewer()
    if person is not None:
        _known(person)
    if wanted is Access.PUBLIC:
        return None
    if wanted is None:
        raise NotAllowed
    if person is None:
        return redirect(url_for("profiles.sign_in", next=_back()), 303)
    return _check(person, wanted)


def _known(person: Viewer) -> None:
    helper = person.helper
    origin.put(
        origin.Origin(
            actor_id=helper.id if helper else person.id,
            on_behalf_of=person.id if helper else None,
            consent_id=helper.consent_id if helper else None,
            address=origin.current().address,
            device=origin.current().device,
        )
    )


def _check(person: Viewer, wanted: Who) -> ResponseReturnValue | None:
    if isinstance(wanted, Permission):
        if not person.holds(wanted):
            raise NotAllowed("acting_now" if person.helper else "not_allowed")
        if not person.may(wanted):
            return redirect(url_for("profiles.two_step"), 303)
    elif isinstance(wanted, Scope):
        if not person.may_help(wanted):
            raise NotAllowed("not_for_helpers")
    elif wanted is Access.HERSELF and person.helper:
        raise NotAllowed("not_for_helpers")
    if needs_fresh(current_app, str(request.endpoint)) and not person.fresh:
        return _ask_password()
    return None


def _ask_password() -> ResponseReturnValue:
    """Ask for her password first; a form goes along and is sent afterwards."""
    if request.method == "GET":
        return redirect(url_for("profiles.confirm", next=_back()), 303)
    return redirect(url_for("profiles.confirm_form", next=request.path), 307)


def _back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None
