"""Shops: born from approved applications, shown to whom she wants."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, delete, func, insert, select, true

from marketplace import clock
from marketplace.db import get_for_update, use_case
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.extensions import db
from marketplace.i18n import LOCALES, written
from marketplace.permissions import ALLOWED, Permission, Role
from marketplace.profiles import events, rules
from marketplace.profiles.models import (
    Application,
    Person,
    RoleGrant,
    Shop,
    ShopText,
    Technique,
)
from marketplace.profiles.models.shops import shop_techniques
from marketplace.profiles.rules import Event
from marketplace.profiles.rules import shops as shop_rules
from marketplace.profiles.rules.notices import Kind
from marketplace.profiles.rules.seen import check_seen, fingerprint
from marketplace.profiles.services import audit, notices, sessions
from marketplace.profiles.services.transitions import move


@use_case
def open_for(application: Application) -> Shop:
    """Open the shop an approved application asks for, under its alias."""
    person = db.session.get_one(Person, application.person_id)
    shop = Shop(
        person_id=application.person_id,
        lab_id=application.lab_id,
        alias=application.alias,
        slug=_free_slug(application.alias),
        link_key=_new_key(),
        avatar_seed=secrets.token_hex(8),
    )
    db.session.add(shop)
    db.session.flush()
    tell(shop.id, {written(person.language): application.about})
    audit.record(
        Event.SHOP_OPENED,
        by=application.decided_by_id,
        about=shop.person_id,
        subject=shop.id,
        lab=shop.lab_id,
    )
    return shop


@use_case
def tell(shop_id: uuid.UUID, stories: Mapping[str, str]) -> None:
    """Write the shop's story in the languages given; an empty one takes it away."""
    for locale, story in stories.items():
        if story.strip():
            text = ShopText(shop_id=shop_id, locale=locale, story=story.strip())
            db.session.merge(text)
        else:
            db.session.execute(
                delete(ShopText).where(
                    ShopText.shop_id == shop_id, ShopText.locale == locale
                )
            )


@use_case
def change(
    shop_id: uuid.UUID,
    alias: str,
    stories: Mapping[str, str],
    techniques: Sequence[uuid.UUID],
    *,
    seen: str | None = None,
) -> Shop:
    """Change what her shop says. Raises Invalid for an empty alias.

    The address made from the old alias stays hers, so links to it go on working. `seen`
    is the fingerprint of what the form has shown: Conflict("changed_meanwhile") when it
    is another now. Conflict("alias_taken") for the name of another shop.
    """
    if not alias.strip() or not set(stories) <= set(LOCALES):
        raise Invalid
    shop = get_for_update(Shop, shop_id)
    check_seen(seen, fingerprint_of(shop_id))
    if alias.strip() != shop.alias:
        check_alias(alias, shop_id)
    shop.alias = alias.strip()
    tell(shop_id, stories)
    db.session.execute(
        delete(shop_techniques).where(shop_techniques.c.shop_id == shop_id)
    )
    known = db.session.scalars(
        select(Technique.id).where(Technique.id.in_(techniques))
    ).all()
    if known:
        rows = [{"shop_id": shop_id, "technique_id": key} for key in known]
        db.session.execute(insert(shop_techniques), rows)
    _changed(shop, Event.SHOP_CHANGED)
    return shop


def fingerprint_of(shop_id: uuid.UUID) -> str:
    """Return the mark of what her shop says now."""
    alias = db.session.scalar(select(Shop.alias).where(Shop.id == shop_id))
    stories = db.session.execute(
        select(ShopText.locale, ShopText.story)
        .where(ShopText.shop_id == shop_id)
        .order_by(ShopText.locale)
    ).all()
    known = db.session.scalars(
        select(shop_techniques.c.technique_id)
        .where(shop_techniques.c.shop_id == shop_id)
        .order_by(shop_techniques.c.technique_id)
    ).all()
    return fingerprint(alias, [tuple(row) for row in stories], list(map(str, known)))


def check_alias(alias: str, but: uuid.UUID | None = None) -> None:
    """Refuse the name of another shop that everybody sees: Conflict("alias_taken").

    Buyers would take one for the other. A hidden shop's name is not given away here.
    """
    same = func.lower(Shop.alias) == alias.strip().lower()
    shown = and_(Shop.state == "active", Shop.visibility == "public")
    found = select(Shop.id).where(same, shown, Shop.id != but if but else true())
    if db.session.scalar(found.limit(1)) is not None:
        raise Conflict("alias_taken", field="alias")


@use_case
def renew_address(shop_id: uuid.UUID) -> None:
    """Make the address anew from the name of today; the old one opens nothing."""
    shop = get_for_update(Shop, shop_id)
    before, shop.slug = shop.slug, _free_slug(shop.alias)
    _changed(shop, Event.SHOP_ADDRESS, before=before, after=shop.slug)


@use_case
def trust(shop_id: uuid.UUID, trusted: bool, *, by: uuid.UUID) -> Shop:
    """Have what a shop opens looked at afterwards, or before again."""
    shop = get_for_update(Shop, shop_id)
    if shop.person_id == by:
        raise NotAllowed
    before, shop.trusted = shop.trusted, trusted
    audit.record(
        Event.SHOP_TRUSTED,
        by=by,
        about=shop.person_id,
        lab=shop.lab_id,
        before=before,
        after=trusted,
    )
    return shop


@use_case
def show_to(shop_id: uuid.UUID, visibility: str) -> Shop:
    """Choose who sees the shop: everywhere and at once, because every page asks here."""
    if visibility not in shop_rules.VISIBILITY:
        raise Invalid
    shop = get_for_update(Shop, shop_id)
    before, shop.visibility = shop.visibility, visibility
    _changed(shop, Event.SHOP_VISIBILITY, before=before, after=visibility)
    return shop


@use_case
def renew_link(shop_id: uuid.UUID) -> None:
    """Make a new secret link; who has the old one finds nothing any more."""
    shop = get_for_update(Shop, shop_id)
    shop.link_key = _new_key()
    _changed(shop, Event.SHOP_LINK)


@use_case
def be_away(shop_id: uuid.UUID, first: date | None, last: date | None) -> None:
    """Set or (with two times None) drop the days she is away; Invalid("away_days")."""
    shop_rules.check_away(first, last, clock.today())
    shop = get_for_update(Shop, shop_id)
    shop.away_from, shop.away_to = first, last
    _changed(shop, Event.SHOP_AWAY, first=str(first or ""), last=str(last or ""))


@use_case
def suspend(shop_id: uuid.UUID, *, by: uuid.UUID, reason: str) -> None:
    """Close a shop for now, with a reason she reads; her sessions end at once.

    Raises Invalid("reason_needed"), NotAllowed("own_application") for one's own shop,
    Conflict("moved_on").
    """
    shop = _of_another(shop_id, by)
    if not reason.strip():
        raise Invalid("reason_needed", field="reason")
    move(shop, shop_rules.SHOP, "suspend", by=by, note=reason.strip())
    shop.note = reason.strip()
    sessions.end_all(shop.person_id)
    _changed(shop, Event.SHOP_SUSPENDED, by=by)
    notices.tell(shop.person_id, Kind.SHOP_SUSPENDED, "/my/shop")


@use_case
def reopen(shop_id: uuid.UUID, *, by: uuid.UUID) -> None:
    """Open a suspended shop again."""
    shop = _of_another(shop_id, by)
    move(shop, shop_rules.SHOP, "reopen", by=by)
    shop.note = ""
    _changed(shop, Event.SHOP_REOPENED, by=by)
    notices.tell(shop.person_id, Kind.SHOP_REOPENED, "/my/shop")


def of_person(person_id: uuid.UUID) -> Shop | None:
    """Return her shop, if she has one."""
    return db.session.scalar(select(Shop).where(Shop.person_id == person_id))


def coordinators_of(lab_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return who reads applications at a Lab."""
    return staff_of(lab_id, Permission.REVIEW_APPLICATIONS)


def staff_of(lab_id: uuid.UUID | None, permission: Permission) -> Sequence[uuid.UUID]:
    """Return who may do something at a Lab by a role there (None: in the network)."""
    able = [role.value for role in Role if permission in ALLOWED[role]]
    return db.session.scalars(
        select(RoleGrant.person_id)
        .where(RoleGrant.lab_id == lab_id, RoleGrant.role.in_(able))
        .distinct()
    ).all()


def _of_another(shop_id: uuid.UUID, by: uuid.UUID) -> Shop:
    shop = get_for_update(Shop, shop_id)
    if shop.person_id == by:
        raise NotAllowed("own_application")
    return shop


def _changed(
    shop: Shop, event: Event, *, by: uuid.UUID | None = None, **details: object
) -> None:
    audit.record(
        event,
        by=by or shop.person_id,
        about=shop.person_id,
        subject=shop.id,
        lab=shop.lab_id,
        **details,
    )
    events.shop_changed.send(shop)


def _free_slug(alias: str) -> str:
    wanted = rules.slug(alias, "shop")
    taken = db.session.scalar(select(Shop.id).where(Shop.slug == wanted))
    return f"{wanted}-{secrets.token_hex(3)}" if taken else wanted


def _new_key() -> str:
    return secrets.token_urlsafe(16)
