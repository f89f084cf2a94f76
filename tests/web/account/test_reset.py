"""A forgotten password: the same answer whoever asks, a link by mail, a new password."""

from collections.abc import Callable

import pytest
from flask import Flask

from bleedlog.config import Settings
from tests.mailbox import Mailbox, code_in, link_in
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
NEW = "five other words for tests"
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def app(mailing: Flask) -> Flask:
    """The application, which sends mail."""
    return mailing


def ask(browser: Browser, name: str = "Ann", **more: object) -> tuple[int, str]:
    """Ask for a link; the status and where the answer leads."""
    answer = browser.submit("/forgotten", "/forgotten", {"email": email_of(name)}, **more)
    return answer.status_code, answer.location


def set_password(browser: Browser, code: str, new: str = NEW) -> tuple[int, str]:
    answer = browser.submit("/reset", "/reset", {"code": code, "new": new, "again": new})
    return answer.status_code, answer.location or answer.text


def test_a_link_by_mail_sets_a_new_password(
    browser: Browser, new_browser: NewBrowser, people: People, box: Mailbox
) -> None:
    people.person("Ann")
    phone = new_browser()
    phone.sign_in("Ann", keep="y")

    assert ask(browser) == (303, "/forgotten?asked")
    mail = box.wait_for(email_of("Ann"))
    assert link_in(mail).startswith(f"{BASE}/reset#")
    assert set_password(browser, code_in(mail)) == (303, "/sign-in?done=reset")

    assert phone.get("/more").status_code == 303, "every device is signed out"
    assert new_browser().sign_in("Ann").status_code == 200
    assert new_browser().sign_in("Ann", password=NEW).status_code == 303
    told = box.wait_for(email_of("Ann"), 2)
    assert told["Subject"] == "Your bleedlog password was changed"


def test_the_code_of_the_mail_may_be_typed_in(
    browser: Browser, people: People, box: Mailbox
) -> None:
    """As it is printed for those whose link does not open: in groups, perhaps in capitals."""
    people.person("Ann")
    ask(browser)
    lines = box.wait_for(email_of("Ann")).get_content().splitlines()
    (printed,) = [line for line in lines if line.count("-") == 6]

    assert set_password(browser, f" {printed.upper()} ")[0] == 303


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    browser: Browser, new_browser: NewBrowser, people: People, box: Mailbox
) -> None:
    people.person("Ann")

    unknown = ask(new_browser("192.0.2.1"), "Nobody")
    known = ask(new_browser("192.0.2.2"), "Ann")

    assert unknown == known
    box.wait_for(email_of("Ann"))  # which was asked for later
    assert box.to(email_of("Nobody")) == []
    assert browser.get("/forgotten?asked").status_code == 200


def test_both_are_slowed_alike(new_browser: NewBrowser, people: People) -> None:
    people.person("Ann")

    answers = {
        name: [ask(new_browser(address), name)[0] for _ in range(6)]
        for name, address in [("Ann", "192.0.2.1"), ("Nobody", "192.0.2.2")]
    }

    assert answers["Ann"] == answers["Nobody"] == [303] * 5 + [429]


def test_the_link_leads_to_the_settings_address_whatever_the_request_said(
    browser: Browser, people: People, box: Mailbox
) -> None:
    people.person("Ann")

    for headers in ({"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        browser.submit("/forgotten", "/forgotten", {"email": email_of("Ann")}, headers=headers)
    mail = box.wait_for(email_of("Ann"))

    assert "evil" not in mail.as_string()
    assert link_in(mail).startswith(f"{BASE}/reset#")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil"])
def test_a_request_by_another_name_is_refused_and_sends_nothing(
    app: Flask, new_browser: NewBrowser, people: People, box: Mailbox, host: str
) -> None:
    people.person("Ann")
    sent = app.test_client().post(
        "/forgotten", data={"email": email_of("Ann")}, headers={"Host": host}
    )
    ask(new_browser())
    box.wait_for(email_of("Ann"))

    assert sent.status_code == 400
    assert "evil" not in "".join(mail.as_string() for mail in box.to(email_of("Ann")))
    assert len(box.to(email_of("Ann"))) == 1


def test_a_code_that_does_not_work_changes_nothing(
    browser: Browser, new_browser: NewBrowser, people: People
) -> None:
    people.person("Ann")

    status, page = set_password(browser, "0" * 28)

    assert status == 200
    assert "This link is used up, or it is too old." in page
    assert new_browser().sign_in("Ann").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"new": "too short", "again": "too short"}, "Use 12 characters or more."),
        ({"again": "something else here"}, "The two new passwords are not the same."),
        ({"code": ""}, "Enter the code from the mail."),
    ],
)
def test_what_is_wrong_is_told_and_the_code_is_still_there(
    browser: Browser, people: People, box: Mailbox, typed: dict[str, str], said: str
) -> None:
    people.person("Ann")
    ask(browser)
    code = code_in(box.wait_for(email_of("Ann")))
    good = {"code": code, "new": NEW, "again": NEW}

    answer = browser.submit("/reset", "/reset", good | typed)

    assert answer.status_code == 200
    assert said in answer.text
    assert f'value="{(good | typed)["code"]}"' in answer.text
    assert NEW not in answer.text
    assert set_password(browser, code)[0] == 303


def test_no_page_loads_the_code_or_tells_it(browser: Browser) -> None:
    """It stands after the #, and no page names another site that could see where one came from."""
    page = browser.get("/reset")

    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "location.hash" in page.text


def test_without_mail_a_person_helps(
    app_by: Callable[[Settings], Flask], settings: Settings, people: People
) -> None:
    people.person("Ann")
    browser = Browser(app_by(settings), base_url=BASE)

    page = browser.get("/forgotten")

    assert "This diary sends no mail" in page.text
    assert "<form" not in page.text
    assert 'href="/forgotten"' in browser.get("/sign-in").text
    assert browser.sign_in("Ann", PASSWORD).status_code == 303


def test_a_second_factor_stays(
    browser: Browser, new_browser: NewBrowser, people: People, box: Mailbox
) -> None:
    people.staff("Nia", people.clinic())
    ask(browser, "Nia")
    set_password(browser, code_in(box.wait_for(email_of("Nia"))))
    later = new_browser()

    answer = later.sign_in_by_password("Nia", NEW)

    assert answer.location.startswith("/second-factor")
    assert later.get("/clinic").status_code == 303


def test_a_new_password_ends_links_that_were_sent_before_and_is_told(
    browser: Browser, people: People, box: Mailbox
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")
    ask(browser)
    code = code_in(box.wait_for(email_of("Ann")))

    typed = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert browser.submit("/more/password", "/more/password", typed).status_code == 303

    told = box.wait_for(email_of("Ann"), 2)
    assert told["Subject"] == "Your bleedlog password was changed"
    assert "used up" in set_password(browser, code, "six words that nobody knows yet")[1]
