"""Sign up, sign in, sign out."""

from flask import (
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import CodeForm, SignInForm, SignUpForm
from marketplace.profiles.services import accounts, leaving, sessions, two_step
from marketplace.profiles.views.going_in import enter, leave, safe
from marketplace.web import flashes
from marketplace.web import sessions as cookie
from marketplace.web.access import access
from marketplace.web.viewer import maybe_viewer, viewer


@bp.get("/sign-up")
@access(Access.PUBLIC)
def sign_up() -> str:
    """Show the form for a new account."""
    return render_template("profiles/sign_up.html", form=SignUpForm())


@bp.post("/sign-up")
@access(Access.PUBLIC)
def sign_up_post() -> ResponseReturnValue:
    """Open an account; the answer is the same when the contact has one already."""
    form = SignUpForm(request.form)
    opened = form.carry_out(
        lambda: accounts.register(
            name=form.name.data,
            contact=form.contact.data,
            password=form.password.data,
            language=i18n.current(),
        )
    )
    if not opened:
        return form.again(render_template("profiles/sign_up.html", form=form))
    session["contact"] = form.contact.data  # so that she need not write it again
    flashes.success(_("Almost done. Sign in with the password you have just chosen."))
    return redirect(url_for("profiles.sign_in"), 303)


@bp.get("/sign-in")
@access(Access.PUBLIC)
def sign_in() -> str:
    """Show the form for signing in."""
    form = SignInForm(data={"contact": session.get("contact", "")})
    return render_template("profiles/sign_in.html", form=form, over=_was_in())


def _was_in() -> bool:
    """Whether this browser was signed in and is no more: she should know."""
    token = cookie.token_of(request)
    return bool(token) and maybe_viewer() is None and sessions.half_of(token) is None


@bp.post("/sign-in")
@access(Access.PUBLIC)
def sign_in_post() -> ResponseReturnValue:
    """Open a session and go on to where she was heading, or ask for her code."""
    form = SignInForm(request.form)
    found = form.carry_out(
        lambda: accounts.sign_in(
            contact=form.contact.data,
            password=form.password.data,
            own_phone=form.own_phone.data,
            replacing=cookie.token_of(request),
        )
    )
    if not found:
        return form.again(render_template("profiles/sign_in.html", form=form))
    entered: accounts.Entered = form.result
    next_page = request.args.get("next")
    if entered.needs_code:
        return enter(entered.token, url_for("profiles.code", next=next_page))
    return enter(entered.token, safe(next_page), keep=form.own_phone.data)


@bp.get("/sign-in/code")
@access(Access.PUBLIC)
def code() -> ResponseReturnValue:
    """Ask for the code."""
    waiting = sessions.half_of(cookie.token_of(request))
    if waiting is None:
        return redirect(url_for("profiles.sign_in"), 303)
    # The demo has nobody's phone: it shows what the app would.
    demo = current_app.extensions["settings"].demo
    hint = two_step.current_code(waiting.person_id) if demo else ""
    return render_template("profiles/code.html", form=CodeForm(), hint=hint)


@bp.post("/sign-in/code")
@access(Access.PUBLIC)
def code_post() -> ResponseReturnValue:
    """Take the code and open the session."""
    token = cookie.token_of(request) or ""
    waiting = sessions.half_of(token)
    if waiting is None:
        return redirect(url_for("profiles.sign_in"), 303)
    keep = waiting.own_phone
    form = CodeForm(request.form)
    if not form.carry_out(lambda: two_step.enter(token, form.code.data)):
        return form.again(render_template("profiles/code.html", form=form, hint=""))
    return enter(form.result, safe(request.args.get("next")), keep=keep)


@bp.post("/sign-out")
@access(Access.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """Close the session: its cookie is worthless from now on, copies too."""
    leaving.sign_out(viewer().session.id)
    return leave(redirect(url_for("site.home"), 303))


@bp.post("/leave")
@access(Access.PUBLIC)
def leave_quickly() -> ResponseReturnValue:
    """Close the session and show something harmless at once."""
    person = maybe_viewer()
    if person is not None:
        leaving.sign_out(person.session.id)
    target = current_app.extensions["settings"].exit_url
    answer = current_app.make_response(
        render_template("profiles/leave.html", target=target)
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    return leave(answer)
