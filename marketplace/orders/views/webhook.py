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
    body = request.stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise RequestEntityTooLarge
    inbox.take(provider, body, request.headers.get("Stripe-Signature", ""))
    return "", 204
