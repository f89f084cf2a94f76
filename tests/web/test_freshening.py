"""A diary that was written in is worked out beside the answer, which does not hang on it."""

import json

import pytest
from sqlalchemy import select, text

from bleedlog.models.tables import metadata
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People
from tests.web.applications import Applications
from tests.web.browser import Browser
from tests.web.diary.pages import send

BLEED = {"place": "left-knee", "when": "just_now"}


@pytest.fixture
def applications() -> Applications:
    """One that has not worked yet, and so does not rest."""
    return Applications()


@pytest.fixture
def ann(browser: Browser, people: People) -> Browser:
    """Somebody whose diary a clinic may look into."""
    user = people.user("Ann")
    people.access(user, people.patient("Ann Mulberry", people.clinic()))
    browser.come_in("Ann")
    return browser


def worked_out(record: Database) -> list[tuple[int, int]]:
    """Of each digest its number and the diary's."""
    digest, diary = metadata.tables["diary_digest"], metadata.tables["diary"]
    numbers = select(digest.c.last_seq, diary.c.last_seq).join_from(digest, diary)
    with record.reading(A_TEST) as connection:
        return [tuple(row) for row in connection.execute(numbers)]


def log(ann: Browser) -> None:
    assert send(ann, "/log/bleed", BLEED).status_code == 303


def test_a_diary_is_worked_out_when_the_answer_was_sent(
    ann: Browser, people: People, applications: Applications
) -> None:
    ann.get("/")
    applications.finish()
    assert worked_out(people.record) == []
    log(ann)
    applications.finish()
    assert worked_out(people.record) == [(1, 1)]


def test_an_answer_stands_if_that_fails(
    ann: Browser,
    people: People,
    applications: Applications,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text("ALTER TABLE diary_digest RENAME TO gone"))
    log(ann)
    applications.finish()
    [failure] = [one for one in caplog.records if one.message == "failure afterwards"]
    assert vars(failure)["facts"]["kind"] == "DatabaseBusyError"
    assert "Mulberry" not in json.dumps(vars(failure)["facts"])
