"""Things that wait for a look."""

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.catalog import rules
from marketplace.catalog.forms import AskForm, ChangeForm, LookForm, PatternForm
from marketplace.catalog.models import Listing
from marketplace.catalog.queries import PhotoView
from marketplace.catalog.rules import Content
from marketplace.catalog.services import labels, looking
from marketplace.coordinator.blueprint import bp
from marketplace.errors import MarketplaceError
from marketplace.i18n import _, _n, named, pick
from marketplace.money import Money
from marketplace.orders import queries as orders
from marketplace.permissions import Permission
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.viewer import viewer

LOOK = Permission.MODERATE_LISTINGS
QUEUES = {
    "new": catalog.queued_listings,
    "changes": catalog.queued_changes,
    "opened": catalog.opened_unseen,
}


@bp.get("/desk/things")
@access(LOOK)
def things() -> str:
    """Show what waits for a look: new things, changes, what trusted shops have opened."""
    labs = viewer().labs(LOOK)
    queue = request.args.get("queue", "new")
    queue = queue if queue in QUEUES else "new"
    rows = QUEUES[queue](labs)
    return render_template(
        "coordinator/things.html",
        rows=rows,
        marks=catalog.marks_of([row.id for row in rows]) if queue == "new" else {},
        queue=queue,
        sizes=catalog.queue_sizes(labs),
    )


@bp.post("/desk/things")
@access(LOOK)
def things_post() -> ResponseReturnValue:
    """Let several new things through at once."""
    labs = viewer().labs(LOOK)
    known = {str(row.id): row.id for row in catalog.queued_listings(labs)}
    ticked = (one.partition(":") for one in request.form.getlist("ids"))
    chosen = {known[key]: mark for key, _sep, mark in ticked if key in known}
    done, left = looking.approve_many(chosen, by=viewer().id)
    if done:
        words = _n("%(num)s thing is on sale.", "%(num)s things are on sale.", done)
        flashes.success(words)
    if left:
        words = _n("Open %(num)s by itself.", "Open %(num)s by themselves.", left)
        flashes.problem(words)
    if not chosen:
        flashes.problem(_("Tick the ones you want to let through."))
    return redirect(url_for("coordinator.things"), 303)


@bp.get("/desk/things/<uuid:listing_id>")
@access(LOOK)
def thing(listing_id: uuid.UUID) -> str:
    """Show one thing as buyers will see it, with the form for the answer."""
    return _thing_page(listing_id)


@bp.post("/desk/things/<uuid:listing_id>")
@access(LOOK)
def thing_post(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Let a thing through, ask for changes, refuse it; go on to the next."""
    row = catalog.listing_for(viewer().labs(LOOK), listing_id)
    title = pick({part.locale: part.title for part in row.texts})[1]
    form = _form(row, request.form)
    decided = form.carry_out(
        lambda: looking.decide(
            listing_id,
            form.decision.data,
            by=viewer().id,
            note=form.note.data or "",
            seen=form.seen.data,
        )
    )
    if not decided:
        return form.again(_thing_page(listing_id, form))
    undo = url_for("coordinator.thing_undo", listing_id=listing_id)
    flashes.undo(_("Done: «%(title)s». She is told in 10 minutes.", title=title), undo)
    return redirect(_next(), 303)


@bp.post("/desk/things/<uuid:listing_id>/undo")
@access(LOOK)
def thing_undo(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Take one's answer back before she is told."""
    catalog.listing_for(viewer().labs(LOOK), listing_id)
    try:
        looking.undo(listing_id, by=viewer().id)
        flashes.success(_("Taken back. It waits again."))
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("coordinator.thing", listing_id=listing_id), 303)


@bp.post("/desk/things/<uuid:listing_id>/seen")
@access(LOOK)
def thing_seen(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Note that what a trusted shop has opened is fine."""
    catalog.listing_for(viewer().labs(LOOK), listing_id)
    seen = request.form.get("seen") or None
    try:
        looking.seen_well(listing_id, by=viewer().id, seen=seen)
    except MarketplaceError as error:
        flashes.problem(explain(error))
        return redirect(url_for("coordinator.thing", listing_id=listing_id), 303)
    flashes.success(_("Done."))
    return redirect(url_for("coordinator.things", queue="opened"), 303)


@bp.post("/desk/things/<uuid:listing_id>/pattern")
@access(LOOK)
def thing_pattern(listing_id: uuid.UUID) -> ResponseReturnValue:
    """Make something to start from out of it."""
    labs = viewer().labs(LOOK)
    catalog.listing_for(labs, listing_id)
    form = PatternForm(request.form)
    made = form.carry_out(
        lambda: labels.make_pattern(labs, listing_id, form.name.data, by=viewer().id)
    )
    if made:
        flashes.success(_("Done. Sellers of the Lab can start from it."))
    else:
        flashes.problem(form.problems[0][1])
    return redirect(url_for("coordinator.thing", listing_id=listing_id), 303)


@bp.get("/desk/changes/<uuid:change_id>")
@access(LOOK)
def change(change_id: uuid.UUID) -> str:
    """Show a change of something on sale beside what buyers see now."""
    return _change_page(change_id, ChangeForm())


@bp.post("/desk/changes/<uuid:change_id>")
@access(LOOK)
def change_post(change_id: uuid.UUID) -> ResponseReturnValue:
    """Show the change to buyers, or keep the old one."""
    catalog.change_for(viewer().labs(LOOK), change_id)
    form = ChangeForm(request.form)
    decided = form.carry_out(
        lambda: looking.decide_change(
            change_id, form.decision.data, by=viewer().id, note=form.note.data or ""
        )
    )
    if not decided:
        return form.again(_change_page(change_id, form))
    undo = url_for("coordinator.change_undo", change_id=change_id)
    flashes.undo(_("Done. She is told in 10 minutes."), undo)
    return redirect(url_for("coordinator.things", queue="changes"), 303)


@bp.post("/desk/changes/<uuid:change_id>/undo")
@access(LOOK)
def change_undo(change_id: uuid.UUID) -> ResponseReturnValue:
    """Take one's answer to a change back before she is told."""
    catalog.change_for(viewer().labs(LOOK), change_id)
    try:
        looking.undo_change(change_id, by=viewer().id)
        flashes.success(_("Taken back. It waits again."))
    except MarketplaceError as error:
        flashes.problem(explain(error))
    return redirect(url_for("coordinator.change", change_id=change_id), 303)


def _next() -> str:
    waiting = catalog.queued_listings(viewer().labs(LOOK), limit=1)
    if not waiting:
        return url_for("coordinator.things")
    return url_for("coordinator.thing", listing_id=waiting[0].id)


def _form(row: Listing, *args: Any) -> LookForm:
    """Return the answers a thing can have: on sale it can only be asked to change."""
    return (AskForm if row.state in rules.LIVE else LookForm)(*args)


def _thing_page(listing_id: uuid.UUID, form: LookForm | None = None) -> str:
    labs = viewer().labs(LOOK)
    row = catalog.listing_for(labs, listing_id)
    form = _form(row) if form is None else form
    content = catalog.content_of(listing_id)
    form.seen.data = catalog.mark(content)
    return render_template(
        "coordinator/thing.html",
        content=content,
        names=catalog.names_of(row.terms),
        skills=[named(one.texts) for one in row.techniques],
        form=form,
        pattern=PatternForm(),
        decided=catalog.decided(row, viewer().id),
        words=catalog.words_in(content),
        neighbours=_neighbours(row),
        twins=catalog.twins(row.id, row.shop_id, labs),
        **_shown(row),
    )


def _change_page(change_id: uuid.UUID, form: ChangeForm) -> str:
    found = catalog.change_for(viewer().labs(LOOK), change_id)
    after = Content.from_json(found.content)
    before = found.before and Content.from_json(found.before)
    old = before or catalog.content_of(found.listing_id)
    return render_template(
        "coordinator/change.html",
        change=found,
        alias=found.listing.shop.alias,
        title=old.title,
        rows=catalog.compared(old, after),
        file=after.files[0][1] if after.files else "",
        words=catalog.words_in(after),
        decided=catalog.decided(found, viewer().id),
        form=form,
    )


def _shown(row: Listing) -> dict[str, object]:
    language, text = pick({part.locale: part for part in row.texts})
    return {
        "listing": row,
        "text": text,
        "language": language,
        "price": Money(row.price_minor, row.currency),
        "section": named(row.category.texts),
        "units": catalog.units_of(row),
        "photos": [PhotoView.of(photo) for photo in row.photos],
    }


def _neighbours(row: Listing) -> orders.Neighbours | None:
    """Compare with what was sold in the same category, when that says anything."""
    return orders.neighbours(row.category_id, row.price_minor, but=row.id)
