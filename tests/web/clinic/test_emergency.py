"""A look in an emergency, as a clinician asks for it and as the person is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.models.person import Patient
from bleedlog.models.vocabulary import StaffRole
from bleedlog.storage.patients import add_patient
from tests.mailbox import mailbox
from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.pages import words
from tests.web.diary.pages import hidden, send, summary

REASON = "Brought in unconscious, asked for by A&E."
ANSWERS = {"nhs_number": "999 000 0018", "reason": REASON}
NOBODY = "Nobody was found who fits exactly."


@pytest.fixture
def bo(people: People) -> UUID:
    """Shares with nobody."""
    patient = Patient(
        name="Bo Example",
        born=date(1984, 3, 1),
        nhs_number="9990000018",
        created_at=datetime.now(UTC),
    )
    with people.record.transaction() as connection:
        add_patient(connection, patient)
    people.access(people.user("Bo"), patient.id)
    return patient.id


def test_the_diary_opens_and_the_person_is_told_until_they_put_it_away(
    nia: Browser, new_browser: Callable[..., Browser], bo: UUID
) -> None:
    path = f"/clinic/patients/{bo}"
    assert nia.get(path).status_code == 404

    opened = send(nia, "/clinic/emergency", ANSWERS)

    assert opened.location == path
    page = nia.get(path)
    assert "Open in an emergency until 1pm" in words(page.text)
    assert nia.get(f"{path}/charts.json").status_code == 200
    assert "Bo Example" not in nia.get("/clinic").text
    owner = new_browser()
    owner.come_in("Bo")
    home = owner.get("/")
    assert "Somebody looked in an emergency" in words(home.text)
    assert "Nia from Leeds opened your diary on 22 November 2026, noon." in words(home.text)
    assert "Why: Brought in unconscious, asked for by A&E." in words(home.text)
    looked = words(owner.get("/looked").text)
    assert "Nia (Leeds) Emergency Opened your diary in an emergency, noon" in looked
    assert "Nia (Leeds) Emergency Looked at your page, noon" in looked

    [action] = {part.split('"')[0] for part in home.text.split('action="') if "put-away" in part}
    assert owner.post(action, hidden(home)).location == "/"

    assert "Somebody looked in an emergency" not in owner.get("/").text
    assert owner.post(action, hidden(home)).status_code == 404
    assert "Opened your diary in an emergency" in words(owner.get("/looked").text)


def test_every_page_of_the_person_says_that_it_is_open_in_an_emergency(
    nia: Browser, people: People, leeds: UUID, bo: UUID
) -> None:
    send(nia, "/clinic/emergency", ANSWERS)
    pages = ("", "/summary", "/appointment", "/entries", "/records", "/schedule", "/ready")
    for page in pages:
        said = words(nia.get(f"/clinic/patients/{bo}{page}").text)
        assert said.count("Open in an emergency until 1pm") == 1, page
    assert (
        "Open in an emergency"
        not in nia.get(f"/clinic/patients/{people.patient('Cy', leeds)}").text
    )
    people.consent(bo, leeds)
    assert "Open in an emergency" not in nia.get(f"/clinic/patients/{bo}/entries").text


def test_the_look_is_ended_by_a_button_or_the_clock(nia: Browser, bo: UUID) -> None:
    path = f"/clinic/patients/{bo}"
    send(nia, "/clinic/emergency", ANSWERS)
    with time_machine.travel("2026-11-22T12:10:00+00:00", tick=False):
        page = nia.get("/clinic/emergency")
        assert "You can read Bo Example’s diary until 1pm" in words(page.text)
        assert nia.post(f"/clinic/emergency/{bo}/end", hidden(page)).status_code == 303
        assert nia.get(path).status_code == 404
        assert nia.post(f"/clinic/emergency/{bo}/end", hidden(page)).status_code == 404
        send(nia, "/clinic/emergency", ANSWERS)
        assert nia.get(path).status_code == 200
    for moment in ("12:35", "13:00", "13:09:59"):
        with time_machine.travel(f"2026-11-22T{moment}+00:00", tick=False):
            assert nia.get(path).status_code == 200
    with time_machine.travel("2026-11-22T13:10:00+00:00", tick=False):
        assert nia.get(path).status_code == 404


def test_times_are_those_of_the_clinic(nia: Browser, people: People, bo: UUID) -> None:
    with people.record.transaction() as connection:
        connection.execute(text("UPDATE clinic SET zone = 'Pacific/Auckland'"))
        connection.execute(text("UPDATE patient SET zone = 'Asia/Kolkata'"))
    send(nia, "/clinic/emergency", ANSWERS)

    # Noon in London is 1am of the next day in Auckland, in whose summer it is; a look is an hour.
    assert "diary until 2am" in words(nia.get("/clinic/emergency").text)
    assert "2am" in words(nia.get(f"/clinic/patients/{bo}").text)


def test_the_mail_says_the_time_where_the_person_is(
    settings: Settings, people: People, bo: UUID, leeds: UUID
) -> None:
    del bo
    people.staff("Nia", leeds)
    with people.record.transaction() as connection:
        connection.execute(text("UPDATE patient SET zone = 'Asia/Kolkata'"))
    with mailbox() as box:
        mailing = replace(settings, smtp_url=box.url, mail_from="diary@example.org")
        browser = Browser(create_app(mailing, people.record), base_url=settings.base_url)
        browser.come_in("Nia")
        send(browser, "/clinic/emergency", ANSWERS)

        # Noon in London.
        assert "22 November 2026 at 5:30pm" in box.wait_for("bo@people.example").get_content()


def test_nobody_and_two_answer_alike_and_keep_what_was_typed(
    nia: Browser, people: People, bo: UUID
) -> None:
    del bo
    with people.record.transaction() as connection:
        for _ in range(2):
            twin = Patient(name="Al Twin", born=date(1990, 1, 1), created_at=datetime.now(UTC))
            add_patient(connection, twin)
    for answers in (
        {"nhs_number": "9990000026"},
        {"name": "Bo Example", "born": "1984-03-02"},
        {"name": "Al Twin", "born": "1990-01-01"},
    ):
        page = send(nia, "/clinic/emergency", {"reason": REASON, **answers})
        assert page.status_code == 200
        assert NOBODY in words(page.text)
        assert REASON.replace("&", "&amp;") in page.text


def test_what_is_missing_is_said(nia: Browser) -> None:
    page = send(nia, "/clinic/emergency", {})
    assert summary(page) == {
        "nhs_number": "Enter an NHS number, or the whole name and the date of birth.",
        "reason": "Say why. The person reads it.",
    }
    page = send(nia, "/clinic/emergency", {"nhs_number": "999", "reason": "Why."})
    assert summary(page) == {
        "nhs_number": "An NHS number has 10 digits.",
        "reason": "Say why in 10 letters or more. The person reads it.",
    }
    page = send(nia, "/clinic/emergency", {"name": "Bo", "born": "1984-13-01", "reason": REASON})
    assert list(summary(page)) == ["born"]
    page = send(nia, "/clinic/emergency", {**ANSWERS, "reason": "x" * 501})
    assert list(summary(page)) == ["reason"]


def test_seeking_is_slowed_down(nia: Browser, bo: UUID) -> None:
    for number in range(5):
        answers = {"nhs_number": f"999100{number:04}", "reason": REASON}
        assert NOBODY in words(send(nia, "/clinic/emergency", answers).text)
    page = send(nia, "/clinic/emergency", ANSWERS)
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert nia.get(f"/clinic/patients/{bo}").status_code == 404


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ADMIN])
def test_only_clinicians_find_the_page(
    browser: Browser, people: People, leeds: UUID, role: StaffRole
) -> None:
    people.staff("Robin", leeds, role)
    browser.come_in("Robin")
    assert browser.get("/clinic/emergency").status_code == 404
    assert "/clinic/emergency" not in browser.get("/more").text


def test_who_works_at_two_clinics_says_for_which(
    browser: Browser, people: People, leeds: UUID, bo: UUID
) -> None:
    york = people.clinic("York")
    user = people.staff("Una", leeds, StaffRole.VIEWER)
    people.work(user, york)
    people.work(user, people.clinic("Hull"))
    browser.come_in("Una")
    page = send(browser, "/clinic/emergency", ANSWERS)
    assert summary(page) == {"clinic": "Choose a clinic."}
    for refused in (str(leeds), "x"):
        page = send(browser, "/clinic/emergency", {**ANSWERS, "clinic": refused})
        assert list(summary(page)) == ["clinic"]
    opened = send(browser, "/clinic/emergency", {**ANSWERS, "clinic": str(york)})
    assert opened.location == f"/clinic/patients/{bo}"


def test_who_shares_is_simply_opened(nia: Browser, people: People, leeds: UUID, bo: UUID) -> None:
    people.consent(bo, leeds)
    assert send(nia, "/clinic/emergency", ANSWERS).location == f"/clinic/patients/{bo}"
    assert "Open in an emergency" not in words(nia.get(f"/clinic/patients/{bo}").text)


def test_the_demo_asks_for_no_second_factor(
    settings: Settings, people: People, leeds: UUID, bo: UUID
) -> None:
    people.staff("Nia", leeds)
    app = create_app(replace(settings, demo=True), people.record)
    demo = Browser(app, base_url=settings.base_url)
    demo.sign_in_by_password("Nia")
    assert send(demo, "/clinic/emergency", ANSWERS).location == f"/clinic/patients/{bo}"
