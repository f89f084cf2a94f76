"""Settling in place: one press, a reason, an undo; the person's words stay."""

import re
from html import unescape
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from bleedlog.services.entries import withdraw_entry
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words

HEADER = "kind,start,end,site,side,certainty,id"
UNSURE = "0189f7b2-0000-7000-8000-00000000000a"
EARLIER = "0189f7b2-0000-7000-8000-00000000000b"


class Entries:
    """The page of Tom's entries."""

    def __init__(self, browser: Browser, tom: UUID) -> None:
        self.browser, self.path = browser, f"/clinic/patients/{tom}/entries"

    def said(self, path: str = "") -> str:
        return words(self.browser.get(self.path + path).text.partition("<main")[2])

    def press(self, verdict: str, **more: str) -> TestResponse:
        """Press a button of the form in the list."""
        page = self.browser.get(self.path).text
        form = page[page.index('class="settle"') :]
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)[:2])
        sent = {name: unescape(value) for name, value in hidden.items()} | {"verdict": verdict}
        return self.browser.post(f"{self.path}/{UNSURE}/verdict", sent | more)

    def follow(self, page: str, action: str) -> TestResponse:
        """Press the button whose form goes there."""
        path = re.search(rf'action="([^"]+{action})"', self.browser.get(page).text)
        assert path
        return self.browser.submit(page, path[1], {})


@pytest.fixture
def entries(nia: Browser, bring: Bring) -> Entries:
    tom = bring(
        f"bleed,2026-11-02,,knee,left,unsure,{UNSURE}",
        f"bleed,2026-10-20,,knee,left,,{EARLIER}",
        "no_bleeds,2026-11-03,2026-11-10,,,,",
        "bleed,2024-01-02,,elbow,left,,",
        header=HEADER,
    )
    return Entries(nia, tom)


def test_an_entry_is_settled_undone_and_settled_after_all(entries: Entries) -> None:
    assert "To settle: 1 entry that the person was not sure of Left knee bleed" in entries.said()
    answer = entries.press("not_a_bleed", reason="Seen on ultrasound.")
    listed = words(entries.browser.get(answer.location).text)
    assert "Settled: not a bleed. Undo" in listed
    assert "To settle" not in listed
    assert "Year 3 1 2" in listed
    assert "Seen on ultrasound. Nia, Leeds, 22 November 2026" in entries.said(f"/{UNSURE}")

    undone = entries.follow(answer.location, "/take-back")
    assert "The verdict does not count any more. Undo" in words(
        entries.browser.get(undone.location).text
    )
    assert "To settle" in entries.said()
    entries.follow(undone.location, "/bring-back")
    assert "To settle" not in entries.said()


def test_a_bleed_that_was_taken_out_has_no_other_as_its_part(
    entries: Entries, people: People
) -> None:
    entries.press("same_as", same_as=EARLIER)
    tom = UUID(entries.path.split("/")[3])
    withdraw_entry(people.record, by=A_TEST, patient_id=tom, entry_id=UUID(EARLIER))
    words_ = "the same as Left knee bleed, 20 October 2026 (taken out of the diary, so this counts"
    assert words_ in entries.said()
    assert f"Settled: {words_} without it)" in entries.said(f"/{UNSURE}")
    # One in 2024, and this one.
    assert "Year 1 1 1" in entries.said()


def test_a_reason_typed_too_late_is_still_there_to_be_read(
    entries: Entries, people: People
) -> None:
    """Another colleague settled it, or the person took it out, since the page was opened."""
    page = entries.browser.get(entries.path).text
    form = dict(
        re.findall(r'name="(\w+)" value="([^"]*)"', page[page.index('class="settle"') :])[:2]
    )
    late = form | {"verdict": "not_a_bleed", "reason": "Seen on <ultrasound>."}
    path = f"{entries.path}/{UNSURE}"
    entries.press("bleed")
    answer = entries.browser.post(f"{path}/verdict", late | {"id": EARLIER})
    assert "This is settled already. Take that verdict back first." in words(answer.text)
    assert "Your reason is not saved: “Seen on &lt;ultrasound&gt;.”" in answer.text

    entries.follow(path, "/take-back")
    tom = UUID(entries.path.split("/")[3])
    withdraw_entry(people.record, by=A_TEST, patient_id=tom, entry_id=UUID(UNSURE))
    gone = entries.browser.post(f"{path}/verdict", late)
    assert gone.status_code == 200
    assert "The person took this entry out since you opened it." in words(gone.text)
    assert "Your reason is not saved: “Seen on &lt;ultrasound&gt;.”" in gone.text
    assert "What is it?" not in gone.text


def test_the_same_as_another_is_chosen(entries: Entries) -> None:
    refused = entries.press("same_as", reason="Never stopped.")
    assert "Choose which bleed it is a part of." in words(refused.text)
    assert 'value="Never stopped."' in refused.text
    answer = entries.press("same_as", same_as=EARLIER)
    expected = "the same as Left knee bleed, 20 October 2026"
    assert expected in words(entries.browser.get(answer.location).text)


@pytest.mark.parametrize(
    ("verdict", "more", "why"),
    [
        ("not_a_bleed", {}, "Say why. The person can read it."),
        ("not_a_bleed", {"reason": " \r\n "}, "Say why."),
        ("not_a_bleed", {"reason": "x" * 2001}, "2,000 characters or fewer"),
        ("maybe", {"reason": "x"}, "Say what it is."),
        ("same_as", {"same_as": "01a2038a-2849-7235-83bc-808030342fb6"}, "not in this diary"),
    ],
)
def test_what_is_not_enough_is_said(
    entries: Entries, verdict: str, more: dict[str, str], why: str
) -> None:
    page = entries.press(verdict, **more)
    assert (page.status_code, "<title>Error: " in page.text) == (200, True)
    assert why in words(page.text)


@pytest.mark.parametrize(("verdict", "field"), [("not_a_bleed", "reason"), ("same_as", "same")])
def test_what_stops_a_verdict_is_said_beside_its_field_and_above(
    entries: Entries, verdict: str, field: str
) -> None:
    page = entries.press(verdict).text
    at = f"{field}-{UNSURE}"
    assert f'<li><a href="#{at}">' in page
    assert f'aria-invalid="true" aria-describedby="{at}-error" id="{at}"' in page
    assert f'id="{at}-error"' in page


def test_what_no_page_of_ours_sends_is_refused(entries: Entries) -> None:
    assert entries.press("same_as", same_as="x").status_code == 400
    assert entries.press("bleed", id="x").status_code == 400
    for query in ("?year=1999", "?year=x", "?year=20266"):
        assert entries.browser.get(entries.path + query).status_code == 404


def test_two_who_settle_at_once_are_told(entries: Entries) -> None:
    entries.press("bleed")
    page = entries.browser.get(f"{entries.path}/{EARLIER}")
    assert "What is it?" in words(page.text)
    token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
    assert token
    sent = {"csrf_token": token[1], "verdict": "bleed", "id": EARLIER.replace("b", "c")}
    late = entries.browser.post(f"{entries.path}/{UNSURE}/verdict", sent)
    assert "Take that verdict back first." in words(late.text)


def test_years_and_kinds_are_chosen(entries: Entries) -> None:
    assert "No bleeds" not in entries.said()
    every = entries.said("?show=all")
    # Half-open in the file: the answer was for 3 to 9 November.
    assert "3 November 2026 No bleeds 3 to 9 November" in every
    assert "Left elbow bleed" in entries.said("?year=2024")
    assert "None in this year." in entries.said("?year=2025")


def test_a_diary_without_entries_says_so(nia: Browser, bring: Bring) -> None:
    assert "Nothing is noted yet." in Entries(nia, bring()).said()
