"""What people are told when something goes wrong, and what never leaves the server."""

import json
import logging
import re

import pytest
from flask import Flask, abort
from sqlalchemy import event

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.request_log import JsonLines
from tests.people import People, email_of
from tests.web.browser import Browser, hidden_fields

SECRET_WORDS = "Left knee bleed of Ann Example"


@open_to(Audience.ANYONE)
def broken() -> str:
    raise RuntimeError(SECRET_WORDS) from ValueError(SECRET_WORDS)


@open_to(Audience.ANYONE)
def stops_with(code: int) -> str:
    abort(code)


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    app = create_app(settings, sqlite_database)
    app.add_url_rule("/broken", "broken", broken)
    app.add_url_rule("/stops/<int:code>", "stops", stops_with)
    return app


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 415, 429, 500, 501, 503])
def test_each_error_has_a_page_in_plain_words(browser: Browser, code: int) -> None:
    answer = browser.get(f"/stops/{code}")

    assert answer.status_code == code
    assert answer.mimetype == "text/html"
    assert "What to do now" in answer.text
    assert "werkzeug" not in answer.text.lower()


@pytest.mark.parametrize("code", [400, 404, 500, 503])
def test_a_script_gets_json(browser: Browser, code: int) -> None:
    answer = browser.get(f"/stops/{code}", headers={"Accept": "application/json"})

    assert answer.status_code == code
    assert answer.mimetype == "application/json"
    assert answer.get_json()["error"]


def test_a_failure_shows_a_reference_and_no_trace(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bleedlog.web"):
        answer = browser.get("/broken")

    assert answer.status_code == 500
    shown = re.search(r"reference: ([0-9a-f]{16})", answer.text)
    assert shown
    (failure,) = [record for record in caplog.records if record.getMessage() == "failure"]
    facts = vars(failure)["facts"]
    assert facts["request"] == shown[1]
    assert facts["kinds"] == ["RuntimeError", "ValueError"]
    assert any("test_errors.py" in step and step.endswith("broken") for step in facts["way"])
    for leak in (SECRET_WORDS, "Traceback", "RuntimeError"):
        assert leak not in answer.text
    assert SECRET_WORDS not in caplog.text
    assert SECRET_WORDS not in json.dumps(facts)


def test_a_request_is_logged_without_a_word_about_anybody(
    browser: Browser, people: People, caplog: pytest.LogCaptureFixture
) -> None:
    """The canary: email, address, names, paths, queries and tokens stay out."""
    people.person("Canary")
    with caplog.at_level(logging.INFO):
        browser.sign_in("Canary", "password of a canary")
        browser.come_in("Canary")
        browser.get("/diary?month=2026-03&note=canary")
        browser.get("/canary/left-knee")
        browser.get("/broken?canary=1")

    lines = [JsonLines().format(record) for record in caplog.records]

    facts = [json.loads(line) for line in lines]
    assert {fact.get("endpoint") for fact in facts} >= {"account.enter_account", "diary.month"}
    assert [fact["outcome"] for fact in facts if "outcome" in fact] == ["refused"]
    assert all({"at", "level", "what", "request"} <= set(fact) for fact in facts)
    told = "\n".join(lines).lower()
    for leak in ("canary", email_of("Canary"), "127.0.0.1", "month=", "left-knee", SECRET_WORDS):
        assert leak.lower() not in told
    for cookie in ("bleedlog", "bleedlog-device"):
        assert str(browser.cookie(cookie)) not in told


def test_a_busy_record_says_so_and_stores_nothing(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    page = browser.get("/sign-in")
    engine = sqlite_database.engine
    event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA busy_timeout = 1"))
    engine.dispose()
    filled_in = hidden_fields(page) | {"email": email_of("Ann"), "password": "four words or so"}

    with sqlite_database.transaction():
        answer = browser.post("/sign-in", filled_in)
        script = browser.post("/sign-in", filled_in, headers={"Accept": "application/json"})

    assert (answer.status_code, script.status_code) == (503, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert "What was kept" in answer.text
    assert script.mimetype == "application/json"


def test_a_record_that_is_gone_takes_no_page_down_with_it(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    """The error page asks nothing of what is broken."""
    people.person("Ann")
    browser.come_in("Ann")
    with sqlite_database.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE sign_in_session RENAME TO gone")

    answer = browser.get("/more")

    assert answer.status_code in {500, 503}
    assert "What to do now" in answer.text
    assert browser.get("/healthz").status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(browser: Browser) -> None:
    page = browser.get("/sign-in")

    answer = browser.post("/sign-in", hidden_fields(page) | {"email": "x" * 2_000_000})

    assert answer.status_code == 413
    assert "What was kept" in answer.text


def test_a_thousand_and_one_fields_are_too_many(browser: Browser) -> None:
    answer = browser.post(
        "/sign-in",
        {f"field{number}": "x" for number in range(1001)},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 413
