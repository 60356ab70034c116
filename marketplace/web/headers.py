"""Security headers on every answer."""

from flask import Response, current_app, request

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
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR = 31_536_000  # seconds
READING = {"GET", "HEAD"}


def always(secure: bool) -> list[tuple[str, str]]:
    """Return what every answer carries; `secure`: the site is served over https."""
    hsts = ("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    return [*FIXED.items(), *([hsts] if secure else [])]


def add(response: Response) -> Response:
    """Add what is missing; a view that set a header of its own keeps it."""
    for name, value in always(current_app.config["SESSION_COOKIE_SECURE"]):
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if _private() else "no-cache"
    return response


def _private() -> bool:
    """Baskets, orders and whatever a person sees signed in stay on no phone."""
    orders = (request.blueprint or "") == "orders"
    return orders or request.method not in READING or maybe_viewer() is not None
