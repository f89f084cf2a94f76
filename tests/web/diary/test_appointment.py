"""For my appointment: questions from writing them down to asking them, and what a review says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.questions import list_questions
from bleedlog.services.together import Sitting, save_sitting
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, summary, title, typed, words


class Ada:
    """Ada, signed in, whom her clinic knows."""

    def __init__(self, browser: Browser, people: People) -> None:
        self.browser, self.people, self.record = browser, people, people.record
        self.leeds = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.leeds))
        self.patient = people.patient("Ada", centre=self.leeds)
        people.access(people.user("Ada"), self.patient)
        browser.come_in("Ada")

    def press(self, path: str, answers: dict[str, str] | None = None) -> TestResponse:
        """Press a button of the page, and open the one that it leads to."""
        carried = hidden(self.browser.get("/appointment/write"))
        answer = self.browser.post(path, carried | (answers or {}))
        return self.browser.get(answer.location) if answer.location else answer

    def ask(self, text: str) -> UUID:
        page = self.press("/appointment/write", {"text": text})
        assert text.splitlines()[0] in words(page)
        return self.questions()[text]

    def questions(self) -> dict[str, UUID]:
        found = list_questions(self.record, by=A_TEST, patient_id=self.patient)
        return {one.text: one.id for one in found}

    def sitting(self, **said: Any) -> None:
        save_sitting(
            self.record, by=self.nia, patient_id=self.patient,
            sitting=Sitting(**said), now=datetime.now(UTC),
        )  # fmt: skip


@pytest.fixture
def ada(browser: Browser, people: People) -> Ada:
    return Ada(browser, people)


def test_a_question_is_written_changed_asked_taken_out_and_brought_back(ada: Ada) -> None:
    fly = ada.ask("May I fly?\r\nTo Spain.".replace("\r\n", "\n"))
    path = f"/appointment/questions/{fly}"
    page = ada.browser.get(send(ada.browser, path, {"text": "May I fly far?"}).location)
    assert "Saved." in words(page)
    assert "May I fly far?" in words(page)

    page = ada.press(f"{path}/asked", {"asked": "yes"})
    assert "Marked as asked. Undo" in words(page)
    assert "No questions yet" in words(page)
    assert "Asked: 1 May I fly far?" in words(page)
    ada.press(f"{path}/asked", {"asked": "no"})

    page = ada.press(f"{path}/take-out")
    assert "Taken out. Undo" in words(page)
    assert "Taken out: 1 May I fly far?" in words(page)
    assert ada.browser.get(path).status_code == 404
    page = ada.press(f"{path}/bring-back")
    assert "Questions to ask May I fly far?" in words(page)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Write the question first"),
        (" \n ", "Write the question first"),
        ("\x00", "Write the question first"),
        ("x" * 501, "Make the question 500 characters or fewer"),
    ],
)
def test_what_is_no_question_is_said_and_stays_as_it_was_typed(
    ada: Ada, text: str, why: str
) -> None:
    fly = ada.ask("May I fly?")
    for path in ("/appointment/write", f"/appointment/questions/{fly}"):
        page = send(ada.browser, path, {"text": text})
        assert title(page).startswith("Error: ")
        assert summary(page) == {"text": why}
        assert typed(page, "text").strip() == text.replace("\x00", "").strip()
    assert list(ada.questions()) == ["May I fly?"]


def test_a_page_that_was_sent_before_loses_nothing(ada: Ada) -> None:
    form = hidden(ada.browser.get("/appointment/write"))
    for _ in range(2):
        ada.browser.post("/appointment/write", form | {"text": "May I fly?"})
    page = ada.browser.post("/appointment/write", form | {"text": "May I dive?"})
    assert "saved another question already" in words(page)
    ada.browser.post("/appointment/write", hidden(page) | {"text": typed(page, "text")})
    assert list(ada.questions()) == ["May I fly?", "May I dive?"]


def test_what_somebody_else_changed_meanwhile_is_shown_beside_what_is_typed(ada: Ada) -> None:
    fly = ada.ask("May I fly?")
    path = f"/appointment/questions/{fly}"
    opened = hidden(ada.browser.get(path))
    send(ada.browser, path, {"text": "May she fly?"})
    page = ada.browser.post(path, opened | {"text": "May I fly far?"})
    assert "It says now: “May she fly?”" in words(page)
    assert typed(page, "text") == "May I fly far?"
    ada.browser.post(path, hidden(page) | {"text": "May I fly far?"})
    assert list(ada.questions()) == ["May I fly far?"]

    opened = hidden(ada.browser.get(path))
    ada.press(f"{path}/take-out")
    page = ada.browser.post(path, opened | {"text": "May I sail?"})
    assert "taken out since you opened it" in words(page)
    ada.browser.post("/appointment/write", hidden(page) | {"text": typed(page, "text")})
    assert list(ada.questions()) == ["May I sail?"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("/write", {"id": "x", "text": "A"}),
        ("/questions/{id}", {"revision": "x", "text": "A"}),
        ("/questions/{id}", {"revision": "9" * 30, "text": "A"}),
        ("/questions/{id}/asked", {"asked": "maybe"}),
    ],
)
def test_what_no_page_sends_is_refused(ada: Ada, way: str, said: dict[str, str]) -> None:
    fly = ada.ask("May I fly?")
    assert ada.press(f"/appointment{way.format(id=fly)}", said).status_code == 400


def test_a_clinics_date_and_review_are_on_the_first_page_and_here(ada: Ada) -> None:
    assert "No date is set here yet" in words(ada.browser.get("/appointment"))
    home = words(ada.browser.get("/"))
    assert "Appointment" not in home
    assert "Reviewed" not in home
    fly = ada.ask("May I fly?")
    ada.ask("May I dive?")
    today = datetime.now(UTC)
    ada.sitting(
        answered=frozenset({fly}),
        review=ReviewInput.model_validate(
            {"start": f"{today - timedelta(1):%Y-%m-%d}", "note": "Keep going.", "source": "clinic"}
        ),
        sets_appointment=True,
        appointment=AppointmentInput(start=f"{today + timedelta(5):%Y-%m-%d}T09:30"),
    )
    for path in ("/", "/appointment"):
        said = words(ada.browser.get(path))
        assert "9:30am, Leeds" in said
        assert "Reviewed with you on" in said
        assert "Keep going." in said
    assert "1 question noted." in words(ada.browser.get("/"))


def test_who_helps_reads_whose_appointment_it_is_and_asks_if_they_may(
    ada: Ada, new_browser: Callable[[], Browser]
) -> None:
    for name, role in (("Gran", AccessRole.CARER_READ), ("Mum", AccessRole.CARER_LOG)):
        ada.people.access(ada.people.user(name), ada.patient, role)
    ada.ask("May I fly?")
    ada.sitting(review=ReviewInput.model_validate({"start": "2026-01-05", "source": "clinic"}))
    gran, mum = new_browser(), new_browser()
    gran.come_in("Gran")
    page = gran.get("/appointment")
    assert "For Ada’s appointment" in words(page)
    assert "Reviewed together on 5 January" in words(page)
    assert "/appointment/write" not in page.text
    assert gran.get("/appointment/write").status_code == 404
    told = hidden(gran.get("/more")) | {"patient": str(ada.patient), "id": str(ada.leeds)}
    assert gran.post("/appointment/write", told | {"text": "May she dive?"}).status_code == 404
    mum.come_in("Mum")
    send(mum, "/appointment/write", {"text": "May she dive?"})
    assert "May she dive? Written by somebody who helps" in words(ada.browser.get("/appointment"))
