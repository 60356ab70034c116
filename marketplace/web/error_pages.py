"""Every error becomes one page (or one JSON body) here, nowhere else."""

import logging
import sqlite3

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    IntegrityError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)
from werkzeug.exceptions import HTTPException

from marketplace.errors import Busy, Conflict, MarketplaceError
from marketplace.extensions import db, login_manager
from marketplace.i18n import _l
from marketplace.web.messages import explain

log = logging.getLogger(__name__)
RETRY_AFTER = 5  # seconds
# What passes by itself: somebody else writes, or the disk is full or away.
PAUSES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
}
# Where an error is not the end: the page that helps, and what its button says.
WAYS = {
    "link_over": ("profiles.forgot", _l("Ask for a new link")),
    "email_over": ("profiles.contact", _l("To phone and e-mail")),
}
PAGES = {400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}


def register(app: Flask) -> None:
    """Attach the pages."""
    app.register_error_handler(MarketplaceError, _expected)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(TimeoutError, _away)
    app.register_error_handler(IntegrityError, _twice)
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
    """A locked, full or absent database is a pause; a wrong statement is our fault."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None and code & 0xFF not in PAUSES:
        return _unexpected(error)
    return _away(error)


def _away(error: Exception) -> ResponseReturnValue:
    log.warning("database unavailable: %s", error)
    _ask_nothing_more()
    return _expected(Busy("busy"))


def _twice(error: IntegrityError) -> ResponseReturnValue:
    """The database refused what another request has done in the same moment."""
    log.warning("refused by the database: %s", error.orig)
    db.session.rollback()
    return _expected(Conflict("moved_on"))


def _ask_nothing_more() -> None:
    """Let the page be written without asking the database who reads it, or anything."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        log.warning("the session could not be rolled back")
    if "_login_user" not in g:
        g._login_user = login_manager.anonymous_user()
    g.basket_count = 0


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.code, int) and error.code < 400:
        return error  # a redirect of the router
    status = error.code if error.code in PAGES else 400
    return page(status or 500, f"http_{status}")


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error", exc_info=error)
    _ask_nothing_more()
    return page(500, "http_500")


def _asks_for_json() -> bool:
    offered = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(offered) == "application/json"


def page(status: int, code: str, text: str | None = None) -> Response:
    """Build the answer in the reader's language: JSON for programs, a page for people."""
    message = text or explain(MarketplaceError(code))
    if request.path.startswith("/api/") or _asks_for_json():
        body = jsonify(error={"code": code, "message": message})
        return make_response(body, status)
    way = WAYS.get(code)
    html = render_template("errors/error.html", status=status, message=message, way=way)
    return make_response(html, status)
