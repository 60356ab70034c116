"""Labs as data: texts, what they ask, how they answer."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.coordinator.blueprint import bp
from marketplace.errors import NotFound
from marketplace.i18n import _
from marketplace.money import Money, plain
from marketplace.permissions import Permission
from marketplace.profiles import queries as people
from marketplace.profiles.forms import (
    AccountForm,
    ItemForm,
    LabForm,
    NetworkLabForm,
    ReplyForm,
)
from marketplace.profiles.models import Lab, ReplyText
from marketplace.profiles.rules.labs import PARTS, per_cent
from marketplace.profiles.services import checklists
from marketplace.profiles.services import labs as services
from marketplace.profiles.services.labs import LabFacts
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.viewer import viewer

EDIT = Permission.EDIT_LAB
ADD = Permission.ADD_LABS


@bp.get("/desk/labs")
@access(EDIT)
def labs() -> str:
    """Show the Labs I look after."""
    rows = people.lab_names(viewer().labs(EDIT))
    return render_template("coordinator/labs.html", rows=rows)


@bp.get("/desk/labs/new")
@access(ADD)
def lab_new() -> str:
    """Ask what a new Lab is."""
    return render_template("coordinator/lab.html", form=NetworkLabForm(), lab=None)


@bp.post("/desk/labs/new")
@access(ADD)
def lab_new_post() -> ResponseReturnValue:
    """Add a Lab: data, not code."""
    form = NetworkLabForm(request.form)
    added = form.carry_out(
        lambda: services.add(
            slug=form.slug.data,
            texts=form.texts,
            facts=_facts(form),
            by=viewer().id,
        )
    )
    if not added:
        return form.again(render_template("coordinator/lab.html", form=form, lab=None))
    return _done(form.slug.data, _("The Lab is there."))


@bp.get("/desk/labs/<slug>")
@access(EDIT)
def lab(slug: str) -> str:
    """Show what a Lab says, to change it."""
    found = _lab(slug)
    form = _form_class()(data=_data(found))
    form.seen.data = services.fingerprint_of(found.id)
    return render_template("coordinator/lab.html", form=form, lab=found)


@bp.post("/desk/labs/<slug>")
@access(EDIT)
def lab_post(slug: str) -> ResponseReturnValue:
    """Keep what a Lab says."""
    found = _lab(slug)
    form = _form_class()(request.form)
    if isinstance(form, NetworkLabForm):
        form.slug.data = slug  # an address stays: links lead there
    kept = form.carry_out(
        lambda: services.change(
            found.id,
            form.texts,
            _facts(form, found),
            by=viewer().id,
            seen=form.seen.data,
        )
    )
    if not kept:
        found = _lab(slug)
        form.seen.data = services.fingerprint_of(found.id)
        return form.again(render_template("coordinator/lab.html", form=form, lab=found))
    return _done(slug, _("Saved."))


@bp.get("/desk/labs/<slug>/account")
@access(EDIT, fresh=True)
def lab_account(slug: str) -> str:
    """Show where transfers go, to change it."""
    found = _lab(slug)
    return _account_page(found, AccountForm(data={"details": found.payment_details}))


@bp.post("/desk/labs/<slug>/account")
@access(EDIT, fresh=True)
def lab_account_post(slug: str) -> ResponseReturnValue:
    """Keep where transfers go; before and after are logged."""
    found = _lab(slug)
    form = AccountForm(request.form)
    details, me = form.details.data or "", viewer().id
    if not form.carry_out(lambda: services.change_account(found.id, details, by=me)):
        return form.again(_account_page(found, form))
    return _to_list("coordinator.lab_account", slug)


@bp.get("/desk/labs/<slug>/asks")
@access(EDIT)
def lab_asks(slug: str) -> str:
    """Show what a Lab asks of an application."""
    found = _lab(slug)
    rows = people.checklist_items(found.id)
    return render_template("coordinator/lab_asks.html", lab=found, rows=rows)


@bp.get("/desk/labs/<slug>/asks/new")
@access(EDIT)
def lab_ask_new(slug: str) -> str:
    """Ask what else to ask."""
    return _item_page(_lab(slug), ItemForm(), None)


@bp.post("/desk/labs/<slug>/asks/new")
@access(EDIT)
def lab_ask_new_post(slug: str) -> ResponseReturnValue:
    """Ask one thing more."""
    found = _lab(slug)
    form = ItemForm(request.form)
    added = form.carry_out(
        lambda: checklists.add_item(
            found.id,
            form.kind.data,
            form.words,
            required=form.required.data,
            by=viewer().id,
        )
    )
    if not added:
        return form.again(_item_page(found, form, None))
    return _to_list("coordinator.lab_asks", slug)


@bp.get("/desk/labs/<slug>/asks/<uuid:item_id>")
@access(EDIT)
def lab_ask(slug: str, item_id: uuid.UUID) -> str:
    """Show one thing a Lab asks, to change it."""
    found = _lab(slug)
    for item in people.checklist_items(found.id):
        if item.id == item_id:
            words = {t.locale: (t.title, t.hint) for t in item.texts}
            more = {"required": item.required, "active": item.active}
            form = ItemForm(data={**_words(words), **more, "kind": item.kind})
            return _item_page(found, form, item_id)
    raise NotFound


@bp.post("/desk/labs/<slug>/asks/<uuid:item_id>")
@access(EDIT)
def lab_ask_post(slug: str, item_id: uuid.UUID) -> ResponseReturnValue:
    """Change it, or switch it off."""
    found = _lab(slug)
    _known(item_id, [item.id for item in people.checklist_items(found.id)])
    form = ItemForm(request.form)
    kept = form.carry_out(
        lambda: checklists.change_item(
            found.id,
            item_id,
            form.words,
            required=form.required.data,
            active=form.active.data,
            by=viewer().id,
        )
    )
    if not kept:
        return form.again(_item_page(found, form, item_id))
    return _to_list("coordinator.lab_asks", slug)


@bp.get("/desk/labs/<slug>/answers")
@access(EDIT)
def lab_answers(slug: str) -> str:
    """Show the ready answers of a Lab, and those of the network."""
    found = _lab(slug)
    rows = people.replies(found.id)
    return render_template("coordinator/lab_answers.html", lab=found, rows=rows)


@bp.get("/desk/labs/<slug>/answers/new")
@access(EDIT)
def lab_answer_new(slug: str) -> str:
    """Ask for a new ready answer."""
    return _reply_page(_lab(slug), ReplyForm(), None)


@bp.post("/desk/labs/<slug>/answers/new")
@access(EDIT)
def lab_answer_new_post(slug: str) -> ResponseReturnValue:
    """Keep a new ready answer."""
    found = _lab(slug)
    form = ReplyForm(request.form)
    added = form.carry_out(
        lambda: checklists.add_reply(
            found.id, form.decision.data, form.words, by=viewer().id
        )
    )
    if not added:
        return form.again(_reply_page(found, form, None))
    return _to_list("coordinator.lab_answers", slug)


@bp.get("/desk/labs/<slug>/answers/<uuid:reply_id>")
@access(EDIT)
def lab_answer(slug: str, reply_id: uuid.UUID) -> str:
    """Show a ready answer, to change it."""
    found = _lab(slug)
    reply = _reply(found, reply_id)
    words = {w.locale: (w.title, w.body) for w in reply.words}
    more = {"active": reply.active, "decision": reply.decision}
    form = ReplyForm(data={**_words(words), **more})
    return _reply_page(found, form, reply_id)


@bp.post("/desk/labs/<slug>/answers/<uuid:reply_id>")
@access(EDIT)
def lab_answer_post(slug: str, reply_id: uuid.UUID) -> ResponseReturnValue:
    """Change it, or switch it off."""
    found = _lab(slug)
    owner = _reply(found, reply_id).lab_id
    form = ReplyForm(request.form)
    kept = form.carry_out(
        lambda: checklists.change_reply(
            owner, reply_id, form.words, active=form.active.data, by=viewer().id
        )
    )
    if not kept:
        return form.again(_reply_page(found, form, reply_id))
    return _to_list("coordinator.lab_answers", slug)


def _lab(slug: str) -> Lab:
    return people.lab_for(viewer().labs(EDIT), slug)


def _known(key: uuid.UUID, keys: list[uuid.UUID]) -> None:
    if key not in keys:
        raise NotFound


def _reply(found: Lab, reply_id: uuid.UUID) -> ReplyText:
    """Return a ready answer she may change: the Lab's, or for the network its own."""
    for reply in people.replies(found.id):
        if reply.id == reply_id and (reply.lab_id or viewer().may(ADD)):
            return reply
    raise NotFound


def _form_class() -> type[LabForm]:
    return NetworkLabForm if viewer().may(ADD) else LabForm


def _data(found: Lab) -> dict[str, object]:
    texts = {
        f"{part}_{text.locale}": getattr(text, part)
        for text in found.texts
        for part in PARTS
    }
    return {
        **texts,
        "slug": found.slug,
        "phone": found.phone,
        "email": found.email,
        "languages": found.languages,
        "payment_channels": found.payment_channels,
        "delivery": plain(Money(found.delivery_minor)),
        "fee": per_cent(found.fee_bps),
        "open": found.state == "active",
    }


def _facts(form: LabForm, found: Lab | None = None) -> LabFacts:
    """Return what the form says; fee and state stay where only the network decides."""
    fee, state = (found.fee_bps, found.state) if found else (0, "active")
    if isinstance(form, NetworkLabForm):
        fee, state = form.fee_bps, "active" if form.open.data else "closed"
    return LabFacts(
        phone=form.phone.data or "",
        email=form.email.data or "",
        languages=form.languages.data or (),
        payment_channels=form.payment_channels.data or (),
        fee_bps=fee,
        delivery_minor=form.delivery_price.minor,
        state=state,
    )


def _words(words: dict[str, tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for locale, (title, text) in words.items():
        found[f"title_{locale}"], found[f"text_{locale}"] = title, text
    return found


def _item_page(found: Lab, form: ItemForm, item_id: uuid.UUID | None) -> str:
    return render_template(
        "coordinator/lab_ask.html", lab=found, form=form, item_id=item_id
    )


def _account_page(found: Lab, form: AccountForm) -> str:
    return render_template("coordinator/lab_account.html", lab=found, form=form)


def _reply_page(found: Lab, form: ReplyForm, reply_id: uuid.UUID | None) -> str:
    return render_template(
        "coordinator/lab_answer.html", lab=found, form=form, reply_id=reply_id
    )


def _done(slug: str, text: str) -> ResponseReturnValue:
    flashes.success(text)
    return redirect(url_for("coordinator.lab", slug=slug), 303)


def _to_list(endpoint: str, slug: str) -> ResponseReturnValue:
    flashes.success(_("Saved."))
    return redirect(url_for(endpoint, slug=slug), 303)
