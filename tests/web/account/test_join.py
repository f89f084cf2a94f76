"""An invitation on its pages: seen by whoever holds the code, accepted once, signed in or new."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.invitations import find_invitation, invite
from tests.mailbox import Mailbox, code_in, link_in
from tests.people import PASSWORD, People, email_of
from tests.web.browser import Browser, hidden_fields

NewBrowser = Callable[..., Browser]
BASE = "http://127.0.0.1:8000"
NEW = "tom@home.example"


def code_for(people: People, **offer: object) -> str:
    return invite(people.record, by=console("a test"), **offer).code  # type: ignore[arg-type]


def staff_code(people: People, role: StaffRole = StaffRole.CLINICIAN, **more: object) -> str:
    return code_for(
        people,
        invited_as=InvitedAs.STAFF,
        clinic_id=people.clinic("Leeds"),
        staff_role=role,
        **more,
    )


def carer_code(people: People) -> tuple[str, UUID]:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    made = invite(
        people.record,
        by=Viewer(ann),
        invited_as=InvitedAs.CARER,
        patient_id=diary,
        access_role=AccessRole.CARER_READ,
    )
    return made.code, diary


def see(browser: Browser, code: str) -> str:
    """What the page says of an invitation."""
    return unescape(browser.submit("/join", "/join", {"code": code}).text)


def send(browser: Browser, code: str, path: str, **typed: str) -> tuple[int, str]:
    """Fill in the form of the page that shows the invitation."""
    page = browser.submit("/join", "/join", {"code": code})
    fields = hidden_fields(page)
    token = fields["csrf_token"]
    fields["csrf_token"] = token if isinstance(token, str) else token[0]
    fields["code"] = code
    answer = browser.post(path, fields | typed)
    return answer.status_code, answer.location or unescape(answer.text)


def test_whoever_holds_the_code_sees_what_it_is_for(browser: Browser, people: People) -> None:
    code, _ = carer_code(people)

    page = see(browser, code.upper())

    assert "Help with Ann’s diary" in page
    assert "Ann asks you to help. You can look." in page
    assert find_invitation(people.record, code=code) is not None, "looking uses nothing up"


@pytest.mark.parametrize("code", ["0" * 28, "x", "<b>", "\x00"])
def test_unknown_used_taken_back_and_over_look_alike(
    browser: Browser, people: People, code: str
) -> None:
    with time_machine.travel("2026-03-01T12:00Z") as clock:
        over = staff_code(people)
        clock.shift(timedelta(days=8))
        page = see(browser, over)

        assert "This invitation is used up, taken back, or too old." in page
        assert "Leeds" not in page
        assert "This invitation is used up, taken back, or too old." in see(browser, code)


def test_somebody_who_is_signed_in_accepts_with_one_press(browser: Browser, people: People) -> None:
    code, diary = carer_code(people)
    people.user("Bob")
    browser.sign_in("Bob")

    assert "Accept as Bob" in see(browser, code)
    assert send(browser, code, "/join/accept") == (303, f"/?patient={diary}")

    assert browser.get(f"/?patient={diary}").status_code == 200
    assert "used up" in see(browser, code)


def test_a_role_is_not_inherited_by_a_session_with_one_factor(
    browser: Browser, people: People
) -> None:
    people.user("Nia")
    browser.sign_in("Nia")

    assert send(browser, staff_code(people), "/join/accept") == (303, "/clinic")

    answer = browser.get("/clinic")
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/second-factor")


def test_signing_in_brings_the_code_along(browser: Browser, people: People) -> None:
    code, diary = carer_code(people)
    people.user("Bob")

    page = browser.submit("/join", "/join", {"code": code})
    fields = hidden_fields(page) | {"code": code}
    token = fields["csrf_token"]
    sign_in = browser.post("/join/sign-in", fields | {"csrf_token": token[0]})
    inside = browser.post(
        "/sign-in", hidden_fields(sign_in) | {"email": email_of("Bob"), "password": PASSWORD}
    )
    assert "Carry on" in inside.text
    offered = browser.post("/join", hidden_fields(inside))

    assert "Accept as Bob" in offered.text
    assert send(browser, code, "/join/accept")[1] == f"/?patient={diary}"


def test_who_has_it_already_is_told_and_nothing_is_used_up(
    browser: Browser, people: People
) -> None:
    code, _ = carer_code(people)
    browser.sign_in("Ann")

    status, page = send(browser, code, "/join/accept")

    assert status == 200
    assert "You can do that already." in page
    assert find_invitation(people.record, code=code) is not None


def test_who_takes_over_says_what_happens_to_those_who_kept_it(
    browser: Browser, people: People
) -> None:
    diary, parent = people.patient("Sam"), people.user("Pat")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    made = invite(people.record, by=Viewer(parent), invited_as=InvitedAs.OWNER, patient_id=diary)
    people.user("Sam")
    browser.sign_in("Sam")
    page = see(browser, made.code)
    assert "checked" not in page, "nothing is answered for them"

    status, said = send(browser, made.code, "/join/accept")
    assert status == 200
    assert "Choose an answer." in said
    status, onward = send(browser, made.code, "/join/accept", kept="nobody")
    assert (status, onward.split("?")[0]) == (303, "/sharing")
    assert browser.get(onward).status_code == 200, "where they read who can see it now"
    assert browser.get(f"/?patient={diary}").status_code == 200
    with people.record.reading(console("a test")) as connection:
        rows = connection.exec_driver_sql(
            "SELECT role FROM access WHERE revoked_at IS NULL"
        ).scalars()
        assert list(rows) == ["patient"]


def test_somebody_new_gets_a_link_by_mail_first(
    mailing: Flask, people: People, box: Mailbox
) -> None:
    people.user("Known")
    code, diary = carer_code(people)
    browser = Browser(mailing, base_url=BASE)

    known = send(browser, code, "/join/new", email=email_of("Known"))
    fresh = send(browser, code, "/join/new", email=NEW)
    assert known == fresh == (303, "/sign-up?asked")

    mail = box.wait_for(NEW)
    to_known = box.wait_for(email_of("Known")).get_content()
    assert "open the link of your invitation again" in to_known
    assert "#" not in to_known
    assert link_in(mail).startswith(f"{BASE}/sign-up/finish#")
    account = browser.submit("/sign-up/finish", "/sign-up/finish", {"code": code_in(mail)})
    assert "Help with Ann’s diary" in unescape(account.text)
    typed = {"name": "Tom", "password": PASSWORD, "keep": "y"}
    begun = browser.post("/sign-up/account", hidden_fields(account) | typed)

    assert (begun.status_code, begun.location) == (303, f"/?patient={diary}")
    assert browser.get(f"/?patient={diary}").status_code == 200


def test_a_link_that_only_a_mail_brought_is_enough(
    mailing: Flask, people: People, box: Mailbox
) -> None:
    code = staff_code(people, email="joe@clinic.example", only_mailed=True)
    browser = Browser(mailing, base_url=BASE)
    assert "You will sign in with joe@clinic.example." in see(browser, code)

    status, onward = send(browser, code, "/join/new", name="Joe", password=PASSWORD)

    assert status == 303
    assert onward.startswith("/second-factor")
    assert box.to("joe@clinic.example") == []


def test_where_no_mail_is_sent_an_account_opens_by_signing_in(
    browser: Browser, people: People
) -> None:
    code, diary = carer_code(people)
    typed = {"name": "Tom", "email": NEW, "password": PASSWORD}

    _, page = send(browser, code, "/join/new", **typed)

    assert "Now sign in" in page
    assert find_invitation(people.record, code=code) is not None, "not used up yet"
    answer = browser.submit("/sign-in", "/sign-in", {"email": NEW, "password": PASSWORD})
    assert answer.location == "/begin"
    assert send(browser, code, "/join/accept")[1] == f"/?patient={diary}"


def test_where_no_mail_is_sent_a_taken_address_answers_alike(
    new_browser: NewBrowser, people: People
) -> None:
    code, _ = carer_code(people)
    people.user("Known")
    answers = []
    for number, email in enumerate((email_of("Known"), NEW)):
        typed = {"name": "Eve", "email": email, "password": "five other words here"}
        browser = new_browser(f"192.0.2.{number}")
        status, page = send(browser, code, "/join/new", **typed)
        answers.append((status, re.sub(r'csrf_token" value="[^"]+"', "", page)))
        assert find_invitation(people.record, code=code) is not None

    assert answers[0] == answers[1]
    assert new_browser().sign_in("Known").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "  "}, "Enter your name."),
        ({"name": "a\x07b"}, "Use letters that can be printed."),
        ({"email": "tom"}, "Enter an address like name@example.org."),
        ({"password": "short"}, "Use 12 characters or more."),
        ({"password": ""}, "Choose a password."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_there(
    browser: Browser, people: People, typed: dict[str, str], said: str
) -> None:
    good = {"name": "Tom", "email": NEW, "password": PASSWORD}

    status, page = send(browser, staff_code(people), "/join/new", **(good | typed))

    assert status == 200
    assert said in page
    assert PASSWORD not in page
    if "email" not in typed:
        assert f'value="{NEW}"' in page


def test_asking_for_many_accounts_is_slowed(browser: Browser, people: People) -> None:
    code = staff_code(people)
    typed = {"name": "Tom", "email": NEW, "password": "four plain words"}

    answers = [send(browser, code, "/join/new", **typed)[0] for _ in range(6)]

    assert answers == [200] * 5 + [429]
