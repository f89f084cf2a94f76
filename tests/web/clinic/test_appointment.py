"""The clinic's page for an appointment: what is new, one save, what cannot be, corrections."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.entry_input import new_id
from bleedlog.models.question import QuestionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.questions import ask_question
from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words
from tests.web.diary.pages import hidden, summary, title, typed

TODAY = "2026-11-22"
"""A Sunday; it is noon in London."""


class Page:
    """Tom's appointment as Nia sees it; Tom signs in, too."""

    def __init__(self, nia: Browser, people: People, tom: UUID, phone: Browser) -> None:
        self.browser, self.people, self.tom, self.phone = nia, people, tom, phone
        self.path = f"/clinic/patients/{tom}/appointment"
        self.owner = people.user("Tom")
        people.access(self.owner, tom)
        phone.come_in("Tom")

    def ask(self, text: str) -> UUID:
        question_id = new_id()
        ask_question(
            self.people.record, by=Viewer(self.owner), patient_id=self.tom,
            question_id=question_id, question=QuestionInput(text=text),
        )  # fmt: skip
        return question_id

    def said(self, path: str | None = None) -> str:
        return words(self.browser.get(path or self.path).text.partition("<main")[2])

    def theirs(self, path: str = "/appointment") -> str:
        return words(self.phone.get(path).text.partition("<main")[2])

    def send(self, path: str | None = None, **sent: Any) -> TestResponse:
        path = path or self.path
        opened = path.removesuffix("/withdraw").removesuffix("/restore").split("/questions/")[0]
        carried = hidden(self.browser.get(opened))
        return self.browser.post(path, {**carried, "day": TODAY, "note": "", **sent})

    def review(self, note: str = "All well.") -> str:
        """Review, and give where the review is."""
        answer = self.send(note=note)
        return f"{self.path}/reviews/{answer.location.partition('saved=')[2]}"


@pytest.fixture
def page(nia: Browser, people: People, bring: Bring, new_browser: Callable[[], Browser]) -> Page:
    tom = bring(
        "bleed,2026-11-02,,knee,left,unsure,,,,,",
        "bleed,2026-08-20,,elbow,left,,,,,,",
        "infusion,2026-11-03,,,,,2000,,,,",
        "fix_activity,2026-11-04,,,,,,27.1,IU/dL,one_stage,",
        "alt,2026-11-04,,,,,,84,U/L,,40",
        "ast,2026-11-04,,,,,,30,U/L,,40",
        "steroid_course,2026-11-05,,,,,,,,,",
        header="kind,start,end,site,side,certainty,dose_iu,value,unit,assay,upper_limit",
    )
    return Page(nia, people, tom, new_browser())


def test_before_a_first_review_it_shows_the_last_90_days(page: Page) -> None:
    said = page.said()
    assert "New since 24 August 2026: no review is noted yet" in said
    assert "Bleeds, bruises and pain: 1 Left knee bleed , 2 November 2026 To settle" in said
    assert "Days 1 of 90 days are noted. No check-in was ever answered." in said
    assert "Factor IX 1 dose, 2,000 IU." in said
    assert "Since 5 November 2026, still running Steroid course: Steroid 4 November" in said
    drawn = said.partition("still running")[2].partition("4 November 2026")[2]
    assert "Factor IX level: 27.1 IU/dL, one-stage" in drawn
    assert "ALT: 84 U/L, above its limit of 40" in drawn
    assert "AST: 30 U/L ;" in drawn or "AST: 30 U/L Reviews" in drawn, drawn[:200]
    assert "4 November 2026" not in drawn
    assert "Tom has noted no open question" in said


def test_one_save_and_both_sides_read_it(page: Page) -> None:
    fly, dive = page.ask("May I fly?"), page.ask("May I dive?")
    answer = page.send(
        answered=str(fly), note="All well.\r\nKeep it up.", next_day="2026-12-09",
        next_time="09:30",
    )  # fmt: skip
    said = words(page.browser.get(answer.location).text.partition("<main")[2])
    assert "Saved. Tom reads: Reviewed with you on 22 November. Undo the review" in said
    assert "the next is on Wednesday 9 December, 9:30am, Leeds" in said
    assert "New since the review on 22 November 2026" in said
    assert "Talked about before: 1 May I fly? On 22 November 2026" in said
    home = page.theirs("/")
    assert "Appointment on Wednesday 9 December 9:30am, Leeds. 1 question noted." in home
    assert "Reviewed with you on 22 November All well. Keep it up." in home
    theirs = page.theirs()
    assert "Questions to ask May I dive?" in theirs
    assert "Asked: 1 May I fly?" in theirs
    assert str(dive) in page.phone.get("/appointment").text


def test_a_question_ticked_by_mistake_is_open_again(page: Page) -> None:
    fly = page.ask("May I fly?")
    page.send(answered=str(fly))
    sent = page.send(f"{page.path}/questions/{fly}/open")
    assert sent.status_code == 303
    assert "Questions of Tom Tick what you talked about May I fly?" in page.said()
    assert "Questions to ask May I fly?" in page.theirs()
    assert "Noted that a question is still open" in page.theirs("/looked")
    assert page.send(f"{page.path}/questions/{new_id()}/open").status_code == 404


def test_without_a_review_the_rest_is_kept(page: Page) -> None:
    answer = page.send(review="no", day="", next_day="2026-12-09")
    assert "Saved" in words(page.browser.get(answer.location).text)
    assert "no review is noted yet" in page.said()
    # The page shows the date, so that saving once more keeps it; emptied, it is taken back.
    page.send(review="no", next_day="2026-12-09")
    assert "Wednesday 9 December" in page.theirs()
    page.send(review="no", next_day="")
    assert "No date is set here yet" in page.theirs()


def test_a_note_is_not_dropped_where_nothing_is_reviewed(page: Page) -> None:
    """It is the review's; without one the page said "Saved", and the note was gone."""
    answer = page.send(review="no", note="Bring your old scans.", next_day="2026-12-09")

    assert answer.status_code == 200
    assert "The note goes with a review." in words(answer.text)
    assert "Bring your old scans." in answer.text
    assert "Wednesday 9 December" not in page.theirs()


def test_who_does_not_see_the_date_takes_none_back(page: Page) -> None:
    """A page that was opened before somebody set the date says nothing about it."""
    opened = hidden(page.browser.get(page.path))
    page.send(review="no", next_day="2026-12-09")
    page.browser.post(page.path, {**opened, "day": TODAY, "note": "All well."})
    assert "Wednesday 9 December" in page.theirs()


@pytest.mark.parametrize(
    ("sent", "where", "why"),
    [
        ({"day": "2026-11-23"}, "day", "A review cannot be in the future. Check the date."),
        ({"day": ""}, "day", "Enter the day of the review"),
        ({"day": "soon"}, "day", "Enter a date that exists, like 6 August 2026"),
        ({"day": "1850-01-01"}, "day", "Check the year"),
        ({"note": "x" * 501}, "note", "Make the note 500 characters or fewer"),
        (
            {"next_day": "2026-11-21"},
            "next_day",
            "This appointment is in the past. Choose a day from today on.",
        ),
        (
            {"next_day": TODAY, "next_time": "11:59"},
            "next_time",
            "That time is over. Choose a later one, or leave the time out.",
        ),
        (
            {"next_day": "2033-01-01"},
            "next_day",
            "This appointment is more than five years away. Check the date.",
        ),
        (
            {"next_time": "09:30"},
            "next_day",
            "Choose the day for this time, or leave the time out",
        ),
        ({"next_day": "2026-12-09", "next_time": "soon"}, "next_time", "Enter a time like 14:30"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    page: Page, sent: dict[str, str], where: str, why: str
) -> None:
    fly = page.ask("May I fly?")
    sent = {"note": "All well.", "answered": str(fly), **sent}
    answer = page.send(**sent)
    assert title(answer).startswith("Error: ")
    assert summary(answer) == {where: why}
    assert typed(answer, "note") == sent["note"]
    assert re.search(rf'value="{fly}" checked', answer.text)
    for name in ("day", "next_day", "next_time"):
        if name in sent:
            assert typed(answer, name) == sent[name]
    assert "no review is noted yet" in page.said()
    assert "Questions to ask May I fly?" in page.theirs()


@pytest.mark.parametrize("sent", [{"id": "x"}, {"answered": "x"}])
def test_what_no_page_sends_is_refused(page: Page, sent: dict[str, str]) -> None:
    assert page.send(**sent).status_code == 400


def test_a_stale_page_keeps_what_was_typed(page: Page) -> None:
    sent = {"id": str(new_id()), "day": TODAY, "note": "All well.", "csrf_token": "old"}
    answer = page.browser.post(page.path, sent)
    assert answer.status_code == 400
    assert typed(answer, "note") == "All well."


def test_saved_twice_it_is_one_review(page: Page) -> None:
    form = {**hidden(page.browser.get(page.path)), "day": TODAY, "note": "All well."}
    for _ in range(2):
        assert page.browser.post(page.path, form).status_code == 303
    other = page.browser.post(page.path, {**form, "note": "Other."})
    assert "saved already" in words(other.text)
    assert summary(page.send()) == {
        "day": "Your clinic noted a review on that day already. Correct that one instead."
    }
    assert page.said().count("Nia, Leeds") == 1


def test_a_review_is_corrected_taken_back_and_brought_back(page: Page) -> None:
    path = page.review("Knee bled twice.")
    opened = hidden(page.browser.get(path))
    page.send(path, note="Knee bled once.", day="2026-11-20")
    said = page.said(f"{path}?saved=1")
    assert "changed by the clinic 20 November 2026: Knee bled once." in said
    assert "noted by the clinic 22 November 2026: Knee bled twice." in said
    assert "Reviewed with you on 20 November Knee bled once." in page.theirs("/")

    changed = page.browser.post(path, {**opened, "day": TODAY, "note": "Elbow."})
    assert "It says now: 20 November 2026, Knee bled once." in words(changed.text)
    assert typed(changed, "note") == "Elbow."
    wrong = page.send(path, day="2026-11-23")
    assert summary(wrong) == {"day": "A review cannot be in the future. Check the date."}
    assert page.send(path, revision="x").status_code == 400

    page.send(f"{path}/withdraw")
    assert "Taken back" in page.said(path)
    assert page.send(path, revision="3").status_code == 404
    for way in ("/", "/appointment"):
        assert "Reviewed" not in page.theirs(way)
    page.send(f"{path}/restore")
    assert "Reviewed with you on 20 November" in page.theirs()


def test_an_entry_that_is_no_review_has_no_page_here(page: Page) -> None:
    entry = re.search(r"/entries/([0-9a-f-]{36})", page.browser.get(page.path).text)
    assert entry is not None
    assert page.browser.get(f"{page.path}/reviews/{entry[1]}").status_code == 404


def test_viewers_read_and_do_not_write(
    page: Page, people: People, leeds: UUID, new_browser: Callable[[], Browser]
) -> None:
    page.ask("May I fly?")
    path = page.review()
    people.staff("Vic", leeds, StaffRole.VIEWER)
    vic = new_browser()
    vic.come_in("Vic")
    seen = vic.get(page.path).text
    assert "May I fly?" in words(seen)
    assert "<textarea" not in seen
    assert "<textarea" not in vic.get(path).text
    carried = hidden(vic.get("/more"))
    for way in (page.path, path, f"{path}/withdraw", f"{path}/restore"):
        sent = {**carried, "id": str(new_id()), "day": TODAY, "revision": "1"}
        assert vic.post(way, sent).status_code == 404


def test_the_person_reads_who_did_what(page: Page) -> None:
    page.ask("May I fly?")
    page.review()
    said = page.theirs("/looked")
    assert "Nia" in said
    assert "Looked at your next appointment" in said
    assert "Added a review" in said
