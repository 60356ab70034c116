"""A few short walks of the money machine; `make long` takes many and longer ones."""

import logging

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.orders.machine import MoneyMachine, prepared


def test_whatever_people_do_the_books_stay_true(app, caplog) -> None:
    caplog.set_level(logging.CRITICAL, "marketplace")  # providers are away on purpose
    ground = prepared(app)
    machine = type("Short", (MoneyMachine,), {"ground": ground})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
