"""Tell Flask-Login who holds the session of this request."""

from flask import Flask, Request, Response, current_app, g, request
from flask_login import AnonymousUserMixin, LoginManager

from marketplace.permissions import Scope
from marketplace.profiles import queries
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit, sessions
from marketplace.web import sessions as cookie
from marketplace.web.access import declared
from marketplace.web.viewer import Viewer, maybe_viewer


def load(request: Request) -> Viewer | None:
    """Return the viewer of a request, or None."""
    return queries.viewer_of(cookie.token_of(request))


def nobody(_id: str) -> AnonymousUserMixin | None:
    """Refuse identities from Flask-Login's own cookies: only our session counts."""
    return None


def note_use(response: Response) -> Response:
    """Keep «last seen» of the session, when the page has asked who reads it."""
    person = maybe_viewer() if "_login_user" in g else None
    if person is not None and response.status_code < 500:
        sessions.touch(person.session.id, person.session.last_seen_at)
    return response


def note_look() -> None:
    """Log what a helper opens of a resident, before it is shown."""
    person = maybe_viewer() if "_login_user" in g else None
    if person is None or person.helper is None or request.method != "GET":
        return
    if isinstance(declared(current_app, str(request.endpoint)), Scope):
        audit.record(
            Event.READ_HELPING,
            by=person.id,
            about=person.id,
            lab=person.lab_id,
            page=request.endpoint,
        )


def connect(app: Flask, login_manager: LoginManager) -> None:
    """Hand both to Flask-Login, which we use for identity only.

    Goes behind the guard: what it has refused is no look.
    """
    login_manager.session_protection = None
    login_manager.request_loader(load)
    login_manager.user_loader(nobody)
    app.before_request(note_look)
    app.after_request(note_use)
