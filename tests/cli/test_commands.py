"""Commands, as an operator types them."""

import pytest
from sqlalchemy import select

from marketplace.cli import data, jobs
from marketplace.extensions import db
from marketplace.infra.jobs import Job, enqueue
from marketplace.permissions import Role
from marketplace.profiles.models import RoleGrant
from tests import people


@pytest.fixture
def run(app):
    """Return a function that runs a command and returns what it printed."""
    runner = app.test_cli_runner()

    def go(command, *words: str, code: int = 0) -> str:
        result = runner.invoke(command, list(words))
        db.session.rollback()
        assert result.exit_code == code, result.output
        return result.output

    return go


def test_an_admin_is_made_by_command(run) -> None:
    said = run(
        data.create_admin,
        "--name", "Нур", "--contact", "nur@lab.test", "--password", "five green doors",
    )  # fmt: skip
    assert "nur@lab.test" in said
    roles = db.session.scalars(
        select(RoleGrant.role).where(RoleGrant.person_id == people.person_id("nur"))
    ).all()
    assert roles == [Role.ADMIN]


def test_the_doctor_says_when_all_is_well(run, doors) -> None:
    assert "All is well" in run(data.doctor)


def test_the_doctor_names_what_is_wrong_and_fails(run) -> None:
    from marketplace import ledger
    from tests.ledger.test_book import lines

    ledger.post("rel:x", lines(-3))
    assert "held:1 gave out 3 more" in run(data.doctor, code=1)


def test_reindexing_says_how_many(run) -> None:
    people.on_sale()
    assert "1 things" in run(data.reindex)


def test_the_demo_never_fills_a_real_database(run) -> None:
    assert "MARKETPLACE_DEMO is not 1" in run(data.seed, code=1)


def test_parked_jobs_are_shown_and_can_be_tried_again(run, work) -> None:
    from marketplace.db import use_case

    @use_case
    def park() -> None:
        db.session.scalars(select(Job)).one().state = "parked"

    enqueue("nobody.knows")
    park()
    assert "nobody.knows" in run(jobs.jobs)
    job = db.session.scalars(select(Job)).one()
    assert "queued   1" in run(jobs.jobs, "--again", str(job.id))
