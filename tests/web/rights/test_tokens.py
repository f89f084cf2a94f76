"""Keys for programs, on their page: made, shown once, ended."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from bleedlog.models.vocabulary import AccessRole
from tests.people import PASSWORD, People
from tests.web.api.program import Program
from tests.web.browser import Browser
from tests.web.rights.conftest import Ann

PAGE = "/more/tokens"
ASKED = {"name": "Charts at home", "scope": "read"}
SHOWN = re.compile(r"bleedlog_[\w-]{64}")


def made(browser: Browser, **said: str) -> str:
    """The key that the page shows."""
    answer = browser.submit(PAGE, PAGE, {**ASKED, **said})
    assert answer.status_code == 200
    (shown,) = SHOWN.findall(answer.text)
    return str(shown)


def test_a_key_is_shown_once_and_works(app: Flask, ann: Ann) -> None:
    shown = made(ann.browser)

    assert Program(app, shown).get("/entries").status_code == 200
    page = ann.browser.get(PAGE).text
    assert "Charts at home" in page
    assert shown not in page
    assert "Last used today" in page


def test_what_waits_on_the_phone_is_counted_beside_a_new_key(ann: Ann) -> None:
    page = ann.browser.submit(PAGE, PAGE, ASKED)

    assert SHOWN.search(page.text)
    assert "data-pill" in page.text


@pytest.mark.parametrize(("scope", "reads", "logs"), [("log", 403, 415), ("both", 200, 415)])
def test_it_does_what_was_chosen(app: Flask, ann: Ann, scope: str, reads: int, logs: int) -> None:
    program = Program(app, made(ann.browser, scope=scope))

    assert program.get("/entries").status_code == reads
    assert program.open("/entries", "POST").status_code == logs


def test_an_ended_key_is_dead_at_once(app: Flask, ann: Ann) -> None:
    shown = made(ann.browser)
    (path,) = re.findall(r'action="(/more/tokens/[\w-]+/end)"', ann.browser.get(PAGE).text)

    answer = ann.browser.submit(PAGE, path, {})

    assert answer.location == "/more/tokens?done=ended"
    assert Program(app, shown).get("/entries").status_code == 401
    assert "Charts at home" not in ann.browser.get(PAGE).text
    assert ann.browser.submit(PAGE, path, {}).status_code == 404


def test_nobody_ends_the_key_of_somebody_else(
    app: Flask, ann: Ann, people: People, new_browser: Callable[..., Browser]
) -> None:
    shown = made(ann.browser)
    (path,) = re.findall(r'action="(/more/tokens/[\w-]+/end)"', ann.browser.get(PAGE).text)
    people.person("Bob")
    bob = new_browser()
    bob.come_in("Bob")

    assert bob.submit(PAGE, path, {}).status_code == 404
    assert Program(app, shown).get("/entries").status_code == 200


def test_an_unlocked_phone_makes_no_key(ann: Ann) -> None:
    """Ten minutes after signing in the password is asked for again."""
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=15), tick=True):
        assert "Your password" in ann.browser.get(PAGE).text
        refused = ann.browser.submit(PAGE, PAGE, {**ASKED, "password": "not her password"})
        assert "That is not your password" in refused.text
        assert not SHOWN.search(refused.text)
        assert PASSWORD not in refused.text
        made(ann.browser, password=PASSWORD)


def test_what_is_missing_is_asked_for(ann: Ann) -> None:
    answer = ann.browser.submit(PAGE, PAGE, {"name": " ", "scope": ""})

    assert "Enter a name" in answer.text
    assert "Choose what it may do" in answer.text
    assert "Error: " in answer.text


def test_who_manages_a_childs_diary_says_whose(app: Flask, ann: Ann, people: People) -> None:
    kim, tom = people.patient("Kim"), people.patient("Tom")
    people.access(ann.user, kim, AccessRole.CARER_MANAGE)
    people.access(ann.user, tom, AccessRole.CARER_LOG)
    page = ann.browser.get(PAGE).text
    assert "Kim’s diary" in page
    assert "Tom’s diary" not in page

    program = Program(app, made(ann.browser, patient=str(kim)))

    assert program.get("/entries", patient=str(kim)).status_code == 200
    assert program.get("/entries", patient=str(ann.patient)).status_code == 404
    for other in (tom, people.patient("Zoe")):
        sent = {**ASKED, "patient": str(other)}
        assert ann.browser.submit(PAGE, PAGE, sent).status_code == 404
