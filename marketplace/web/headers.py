"""Security headers on every answer."""

from collections.abc import Sequence

from flask import Flask, Response, current_app, request

from marketplace.web.viewer import maybe_viewer

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SELF = "'self'"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR = 31_536_000  # seconds
READING = {"GET", "HEAD"}


def always(secure: bool, form_targets: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return what every answer carries; `secure`: the site is served over https.

    `form_targets`: origins a form may end at, besides ours. Browsers hold even the
    redirect that answers a form against them.
    """
    csp = f"{CSP}; form-action {' '.join((SELF, *form_targets))}"
    hsts = ("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    return [
        ("Content-Security-Policy", csp),
        *FIXED.items(),
        *([hsts] if secure else []),
    ]


def of_app(app: Flask) -> list[tuple[str, str]]:
    """Return what every answer of this app carries."""
    return always(app.config["SESSION_COOKIE_SECURE"], app.config["FORM_TARGETS"])


def add(response: Response) -> Response:
    """Add what is missing; a view that set a header of its own keeps it."""
    for name, value in of_app(current_app):
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if _private() else "no-cache"
    return response


def _private() -> bool:
    """Baskets, orders and whatever a person sees signed in stay on no phone."""
    orders = (request.blueprint or "") == "orders"
    return orders or request.method not in READING or maybe_viewer() is not None
