"""Nothing that was typed is lost at the second factor."""

from html import unescape

import pytest

from tests.people import PASSWORD, People
from tests.web.account.factor_pages import secret_on
from tests.web.browser import Browser, hidden_fields

OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


def test_nothing_is_stored_by_who_owes_one(browser: Browser, people: People) -> None:
    patient = people.patient("Ann")
    user = people.user("Ann")
    people.access(user, patient)
    browser.sign_in("Ann")
    page = hidden_fields(browser.get("/log/bruise"))
    people.code_app(user)

    answer = browser.post("/log/bruise", page | {"site": "thigh", "when": "just_now"})

    assert (answer.status_code, answer.location) == (303, "/second-factor")


@pytest.fixture
def typed(people: People) -> dict[str, str]:
    """Ann has been writing a note; her session ended, or a second factor came, in between."""
    user = people.user("Ann")
    patient = people.patient("Ann")
    people.access(user, patient)
    people.code_app(user)
    return {"note": "On the <stairs>", "patient": str(patient)}


def test_what_was_typed_goes_through_both_steps(
    browser: Browser, people: People, typed: dict[str, str]
) -> None:
    asked = browser.post("/log/bruise?from=home", typed, headers=OUR_PAGE)
    by_password = {"email": "ann@people.example", "password": PASSWORD}

    first = browser.post("/sign-in", hidden_fields(asked) | by_password)
    wrong = browser.post("/second-factor", hidden_fields(first) | {"code": "000000"})
    by_code = {"recovery": people.paper_code("Ann")}
    second = browser.post("/second-factor", hidden_fields(wrong) | by_code)

    assert first.status_code == 200
    assert "That code is not right." in wrong.text
    assert 'action="/log/bruise?from=home"' in second.text
    assert hidden_fields(second)["note"] == typed["note"]
    assert hidden_fields(second)["patient"] == typed["patient"]


def test_what_was_typed_meets_a_factor_that_is_owed(
    browser: Browser, people: People, typed: dict[str, str]
) -> None:
    browser.sign_in_by_password("Ann")

    asked = browser.post("/log/bruise", typed, headers=OUR_PAGE)
    by_code = {"recovery": people.paper_code("Ann")}
    opened = browser.post("/second-factor", hidden_fields(asked) | by_code)

    assert asked.status_code == 401
    assert 'action="/log/bruise"' in opened.text
    assert hidden_fields(opened)["note"] == typed["note"]


def test_a_page_that_was_open_for_too_long_keeps_its_secret(nia: Browser) -> None:
    page = nia.get("/second-factor")
    sealed = hidden_fields(page)["sealed"]

    stale = nia.post("/second-factor/set-up", {"sealed": sealed, "csrf_token": "old"})

    assert stale.status_code == 400
    assert secret_on(stale) == secret_on(page)
    assert "This page was open for too long" in unescape(stale.text)


def test_a_mistyped_first_code_keeps_the_secret(nia: Browser) -> None:
    page = nia.get("/second-factor")

    wrong = nia.post("/second-factor/set-up", hidden_fields(page) | {"code": "no"})

    assert secret_on(wrong) == secret_on(page)
    assert "Enter the one that the app shows now." in wrong.text
