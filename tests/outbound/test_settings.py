"""What whoever runs the server says about mail: right, or told plainly what is wrong."""

from pathlib import Path

import pytest

from bleedlog.config import ConfigurationError, Settings

GOOD = {
    "BLEEDLOG_DATABASE_URL": "sqlite:////var/lib/bleedlog/diary.db",
    "BLEEDLOG_SECRET_KEY": "0123456789-abcdefghij-of-tests-and-no-more",
    "BLEEDLOG_MAIL_FROM": "Bleed diary <diary@example.org>",
}


def test_without_a_mail_server_no_mail_is_sent() -> None:
    assert Settings.from_environment(GOOD).smtp_url is None


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.example.org", "smtps://diary:p%40ss@mail.example.org:465/", "smtp://[::1]:2525"],
)
def test_a_mail_server_may_be(url: str) -> None:
    settings = Settings.from_environment(GOOD | {"BLEEDLOG_SMTP_URL": url})

    assert settings.smtp_url == url
    assert settings.mail_from == "Bleed diary <diary@example.org>"
    assert url not in repr(settings), "it holds a password"


def test_the_mail_servers_password_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "smtp"
    path.write_text("smtp://diary:secret@mail.example.org\n", encoding="utf-8")

    settings = Settings.from_environment(GOOD | {"BLEEDLOG_SMTP_URL_FILE": str(path)})

    assert settings.smtp_url == "smtp://diary:secret@mail.example.org"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"BLEEDLOG_SMTP_URL": "mail.example.org:587"}, "BLEEDLOG_SMTP_URL must look like"),
        ({"BLEEDLOG_SMTP_URL": "https://mail.example.org"}, "BLEEDLOG_SMTP_URL must look like"),
        ({"BLEEDLOG_SMTP_URL": "smtp://"}, "BLEEDLOG_SMTP_URL must look like"),
        ({"BLEEDLOG_SMTP_URL": "smtp://host:port"}, "BLEEDLOG_SMTP_URL must look like"),
        ({"BLEEDLOG_SMTP_URL": "smtp://host/box"}, "BLEEDLOG_SMTP_URL must look like"),
        ({"BLEEDLOG_MAIL_FROM": ""}, "BLEEDLOG_MAIL_FROM must say"),
        ({"BLEEDLOG_MAIL_FROM": "the diary"}, "BLEEDLOG_MAIL_FROM must say"),
        ({"BLEEDLOG_MAIL_FROM": "a@b.example\nBcc: c@d.example"}, "BLEEDLOG_MAIL_FROM must say"),
    ],
)
def test_what_cannot_be_is_told_before_the_start(wrong: dict[str, str], said: str) -> None:
    told = GOOD | {"BLEEDLOG_SMTP_URL": "smtp://mail.example.org"} | wrong

    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment(told)

    assert len(refused.value.faults) == 1
    assert said in refused.value.faults[0]
