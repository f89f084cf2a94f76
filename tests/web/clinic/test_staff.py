"""A clinic's staff on its pages: an admin invites, changes, ends; nobody else finds the pages."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.invitations import find_invitation
from tests.mailbox import Mailbox, code_in
from tests.people import People
from tests.web.browser import Browser

NewBrowser = Callable[..., Browser]
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def robin(browser: Browser, people: People) -> Browser:
    """The admin of Leeds; Nia is a clinician there."""
    leeds = people.clinic("Leeds")
    people.staff("Robin", leeds, StaffRole.ADMIN)
    people.staff("Nia", leeds)
    browser.come_in("Robin")
    return browser


def shown_code(page: str) -> str:
    """The code of the link that the page shows."""
    found = re.search(rf"{re.escape(BASE)}/join#(\w+)", page)
    assert found, page
    return found[1]


def page_of(browser: Browser, name: str) -> str:
    """Where the list leads for somebody."""
    found = re.search(
        rf'href="(/clinic/[0-9a-f-]+/staff/[0-9a-f-]+)"><span>{name}[ <]',
        browser.get("/clinic/staff").text,
    )
    assert found
    return found[1]


def test_an_admin_begins_at_the_list(browser: Browser, people: People) -> None:
    people.staff("Robin", people.clinic("Leeds"), StaffRole.ADMIN)

    assert browser.sign_in("Robin").location == "/clinic/staff"
    assert 'href="/clinic"' not in browser.get("/clinic/staff").text, "sees no diaries"


def test_the_list_says_who_works_there_and_as_what(robin: Browser) -> None:
    page = robin.get("/clinic/staff").text

    assert "Sees patients and writes" in page
    assert "Runs this list, sees no diaries" in page
    assert "nia@people.example" in page


def test_a_colleague_is_invited_by_a_link_that_is_shown_once(
    robin: Browser, people: People
) -> None:
    made = robin.submit(
        "/clinic/staff/invite", "/clinic/staff/invite", {"name": "Joe", "role": "viewer"}
    )
    code = shown_code(made.text)
    again = robin.get("/clinic/staff").text

    found = find_invitation(people.record, code=code)
    assert found is not None
    assert (found.name, found.staff_role, found.clinic_name) == ("Joe", StaffRole.VIEWER, "Leeds")
    assert made.headers["Cache-Control"] == "no-store"
    assert code not in again
    assert "Joe" in again, "in the list of those who have not come"
    assert 'role="img"' in made.text, "the picture for a phone"


def test_an_invitation_is_taken_back(robin: Browser, people: People) -> None:
    made = robin.submit(
        "/clinic/staff/invite", "/clinic/staff/invite", {"name": "Joe", "role": "viewer"}
    )
    page = robin.get("/clinic/staff").text
    path = re.search(r'action="(/clinic/invitations/[^"]+)"', page)
    assert path

    assert robin.submit("/clinic/staff", path[1], {}).status_code == 303

    assert find_invitation(people.record, code=shown_code(made.text)) is None
    assert "Joe" not in robin.get("/clinic/staff").text


def test_the_link_goes_by_mail_where_mail_is_sent(
    mailing: Flask, people: People, box: Mailbox
) -> None:
    people.staff("Robin", people.clinic("Leeds"), StaffRole.ADMIN)
    robin = Browser(mailing, base_url=BASE)
    robin.come_in("Robin")

    typed = {"name": "Joe", "role": "admin", "email": "joe@clinic.example"}
    made = robin.submit("/clinic/staff/invite", "/clinic/staff/invite", typed)
    mail = box.wait_for("joe@clinic.example")

    assert "We send it to joe@clinic.example" in made.text
    assert "/join#" not in made.text, "it goes to nobody else"
    assert mail["Subject"] == "Robin invites you to Leeds on bleedlog"
    found = find_invitation(people.record, code=code_in(mail))
    assert found is not None
    assert found.only_mailed


def test_without_mail_none_is_promised(robin: Browser) -> None:
    typed = {"name": "Joe", "role": "admin", "email": "joe@clinic.example"}
    made = robin.submit("/clinic/staff/invite", "/clinic/staff/invite", typed)

    assert "We send it" not in made.text
    assert shown_code(made.text)


def test_a_role_is_changed_and_work_is_ended(robin: Browser, new_browser: NewBrowser) -> None:
    nia = new_browser()
    nia.come_in("Nia")
    path = page_of(robin, "Nia")

    assert robin.submit(path, path, {"role": "viewer"}).status_code == 303
    assert nia.get("/clinic/invite").status_code == 404
    assert nia.get("/clinic").status_code == 200
    assert robin.submit(path, f"{path}/end", {}).status_code == 303

    assert nia.get("/clinic").status_code == 404
    assert "Nia" not in robin.get("/clinic/staff").text


def test_the_last_admin_is_told_to_find_another(robin: Browser) -> None:
    path = page_of(robin, "Robin")

    ended = robin.submit(path, f"{path}/end", {})
    changed = robin.submit(path, path, {"role": "viewer"})

    for answer in (ended, changed):
        assert answer.status_code == 200
        assert "Make somebody else an admin first." in answer.text
    assert robin.get("/clinic/staff").status_code == 200


@pytest.mark.parametrize("role", [StaffRole.CLINICIAN, StaffRole.VIEWER])
def test_only_an_admin_finds_the_pages(
    robin: Browser, new_browser: NewBrowser, people: People, role: StaffRole
) -> None:
    path = page_of(robin, "Nia")
    york = people.clinic("York")
    people.staff("Vic", york, role)
    people.staff("Yan", york, StaffRole.ADMIN)
    vic, yan = new_browser(), new_browser()
    vic.come_in("Vic")
    yan.come_in("Yan")

    assert vic.get("/clinic/staff").status_code == 404
    assert vic.get("/clinic/staff/invite").status_code == 404
    for browser in (vic, yan):
        assert browser.get(path).status_code == 404
        assert browser.submit("/more", path, {"role": "admin"}).status_code == 404
        assert browser.submit("/more", f"{path}/end", {}).status_code == 404
    assert "York" in yan.get("/clinic/staff").text
    assert "Nia" not in yan.get("/clinic/staff").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "role": "viewer"}, "Enter their name."),
        ({"name": "Joe"}, "Choose what they can do."),
        ({"name": "Joe", "role": "king"}, "Choose one of these answers"),
        ({"name": "Joe", "role": "viewer", "email": "joe"}, "Enter an address like"),
        ({"name": "J" * 121, "role": "viewer"}, "Make the name 120 characters or fewer"),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_invited(
    robin: Browser, typed: dict[str, str], said: str
) -> None:
    answer = robin.submit("/clinic/staff/invite", "/clinic/staff/invite", typed)

    assert answer.status_code == 200
    assert said in unescape(answer.text)
    assert "/join#" not in answer.text


def test_a_patient_gets_a_page_to_take_home(
    new_browser: NewBrowser, robin: Browser, people: People
) -> None:
    nia = new_browser()
    nia.come_in("Nia")

    made = nia.submit("/clinic/invite", "/clinic/invite", {"name": "Tom Example"})
    found = find_invitation(people.record, code=shown_code(made.text))

    assert found is not None
    assert (found.invited_as.value, found.clinic_name, found.name) == (
        "patient", "Leeds", "Tom Example",
    )  # fmt: skip
    assert "Bring this to your phone" in made.text
    assert "Tom Example" in nia.get("/clinic/invite").text
    assert "Tom Example" not in robin.get("/clinic/staff").text


def test_a_mail_to_a_patient_says_nothing_about_health(
    mailing: Flask, people: People, box: Mailbox
) -> None:
    people.staff("Nia", people.clinic("Leeds haemophilia centre"))
    nia = Browser(mailing, base_url=BASE)
    nia.come_in("Nia")
    nia.submit("/clinic/invite", "/clinic/invite", {"name": "Tom", "email": "tom@home.example"})

    mail = box.wait_for("tom@home.example")

    text = f"{mail['Subject']} {mail.get_content()}".lower()
    assert not re.search(r"haemophilia|bleeding|diary of|treatment|leeds", text)
