"""Wiring: the one place that knows every part."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, g, get_flashed_messages, request
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import clock, i18n, models
from marketplace.catalog import jobs as catalog_jobs
from marketplace.catalog import subscribers as catalog_subscribers
from marketplace.catalog.views import bp as catalog_bp
from marketplace.catalog.views import media_bp
from marketplace.config import Settings
from marketplace.coordinator.views import bp as coordinator_bp
from marketplace.db import engine, migrations, window
from marketplace.extensions import babel, csrf, db, login_manager
from marketplace.infra import adapters
from marketplace.money import Money
from marketplace.orders import jobs as orders_jobs
from marketplace.orders import subscribers as orders_subscribers
from marketplace.orders.views import basket, sent_bp, sent_files, webhooks_bp
from marketplace.orders.views import bp as orders_bp
from marketplace.permissions import Access, Permission, Scope
from marketplace.profiles import jobs as profiles_jobs
from marketplace.profiles.views import bp as profiles_bp
from marketplace.profiles.views import identity
from marketplace.site.views import bp as site_bp
from marketplace.site.views import root_bp
from marketplace.web import (
    access,
    audit_words,
    devices,
    error_pages,
    forms_of_strangers,
    headers,
    labels,
    languages,
    links,
    messages,
    notice_words,
    shared_pages,
    work_labels,
    written,
)
from marketplace.web.forms import optional_mark
from marketplace.web.static_files import Statics
from marketplace.web.viewer import maybe_viewer

PACKAGE = Path(__file__).parent
PAGES = "/<language:lang>"
# Importing these modules is what registers their tables, jobs and subscribers.
REGISTERED = (models, catalog_jobs, orders_jobs, profiles_jobs)
LISTENING = (catalog_subscribers, orders_subscribers)


def root(name: str) -> Path:
    """Find templates/ or migrations/: at the root, or inside a wheel."""
    packaged = PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else PACKAGE.parent / name


def build_app(settings: Settings | None = None) -> Flask:
    """Create the Flask application."""
    settings = settings or Settings.from_env()
    settings.folder.mkdir(parents=True, exist_ok=True)
    app = Flask("marketplace", template_folder=str(root("templates")))
    app.config.from_mapping(settings.flask_config())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine.engine_options(settings)
    app.extensions["settings"] = settings
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    app.logger.handlers.clear()
    _extensions(app)
    adapters.install(app, adapters.build(settings))
    shared_pages.install(app, settings.page_cache_mb * 1024 * 1024)
    _pages(app)
    statics = _statics(app)
    links.install(app)
    _templates(app, statics)
    app.wsgi_app = shared_pages.Shortcut(app, app.wsgi_app, statics)  # type: ignore[method-assign]
    return app


def _extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        engine.listen(db.engine)
        window.listen(db.engine)
        window.install(app, db.engine)
    migrations.install(app, root("migrations"))
    babel.init_app(app, locale_selector=languages.of_request)
    login_manager.init_app(app)
    csrf.init_app(app)


def _pages(app: Flask) -> None:
    languages.register(app)
    app.before_request(access.come_from)
    app.teardown_request(access.forget_origin)
    app.before_request(access.refuse_nul)
    app.before_request(access.guard)
    identity.connect(app, login_manager)
    app.after_request(headers.add)
    for bp, prefix in (
        (root_bp, ""),
        (media_bp, ""),
        (webhooks_bp, ""),
        (sent_bp, ""),
        (site_bp, PAGES),
        (profiles_bp, PAGES),
        (catalog_bp, PAGES),
        (orders_bp, PAGES),
        (coordinator_bp, PAGES),
    ):
        app.register_blueprint(bp, url_prefix=prefix or None)
    access.access(Access.PUBLIC)(app.view_functions["static"])
    # Leaving must work when the form is older than its token; whoever else makes her
    # leave takes nothing but a sign-in.
    csrf.exempt(app.view_functions["profiles.leave_quickly"])
    csrf.exempt(app.view_functions["webhooks.receive"])  # signed instead
    error_pages.register(app)


def _statics(app: Flask) -> Statics:
    fixed = headers.of_app(app)
    return Statics(PACKAGE / "static", str(app.static_url_path), fixed)


def _templates(app: Flask, statics: Statics) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.auto_reload = False
    # Compiling them anew would take each new process a second in its first minutes.
    compiled = app.extensions["settings"].folder / "templates"
    compiled.mkdir(exist_ok=True)
    # Under another name than once: those had words of their first reader in them.
    kept = FileSystemBytecodeCache(str(compiled), "spoken_%s.cache")
    app.jinja_env.bytecode_cache = kept
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        languages.gettext, languages.ngettext, newstyle=True
    )
    spoken: dict[str, Callable[..., object]] = {
        "money": languages.money,
        "at": links.at,
        "som": lambda minor: languages.money(Money(minor)),
        "date": i18n.date,
        "day": i18n.day,
        "country": i18n.country,
        "decimal": i18n.decimal,
        "language_name": i18n.spoken,
        "links": written.links,
        "moment": i18n.moment,
        "month": i18n.month,
        "phone": i18n.phone,
        "item": labels.item,
        "state": labels.state,
        "device": devices.name_of,
        "event": audit_words.say,
        "notice": notice_words.say,
        "tone": labels.tone,
        "error_words": messages.words_of,
    }
    app.jinja_env.filters.update(
        {name: languages.anew(say) for name, say in spoken.items()}
    )
    app.jinja_env.globals.update(
        Permission=Permission,
        Scope=Scope,
        current_language=languages.spoken,
        written_language=i18n.written,
        languages=i18n.NAMES,
        labels=labels,
        work_labels=work_labels,
        sent_address=sent_files.address_of,
        optional_mark=optional_mark,
        page_in=languages.here,
        viewer=maybe_viewer,
        look=lambda: shared_pages.look_in(shared_pages.cookies_of(request.environ)),
        basket_count=basket.count,
        csrf_token=forms_of_strangers.token,
        asset=statics.address,
        url_for=links.url_for,
        flashes=lambda: get_flashed_messages(with_categories=True),
        absolute=links.absolute,
        one_address=links.one_address,
        mark_of_tab=links.mark_of_tab,
        regional=i18n.regional,
        clock_now=clock.now,
        exit_url=app.extensions["settings"].exit_url,
    )
    app.context_processor(lambda: {"g": g})
