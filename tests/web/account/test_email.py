"""Another address, and the same: the new one is confirmed, the old one is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from bleedlog.config import Settings
from tests.mailbox import Mailbox, code_in, link_in
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
NEW = "ann.new@people.example"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application, which sends mail."""
    return mailing


def ask_for(browser: Browser, email: str, **more: str) -> tuple[int, str]:
    answer = browser.submit("/more/email", "/more/email", {"email": email, **more})
    return answer.status_code, answer.location or answer.text


def confirm(browser: Browser, code: str) -> tuple[int, str]:
    answer = browser.submit("/confirm", "/confirm", {"code": code})
    return answer.status_code, answer.location or answer.text


def test_a_new_address_counts_when_it_is_confirmed(
    browser: Browser, new_browser: NewBrowser, people: People, box: Mailbox
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    assert ask_for(browser, NEW) == (303, "/more/email?done=asked")
    to_new = box.wait_for(NEW)
    assert "asked for another email address" in box.wait_for(email_of("Ann")).get_content()
    assert new_browser().sign_in("Ann").status_code == 303, "the old one still counts"
    assert link_in(to_new).startswith(f"{BASE}/confirm#")

    # On whatever device the mail is read.
    assert confirm(new_browser(), code_in(to_new)) == (303, "/confirm?done=changed")

    told = box.wait_for(email_of("Ann"), 2)
    assert told["Subject"] == "Your bleedlog account has another email address"
    assert NEW not in told.as_string(), "who still reads the old mailbox may be somebody else"
    assert new_browser().sign_in("Ann").status_code == 200
    by_new = new_browser().submit("/sign-in", "/sign-in", {"email": NEW, "password": PASSWORD})
    assert by_new.status_code == 303
    assert NEW in browser.get("/more/email").text


def test_somebody_elses_address_gets_the_same_answer(
    browser: Browser, people: People, box: Mailbox
) -> None:
    people.person("Ann")
    people.person("Bob")
    browser.sign_in("Ann")

    assert ask_for(browser, email_of("Bob")) == ask_for(browser, NEW)

    to_bob = box.wait_for(email_of("Bob"))
    assert "#" not in to_bob.get_content(), "no link"
    assert "Ann" not in to_bob.as_string()


def test_the_address_is_confirmed_when_asked_again(
    browser: Browser, people: People, box: Mailbox
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    assert "Not confirmed" in browser.get("/more/email").text

    sent = browser.submit("/more/email", "/more/email/confirm", {})
    code = code_in(box.wait_for(email_of("Ann")))

    assert sent.location == "/more/email?done=sent"
    assert confirm(browser, code) == (303, "/confirm?done=confirmed")
    assert "Not confirmed" not in browser.get("/more/email").text
    status, page = confirm(browser, code)
    assert status == 200
    assert "This link is used up, or it is too old." in page


def test_an_unlocked_phone_is_not_enough(browser: Browser, people: People, box: Mailbox) -> None:
    people.person("Ann")
    with time_machine.travel("2026-03-01T12:00Z") as clock:
        browser.sign_in("Ann", keep="y")
        clock.shift(timedelta(hours=1))

        assert "Your password" in browser.get("/more/email").text
        status, page = ask_for(browser, NEW, password="a guess at it")
        assert status == 200
        assert "That is not your password." in page
        guesses = [ask_for(browser, NEW, password="a guess")[0] for _ in range(5)]
        assert guesses == [200] * 4 + [429]
        clock.shift(timedelta(minutes=20))
        assert ask_for(browser, NEW, password=PASSWORD)[0] == 303
    assert box.wait_for(NEW)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Enter an email address."),
        ("ann", "Enter an address like name@example.org."),
        ("ann@a b", "Enter an address like name@example.org."),
        ("Ann@People.example", "You sign in with this address already."),
        ("a@" + "b" * 300, "That email address is too long."),
    ],
)
def test_what_is_no_address_is_told(
    browser: Browser, people: People, email: str, said: str
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    status, page = ask_for(browser, email)

    assert status == 200
    assert said in page


def test_without_mail_nothing_is_promised(
    app_by: Callable[[Settings], Flask], settings: Settings, people: People
) -> None:
    people.person("Ann")
    browser = Browser(app_by(settings), base_url=BASE)
    browser.sign_in("Ann")

    page = browser.get("/more/email").text

    assert "This diary sends no mail" in page
    assert "Not confirmed" not in page
    assert 'action="/more/email' not in page
