"""A few short walks of the money machine; `make long` takes many and longer ones."""

import logging

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.orders.machine import MoneyMachine, prepared


def walk(machine: type[MoneyMachine], max_examples: int) -> None:
    """Take the same few walks every time."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_the_books_stay_true(app, caplog) -> None:
    caplog.set_level(logging.CRITICAL, "marketplace")  # providers are away on purpose
    ground = prepared(app)
    machine = type("Short", (MoneyMachine,), {"ground": ground})
    walk(machine, max_examples=15)


def test_the_same_walk_leaves_the_same_rows(app, caplog) -> None:
    """Else Hypothesis cannot make a walk shorter that went wrong."""
    caplog.set_level(logging.CRITICAL, "marketplace")
    seen: list[list[object]] = []

    class Watched(MoneyMachine):
        ground = prepared(app)

        def look(self) -> None:
            super().look()
            seen[-1].append((self.now.orders, self.now.payments, self.now.refunds))

    for _ in range(2):
        seen.append([])
        walk(Watched, max_examples=2)
    assert len(seen[0]) > 10
    assert seen[0] == seen[1]
