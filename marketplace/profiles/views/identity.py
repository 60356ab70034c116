"""Tell Flask-Login who holds the session of this request."""

from flask import Request
from flask_login import AnonymousUserMixin, LoginManager

from marketplace.profiles import queries
from marketplace.web import sessions
from marketplace.web.viewer import Viewer


def load(request: Request) -> Viewer | None:
    """Return the viewer of a request, or None."""
    return queries.viewer_of(sessions.token_of(request))


def nobody(_id: str) -> AnonymousUserMixin | None:
    """Refuse identities from Flask-Login's own cookies: only our session counts."""
    return None


def connect(login_manager: LoginManager) -> None:
    """Hand both to Flask-Login, which we use for identity only."""
    login_manager.session_protection = None
    login_manager.request_loader(load)
    login_manager.user_loader(nobody)
