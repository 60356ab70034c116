"""Our app on a real port, for who speaks HTTP."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server


@pytest.fixture
def site(app) -> Iterator[str]:
    """Return the address our app answers at, over HTTP, many at a time."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def hook(site) -> str:
    """Return the address our app takes webhooks at."""
    return f"{site}/webhooks/stripe"
