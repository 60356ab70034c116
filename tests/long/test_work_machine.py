"""The machine of work for long, side by side with that of money."""

import logging
import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.orders.test_work_machine import prepared

EXAMPLES = int(os.environ.get("EXAMPLES") or 300)


@pytest.mark.long
def test_whatever_people_do_with_work_the_books_stay_true(app, caplog) -> None:
    caplog.set_level(logging.CRITICAL, "marketplace")
    run_state_machine_as_test(
        prepared(app),
        settings=settings(
            max_examples=EXAMPLES // 3,
            stateful_step_count=40,
            deadline=None,
            print_blob=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
