"""Where payment providers tell us that something has happened."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from marketplace.orders.services import inbox
from marketplace.permissions import Access
from marketplace.web.access import access

webhooks_bp = Blueprint("webhooks", __name__)
MOST_BYTES = 256 * 1024


@webhooks_bp.post("/webhooks/<provider>")
@access(Access.PUBLIC)
def receive(provider: str) -> ResponseReturnValue:
    """Keep what is signed by the provider; no words, programs read only the number."""
    request.max_content_length = MOST_BYTES
    signature = request.headers.get("Stripe-Signature", "")
    inbox.take(provider, request.get_data(cache=False), signature)
    return "", 204
