"""Sign up, sign in, sign out, and the page of one's own account."""

import uuid

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.errors import MarketplaceError
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import SignInForm, SignUpForm
from marketplace.profiles.services import accounts
from marketplace.web import flashes, languages, sessions
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer


@bp.get("/sign-up")
@access(Access.PUBLIC)
def sign_up() -> str:
    """Show the form for a new account."""
    return render_template("profiles/sign_up.html", form=SignUpForm())


@bp.post("/sign-up")
@access(Access.PUBLIC)
def sign_up_post() -> ResponseReturnValue:
    """Open an account and sign in."""
    form = SignUpForm(request.form)
    if form.validate():
        try:
            person = accounts.sign_up(
                name=form.name.data,
                contact=form.contact.data,
                password=form.password.data,
                language=i18n.current(),
            )
            flashes.success(_("Your account is open."))
            return _signed_in(person.id, url_for("profiles.account"))
        except MarketplaceError as error:
            form.add_error(error, explain(error))
    return render_template("profiles/sign_up.html", form=form), 422


@bp.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> str:
    """Show the form for signing in."""
    return render_template("profiles/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@access(Access.PUBLIC)
def sign_in_post() -> ResponseReturnValue:
    """Open a session and go on to where she was heading."""
    form = SignInForm(request.form)
    if form.validate():
        try:
            person_id = accounts.sign_in(
                contact=form.contact.data, password=form.password.data
            )
            return _signed_in(person_id, _safe(request.args.get("next")))
        except MarketplaceError as error:
            form.add_error(error, explain(error))
    return render_template("profiles/sign_in.html", form=form), 422


@bp.post("/sign-out")
@access(Access.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Close the session: its cookie is worthless from now on, copies too."""
    sessions.end(viewer().session_hash)
    session.clear()
    answer = redirect(url_for("site.home"), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]  # or `__Host-` ones stay
    for name in set(request.cookies) - {languages.COOKIE}:  # her basket too
        answer.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
    sessions.clear_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/account")
@access(Access.SIGNED_IN)
def account() -> str:
    """Show where she stands and what she can do next."""
    application = queries.application_of(viewer().id)
    return render_template("profiles/account.html", application=application)


def _signed_in(person_id: uuid.UUID, target: str) -> ResponseReturnValue:
    old = sessions.token_of(request)
    token = sessions.start(person_id, replacing=old)
    kept = session.get("_flashes")
    session.clear()  # nothing of the visit before goes on, its CSRF secret neither
    if kept:
        session["_flashes"] = kept
    answer = redirect(target, 303)
    sessions.set_cookie(answer, token)
    return answer


def _safe(target: str | None) -> str:
    """Only addresses of this site; anything else means the account page."""
    # Browsers drop tabs and line ends and read «\\» as «/»: none of them may be there.
    odd = any(letter <= " " or letter == "\\" for letter in target or "")
    if not target or odd or not target.startswith("/") or target.startswith("//"):
        return url_for("profiles.account")
    return target
