"""Two at once, for tests of races."""

import threading

import pytest

from marketplace.extensions import db


@pytest.fixture
def at_once(app):
    """Return a function that runs functions in threads, released together."""

    def run(*functions):
        gate, results = threading.Barrier(len(functions)), []

        def one(function) -> None:
            with app.app_context():
                gate.wait()
                try:
                    results.append(function())
                except Exception as error:
                    results.append(error)

        threads = [threading.Thread(target=one, args=(f,)) for f in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        db.session.rollback()
        return results

    return run
