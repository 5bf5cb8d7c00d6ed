"""Settings: typed, named when wrong, secrets made and kept to their owner."""

import stat

import pytest

from feedback.config import Settings, SettingsError, load


@pytest.mark.parametrize(
    "name, value",
    [
        ("HARK_PORT", "eighty"),
        ("HARK_PORT", "70000"),
        ("HARK_BASE_URL", "hark.example"),
        ("HARK_DATABASE_URL", "mysql://somewhere"),
        ("HARK_SMTP_SECURITY", "ssl3"),
        ("HARK_MAIL_FROM", "nobody"),
        ("HARK_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"),
        ("HARK_CELERY_BROKER", "sqs://somewhere"),
        ("HARK_CELERY_BROKER", "redis://"),
        ("HARK_RETURN_PATH", "nobody"),
        ("HARK_RETURN_PATH", "a@b.example\r\nBcc: c@d.example"),
        ("HARK_RETURN_PATH", "twenty-two-letters-long@b.example"),
    ],
)
def test_wrong_setting_stops_the_start_with_a_sentence_that_names_it(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"Hark did not start: {name} "):
        load()


@pytest.mark.parametrize("name", ["HARK_DATABASE_URL", "HARK_CELERY_BROKER"])
def test_a_wrong_address_does_not_show_its_password(monkeypatch, name):
    monkeypatch.setenv(name, "mysql://me:hunter2@somewhere/db")
    with pytest.raises(SettingsError) as stopped:
        load()
    assert "hunter2" not in str(stopped.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_postgresql_is_taken(scheme):
    settings = Settings(database_url=f"{scheme}://me@host/db")
    assert settings.database == "postgresql+psycopg://me@host/db"


def test_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    settings = Settings(data=tmp_path / "new")
    secret = settings.secret()
    assert len(secret) == 64
    assert settings.secret() == secret
    assert stat.S_IMODE((tmp_path / "new" / "secret.key").stat().st_mode) == 0o600


def test_two_installations_never_share_a_secret(tmp_path):
    assert Settings(data=tmp_path / "a").secret() != Settings(data=tmp_path / "b").secret()
