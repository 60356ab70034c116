"""Password, sessions, code app: who can get into the account."""

import uuid

import segno
from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from marketplace.errors import NotAllowed
from marketplace.i18n import _, _n
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import CodeForm, ConfirmForm, NewPasswordForm
from marketplace.profiles.services import (
    accounts,
    leaving,
    passwords,
    sessions,
    two_step,
)
from marketplace.profiles.views.going_in import safe
from marketplace.web import flashes
from marketplace.web import sessions as cookie
from marketplace.web.access import access
from marketplace.web.viewer import viewer


@bp.get("/account/security")
@access(Access.HERSELF)
def security() -> str:
    """Show who is signed in where, and what protects the account."""
    factor = two_step.factor_of(viewer().id)
    return render_template(
        "profiles/security.html",
        sessions=queries.sessions_of(viewer().id),
        two_step=bool(factor and factor.confirmed_at),
        codes=two_step.codes_left(viewer().id),
        person=queries.person(viewer().id),
    )


@bp.post("/account/sessions/<uuid:session_id>/end")
@access(Access.HERSELF)
def end_session(session_id: uuid.UUID) -> ResponseReturnValue:
    """Sign out one device."""
    leaving.end_one(viewer().id, session_id)
    flashes.success(_("Signed out there."))
    return redirect(url_for("profiles.security"), 303)


@bp.post("/account/sessions/end")
@access(Access.HERSELF)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    ended = leaving.end_others(viewer().id, viewer().session.id)
    flashes.success(
        _n("Signed out on %(num)s device.", "Signed out on %(num)s devices.", ended)
    )
    return redirect(url_for("profiles.security"), 303)


@bp.get("/account/password")
@access(Access.HERSELF, fresh=True)
def password() -> str:
    """Show the form for another password."""
    return render_template("profiles/password.html", form=NewPasswordForm())


@bp.post("/account/password")
@access(Access.HERSELF, fresh=True)
def password_post() -> ResponseReturnValue:
    """Change the password; every other session ends."""
    form = NewPasswordForm(request.form)
    me = viewer()
    changed = form.carry_out(
        lambda: passwords.change(me.id, form.password.data, session=me.session.id)
    )
    if not changed:
        return form.again(render_template("profiles/password.html", form=form))
    flashes.success(_("The password is changed. Other devices are signed out."))
    return _renewed(url_for("profiles.security"))


@bp.get("/account/confirm")
@access(Access.HERSELF)
def confirm() -> str:
    """Ask for the password before something sensitive."""
    return _confirm_page(ConfirmForm())


@bp.post("/account/confirm/form")
@access(Access.HERSELF)
def confirm_form() -> ResponseReturnValue:
    """Ask for the password; what she has filled in goes along and is sent then."""
    return _confirm_page(ConfirmForm(), request.args.get("next", ""))


@bp.post("/account/confirm")
@access(Access.HERSELF)
def confirm_post() -> ResponseReturnValue:
    """Check the password and go on."""
    form = ConfirmForm(request.form)
    if not form.carry_out(lambda: accounts.confirm(viewer().id, form.confirmed.data)):
        return form.again(_confirm_page(form, request.form.get("then", "")))
    # Only a form that she has sent herself is sent on: a link could name any address.
    if "then" in request.form:
        return _with_new_id(redirect(safe(request.form["then"]), 307))
    return _renewed(safe(request.args.get("next")))


def _confirm_page(form: ConfirmForm, then: str = "") -> str:
    """Show the form; every field of the one that waits goes along, no password."""
    own = {"csrf_token", "then", form.confirmed.name}
    kept = [
        pair
        for pair in request.form.items(multi=True)
        if pair[0] not in own and "password" not in pair[0]
    ]
    kept += [("then", then)] if then else []
    return render_template("profiles/confirm.html", form=form, kept=kept)


@bp.get("/account/two-step", endpoint="two_step")
@access(Access.HERSELF, fresh=True)
def two_step_page() -> str:
    """Show how to set the code app up, or that it is."""
    return _two_step_page(CodeForm())


@bp.post("/account/two-step/begin")
@access(Access.HERSELF, fresh=True)
def two_step_begin() -> ResponseReturnValue:
    """Make what the app needs."""
    two_step.begin(viewer().id)
    return redirect(url_for("profiles.two_step"), 303)


@bp.post("/account/two-step")
@access(Access.HERSELF, fresh=True)
def two_step_post() -> ResponseReturnValue:
    """Take the first code, and show the codes for paper this once."""
    form = CodeForm(request.form)
    me = viewer()
    done = form.carry_out(
        lambda: two_step.finish(me.id, form.code.data, session=me.session.id)
    )
    if not done:
        return form.again(_two_step_page(form))
    page = render_template("profiles/codes.html", codes=form.result)
    answer = make_response(page)
    token = sessions.renew(viewer().session.id, second_step=True)
    cookie.set_cookie(answer, token, keep=viewer().session.own_phone)
    return answer


@bp.post("/account/two-step/codes")
@access(Access.HERSELF, fresh=True)
def two_step_codes() -> ResponseReturnValue:
    """Make new codes for paper."""
    _check_code_given()
    return render_template(
        "profiles/codes.html", codes=two_step.make_codes(viewer().id)
    )


@bp.post("/account/two-step/off")
@access(Access.HERSELF, fresh=True)
def two_step_off() -> ResponseReturnValue:
    """Do without the app; staff cannot."""
    if viewer().is_staff:
        raise NotAllowed("staff_needs_code")
    _check_code_given()
    two_step.switch_off(viewer().id)
    flashes.success(_("Signing in no longer asks for a code."))
    return redirect(url_for("profiles.security"), 303)


def _check_code_given() -> None:
    """Refuse a session that came in before there was a code, or without one."""
    factor = two_step.factor_of(viewer().id)
    if factor is not None and factor.confirmed_at and not viewer().session.second_step:
        raise NotAllowed("code_needed")


def _two_step_page(form: CodeForm) -> str:
    factor = two_step.factor_of(viewer().id)
    address = picture = secret = ""
    if factor is not None and not factor.confirmed_at:
        secret = two_step.secret_of(factor)
        address = two_step.address_of(factor)
        picture = segno.make(address).svg_data_uri(scale=5)
        form.code.description = _("The six digits the app shows now.")
    return render_template(
        "profiles/two_step.html",
        form=form,
        ready=bool(factor and factor.confirmed_at),
        address=address,
        picture=picture,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    )


def _renewed(target: str) -> Response:
    """Go on in a session with a new id."""
    return _with_new_id(redirect(target, 303))


def _with_new_id(answer: Response) -> Response:
    """Give the session of this answer a new id."""
    me = viewer()
    cookie.set_cookie(answer, sessions.renew(me.session.id), keep=me.session.own_phone)
    return answer
