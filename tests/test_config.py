"""What whoever runs the server says: right, or told plainly what is wrong, one line a fault."""

from pathlib import Path

import pytest

from bleedlog.config import ConfigurationError, Settings

GOOD = {
    "BLEEDLOG_DATABASE_URL": "sqlite:////var/lib/bleedlog/diary.db",
    "BLEEDLOG_SECRET_KEY": "0123456789-abcdefghij-of-tests-and-no-more",
}


def faults(**said: str) -> list[str]:
    """What is wrong with a configuration that is good but for `said`."""
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_environment(GOOD | said)
    return caught.value.faults


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_environment({})

    database, secret = caught.value.faults
    assert database.startswith("BLEEDLOG_DATABASE_URL is missing")
    assert secret.startswith("BLEEDLOG_SECRET_KEY must be 32 random characters")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BLEEDLOG_DATABASE_URL", "mysql://diary@db.example.org/diary"),
        ("BLEEDLOG_DATABASE_URL", "sqlite://"),
        ("BLEEDLOG_DATABASE_URL", "/var/lib/diary.db"),
        ("BLEEDLOG_DATABASE_URL", "postgresql://diary:hush@db.example.org:port/diary"),
        ("BLEEDLOG_DATABASE_URL", "postgresql://diary@[::1/diary"),
        ("BLEEDLOG_SECRET_KEY", "too short"),
        ("BLEEDLOG_SECRET_KEY", "a" * 64),
        ("BLEEDLOG_SECRET_KEY", "changeme-changeme-changeme-0123456789"),
        ("BLEEDLOG_BASE_URL", "http://diary.example.org"),
        ("BLEEDLOG_BASE_URL", "diary.example.org"),
        ("BLEEDLOG_BASE_URL", "https://diary.example.org/sub"),
        ("BLEEDLOG_BASE_URL", "https://diary.example.org?sub"),
        ("BLEEDLOG_BASE_URL", "https://diary.example.org#sub"),
        ("BLEEDLOG_BASE_URL", "https://tom:hush@diary.example.org"),
        ("BLEEDLOG_BASE_URL", "https://diary.example.org:port"),
        ("BLEEDLOG_BASE_URL", "https://diary.example.org:99999"),
        ("BLEEDLOG_BASE_URL", "https://diary example.org"),
        ("BLEEDLOG_BASE_URL", "https://[::1"),
        ("BLEEDLOG_PROXIES", "-1"),
        ("BLEEDLOG_PROXIES", "6"),
        ("BLEEDLOG_PROXIES", "some"),
        ("FLASK_DEBUG", "1"),
    ],
)
def test_what_is_unsafe_or_unreadable_is_told_in_one_line(name: str, value: str) -> None:
    (told,) = faults(**{name: value})

    assert told.startswith(name)
    assert "\n" not in told
    assert "hush" not in told, "a password is not repeated"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://diary:p%40ss@db.example.org:5432/diary",
        # SQLAlchemy takes these signs as they are.
        "postgresql://diary:p#[?/ss@db.example.org/diary",
        "postgresql://diary@[::1]:5432/diary",
        "postgresql+psycopg://diary@/diary?host=/run/postgresql",
        "sqlite:////srv/a folder [1]/diary.db",
    ],
)
def test_a_database_may_be(url: str) -> None:
    settings = Settings.from_environment(GOOD | {"BLEEDLOG_DATABASE_URL": url})

    assert settings.database_url == url
    assert url not in repr(settings), "it may hold a password"


@pytest.mark.parametrize("url", ["https://diary.example.org", "HTTPS://diary.example.org/"])
def test_https_is_behind_a_proxy_and_has_secure_cookies(url: str) -> None:
    settings = Settings.from_environment(GOOD | {"BLEEDLOG_BASE_URL": url})

    assert (settings.https, settings.proxies) == (True, 1)
    assert settings.trusted_hosts == ["diary.example.org"]


def test_what_is_left_blank_is_not_set() -> None:
    # As a compose file hands on what nobody filled in.
    blank = {
        f"BLEEDLOG_{name}": ""
        for name in ("BASE_URL", "PROXIES", "SECRET_KEY_FILE", "SMTP_URL", "SMTP_URL_FILE")
    }

    assert Settings.from_environment(GOOD | blank) == Settings.from_environment(GOOD)


def test_the_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("kept-in-a-file-of-its-own-0123456789\n", encoding="utf-8")

    settings = Settings.from_environment(GOOD | {"BLEEDLOG_SECRET_KEY_FILE": str(path)})

    assert settings.secret_key == "kept-in-a-file-of-its-own-0123456789"


def test_a_secret_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff" * 64)

    for path, why in ((tmp_path / "none", "No such file"), (tmp_path, "directory"), (odd, "text")):
        (told,) = faults(BLEEDLOG_SECRET_KEY_FILE=str(path))
        assert told.startswith("BLEEDLOG_SECRET_KEY_FILE names a file that cannot be read")
        assert why in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BLEEDLOG_BASE_URL", "https://diary.example.org"),
        ("BLEEDLOG_DATABASE_URL", "postgresql://diary:hush@db.example.org/diary"),
    ],
)
def test_where_real_people_may_be_nobody_is_let_in_as_in_a_demo(name: str, value: str) -> None:
    # A demo asks staff for no second factor, since its password is printed.
    assert Settings.from_environment(GOOD | {name: value}).demo is False

    (fault,) = faults(**{name: value}, BLEEDLOG_DEMO="1")

    assert fault.startswith("BLEEDLOG_DEMO is for invented people")
