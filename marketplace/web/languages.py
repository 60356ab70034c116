"""The language in the path: `/ky/…`, `/ru/…`, `/uz/…`, `/en/…`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from jinja2 import pass_context
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, RequestRedirect

from marketplace import i18n
from marketplace.money import Money
from marketplace.web.shared_pages import LANGUAGE, language_cookie
from marketplace.web.viewer import maybe_viewer


class LanguageConverter(BaseConverter):
    """Matches the languages we have and nothing else."""

    regex = "|".join(i18n.READ)


def register(app: Flask) -> None:
    """Read the language from the path and put it into every link."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_value_preprocessor(_take)
    app.url_defaults(_put)
    app.after_request(_remember)


def of_request() -> str | None:
    """Return the locale of this request, for Babel; None (its default) outside one."""
    if not has_request_context():
        return None
    if "language" not in g:
        person = None if request.endpoint is None else maybe_viewer()
        g.language = i18n.choose(
            request.accept_languages,
            _from_path(),
            request.cookies.get(LANGUAGE),
            person.language if person else None,
        )
    return i18n.regional(g.language)


def spoken() -> str:
    """Return the language of this request, for what a page asks a hundred times.

    It is what `i18n.current` finds, at a fifth of its price.
    """
    try:
        return str(g._flask_babel.babel_locale.language)
    except (AttributeError, RuntimeError):
        return i18n.current()


def gettext(text: str) -> str:
    """Return a text of a template in the reader's language."""
    return i18n.catalogue(spoken()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the right plural of a text of a template."""
    return i18n.catalogue(spoken()).ngettext(one, many, count)


def money(value: Money) -> str:
    """Write an amount for the reader."""
    return i18n.money(value, spoken())


def anew(say: Callable[..., object]) -> Callable[..., object]:
    """Make a filter whose words depend on who reads.

    Of a constant Jinja would otherwise keep, in the compiled template, the words for
    whoever came first.
    """

    @pass_context
    def said(_context: object, *args: object) -> object:
        return say(*args)

    return said


def here(language: str) -> str:
    """Return the address of this same page in another language.

    Where an address only takes forms, that of the page the form was on.
    """
    read, query = _page()
    first, _, rest = read.lstrip("/").partition("/")
    path = f"/{language}/{rest}" if first in i18n.READ else f"/{language}/"
    return f"{path}?{query}" if query else path


def _page() -> tuple[str, str]:
    """Return path and query of a page that can be opened again."""
    came = urlsplit(request.referrer or "")
    if request.method == "GET" or _opens(request.path):
        return request.path, request.query_string.decode()
    return (came.path, came.query) if came.netloc == request.host else ("/", "")


def _opens(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except (HTTPException, RequestRedirect):
        return False


def _from_path() -> str | None:
    """An address that leads nowhere still says which language its reader reads."""
    first = request.path.lstrip("/").partition("/")[0]
    return first if first in i18n.READ else None


def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language = values.pop("lang")


def _put(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" in values or not current_app.url_map.is_endpoint_expecting(
        endpoint, "lang"
    ):
        return
    values["lang"] = i18n.current()


def _remember(response: Response) -> Response:
    """Keep the chosen language for the next visit to `/`."""
    chosen = g.get("language")
    if (
        chosen
        and request.method == "GET"
        and response.mimetype == "text/html"
        and request.cookies.get(LANGUAGE) != chosen
    ):
        response.headers.add("Set-Cookie", language_cookie(chosen))
    return response
