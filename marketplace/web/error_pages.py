"""Every error becomes one page (or one JSON body) here, nowhere else."""

import logging

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from marketplace.errors import Busy, MarketplaceError
from marketplace.extensions import db, login_manager
from marketplace.web.messages import explain

log = logging.getLogger(__name__)
RETRY_AFTER = 5  # seconds
PAGES = {400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}


def register(app: Flask) -> None:
    """Attach the pages."""
    app.register_error_handler(MarketplaceError, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: MarketplaceError) -> ResponseReturnValue:
    answer = page(error.status, error.code, explain(error))
    if error.status in {429, 503}:
        wait = error.facts.get("retry_after", RETRY_AFTER)
        answer.headers["Retry-After"] = str(wait)
    return answer


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _expected(MarketplaceError("stale_form"))


def _database(error: OperationalError) -> ResponseReturnValue:
    """A locked, full or absent database is a pause, not a fault of the reader."""
    db.session.rollback()
    log.warning("database unavailable: %s", error.orig)
    if "_login_user" not in g:  # the page must not ask the database again who reads it
        g._login_user = login_manager.anonymous_user()
    return _expected(Busy("busy"))


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.code, int) and error.code < 400:
        return error  # a redirect of the router
    status = error.code if error.code in PAGES else 400
    return page(status or 500, f"http_{status}")


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error", exc_info=error)
    db.session.rollback()
    return page(500, "http_500")


def page(status: int, code: str, text: str | None = None) -> Response:
    """Build the answer: JSON below /api/, a page in the reader's language elsewhere."""
    message = text or explain(MarketplaceError(code))
    if request.path.startswith("/api/"):
        body = jsonify(error={"code": code, "message": message})
        return make_response(body, status)
    html = render_template("errors/error.html", status=status, message=message)
    return make_response(html, status)
