"""Signing up alone: the same answer for every address, and a diary of one's own at the end."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import console
from bleedlog.services.invitations import invite
from tests.mailbox import Mailbox, code_in
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]
BASE = "http://127.0.0.1:8000"
NEW = "tom@home.example"
DIARY = {"name": "Tom Example", "born": "1984-03-01", "zone": "Europe/London"}


def begin_account(browser: Browser, box: Mailbox, email: str = NEW) -> str:
    """Sign up by mail; where it leads."""
    browser.submit("/sign-up", "/sign-up", {"email": email})
    code = code_in(box.wait_for(email))
    page = browser.submit("/sign-up/finish", "/sign-up/finish", {"code": code})
    typed = {"name": "Tom", "password": PASSWORD}
    return str(browser.post("/sign-up/account", hidden_fields(page) | typed).location)


def begin_diary(browser: Browser, **typed: str) -> tuple[int, str]:
    answer = browser.submit("/begin", "/begin", DIARY | typed)
    return answer.status_code, answer.location or unescape(answer.text)


def test_a_known_and_an_unknown_address_get_the_same_answer(
    mailing: Flask, people: People, box: Mailbox
) -> None:
    people.user("Known")
    browser = Browser(mailing, base_url=BASE)

    answers = [
        browser.submit("/sign-up", "/sign-up", {"email": email})
        for email in (email_of("Known"), NEW)
    ]

    assert [(one.status_code, one.location) for one in answers] == [(303, "/sign-up?asked")] * 2
    assert "#" in box.wait_for(NEW).get_content()
    to_known = box.wait_for(email_of("Known"))
    assert to_known["Subject"] == "You have a bleedlog account already"
    assert "#" not in to_known.get_content()


def test_from_a_mail_to_a_diary(mailing: Flask, people: People, box: Mailbox) -> None:
    people.clinic("Leeds")
    browser = Browser(mailing, base_url=BASE)

    assert begin_account(browser, box) == "/begin"
    assert begin_diary(browser) == (303, "/")

    assert "Log a bleed" in browser.get("/").text
    assert browser.get("/begin").location == "/", "once"
    assert "Not confirmed" not in browser.get("/more/email").text


def test_a_code_that_was_used_says_so(mailing: Flask, box: Mailbox) -> None:
    browser = Browser(mailing, base_url=BASE)
    begin_account(browser, box)
    code = code_in(box.wait_for(NEW))

    again = Browser(mailing, base_url=BASE).submit(
        "/sign-up/finish", "/sign-up/finish", {"code": code}
    )

    assert "This link is used up, or it is too old." in again.text


def test_where_no_mail_is_sent_an_account_opens_by_signing_in(browser: Browser) -> None:
    assert "this diary sends no mail" in browser.get("/sign-up").text
    typed = {"name": "Tom", "email": NEW, "password": PASSWORD}

    answer = browser.submit("/sign-up", "/sign-up", typed)

    assert (answer.status_code, answer.location) == (303, "/sign-in?done=signed-up")
    signed_in = browser.submit("/sign-in", "/sign-in", {"email": NEW, "password": PASSWORD})
    assert signed_in.location == "/begin"
    assert begin_diary(browser) == (303, "/")


def test_where_no_mail_is_sent_a_taken_address_answers_alike(
    new_browser: NewBrowser, people: People
) -> None:
    people.user("Known")
    answers = [
        new_browser(f"192.0.2.{number}").submit(
            "/sign-up",
            "/sign-up",
            {"name": "Eve", "email": email, "password": "five other words here"},
        )
        for number, email in enumerate((email_of("Known"), NEW))
    ]

    assert [(one.status_code, one.location) for one in answers] == [
        (303, "/sign-in?done=signed-up")
    ] * 2
    assert new_browser().sign_in("Known").status_code == 303
    assert new_browser().sign_in("Known", password="five other words here").status_code == 200


def test_who_is_signed_in_needs_no_account(browser: Browser, people: People) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    assert browser.get("/sign-up").location == "/"


@pytest.fixture
def newcomer(browser: Browser, people: People) -> Browser:
    """Somebody with an account, and no diary yet."""
    people.user("Tom")
    browser.sign_in("Tom")
    return browser


def consents(people: People) -> list[tuple[str, bool]]:
    with people.record.reading(console("a test")) as connection:
        rows = connection.exec_driver_sql(
            "SELECT clinic.name, consent.withdrawn_at FROM consent JOIN clinic"
            " ON clinic.id = consent.clinic_id"
        ).all()
    return [(row[0], row[1] is None) for row in rows]


def test_nobody_may_look_before_somebody_says_so(newcomer: Browser, people: People) -> None:
    leeds = str(people.clinic("Leeds"))
    assert "checked" not in newcomer.get("/begin").text, "nothing is answered for them"

    status, page = begin_diary(newcomer, centre=leeds)
    assert status == 200
    assert "Say whether this centre may look." in page
    assert consents(people) == []
    assert begin_diary(newcomer, centre=leeds, may_look="no") == (303, "/")

    assert consents(people) == []


def test_a_centre_may_look_once_they_say_so(newcomer: Browser, people: People) -> None:
    leeds = str(people.clinic("Leeds"))

    assert begin_diary(newcomer, centre=leeds, may_look="yes") == (303, "/")

    assert consents(people) == [("Leeds", True)]


def test_yes_without_a_centre_lets_nobody_look(newcomer: Browser, people: People) -> None:
    people.clinic("Leeds")

    assert begin_diary(newcomer, may_look="yes") == (303, "/")

    assert consents(people) == []


def test_the_centre_that_invited_is_chosen_but_may_not_look_yet(
    newcomer: Browser, people: People
) -> None:
    people.clinic("York")
    leeds = people.clinic("Leeds")
    made = invite(
        people.record, by=console("a test"), invited_as=InvitedAs.PATIENT, clinic_id=leeds
    )
    page = newcomer.submit("/join", "/join", {"code": made.code})
    assert "Leeds invites you" in page.text
    fields = {"csrf_token": hidden_fields(page)["csrf_token"][0], "code": made.code}

    assert newcomer.post("/join/accept", fields).location == "/begin"

    form = newcomer.get("/begin").text
    assert f'<option selected value="{leeds}">Leeds</option>' in form
    assert "checked" not in form
    assert consents(people) == []


def test_a_patient_who_is_invited_again_may_share_with_that_clinic_too(
    browser: Browser, people: People
) -> None:
    people.person("Ann")
    made = invite(
        people.record,
        by=console("a test"),
        invited_as=InvitedAs.PATIENT,
        clinic_id=people.clinic("York"),
    )
    browser.sign_in("Ann")
    page = browser.submit("/join", "/join", {"code": made.code})
    fields = {"csrf_token": hidden_fields(page)["csrf_token"][0], "code": made.code}

    onward = str(browser.post("/join/accept", fields).location)

    assert onward.startswith("/sharing/clinics?patient=")
    assert "York" in browser.get(onward).text
    assert consents(people) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter your name."),
        ({"born": ""}, "Enter your date of birth."),
        ({"born": "2999-01-01"}, "Check the year"),
        ({"born": "1984-02-30"}, "Enter a date that exists"),
        ({"centre": "nowhere"}, "Choose one of these answers"),
        ({"zone": "Mars/Olympus"}, "Choose one of these answers"),
        ({"may_look": "perhaps"}, "Choose one of these answers"),
    ],
)
def test_what_is_wrong_is_told_and_no_diary_is_begun(
    newcomer: Browser, typed: dict[str, str], said: str
) -> None:
    status, page = begin_diary(newcomer, **typed)

    assert status == 200
    assert said in page
    assert newcomer.get("/").location == "/begin"


def test_a_day_that_is_still_to_come_is_nobodys_birth(newcomer: Browser) -> None:
    status, page = begin_diary(newcomer, born="2027-12-31")

    assert status == 200
    assert "still to come" in page
