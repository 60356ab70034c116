"""Without a key nothing of Stripe is offered, loaded or asked."""

import json
import socket
import subprocess
import sys

import pytest

from marketplace import create_app
from marketplace.config import Settings
from tests import people
from tests.fakes.stripe_fake import KEY
from tests.orders.test_pages import check_out, fill_basket, secret

CHECKOUT = "https://checkout.stripe.com"
START = """
import json, sys, tempfile
from marketplace import create_app
from marketplace.config import Settings
with tempfile.TemporaryDirectory() as folder:
    app = create_app(Settings(secret_key="x", demo=True, data_dir=folder))
    from marketplace.infra.adapters import adapters
    with app.app_context():
        print(json.dumps([list(adapters().payments), "stripe" in sys.modules]))
"""


@pytest.fixture
def _no_network(monkeypatch):
    """Let a socket go to this computer and nowhere else."""
    real = socket.socket.connect

    def connect(self, address):
        here = self.family == socket.AF_UNIX or address[0] == "127.0.0.1"
        assert here, f"the network was asked for: {address}"
        return real(self, address)

    def look_up(host, *args, **kwargs):
        raise AssertionError(f"a name was looked up: {host}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.usefixtures("_no_network")
def test_the_demo_sells_with_the_network_gone(app, client, work) -> None:
    fill_basket(client, people.on_sale(som=1500))
    play = check_out(client).location
    assert "/en/sandbox/" in play
    back = client.send(play, outcome="paid").location
    assert client.get(back).status_code == 303
    work()
    assert "Paid" in client.words(f"/en/o/{secret()}")
    assert client.post("/webhooks/stripe", data=b"{}").status_code == 404


def test_a_start_without_a_key_does_not_even_load_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [
        ["sandbox", "transfer", "cash_lab", "cod"],
        False,
    ]


def csp_of(tmp_path, path: str, **more: str) -> str:
    app = create_app(
        Settings(secret_key="x" * 40, data_dir=str(tmp_path), testing=True, **more)
    )
    answer = app.test_client().get(path)
    policy = answer.headers["Content-Security-Policy"]
    (found,) = (one for one in policy.split("; ") if one.startswith("form-action"))
    return found


@pytest.mark.parametrize("path", ["/health", "/static/css/app.css", "/nowhere"])
def test_forms_may_lead_to_stripe_only_where_it_is_used(tmp_path, path) -> None:
    assert csp_of(tmp_path, path) == "form-action 'self'"
    with_key = csp_of(tmp_path, path, stripe_key=KEY)
    assert with_key == f"form-action 'self' {CHECKOUT}"
    own = "http://127.0.0.1:4242"
    at_a_fake = csp_of(tmp_path, path, stripe_key=KEY, stripe_api_base=f"{own}/")
    assert at_a_fake == f"form-action 'self' {CHECKOUT} {own}"


def test_with_a_key_cards_come_first(tmp_path) -> None:
    from marketplace.infra import adapters

    settings = Settings(
        secret_key="x", data_dir=str(tmp_path), testing=True, stripe_key=KEY
    )
    assert list(adapters.build(settings).payments)[:2] == ["stripe", "sandbox"]
