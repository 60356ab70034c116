"""Her shop: what it says, who sees it, the days she is away."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.i18n import LOCALES, _
from marketplace.permissions import Scope
from marketplace.profiles import queries
from marketplace.profiles.blueprint import bp
from marketplace.profiles.forms import AwayForm, ShopForm
from marketplace.profiles.services import shops
from marketplace.web import flashes
from marketplace.web.access import access
from marketplace.web.forms import options
from marketplace.web.viewer import own_shop_id


@bp.get("/my/shop")
@access(Scope.SHOP)
def my_shop() -> str:
    """Show her shop with everything she can change."""
    return _page()


@bp.post("/my/shop")
@access(Scope.SHOP)
def my_shop_post() -> ResponseReturnValue:
    """Keep what the shop says."""
    shop_id = own_shop_id()
    form = _form(request.form)

    def keep() -> None:
        wanted = [uuid.UUID(key) for key in form.techniques.data or []]
        seen = form.seen.data
        shops.change(shop_id, form.alias.data, form.stories, wanted, seen=seen)

    if form.carry_out(keep):
        return _done(_("Saved."))
    return form.again(_page(shop=form))


@bp.post("/my/shop/visibility")
@access(Scope.SHOP)
def my_shop_visibility() -> ResponseReturnValue:
    """Choose who sees the shop, with one tap."""
    shops.show_to(own_shop_id(), request.form.get("visibility", ""))
    return _done(_("Done. It holds from now on."))


@bp.post("/my/shop/link")
@access(Scope.SHOP)
def my_shop_link() -> ResponseReturnValue:
    """Make a new secret link."""
    shops.renew_link(own_shop_id())
    return _done(_("There is a new link. The old one opens nothing any more."))


@bp.post("/my/shop/address")
@access(Scope.SHOP)
def my_shop_address() -> ResponseReturnValue:
    """Make the address anew from the name."""
    shops.renew_address(own_shop_id())
    return _done(_("The shop has a new address. The old one opens nothing any more."))


@bp.post("/my/shop/away")
@access(Scope.SHOP)
def my_shop_away() -> ResponseReturnValue:
    """Keep the days she is away."""
    shop_id = own_shop_id()
    if "back" in request.form:
        shops.be_away(shop_id, None, None)
        return _done(_("You are back. Buyers can order again."))
    form = AwayForm(request.form)
    if form.carry_out(
        lambda: shops.be_away(shop_id, form.away_from.data, form.away_to.data)
    ):
        return _done(_("Saved."))
    return form.again(_page(away=form))


def _done(text: str) -> ResponseReturnValue:
    flashes.success(text)
    return redirect(url_for("profiles.my_shop"), 303)


def _page(shop: ShopForm | None = None, away: AwayForm | None = None) -> str:
    found = queries.own_shop(own_shop_id())
    stories = {text.locale: text.story for text in found.texts}
    data = {f"story_{locale}": stories.get(locale, "") for locale in LOCALES}
    ticked = [str(technique.id) for technique in found.techniques]
    filled = _form(data={"alias": found.alias, "techniques": ticked, **data})
    form = shop or filled
    form.seen.data = shops.fingerprint_of(found.id)
    return render_template(
        "profiles/my_shop.html",
        shop=found,
        address=queries.address_of(found),
        form=form,
        now=filled if shop else None,
        away=away or AwayForm(obj=found),
        problems=shop or away,
    )


def _form(*args: object, **more: object) -> ShopForm:
    form = ShopForm(*args, **more)
    known = queries.techniques()
    form.techniques.choices = options(
        (str(key) for key, _name in known), (name for _key, name in known)
    )
    return form
