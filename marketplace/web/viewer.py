"""Who is looking at this request."""

import uuid
from dataclasses import dataclass, field
from typing import Any, cast

from flask_login import current_user

from marketplace.errors import NotFound
from marketplace.permissions import ALLOWED, EVERYWHERE, Permission, Role


@dataclass(frozen=True)
class Grant:
    """One role in one Lab; `lab_id` is None for roles that are not tied to one."""

    role: Role
    lab_id: uuid.UUID | None


@dataclass(frozen=True)
class Viewer:
    """A signed-in person, as views need her: no ORM entity, so nothing loads lazily."""

    id: uuid.UUID
    name: str
    language: str
    session_hash: str
    shop_id: uuid.UUID | None = None
    grants: tuple[Grant, ...] = field(default=())

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return the id as Flask-Login wants it."""
        return str(self.id)

    def may(self, permission: Permission) -> bool:
        """Whether any of her roles, in any Lab, carries the permission."""
        return any(permission in ALLOWED[grant.role] for grant in self.grants)

    def labs(self, permission: Permission) -> frozenset[uuid.UUID] | None:
        """Return the Labs in which she holds a permission; None means all of them."""
        granted = [g for g in self.grants if permission in ALLOWED[g.role]]
        if any(g.role in EVERYWHERE for g in granted):
            return None
        return frozenset(g.lab_id for g in granted if g.lab_id)


def viewer() -> Viewer:
    """Return who is signed in; only for views that `@access` has guarded."""
    return cast("Viewer", current_user._get_current_object())


def maybe_viewer() -> Viewer | None:
    """Return who is signed in, or None."""
    found: Any = current_user._get_current_object()
    return found if found.is_authenticated else None


def own_shop_id() -> uuid.UUID:
    """Return the shop of the person signed in; NotFound if she has none."""
    shop_id = viewer().shop_id
    if shop_id is None:
        raise NotFound
    return shop_id
