"""The second factor as a browser meets it: nothing is open before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People
from tests.web.account.factor_pages import codes_on, set_up
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]
NOON = "2026-03-01T12:00:10Z"


def test_new_staff_set_one_up_before_they_see_any_patient(nia: Browser) -> None:
    for path in ("/clinic", "/more", "/more/password", "/"):
        answer = nia.get(path)
        assert answer.status_code == 303, path
        assert answer.location.split("?")[0] == "/second-factor", path

    _, shown = set_up(nia, "/second-factor?next=/clinic")

    assert len(codes_on(shown)) == 10
    assert 'href="/clinic"' in shown.text
    assert nia.get("/clinic").status_code == 200


def test_staff_who_have_one_are_asked_at_each_sign_in(
    new_browser: NewBrowser, people: People
) -> None:
    people.staff("Nia", people.clinic())
    browser = new_browser()

    answer = browser.sign_in_by_password("Nia")

    assert (answer.status_code, answer.location) == (303, "/second-factor")
    assert browser.get("/clinic").location == "/second-factor?next=%2Fclinic"
    page = browser.get("/second-factor?next=/clinic")
    assert "Enter a code" in page.text
    assert "Scan" not in page.text
    opened = browser.post(
        "/second-factor", hidden_fields(page) | {"recovery": people.paper_code("Nia")}
    )
    assert (opened.status_code, opened.location) == (303, "/clinic")
    assert browser.get("/clinic").status_code == 200
    assert browser.get("/second-factor").location == "/clinic", "nothing is owed any more"


def test_a_role_granted_later_is_not_inherited_by_a_session_with_one_factor(
    browser: Browser, people: People
) -> None:
    """A patient is signed in on a phone; a clinic takes them on; the phone opens no patient."""
    user = people.person("Ann")
    with time_machine.travel(NOON, tick=False) as clock:
        browser.sign_in("Ann")
        assert browser.get("/more").status_code == 200
        clock.shift(timedelta(minutes=11))

        people.work(user, people.clinic())

        for path in ("/clinic", "/diary", "/more"):
            assert browser.get(path).location == f"/second-factor?next=%2F{path[1:]}"
        # Whoever holds the phone knows no password, so that no app of theirs is taken either.
        _, refused = set_up(browser, "/second-factor")
        assert "That is not your password." in refused.text
        assert browser.get("/clinic").status_code == 303
        _, taken = set_up(browser, "/second-factor", password=PASSWORD)
        assert len(codes_on(taken)) == 10
        assert browser.get("/clinic").status_code == 200


def test_a_role_granted_later_is_there_at_once_for_a_session_that_showed_both(
    browser: Browser, people: People
) -> None:
    user = people.person("Ann")
    people.code_app(user)
    browser.sign_in("Ann")

    people.work(user, people.clinic())

    assert browser.get("/clinic").status_code == 200


def test_other_devices_are_asked_from_the_moment_it_is_set_up(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    phone, tablet = new_browser(), new_browser()
    phone.sign_in("Ann")
    tablet.sign_in("Ann")

    set_up(phone, "/second-factor/set-up")

    assert phone.get("/diary").status_code == 200
    assert tablet.get("/diary").location == "/second-factor?next=%2Fdiary"


def test_a_new_password_keeps_the_second_factor_of_this_session(
    browser: Browser, people: People
) -> None:
    people.staff("Nia", people.clinic())
    browser.sign_in("Nia")
    new = "five other words for tests"

    browser.submit("/more/password", "/more/password", {"old": PASSWORD, "new": new, "again": new})

    assert browser.get("/clinic").status_code == 200


def test_the_demo_asks_nobody(
    settings: Settings, sqlite_database: Database, people: People
) -> None:
    user = people.user("Nia")
    people.work(user, people.clinic())
    demo = Browser(
        create_app(replace(settings, demo=True), sqlite_database), base_url=settings.base_url
    )

    assert demo.sign_in_by_password("Nia").location == "/clinic"
    assert demo.get("/clinic").status_code == 200


def test_a_program_is_told_in_json(nia: Browser) -> None:
    answer = nia.get("/clinic", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.get_json()["error"] == "second_factor"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/sign-out"])
def test_it_leads_to_no_other_site(browser: Browser, people: People, elsewhere: str) -> None:
    people.staff("Nia", people.clinic())
    browser.sign_in_by_password("Nia")
    page = browser.get("/second-factor", query_string={"next": elsewhere})
    sent = {"recovery": people.paper_code("Nia"), "next": elsewhere}

    answer = browser.post("/second-factor", hidden_fields(page) | sent)

    assert hidden_fields(page)["next"] == ""
    assert answer.location == "/clinic"


def test_the_key_of_the_first_step_is_worth_nothing_after_the_second(
    browser: Browser, new_browser: NewBrowser, people: People
) -> None:
    """Whoever copied the cookie between the two steps does not go along."""
    people.staff("Nia", people.clinic())
    browser.sign_in_by_password("Nia")
    stolen = browser.cookie("bleedlog")
    assert stolen is not None
    thief = new_browser()
    thief.client.set_cookie("bleedlog", stolen, domain="127.0.0.1")

    page = browser.get("/second-factor")
    browser.post("/second-factor", hidden_fields(page) | {"recovery": people.paper_code("Nia")})

    assert browser.get("/clinic").status_code == 200
    assert thief.get("/second-factor").location.split("?")[0] == "/sign-in"


def test_a_code_that_was_used_is_refused_and_a_guesser_waits(
    new_browser: NewBrowser, people: People
) -> None:
    people.staff("Nia", people.clinic())
    code = people.paper_code("Nia")

    def show(browser: Browser, code: str) -> TestResponse:
        return browser.submit("/second-factor", "/second-factor", {"code": code})

    first, thief = new_browser(), new_browser()
    for browser in (first, thief):
        browser.sign_in_by_password("Nia")
    assert show(first, code).status_code == 303
    answers = [show(thief, guess) for guess in (code, *["123456"] * 5)]

    assert "That code is not right." in answers[0].text
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Retry-After" in answers[-1].headers
    assert thief.get("/clinic").status_code == 303


def test_the_recovery_codes_can_be_saved_while_they_are_shown(nia: Browser) -> None:
    _, shown = set_up(nia, "/second-factor")

    saved = nia.post("/second-factor/codes", hidden_fields(shown))

    assert saved.content_type == "text/plain; charset=utf-8"
    assert "attachment" in saved.headers["Content-Disposition"]
    assert saved.headers["Cache-Control"] == "no-store"
    assert [line for line in saved.text.splitlines() if line in codes_on(shown)] == codes_on(shown)
    token = hidden_fields(nia.get("/more"))["csrf_token"]
    for sealed in ("", "x", hidden_fields(shown)["sealed"][:-2]):
        again = nia.post("/second-factor/codes", {"csrf_token": token, "sealed": sealed})
        assert again.status_code == 400


def test_signing_out_is_open_to_who_owes_one(nia: Browser) -> None:
    answer = nia.submit("/second-factor", "/sign-out", {})

    assert answer.location == "/sign-in"
    assert nia.get("/second-factor").location.split("?")[0] == "/sign-in"


def test_the_secret_is_in_the_record_only_sealed(
    nia: Browser, sqlite_database: Database, app: Flask
) -> None:
    secret, _ = set_up(nia, "/second-factor")

    with sqlite_database.reading() as connection:
        stored = str(connection.execute(text("SELECT sealed_secret FROM second_factor")).scalar())
    assert secret not in stored
    assert str(app.secret_key) not in stored
