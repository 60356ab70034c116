"""Notices, and how she wants to be told."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace import i18n
from marketplace.i18n import _
from marketplace.permissions import Access
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import NoticesForm
from marketplace.profiles.rules.notices import DEFAULTS, Group
from marketplace.profiles.services import notices
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.paging import Cursor
from marketplace.web.viewer import viewer

CHOICES = (Group.SHOP, Group.ORDERS, Group.HELP, Group.DESK)
EMAIL = "email"


@bp.get("/account/notices")
@access(Access.HERSELF)
def inbox() -> str:
    """Show what there is to know, newest first."""
    after = Cursor.decode(request.args.get("after"))
    return render_template(
        "profiles/inbox.html",
        page=queries.inbox(viewer().id, after),
        recovery=queries.recovery_of(viewer().id),
    )


@bp.post("/account/notices/read")
@access(Access.HERSELF)
def notices_read() -> ResponseReturnValue:
    """Note that she has read them all."""
    notices.mark_read(viewer().id)
    return redirect(url_for("profiles.inbox"), 303)


@bp.post("/account/notices/delete")
@access(Access.HERSELF)
def notices_delete() -> ResponseReturnValue:
    """Delete them all."""
    notices.forget(viewer().id)
    flashes.success(_("Deleted."))
    return redirect(url_for("profiles.inbox"), 303)


@bp.post("/account/notices/<uuid:notice_id>/open")
@access(Access.HERSELF)
def notice_open(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Note that she has read one, and go where it leads."""
    link = queries.notice_link(viewer().id, notice_id)
    notices.mark_read(viewer().id, notice_id)
    target = f"/{i18n.current()}{link}" if link else url_for("profiles.inbox")
    return redirect(target, 303)


@bp.post("/account/notices/<uuid:notice_id>/delete")
@access(Access.HERSELF)
def notice_delete(notice_id: uuid.UUID) -> ResponseReturnValue:
    """Delete one."""
    notices.forget(viewer().id, notice_id)
    return redirect(url_for("profiles.inbox"), 303)


@bp.get("/account/notices/settings")
@access(Access.HERSELF)
def notice_settings() -> str:
    """Show how she is told."""
    wished = notices.settings_of(viewer().id)
    chosen = {
        group: wished.modes.get(f"{group}.{EMAIL}", DEFAULTS[group])
        for group in CHOICES
    }
    hours = {"quiet_from": wished.quiet_from, "quiet_to": wished.quiet_to}
    form = NoticesForm(data={**chosen, **{k: str(v) for k, v in hours.items()}})
    return render_template("profiles/notice_settings.html", form=form)


@bp.post("/account/notices/settings")
@access(Access.HERSELF)
def notice_settings_post() -> ResponseReturnValue:
    """Keep how she wants to be told."""
    form = NoticesForm(request.form)
    modes = {f"{group}.{EMAIL}": form[group].data for group in CHOICES}

    def keep() -> None:
        hours = int(form.quiet_from.data), int(form.quiet_to.data)
        notices.wish(viewer().id, modes, *hours)

    if not form.carry_out(keep):
        return form.again(render_template("profiles/notice_settings.html", form=form))
    flashes.success(_("Saved."))
    return redirect(url_for("profiles.inbox"), 303)
