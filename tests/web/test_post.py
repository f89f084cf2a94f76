"""Mail: every letter has a subject and plain words, and none says anything about health."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from bleedlog.web.post import current_post, time_span
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
