"""Mail: every letter has a subject and plain words, and none says anything about health."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bleedlog.config import Settings
from bleedlog.web.afterwards import MOST_WAITING, Afterwards
from bleedlog.web.post import Post, current_post, time_span
from tests.mailbox import Mailbox, mailbox
from tests.patience import SECONDS
from tests.rules.tree import ROOT

LETTERS = sorted(
    path.stem for path in (ROOT / "templates" / "mail").glob("*.txt") if path.stem != "footer"
)
TO_COLLEAGUES = {"invited_to_work"}
"""Who works at a clinic is told which: that says nothing about them."""
ABOUT_HEALTH = (
    r"haemophilia|\bbleed\b|\bbleeds\b|bleeding|blood|factor ix|\bdose|hemgenix"
    r"|gene therapy|treatment|severe|joint|bruise|medicine|diagnos"
)
FACTS = {
    "name": "Ann",
    "inviter": "Nia",
    "clinic": "Leeds haemophilia centre",
    "owner": "Sam",
    "when": "6 August 2026, 2pm",
    "link": "https://diary.example.org/x#code",
    "path": "/x",
    "code": "k7qm-2x9d",
    "lives": timedelta(hours=1),
    "until": "6 August 2026",
    "what": "Something was changed.",
    "invited": True,
}


def written(app: Flask, letter: str) -> tuple[str, str]:
    with app.app_context():
        mail = current_post().write(letter, to="ann@people.example", **FACTS)
    return mail.subject, mail.text


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_is_whole(app: Flask, letter: str) -> None:
    subject, text = written(app, letter)

    assert subject
    assert "Subject" not in subject
    assert "\n" not in subject
    assert len(subject) <= 78, "as mail programs show it"
    assert "bleedlog, http://127.0.0.1:8000" in text, "from whom it comes"
    assert "{" not in text
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize("letter", sorted(set(LETTERS) - TO_COLLEAGUES))
def test_a_letter_says_nothing_about_health(app: Flask, letter: str) -> None:
    said = " ".join(written(app, letter)).lower()

    assert re.findall(ABOUT_HEALTH, said) == []


@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_leads_to_our_own_address_alone(app: Flask, letter: str) -> None:
    _, text = written(app, letter)
    hosts = set(re.findall(r"https?://([^/\s#]+)", text))

    assert hosts <= {"127.0.0.1:8000", "diary.example.org"}


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=30), "30 days"),
    ],
)
def test_how_long_a_link_works_in_words(span: timedelta, words: str) -> None:
    assert time_span(span) == words


@pytest.mark.parametrize(
    ("name", "written_as"),
    [
        ("Win at https://evil.example/x", "Win at https evil. example x"),
        ("www.evil.example", "www. evil. example"),
        ("eve@evil.example", "eve evil. example"),
        ("Dr. J. O’Neill-Smith", "Dr. J. O’Neill-Smith"),
        ("李小龍", "李小龍"),
    ],
)
def test_no_name_leads_anywhere(app: Flask, name: str, written_as: str) -> None:
    """Anybody may call themselves as they like, and invite any address."""
    with app.app_context():
        mail = current_post().write(
            "invited_to_diary", to="ann@people.example", **FACTS | {"inviter": name}
        )

    assert mail.subject == f"{written_as} asks you to help with a diary"
    assert name not in mail.text or name == written_as


ANN = "ann@people.example"
SOON = timedelta(milliseconds=20)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def post(app: Flask, settings: Settings, box: Mailbox) -> Post:
    """A post office that does not wait for minutes."""
    mailing = replace(settings, smtp_url=box.url, mail_from="diary@example.org")
    return Post(mailing, app.jinja_env, Afterwards(), waits=(SOON,) * 3)


def send(post: Post) -> None:
    post.send("password_changed", to=ANN, name="Ann")


def failures(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(one)["facts"] for one in caplog.records if one.message == "mail not sent"]


def tries(box: Mailbox) -> int:
    return sum(line.upper().startswith(b"RCPT") for line in box.heard)


def test_what_a_server_refuses_for_now_is_sent_a_while_later(
    post: Post, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    """As one that lets strangers wait does: "450 greylisted"."""
    box.refuses = b"450 come again"
    patient = replace(post, waits=(timedelta(seconds=1),))
    send(patient)
    box.refuses = None

    assert box.wait_for(ANN)["Subject"]
    assert failures(caplog) == [
        {"template": "password_changed", "kind": "SMTPRecipientsRefused", "again": True}
    ]


def test_what_it_refuses_for_good_is_not_tried_again(
    post: Post, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    box.refuses = b"550 nobody here"
    send(post)

    assert [one["again"] for one in failures(caplog)] == [False]
    assert tries(box) == 1


def test_it_is_tried_a_few_times_and_then_given_up(
    post: Post, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    box.refuses = b"451 later"
    send(post)

    wait_for(lambda: len(failures(caplog)) == 4)
    assert [one["again"] for one in failures(caplog)] == [True, True, True, False]
    assert tries(box) == 4
    assert ANN not in json.dumps(failures(caplog))


def test_a_server_that_does_not_answer_is_tried_again(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = replace(post, settings=replace(post.settings, smtp_url="smtp://127.0.0.1:1"))
    send(nowhere)

    wait_for(lambda: len(failures(caplog)) == 4)


def test_no_more_wait_than_there_is_room_for() -> None:
    """However long a mail server is away."""
    afterwards = Afterwards()
    waits = [
        afterwards.submit_later(timedelta(hours=1), lambda: None) for _ in range(MOST_WAITING + 2)
    ]

    assert waits == [True] * MOST_WAITING + [False] * 2


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)
