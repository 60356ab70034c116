"""The log: a chain that shows every edit, gap and cut."""

import uuid

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from marketplace import origin
from marketplace.cli import data
from marketplace.db import use_case
from marketplace.extensions import db
from marketplace.origin import Origin
from marketplace.profiles.models import AuditEvent, AuditHead
from marketplace.profiles.rules import Event
from marketplace.profiles.services import audit
from tests import people


@pytest.fixture
def written(app):
    """Write five events; return the number of the first."""
    first = audit.head()[0] + 1
    for number in range(5):
        audit.record(Event.LAB_CHANGED, by=people.person_id("cholpon"), number=number)
    assert audit.problems() == []
    return first


@use_case
def _behind_its_back(statement) -> None:
    """Change rows as somebody with the database in her hands would."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER audit_events_no_{verb}"))
    db.session.execute(statement)


def test_the_database_refuses_to_change_the_log(written) -> None:
    for statement in (update(AuditEvent).values(kind="x"), delete(AuditEvent)):
        with pytest.raises(DBAPIError, match="append-only"):
            use_case(db.session.execute)(statement)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda n: update(AuditEvent).values(kind="x").where(_at(n)), "was changed"),
        (lambda n: delete(AuditEvent).where(_at(n)), "is missing"),
        (lambda n: delete(AuditEvent).where(_at(n + 4)), "newest events"),
        (
            lambda n: update(AuditEvent).values(previous="0" * 64).where(_at(n + 1)),
            "does not follow",
        ),
        (lambda _: update(AuditHead).values(seq=3), "head was changed"),
    ],
    ids=["edited", "deleted", "cut off", "relinked", "head moved"],
)
def test_what_is_done_past_it_is_found(app, written, change, said) -> None:
    _behind_its_back(change(written))
    assert any(said in line for line in audit.problems())
    answer = app.test_cli_runner().invoke(data.doctor)
    assert answer.exit_code == 1
    assert said in answer.output


def _at(seq: int):
    return AuditEvent.seq == seq


def test_an_event_is_rolled_back_with_what_it_tells_of(app) -> None:
    before = audit.head()

    @use_case
    def fails() -> None:
        audit.record(Event.LAB_CHANGED)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert audit.head() == before
    audit.record(Event.LAB_ADDED)
    assert audit.head()[0] == before[0] + 1, "nothing of the failed one came along"


def test_who_helps_is_written_as_herself_on_behalf_of_the_resident(app) -> None:
    cholpon, aigul = people.person_id("cholpon"), people.person_id("aigul")
    with origin.of(Origin(cholpon, aigul, uuid.uuid4(), "10.0.0.1", "Android phone")):
        audit.record(Event.SHOP_CHANGED, by=aigul)
    event = db.session.scalars(
        select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)
    ).one()
    assert (event.actor_id, event.on_behalf_of_id) == (cholpon, aigul)
    assert (event.address, event.device) == ("10.0.0.1", "Android phone")


def test_the_log_knows_more_than_forty_kinds_of_events() -> None:
    assert len(Event) >= 40
