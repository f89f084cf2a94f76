"""A new password: it ends every other session, and the old one is asked for."""

from collections.abc import Callable

import pytest

from tests.people import PASSWORD, People
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
NEW_PASSWORD = "five other words for tests"


def test_a_new_password_ends_every_session_but_this_one(
    new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")
    phone, tablet = new_browser(), new_browser()
    phone.sign_in("Ann", keep="y")
    tablet.sign_in("Ann", keep="y")
    before = phone.cookie("bleedlog")

    answer = phone.submit(
        "/more/password",
        "/more/password",
        {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD},
    )

    assert answer.status_code == 303
    assert phone.cookie("bleedlog") != before
    assert "Every other device was signed out" in phone.get(str(answer.location)).text
    assert tablet.get("/more").status_code == 303
    assert tablet.sign_in("Ann").location is None
    assert tablet.sign_in("Ann", password=NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "not this one at all"}, "That is not the password you use now."),
        ({"new": "too short", "again": "too short"}, "Use 12 characters or more."),
        ({"new": "password1234", "again": "password1234"}, "Many people use this password"),
        ({"again": "something else here"}, "The two new passwords are not the same."),
        ({"old": ""}, "Enter the password you use now."),
    ],
)
def test_a_new_password_that_will_not_do_changes_nothing(
    new_browser: NewBrowser, people: People, typed: dict[str, str], said: str
) -> None:
    people.person("Ann")
    browser = new_browser()
    browser.sign_in("Ann")
    good = {"old": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD}

    answer = browser.submit("/more/password", "/more/password", good | typed)

    assert answer.status_code == 200
    assert said in answer.text
    assert browser.get("/more").status_code == 200
    assert new_browser().sign_in("Ann").status_code == 303


def test_guessing_the_old_password_is_slowed(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    guess = {"old": "a guess", "new": NEW_PASSWORD, "again": NEW_PASSWORD}

    answers = [browser.submit("/more/password", "/more/password", guess) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
