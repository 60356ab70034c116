"""Searching: by words in any of our languages, with filters, and hints while typing."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.blueprint import bp
from marketplace.catalog.rules.asking import Asked
from marketplace.catalog.rules.browsing import BANDS
from marketplace.catalog.services import searches
from marketplace.errors import Invalid
from marketplace.i18n import _, current
from marketplace.infra.search import Key
from marketplace.permissions import Access
from marketplace.web import flashes, labels, recent
from marketplace.web.access import access
from marketplace.web.messages import explain
from marketplace.web.paging import packed, unpacked
from marketplace.web.viewer import maybe_viewer, viewer


@bp.get("/search")
@access(Access.PUBLIC)
def search() -> ResponseReturnValue:
    """Show what the words find."""
    asked = _asked()
    found = queries.find(asked, _key(request.args.get("after")))
    me = maybe_viewer()
    page = render_template(
        "catalog/search.html",
        asked=asked,
        found=found,
        following=packed(found.next) if found.next else None,
        sections=[] if found.cards else queries.sections(),
        address=address,
        option_name=option_name,
        recent=recent.words(request),
        saved=queries.is_saved(me.id, query_of(asked)) if me and asked.text else None,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"
    if found.total and me and me.session.own_phone and not me.helper:
        recent.remember(request, answer, asked.text)
    return answer


@bp.get("/search/hints")
@access(Access.PUBLIC)
def search_hints() -> Response:
    """Return what the beginning of a word may mean, as data for our script."""
    found = queries.hints(request.args.get("q", "")[:40])
    hints = [{"text": word, "to": address(Asked(word))} for word in found.words]
    for slug, name in found.categories:
        hints.append(_hint(name, _("Section"), "catalog.category", slug))
    for slug, alias in found.makers:
        hints.append(_hint(alias, _("Maker"), "catalog.shop", slug))
    answer = make_response({"hints": hints})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/search/save")
@access(Access.HERSELF)
def save_search() -> ResponseReturnValue:
    """Keep a search, to be told when something new fits."""
    asked = Asked.read(request.form.to_dict(flat=False))
    try:
        searches.keep(viewer().id, query_of(asked), current())
    except Invalid as refused:
        flashes.problem(explain(refused))
        return redirect(address(asked), 303)
    flashes.success(_("Kept. You will be told when something new fits."))
    return redirect(address(asked), 303)


@bp.get("/account/searches")
@access(Access.HERSELF)
def saved_searches() -> str:
    """Show the searches she has kept."""
    kept = queries.saved_searches(viewer().id)
    return render_template("catalog/saved_searches.html", kept=kept, address=address)


@bp.post("/account/searches/<uuid:search_id>/forget")
@access(Access.HERSELF)
def forget_search(search_id: Any) -> ResponseReturnValue:
    """Forget a search she has kept."""
    searches.forget(viewer().id, search_id)
    return redirect(url_for("catalog.saved_searches"), 303)


def address(asked: Asked, after: str | None = None) -> str:
    """Return the address of a search in the language of this page."""
    pairs = asked.pairs() + ([("after", after)] if after else [])
    return f"{url_for('catalog.search')}?{urlencode(pairs)}"


def option_name(facet: str, option: queries.Option) -> str:
    """Return what a value of a filter is called."""
    if facet == "price" and option.value in BANDS:
        return labels.price_band(*BANDS[option.value])
    return option.name or labels.option(facet, option.value)


def query_of(asked: Asked) -> str:
    """Return what is asked as a search is kept: one text for one meaning."""
    return urlencode(asked.pairs())


def _asked() -> Asked:
    return Asked.read(request.args.to_dict(flat=False))


def _key(text: str | None) -> Key | None:
    try:
        at, moment, one = unpacked(text)
        return float(at), int(moment), str(one)
    except (ValueError, TypeError, OverflowError):
        return None


def _hint(text: str, what: str, endpoint: str, slug: str) -> dict[str, str]:
    return {"text": text, "what": what, "to": url_for(endpoint, slug=slug)}
