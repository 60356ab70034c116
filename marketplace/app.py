"""Wiring: the one place that knows every part."""

from pathlib import Path

from flask import Flask, current_app, g, get_flashed_messages, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace import clock, i18n, models
from marketplace.catalog import jobs as catalog_jobs
from marketplace.catalog import subscribers as catalog_subscribers
from marketplace.catalog.views import bp as catalog_bp
from marketplace.catalog.views import media_bp
from marketplace.config import Settings
from marketplace.coordinator.views import bp as coordinator_bp
from marketplace.db import engine, window
from marketplace.extensions import babel, csrf, db, login_manager, migrate
from marketplace.infra import adapters
from marketplace.money import Money
from marketplace.orders import jobs as orders_jobs
from marketplace.orders import subscribers as orders_subscribers
from marketplace.orders.views import basket
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
    headers,
    labels,
    languages,
    notice_words,
)
from marketplace.web.forms import optional_mark
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
    _pages(app)
    _templates(app)
    return app


def _extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        engine.listen(db.engine)
        window.listen(db.engine)
        window.install(app, db.engine)
    migrate.init_app(app, db, directory=str(root("migrations")), render_as_batch=True)
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
    error_pages.register(app)


def _templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        money=i18n.money,
        som=lambda minor: i18n.money(Money(minor)),
        date=i18n.date,
        day=i18n.day,
        decimal=i18n.decimal,
        language_name=i18n.spoken,
        moment=i18n.moment,
        item=labels.item,
        state=labels.state,
        device=devices.name_of,
        event=audit_words.say,
        notice=notice_words.say,
        tone=labels.tone,
    )
    app.jinja_env.globals.update(
        Permission=Permission,
        Scope=Scope,
        current_language=i18n.current,
        languages=i18n.NAMES,
        labels=labels,
        optional_mark=optional_mark,
        page_in=languages.here,
        viewer=maybe_viewer,
        basket_count=basket.count,
        csrf_token=generate_csrf,
        asset=_asset,
        flashes=lambda: get_flashed_messages(with_categories=True),
        absolute=_absolute,
        clock_now=clock.now,
    )
    app.context_processor(lambda: {"g": g})


def _asset(name: str) -> str:
    """Return the address of a static file, with its age so that it may be cached."""
    stamp = int((PACKAGE / "static" / name).stat().st_mtime)
    return url_for("static", filename=name, v=stamp)


def _absolute(path: str) -> str:
    """Return a full address, for mail."""
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.base_url.rstrip('/')}{path}"
