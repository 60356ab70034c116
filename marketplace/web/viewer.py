"""Who is looking at this request."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from flask import session
from flask_login import current_user

from marketplace import clock
from marketplace.errors import NotFound
from marketplace.permissions import ALLOWED, EVERYWHERE, Permission, Reader, Role, Scope

LINKS, MOST_LINKS = "links", 20  # secret links of shops, the last ones opened
FRESH = timedelta(minutes=10)  # how long a password given again counts


@dataclass(frozen=True)
class Grant:
    """One role in one Lab; `lab_id` is None for roles that are not tied to one."""

    role: Role
    lab_id: uuid.UUID | None


@dataclass(frozen=True)
class Helper:
    """The coordinator who really holds the phone, with the resident's consent."""

    id: uuid.UUID
    name: str
    consent_id: uuid.UUID
    scopes: frozenset[Scope]


@dataclass(frozen=True)
class Held:
    """The session in which she looks."""

    id: uuid.UUID
    last_seen_at: datetime
    confirmed_at: datetime
    second_step: bool
    own_phone: bool


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, as views need her: no ORM entity, so nothing loads lazily.

    While a coordinator helps, this is the resident, and `helper` the coordinator.
    """

    id: uuid.UUID
    name: str
    language: str
    session: Held
    shop_id: uuid.UUID | None = None
    lab_id: uuid.UUID | None = None  # of her shop
    unread: int = 0
    grants: tuple[Grant, ...] = field(default=())
    helper: Helper | None = None

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)

    @property
    def fresh(self) -> bool:
        """Whether she has given her password a short while ago."""
        return clock.now() - self.session.confirmed_at <= FRESH

    @property
    def is_staff(self) -> bool:
        """Whether any role of hers carries a permission."""
        return any(ALLOWED[grant.role] for grant in self.grants)

    def holds(self, permission: Permission) -> bool:
        """Whether any of her roles, in any Lab, carries the permission."""
        return any(permission in ALLOWED[grant.role] for grant in self.grants)

    def may(self, permission: Permission) -> bool:
        """Whether she may now: she holds it and has given her code (security.md A09)."""
        return self.session.second_step and self.holds(permission)

    def may_help(self, scope: Scope) -> bool:
        """Whether she herself looks, or a helper whom she has let do this."""
        return self.helper is None or scope in self.helper.scopes

    def labs(self, permission: Permission) -> frozenset[uuid.UUID] | None:
        """Return the Labs in which she holds a permission; None means all of them."""
        granted = [g for g in self.grants if permission in ALLOWED[g.role]]
        if any(g.role in EVERYWHERE for g in granted):
            return None
        return frozenset(g.lab_id for g in granted if g.lab_id)

    @property
    def home_labs(self) -> frozenset[uuid.UUID] | None:
        """Return the Labs she belongs to, as a resident or staff; None means all."""
        if any(grant.role in EVERYWHERE for grant in self.grants):
            return None
        theirs = {grant.lab_id for grant in self.grants if grant.lab_id}
        return frozenset(theirs | ({self.lab_id} if self.lab_id else set()))


def viewer() -> Viewer:
    """Return who is signed in; only for views that `@access` has guarded."""
    return cast("Viewer", current_user._get_current_object())


def maybe_viewer() -> Viewer | None:
    """Return who is signed in, or None."""
    found: Any = current_user._get_current_object()
    return found if found.is_authenticated else None


def reader() -> Reader:
    """Return who reads this page."""
    keys = frozenset(session.get(LINKS, ()))
    person = maybe_viewer()
    if person is None:
        return Reader(keys=keys)
    return Reader(person.home_labs, keys, person.shop_id)


def keep_link(key: str) -> None:
    """Remember in this browser that the secret link of a shop was opened."""
    if key not in session.get(LINKS, ()):
        session[LINKS] = [*session.get(LINKS, ()), key][-MOST_LINKS:]


def own_shop_id() -> uuid.UUID:
    """Return the shop of the person signed in; NotFound if she has none."""
    shop_id = viewer().shop_id
    if shop_id is None:
        raise NotFound
    return shop_id
