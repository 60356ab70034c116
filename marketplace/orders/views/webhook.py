"""Where payment providers tell us that something has happened."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from marketplace.orders.services import inbox
from marketplace.permissions import Access
from marketplace.web.access import access

webhooks_bp = Blueprint("webhooks", __name__)
MOST_BYTES = 256 * 1024


@webhooks_bp.post("/webhooks/<provider>")
@access(Access.PUBLIC)
def receive(provider: str) -> ResponseReturnValue:
    """Keep what is signed by the provider; no words, programs read only the number."""
    inbox.take(provider, _body(), request.headers.get("Stripe-Signature", ""))
    return "", 204


def _body() -> bytes:
    """Read no more than a webhook has; the app's own limit is for photos."""
    body = b""
    while piece := request.stream.read(MOST_BYTES + 1 - len(body)):
        body += piece
        if len(body) > MOST_BYTES:
            raise RequestEntityTooLarge
    return body
