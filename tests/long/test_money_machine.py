"""The money machine for long: EXAMPLES=1000 make long for a night."""

import logging
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.orders.machine import MoneyMachine, prepared

EXAMPLES = int(os.environ.get("EXAMPLES") or 300)


@pytest.mark.long
@pytest.mark.parametrize("half", range(2))  # side by side: each begins elsewhere
def test_whatever_people_do_the_books_stay_true(app, caplog, half) -> None:
    caplog.set_level(logging.CRITICAL, "marketplace")  # providers are away on purpose
    ground = prepared(app)
    machine = type("Long", (MoneyMachine,), {"ground": ground})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=(EXAMPLES + half) // 2,
            stateful_step_count=40,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
