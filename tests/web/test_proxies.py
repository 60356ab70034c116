"""Whose address counts: the proxy we trust tells it, nobody else can."""

import pytest
from sqlalchemy import select

from marketplace import create_app
from marketplace.config import Settings
from marketplace.extensions import db
from marketplace.profiles.models import AuditEvent


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "1.2.3.4, 10.0.0.1", "1.2.3.4"),
    ],
)
def test_only_as_many_hops_are_believed_as_are_ours(app, proxies, sent, kept) -> None:
    settings = app.extensions["settings"]
    other = create_app(
        Settings(
            secret_key="s" * 40,
            database_url=settings.database_url,
            data_dir=settings.data_dir,
            testing=True,
            trusted_proxies=proxies,
        )
    )
    other.test_client_class = app.test_client_class
    browser = other.test_client()
    token = browser.token()
    browser.post(
        "/en/sign-in",
        data={"csrf_token": token, "contact": "aigul@lab.test", "password": "wrong"},
        headers={"X-Forwarded-For": sent},
    )
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "sign_in.failed")
    ).one()
    assert event.address == kept
    with other.app_context():
        db.session.remove()
        db.engine.dispose()
