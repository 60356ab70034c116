"""What machines read: the sitemap, robots.txt, feeds."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries
from marketplace.catalog.rules.browsing import Wish
from marketplace.i18n import READ, current
from marketplace.permissions import Access
from marketplace.profiles import queries as people
from marketplace.site.blueprint import bp, root_bp
from marketplace.web.access import access
from marketplace.web.shared_pages import shared
from marketplace.web.viewer import reader

FEED = 20  # entries


@root_bp.get("/robots.txt")
@access(Access.PUBLIC)
@shared()
def robots() -> ResponseReturnValue:
    """Tell crawlers what is not for them, and where the sitemap is."""
    return _typed(render_template("site/robots.txt"), "text/plain")


@root_bp.get("/sitemap.xml")
@access(Access.PUBLIC)
@shared()
def sitemap() -> ResponseReturnValue:
    """List the pages everybody may see, in every language."""
    page = render_template("site/sitemap.xml", entries=queries.sitemap(), locales=READ)
    return _typed(page, "application/xml")


@bp.get("/new.atom")
@access(Access.PUBLIC)
@shared()
def new_feed() -> ResponseReturnValue:
    """Feed what is new everywhere."""
    return _feed("", queries.newest(size=FEED).rows)


@bp.get("/shop/<slug>/feed.atom")
@access(Access.PUBLIC)
@shared()
def shop_feed(slug: str) -> ResponseReturnValue:
    """Feed what is new in one shop."""
    shop = queries.shop_view(slug, reader())
    return _feed(shop.alias, queries.newest(shop_id=shop.id, size=FEED).rows)


@bp.get("/c/<slug>/feed.atom")
@access(Access.PUBLIC)
@shared()
def category_feed(slug: str) -> ResponseReturnValue:
    """Feed what is new in one category."""
    section, _parent = queries.section(slug)
    page = queries.in_category(section, Wish(), None, size=FEED)
    return _feed(section.name, page.rows)


@bp.get("/lab/<slug>/feed.atom")
@access(Access.PUBLIC)
@shared()
def lab_feed(slug: str) -> ResponseReturnValue:
    """Feed what is new in one Lab."""
    lab = people.lab_view(slug)
    return _feed(lab.name, queries.newest(lab_id=lab.id, size=FEED).rows)


def _feed(title: str, rows: object) -> ResponseReturnValue:
    page = render_template(
        "site/feed.atom", title=title, rows=rows, language=current(), path=request.path
    )
    return _typed(page, "application/atom+xml")


def _typed(body: str, mimetype: str) -> ResponseReturnValue:
    answer = make_response(body)
    answer.mimetype = mimetype
    return answer
