"""What somebody typed is not lost when their session ended or the page was open for too long."""

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from bleedlog.web.csrf import redisplayed_by
from bleedlog.web.opening import Audience, open_to
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser, hidden_fields

NOTE = 'He fell "hard" & it swelled <a lot> über Nacht'
OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def app(settings: Settings, sqlite_database: Database) -> Flask:
    """One that gets a route more."""
    return create_app(settings, sqlite_database)


@pytest.fixture
def stored(app: Flask) -> list[dict[str, list[str]]]:
    """What a view of ours stored; it shows what was typed when the page was open for too long."""
    found: list[dict[str, list[str]]] = []

    def show() -> str:
        return f"Not stored: {request.form['note']}"

    @open_to(Audience.PATIENT)
    @redisplayed_by(show)
    def store() -> str:
        fields = request.form.to_dict(flat=False)
        fields.pop("csrf_token")
        found.append(fields)
        return "Saved"

    app.add_url_rule("/store", "store", store, methods=["POST"])
    return found


@pytest.fixture
def ann(people: People) -> str:
    """Ann can sign in; the id of her diary."""
    patient = people.patient("Ann")
    people.access(people.user("Ann"), patient)
    return str(patient)


def sign_in_after(browser: Browser, asked: TestResponse, name: str = "Ann") -> TestResponse:
    """Fill in the sign-in form of that answer."""
    filled_in = {"email": email_of(name), "password": PASSWORD}
    return browser.post("/sign-in", hidden_fields(asked) | filled_in)


def test_typing_goes_through_signing_in_again(
    browser: Browser, ann: str, stored: list[dict[str, list[str]]]
) -> None:
    typed = {"note": NOTE, "symptoms": ["swelling", "heat"], "patient": ann}

    asked = browser.post("/store?from=log", typed | {"csrf_token": "old"}, headers=OUR_PAGE)
    signed_in = sign_in_after(browser, asked)

    assert asked.status_code == 401
    assert "what you typed is kept" in asked.text
    assert 'action="/store?from=log"' in signed_in.text
    assert "Carry on" in signed_in.text
    assert stored == []
    assert browser.post("/store?from=log", hidden_fields(signed_in)).text == "Saved"
    assert stored == [{"note": [NOTE], "symptoms": ["swelling", "heat"], "patient": [ann]}]


def test_typing_outlives_a_mistyped_password(
    browser: Browser, ann: str, stored: list[dict[str, list[str]]]
) -> None:
    asked = browser.post("/store", {"note": NOTE, "patient": ann}, headers=OUR_PAGE)
    wrong = {"email": email_of("Ann"), "password": "not the right words"}

    again = browser.post("/sign-in", hidden_fields(asked) | wrong)
    signed_in = sign_in_after(browser, again)
    browser.post("/store", hidden_fields(signed_in))

    assert "do not belong together" in again.text
    assert stored == [{"note": [NOTE], "patient": [ann]}]


def test_who_signs_in_instead_does_not_see_it(
    browser: Browser, people: People, ann: str, stored: list[dict[str, list[str]]]
) -> None:
    people.person("Bob")
    asked = browser.post("/store", {"note": NOTE, "patient": ann}, headers=OUR_PAGE)

    signed_in = sign_in_after(browser, asked, "Bob")

    assert (signed_in.status_code, signed_in.location) == (303, "/store")
    assert "fell" not in signed_in.text
    assert stored == []


def test_a_password_does_not_travel_through_signing_in(browser: Browser) -> None:
    typed = {"old": "four plain words", "new": "five other words", "again": "five other words"}

    answer = browser.post("/more/password", typed, headers=OUR_PAGE)

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_more_fields_than_any_form_has_are_not_carried(browser: Browser, ann: str) -> None:
    typed = {f"field{number}": "x" for number in range(1001)} | {"patient": ann}
    asked = browser.post("/log/bleed", typed, headers=OUR_PAGE)

    assert sign_in_after(browser, asked).location == "/log/bleed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
def test_what_another_site_sends_is_not_carried_through(
    browser: Browser, stored: list[dict[str, list[str]]], headers: dict[str, str]
) -> None:
    answer = browser.post("/store", {"note": "not hers", "patient": "1"}, headers=headers)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert stored == []


def test_a_browser_that_tells_only_the_origin_is_believed(
    browser: Browser, stored: list[dict[str, list[str]]]
) -> None:
    headers = {"Origin": "http://127.0.0.1:8000"}

    answer = browser.post("/store", {"note": NOTE, "patient": "1"}, headers=headers)

    assert answer.status_code == 401
    assert stored == []


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/sign-out"])
def test_typing_is_carried_to_no_other_place(browser: Browser, people: People, path: str) -> None:
    people.person("Ann")
    page = hidden_fields(browser.get("/sign-in"))
    filled_in = {"email": email_of("Ann"), "password": PASSWORD}

    typed = {"next": path, "typed": f"note=x&patient={ann}"}

    answer = browser.post("/sign-in", page | filled_in | typed)

    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.usefixtures("ann")
def test_a_page_that_was_open_for_too_long_shows_what_was_typed(
    browser: Browser, stored: list[dict[str, list[str]]]
) -> None:
    browser.sign_in("Ann")

    answer = browser.post("/store", {"note": "Left knee", "csrf_token": "of another session"})

    assert (answer.status_code, answer.text) == (400, "Not stored: Left knee")
    assert stored == []


@pytest.mark.usefixtures("ann")
def test_signing_in_on_a_page_that_was_open_for_too_long(browser: Browser) -> None:
    browser.get("/sign-in")
    filled_in = {"email": email_of("Ann"), "password": PASSWORD, "csrf_token": "old"}

    stale = browser.post("/sign-in", filled_in)

    assert stale.status_code == 400
    assert "This page was open for too long" in stale.text
    assert f'value="{email_of("Ann")}"' in stale.text
    assert PASSWORD not in stale.text
    assert sign_in_after(browser, stale).location == "/"


def test_a_browser_without_cookies_is_told_so(browser: Browser) -> None:
    answer = browser.post("/sign-in", {"email": "a@b.example", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Allow cookies" in answer.text
