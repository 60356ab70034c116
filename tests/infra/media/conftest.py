"""A bucket on this computer."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from marketplace.infra.media.s3 import Bucket


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """Start a server that speaks S3; return its address, with a bucket `photos`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _make_bucket(f"{endpoint}/photos")
        yield endpoint
    finally:
        server.kill()
        server.wait()


def _make_bucket(address: str) -> None:
    deadline = time.monotonic() + 30
    with PoolManager(retries=False) as http:
        while True:
            try:
                assert http.request("PUT", address).status == 200
                return
            except HTTPError:
                assert time.monotonic() < deadline, "the server has not come up"
                time.sleep(0.1)


@pytest.fixture
def bucket(s3_endpoint: str) -> Bucket:
    """Return a folder of the test's own in the bucket."""
    return Bucket(
        name="photos",
        prefix=uuid4().hex,
        endpoint=s3_endpoint,
        region="us-east-1",
        key="key",
        secret="secret",
    )
