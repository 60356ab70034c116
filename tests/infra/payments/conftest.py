"""Short names for these tests."""

import pytest


@pytest.fixture
def provider(stripe_provider):
    """Return a StripeProvider at the fake."""
    return stripe_provider
