"""What the views of signing in share: sessions into cookies, and where to go next."""

from flask import current_app, redirect, request, session, url_for
from werkzeug import Response

from marketplace.web import sessions as cookie
from marketplace.web.shared_pages import LANGUAGE
from marketplace.web.viewer import LINKS


def enter(token: str, target: str, *, keep: bool = False) -> Response:
    """Hand a new session to the browser and go to `target`."""
    kept = {name: session[name] for name in ("_flashes", LINKS) if name in session}
    session.clear()  # nothing else of the visit before, its CSRF secret neither
    session.update(kept)
    answer = redirect(target, 303)
    cookie.set_cookie(answer, token, keep=keep)
    return answer


def leave(answer: Response) -> Response:
    """Have the browser forget who was here: cookies, pages, drafts."""
    session.clear()
    secure = current_app.config["SESSION_COOKIE_SECURE"]  # or `__Host-` ones stay
    for name in set(request.cookies) - {LANGUAGE}:  # her basket too
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
