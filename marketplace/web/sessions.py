"""The cookie that holds a sign-in session's token; the session itself is a row.

The page's own small state (CSRF secret, flash texts) stays in Flask's signed cookie.
"""

from datetime import timedelta

from flask import current_app
from werkzeug import Request, Response

KEPT = timedelta(days=60)  # on her own phone


def cookie_name() -> str:
    """Return the cookie's name; `__Host-` pins it to this host over https."""
    return "__Host-sid" if current_app.config["SESSION_COOKIE_SECURE"] else "sid"


def token_of(request: Request) -> str | None:
    """Return the token the browser sent."""
    return request.cookies.get(cookie_name())


def set_cookie(response: Response, token: str, *, keep: bool = False) -> None:
    """Hand the token to the browser: until it closes, or (her own phone) for longer."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=KEPT if keep else None,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
        path="/",
    )


def clear_cookie(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(
        cookie_name(),
        path="/",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
