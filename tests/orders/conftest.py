"""What several tests about money need."""

import pytest

from tests.fakes.scripted import Scripted


@pytest.fixture
def bank(app, doors):
    """Return a card provider that does what it is told."""
    kept, one = doors.payments, Scripted()
    doors.payments = {"scripted": one, **kept}
    yield one
    doors.payments = kept
