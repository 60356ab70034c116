"""Let one walk be the same every time it is taken: its names, its chance, its clock.

Hypothesis takes a walk again to make it shorter, and gives up when the second one goes
elsewhere. Names from the system's chance put rows in another order, and a busy machine
puts other times into them.
"""

import random
from datetime import datetime, timedelta
from types import SimpleNamespace
from unittest import mock

import time_machine

from marketplace import clock

TICK = timedelta(microseconds=1)


class Alike:
    """From now on the same; `end` brings back what was. `shift` moves the clock."""

    def __init__(self, start: datetime) -> None:
        """Begin at this moment."""
        chance = random.Random(start.microsecond)
        self.traveller = time_machine.travel(start, tick=False)
        self.time = self.traveller.start()
        self.shift = self.time.shift
        # uuid4 and secrets ask these two. Not os.urandom for all: SQLAlchemy names
        # what it compiles by it, and compiles once only.
        self.patches = [
            mock.patch("uuid.os", SimpleNamespace(urandom=chance.randbytes)),
            mock.patch("random._urandom", chance.randbytes),
            mock.patch.object(clock, "now", self._now(clock.now)),
        ]
        for patch in self.patches:
            patch.start()

    def _now(self, asked):
        """Let time go on with every look, so that what happens in order stays so."""

        def now() -> datetime:
            self.time.shift(TICK)
            return asked()

        return now

    def end(self) -> None:
        """Put everything back."""
        for patch in reversed(self.patches):
            patch.stop()
        self.traveller.stop()
