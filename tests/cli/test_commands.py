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


def test_timers_can_be_run_by_hand(run) -> None:
    from marketplace.cli import money

    assert "0 payments looked at, 0 purchases expired." in run(money.run_timers)


def test_payouts_are_drawn_up_from_the_command_line(run) -> None:
    from marketplace.cli import money
    from marketplace.orders.services import payouts
    from tests.orders import deals

    deals.completed(people.on_sale())
    her = people.seller()
    payouts.set_details(her.shop_id, "cash", "", by=her.person_id)
    said = run(money.payout_run, "osh", "--by", "lira@lab.test")
    assert "/desk/money/payouts/" in said
    assert "payable:" in run(money.book)


def test_a_payout_run_by_nobody_is_refused(run) -> None:
    from marketplace.cli import money

    assert "not_found" in run(money.payout_run, "osh", "--by", "x@lab.test", code=1)
