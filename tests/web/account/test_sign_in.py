"""Signing in and out, as a browser sees it."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bleedlog.models.vocabulary import AccessRole
from bleedlog.storage.engine import Database
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]


def test_a_patient_signs_in_and_comes_to_the_home_page(browser: Browser, people: People) -> None:
    people.person("Ann")

    answer = browser.sign_in("Ann")

    assert (answer.status_code, answer.location) == (303, "/")
    assert email_of("Ann") in browser.get("/more").text


def test_staff_come_to_the_clinic_and_find_no_diary(browser: Browser, people: People) -> None:
    people.staff("Nia", people.clinic())

    answer = browser.sign_in("Nia")

    assert (answer.status_code, answer.location) == (303, "/clinic")
    home = browser.get("/")
    assert (home.status_code, home.location) == (303, "/clinic")
    assert browser.get("/diary").status_code == 404


def test_a_patient_finds_no_clinic(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    assert browser.get("/clinic").status_code == 404


def test_a_page_asks_to_sign_in_and_then_opens(browser: Browser, people: People) -> None:
    people.person("Ann")
    asked = browser.get("/more?done=password")
    assert asked.status_code == 303

    answer = browser.submit(
        asked.location, "/sign-in", {"email": email_of("Ann"), "password": PASSWORD}
    )

    assert answer.location == "/more?done=password"


def test_a_script_is_told_in_json_that_nobody_is_signed_in(browser: Browser) -> None:
    answer = browser.get("/more", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.get_json()["error"] == "sign_in"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n//evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/sign-out",
        "/sign-in?next=/",
    ],
)
def test_signing_in_leads_to_no_other_site(
    browser: Browser, people: People, elsewhere: str
) -> None:
    people.person("Ann")
    page = browser.get("/sign-in", query_string={"next": elsewhere})
    filled_in = {"email": email_of("Ann"), "password": PASSWORD}

    answer = browser.post("/sign-in", hidden_fields(page) | filled_in | {"next": elsewhere})

    assert "evil" not in hidden_fields(page)["next"]
    assert (answer.status_code, answer.location) == (303, "/")


def test_somebody_signed_in_is_not_asked_again(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    answer = browser.get("/sign-in?next=/more")

    assert (answer.status_code, answer.location) == (303, "/more")


def test_a_wrong_password_and_an_unknown_login_get_the_same_page(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")

    wrong = new_browser().sign_in("Ann", password="not the right words")
    unknown = new_browser().sign_in("Bob", password="not the right words")

    assert wrong.status_code == unknown.status_code == 200
    pages = [
        answer.text.replace(hidden_fields(answer)["csrf_token"], "").replace(email_of(name), "")
        for answer, name in ((wrong, "Ann"), (unknown, "Bob"))
    ]
    assert pages[0] == pages[1]
    assert "do not belong together" in wrong.text
    assert set(wrong.headers.keys()) == set(unknown.headers.keys())


def test_what_was_typed_stays_except_the_password(browser: Browser, people: People) -> None:
    people.person("Ann")

    answer = browser.sign_in("Ann", password="not the right words")

    assert f'value="{email_of("Ann")}"' in answer.text
    assert "not the right words" not in answer.text


def test_an_empty_form_says_what_is_missing(browser: Browser) -> None:
    answer = browser.submit("/sign-in", "/sign-in", {"email": "", "password": ""})

    assert answer.status_code == 200
    assert "<title>Error: Sign in" in answer.text
    assert "Enter your email address." in answer.text
    assert "Enter your password." in answer.text


@pytest.mark.parametrize("email", ["a\x00b@people.example", "ö" * 120 + "@x", "'; drop table--"])
def test_odd_logins_are_refused_like_any_other(browser: Browser, email: str) -> None:
    answer = browser.submit("/sign-in", "/sign-in", {"email": email, "password": PASSWORD})

    assert answer.status_code == 200
    assert "do not belong together" in answer.text


def test_a_locked_user_is_out_at_once_and_stays_out(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    with sqlite_database.transaction() as connection:
        connection.execute(text("UPDATE app_user SET disabled_at = '2026-01-01 00:00:00'"))

    assert browser.get("/more").status_code == 303
    again = browser.sign_in("Ann")
    assert again.status_code == 200
    assert "do not belong together" in again.text


def test_a_revoked_diary_is_gone_at_the_next_request(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.access(people.user("Cara"), people.patient("Sam"), AccessRole.CARER_LOG)
    browser.sign_in("Cara")
    assert browser.get("/diary").status_code == 200

    with sqlite_database.transaction() as connection:
        connection.execute(text("UPDATE access SET revoked_at = '2026-01-01 00:00:00'"))

    assert browser.get("/diary").status_code == 404


def test_signing_in_is_noted_in_the_audit(
    browser: Browser, people: People, sqlite_database: Database
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    browser.submit("/more", "/sign-out", {})

    with sqlite_database.reading() as connection:
        actions = connection.execute(text("SELECT action FROM account_event ORDER BY at")).scalars()
        assert list(actions) == ["signed_in", "signed_out"]
