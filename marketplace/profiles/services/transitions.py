"""Keep who moved what, when and why."""

import uuid
from typing import Any, Protocol

from marketplace import origin
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.profiles.models import Transition
from marketplace.profiles.rules import Moves, next_state


class Movable(Protocol):
    """Anything with an id and a state."""

    id: Any
    state: Any


@use_case
def move(
    thing: Movable,
    table: Moves,
    action: str,
    *,
    by: uuid.UUID | None,
    note: str = "",
    reason: str = "",
) -> str:
    """Take one allowed step and write it down; Conflict("moved_on") changes nothing.

    `thing` must have been fetched with `get_for_update` in this use case. Who helps with
    consent is written as the actor, the resident as the one it was done for.
    """
    old = thing.state
    actor, for_whom = origin.stamp(by)
    thing.state = next_state(table, old, action)
    db.session.add(
        Transition(
            kind=type(thing).__name__.lower(),
            subject_id=thing.id,
            from_state=old,
            to_state=thing.state,
            actor_id=actor,
            on_behalf_of_id=for_whom,
            note=note,
            reason=reason or action,
        )
    )
    return str(thing.state)
