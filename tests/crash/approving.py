"""Approve a list of payouts in a process of its own: `… RUN PERSON`."""

import sys
import uuid

from marketplace import create_app
from marketplace.orders.services import payouts

if __name__ == "__main__":
    run_id, person_id = (uuid.UUID(name) for name in sys.argv[1:3])
    with create_app().app_context():
        payouts.approve(None, run_id, by=person_id)
