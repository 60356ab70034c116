import pytest

from marketplace.config import DEMO_SECRET, BadSetting, Settings

GOOD = "a-long-secret-of-at-least-thirty-two-characters"


@pytest.fixture(autouse=True)
def _clean(monkeypatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("MARKETPLACE_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", DEMO_SECRET),
        ("CURRENCY", "JPY"),
        ("BASE_URL", "bazaar.example"),
        ("BASE_URL", "http://bazaar.example"),
        ("BASE_URL", "ftp://bazaar.example"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "not a url"),
        ("MAIL", "pigeon"),
        ("SMTP_PORT", "many"),
        ("DEMO", "perhaps"),
        ("BUSY_SECONDS", "-1"),
        ("TRUSTED_PROXIES", "-1"),
        ("UNDO_SECONDS", "-5"),
        ("EXIT_URL", "javascript:alert(1)"),
        ("FONT", "no-such-font.ttf"),
    ],
)
def test_an_unsafe_value_stops_the_start_and_is_named(
    monkeypatch, variable, value
) -> None:
    monkeypatch.setenv("MARKETPLACE_SECRET_KEY", GOOD)
    monkeypatch.setenv(f"MARKETPLACE_{variable}", value)
    with pytest.raises(BadSetting, match=f"MARKETPLACE_{variable}"):
        Settings.from_env()


BUCKET = {"STORAGE": "s3://photos/osh", "S3_KEY": "key", "S3_SECRET": "hush"}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STORAGE", "s3://"),
        ("STORAGE", "s3://no"),
        ("STORAGE", "s3://Photos"),
        ("STORAGE", "s3://photos/"),
        ("STORAGE", "s3://photos/../x"),
        ("STORAGE", "file:///tmp"),
        ("STORAGE", "/var/photos"),
        ("S3_KEY", ""),
        ("S3_SECRET", ""),
        ("S3_ENDPOINT", "photos.example"),
        ("S3_ENDPOINT", "http://photos.example"),
        ("S3_ENDPOINT", "https://key:hush@photos.example"),
    ],
)
def test_a_bucket_without_what_it_needs_stops_the_start(
    monkeypatch, variable, value
) -> None:
    monkeypatch.setenv("MARKETPLACE_SECRET_KEY", GOOD)
    for name, text in {**BUCKET, variable: value}.items():
        monkeypatch.setenv(f"MARKETPLACE_{name}", text)
    with pytest.raises(BadSetting, match=f"MARKETPLACE_{variable}:") as caught:
        Settings.from_env()
    assert "hush" not in str(caught.value)


def test_a_bucket_without_its_extra_stops_the_start(monkeypatch) -> None:
    monkeypatch.setattr("marketplace.config.find_spec", lambda _name: None)
    with pytest.raises(BadSetting, match=r"MARKETPLACE_STORAGE.*\[s3\]"):
        Settings(secret_key=GOOD, storage="s3://photos", s3_key="k", s3_secret="s")


@pytest.mark.parametrize(
    ("address", "bucket"),
    [("s3://photos", ("photos", "")), ("s3://my.photos/a/b", ("my.photos", "a/b"))],
)
def test_a_bucket_may_have_a_folder(address, bucket) -> None:
    settings = Settings(
        secret_key=GOOD,
        storage=address,
        s3_endpoint="http://127.0.0.1:9000",
        s3_key="key",
        s3_secret="hush",
    )
    assert settings.bucket == bucket
    assert "hush" not in repr(settings)


def test_good_values_are_read(monkeypatch) -> None:
    monkeypatch.setenv("MARKETPLACE_SECRET_KEY", GOOD)
    monkeypatch.setenv("MARKETPLACE_BASE_URL", "https://bazaar.example")
    monkeypatch.setenv("MARKETPLACE_DATABASE_URL", "postgresql://u@h/db")
    monkeypatch.setenv("MARKETPLACE_SMTP_PORT", "587")
    settings = Settings.from_env()
    assert settings.secure
    assert settings.sqlalchemy_url == "postgresql+psycopg://u@h/db"
    assert settings.smtp_port == 587


def test_the_demo_needs_no_secret(monkeypatch) -> None:
    monkeypatch.setenv("MARKETPLACE_DEMO", "1")
    assert Settings.from_env().demo


def test_the_command_says_it_in_one_line(monkeypatch, capsys) -> None:
    from marketplace.cli import main

    monkeypatch.setattr("sys.argv", ["marketplace", "init"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == "error: MARKETPLACE_SECRET_KEY: is missing"


STRIPE = {"STRIPE_KEY": "sk_live_x1", "BASE_URL": "https://bazaar.example"}


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("STRIPE_KEY", {"STRIPE_KEY": "pk_live_x1"}),
        ("STRIPE_KEY", {"STRIPE_KEY": "sk_live_"}),
        ("STRIPE_KEY", {"DEMO": "1"}),
        ("STRIPE_KEY", {"TESTING": "1"}),
        ("STRIPE_KEY", {"STRIPE_KEY": "", "STRIPE_WEBHOOK_SECRETS": "whsec_1"}),
        ("BASE_URL", {"BASE_URL": "http://127.0.0.1:8000"}),
        ("STRIPE_CURRENCY", {"STRIPE_CURRENCY": "JPY"}),
        ("STRIPE_WEBHOOK_SECRETS", {"STRIPE_WEBHOOK_SECRETS": "hush"}),
        (
            "STRIPE_WEBHOOK_SECRETS",
            {"STRIPE_WEBHOOK_SECRETS": "whsec_1,whsec_2,whsec_3"},
        ),
        ("STRIPE_API_BASE", {"STRIPE_API_BASE": "http://127.0.0.1:4242"}),
        (
            "STRIPE_API_BASE",
            {"STRIPE_KEY": "sk_test_x", "STRIPE_API_BASE": "http://fake.example"},
        ),
        (
            "STRIPE_API_BASE",
            {"STRIPE_KEY": "sk_test_x", "STRIPE_API_BASE": "https://a:b@fake.example"},
        ),
    ],
)
def test_unsafe_settings_of_stripe_stop_the_start(monkeypatch, variable, given) -> None:
    for name, value in {"SECRET_KEY": GOOD, **STRIPE, **given}.items():
        monkeypatch.setenv(f"MARKETPLACE_{name}", value)
    with pytest.raises(BadSetting, match=f"MARKETPLACE_{variable}:") as refused:
        Settings.from_env()
    assert "sk_" not in str(refused.value).replace("sk_test_…", "").replace(
        "sk_live_…", ""
    )


def test_secrets_of_stripe_are_read_and_never_shown(monkeypatch) -> None:
    given = {**STRIPE, "STRIPE_WEBHOOK_SECRETS": "whsec_new1, whsec_old1"}
    for name, value in {"SECRET_KEY": GOOD, **given}.items():
        monkeypatch.setenv(f"MARKETPLACE_{name}", value)
    settings = Settings.from_env()
    assert settings.stripe_secrets == ("whsec_new1", "whsec_old1")
    assert settings.stripe_currency == "KGS"
    assert settings.form_targets == ("https://checkout.stripe.com",)
    for secret in ("sk_live_x1", "whsec_new1", "whsec_old1"):
        assert secret not in repr(settings)
