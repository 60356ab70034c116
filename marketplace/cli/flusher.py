"""Writes down what a server process counts in memory."""

import logging
import threading

from flask import Flask

from marketplace.catalog.services import looks

log = logging.getLogger(__name__)
EVERY = 5.0  # seconds


class Flusher:
    """Writes down what one server process counts, every few seconds and at its end."""

    def __init__(self, app: Flask, every: float = EVERY) -> None:
        """Serve this app; `every` in seconds."""
        self._app, self._every = app, every
        self._over = threading.Event()

    def start(self) -> None:
        """Begin, in a thread of its own."""
        threading.Thread(target=self._run, daemon=True, name="looks").start()

    def stop(self) -> None:
        """Write down the rest."""
        self._over.set()
        self._once()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            self._once()

    def _once(self) -> None:
        try:
            with self._app.app_context():
                looks.flush()
        except Exception:
            log.warning("looks could not be written down: again later", exc_info=True)
