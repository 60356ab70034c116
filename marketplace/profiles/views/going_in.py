"""What the views of signing in share: sessions into cookies, and where to go next."""

import uuid

from flask import current_app, redirect, request, session, url_for
from werkzeug import Response

from marketplace.profiles.services import sessions
from marketplace.web import languages
from marketplace.web import sessions as cookie


def enter(
    person_id: uuid.UUID,
    target: str,
    *,
    own_phone: bool,
    half: bool = False,
    second_step: bool = False,
) -> Response:
    """Open a session of hers, a new one whatever was there, and go to `target`."""
    token = sessions.start(
        person_id,
        own_phone=own_phone,
        half=half,
        second_step=second_step,
        replacing=cookie.token_of(request),
    )
    kept = session.get("_flashes")
    session.clear()  # nothing of the visit before goes on, its CSRF secret neither
    if kept:
        session["_flashes"] = kept
    answer = redirect(target, 303)
    cookie.set_cookie(answer, token, keep=own_phone and not half)
    return answer


def leave(answer: Response) -> Response:
    """Have the browser forget who was here: cookies, pages, drafts."""
    session.clear()
    secure = current_app.config["SESSION_COOKIE_SECURE"]  # or `__Host-` ones stay
    for name in set(request.cookies) - {languages.COOKIE}:  # her basket too
        answer.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
    cookie.clear_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def safe(target: str | None) -> str:
    """Only addresses of this site; anything else means the account page."""
    # Browsers drop tabs and line ends and read «\\» as «/»: none of them may be there.
    odd = any(letter <= " " or letter == "\\" for letter in target or "")
    if not target or odd or not target.startswith("/") or target.startswith("//"):
        return url_for("profiles.account")
    return target
