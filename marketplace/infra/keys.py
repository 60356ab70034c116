"""Secrets made from the site's own key, so that the database does not hold them."""

import hashlib
import hmac

from flask import current_app


def derive(purpose: str, salt: str) -> bytes:
    """Return 32 bytes that only this site's key makes of a purpose and a salt."""
    settings = current_app.extensions["settings"]
    text = f"{purpose}:{salt}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).digest()
