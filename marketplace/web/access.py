"""Deny by default: a view that does not say who may open it opens for nobody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.permissions import Access, Permission
from marketplace.web.viewer import maybe_viewer

V = TypeVar("V", bound=Callable[..., Any])
MARK = "_access"


def access(who: Access | Permission) -> Callable[[V], V]:
    """Declare who may open a view. Goes below the route decorator."""

    def mark(view: V) -> V:
        setattr(view, MARK, who)
        return view

    return mark


def declared(app: Flask, endpoint: str) -> Access | Permission | None:
    """Return what a view has declared, or None."""
    return getattr(app.view_functions[endpoint], MARK, None)


def refuse_nul() -> None:
    """Refuse the character no text has and PostgreSQL does not take."""
    if "\0" in request.path:
        raise NotFound
    sent = [*request.args.values(), *request.form.values()]
    if any("\0" in value for value in sent):
        raise Invalid


def guard() -> ResponseReturnValue | None:
    """Check each request before its view; NotAllowed when nothing was declared."""
    if request.endpoint is None:
        return None  # no such page: the router answers 404
    wanted = declared(current_app, request.endpoint)
    if wanted is Access.PUBLIC:
        return None
    person = maybe_viewer()
    if wanted is None or (person and isinstance(wanted, Permission)):
        if wanted is None or person is None or not person.may(wanted):
            raise NotAllowed
        return None
    if person is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("profiles.sign_in", next=back), 303)
    return None
