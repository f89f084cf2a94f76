"""Answers that make no entry: said once at the top and once at the field, nothing stored."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_chosen, is_open, send, summary, title, typed, words

BLEED = {"place": "left-knee", "when": "just_now", "cause": "spontaneous"}
FUTURE = "This is in the future. Check the date and time."
PAIN = "Enter a whole number from 0 (no pain) to 10 (worst pain)"
DOSE = "Enter a dose from 1 to 100,000 IU"
DATE = "Enter a date that exists, like 6 August 2026"
YEAR = "Check the year"
CHOOSE = "Choose one of these answers"


def log(ann: Browser, answers: dict[str, Any], kind: str = "bleed") -> TestResponse:
    """Send the form of that kind."""
    return send(ann, f"/log/{kind}", answers)


@pytest.mark.parametrize(
    ("kind", "answers", "field", "message"),
    [
        ("bleed", {"place": ""}, "place", "Choose where the bleed is"),
        ("bleed", {"place": "left-tail"}, "place", CHOOSE),
        ("bleed", {"cause": "the cat"}, "cause", CHOOSE),
        ("bleed", {"when": "another_time"}, "date", "Enter the date"),
        ("bleed", {"when": "another_time", "date": "2199-01-01"}, "date", FUTURE),
        ("bleed", {"when": "another_time", "date": "20226-08-06"}, "date", DATE),
        ("bleed", {"when": "another_time", "date": "9999-12-31"}, "date", YEAR),
        ("bleed", {"when": "another_time", "date": "6 Aug"}, "date", DATE),
        # A date field of a browser turns a year that is typed as "26" into this.
        ("bleed", {"when": "another_time", "date": "0026-08-06"}, "date", YEAR),
        (
            "bleed",
            {"when": "yesterday", "time": "half past"},
            "time",
            "Enter a time like 14:30",
        ),
        ("bleed", {"pain": "11"}, "pain", PAIN),
        ("bleed", {"pain": "9" * 400}, "pain", PAIN),
        ("bleed", {"pain": "-" + "9" * 400}, "pain", PAIN),
        ("bleed", {"pain": "9" * 5000}, "pain", PAIN),
        ("bleed", {"pain": "-1"}, "pain", PAIN),
        ("bleed", {"pain": "2.5"}, "pain", PAIN),
        ("bleed", {"pain": "a lot"}, "pain", PAIN),
        ("bleed", {"pain": "1_0"}, "pain", PAIN),
        ("bleed", {"pain": "1,0"}, "pain", PAIN),
        ("bleed", {"symptoms": ["warmth", "x"]}, "symptoms", CHOOSE),
        ("bleed", {"note": "x" * 3000}, "note", "Make the note 2,000 characters or fewer"),
        ("bleed", {"end_time": "10:00"}, "end_date", "Enter the day it stopped"),
        (
            "bleed",
            {"end_date": "2020-01-01"},
            "end_date",
            "It cannot stop before it started. Check the day and time it stopped.",
        ),
        ("bruise", {"place": ""}, "place", "Choose where the bruise is"),
        ("bruise", {"place": "left-knee", "size": "huge"}, "size", CHOOSE),
        ("joint-pain", {"place": ""}, "place", "Choose which joint hurts"),
        ("joint-pain", {"place": "head"}, "place", CHOOSE),
        ("joint-pain", {"place": "left-knee", "pain": "11"}, "pain", PAIN),
        ("factor", {"dose_iu": "0"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "100001"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "nan"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "a lot"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "2_000"}, "dose_iu", DOSE),
        # A decimal comma taken for a thousands' one would store ten times the dose, or pain 10.
        ("factor", {"dose_iu": "2000,5"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "2,00"}, "dose_iu", DOSE),
        # Two units, or two thousand as some countries write it.
        ("factor", {"dose_iu": "2.000"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "1e5"}, "dose_iu", DOSE),
        ("factor", {"dose_iu": "20,00"}, "dose_iu", DOSE),
        ("factor", {"product": "x" * 81}, "product", "Make the product 80 characters or fewer"),
        ("factor", {"when": "another_time"}, "date", "Enter the date"),
    ],
)
def test_a_fault_is_said_at_its_field(
    ann: Browser, kind: str, answers: dict[str, Any], field: str, message: str
) -> None:
    page = log(ann, (BLEED if kind == "bleed" else {}) | answers, kind)

    assert title(page).startswith("Error: ")
    assert summary(page) == {field: message}
    assert f'id="{field}-error"' in page.text
    assert "Nothing noted in" in words(ann.get("/diary"))


@pytest.mark.parametrize(("day", "is_stored"), [("2020-03-04", False), ("2020-03-05", True)])
def test_nothing_was_before_the_person_was_born(
    browser: Browser, people: People, day: str, is_stored: bool
) -> None:
    ann, sam = people.user("Ann"), people.patient("Sam")
    people.access(ann, sam, AccessRole.CARER_LOG)
    people.born(sam, date(2020, 3, 5))
    browser.sign_in("Ann")

    page = log(browser, BLEED | {"when": "another_time", "date": day})

    assert page.status_code == (303 if is_stored else 200)
    if not is_stored:
        assert summary(page) == {"date": "This is before the date of birth. Check the year."}


@pytest.mark.parametrize("said", ["2024-08-06", "6 August 2024", " 6 august 2024 "])
def test_a_date_may_be_typed_as_the_message_shows_it(ann: Browser, said: str) -> None:
    stored = log(ann, BLEED | {"when": "another_time", "date": said})

    assert "6 August 2024" in words(ann.get(stored.location))


@pytest.mark.parametrize("field", ["place", "note", "pain", "date", "symptoms"])
def test_a_file_in_the_place_of_words_is_no_answer(ann: Browser, field: str) -> None:
    answers = hidden(ann.get("/log/bleed")) | BLEED
    answers.pop(field, None)

    sent = ann.post("/log/bleed", answers | {field: (BytesIO(b"left-knee"), "words.txt")})

    assert sent.status_code == (200 if field == "place" else 303)


def test_everything_typed_is_still_there(ann: Browser) -> None:
    note = 'He said "ouch" & <fell>\nüber Nacht ' + "x" * 3000

    page = log(
        ann,
        BLEED
        | {
            "when": "yesterday",
            "time": "10:15",
            "treated": "yes",
            "certainty": "unsure",
            "severity": "major",
            "pain": "twelve",
            "symptoms": ["warmth", "headache"],
            "other_treatment": ["dressing"],
            "end_date": "2020-02-31",
            "end_time": "7",
            "note": note,
            "private": "y",
        },
    )

    for name, value in (
        *(("place", "left-knee"), ("when", "yesterday"), ("cause", "spontaneous")),
        *(("treated", "yes"), ("certainty", "unsure"), ("severity", "major")),
        *(("symptoms", "warmth"), ("symptoms", "headache"), ("other_treatment", "dressing")),
        ("private", "y"),
    ):
        assert is_chosen(page, name, value), (name, value)
    assert typed(page, "note") == note
    for name, text in (
        *(("time", "10:15"), ("pain", "twelve")),
        *(("end_date", "2020-02-31"), ("end_time", "7")),
    ):
        assert typed(page, name) == text
    assert set(summary(page)) == {"pain", "end_date", "end_time", "note"}


def test_what_was_typed_behind_add_more_is_in_sight_again(ann: Browser) -> None:
    page = log(ann, {"when": "just_now", "note": "On the stairs."})

    assert summary(page) == {"place": "Choose where the bleed is"}
    assert is_open(page, "Add more")


def test_a_number_that_is_none_can_be_typed_and_so_be_kept(ann: Browser) -> None:
    """A browser's own number field throws away what is no number before it is sent."""
    assert 'type="number"' not in ann.get("/log/bleed").text + ann.get("/log/factor").text


def test_a_character_that_no_database_takes_is_left_out(ann: Browser) -> None:
    page = log(ann, {"product": "Bene\x00FIX", "batch": "1\x002", "dose_iu": "2000"}, "factor")

    assert page.status_code == 303
    assert "BeneFIX" in words(ann.get(page.location))


def test_a_browser_cuts_nothing_off_without_a_word(ann: Browser) -> None:
    assert "maxlength" not in ann.get("/log/bleed").text + ann.get("/log/factor").text


def test_a_line_break_of_a_note_is_one_character(ann: Browser) -> None:
    """Browsers send two for it."""
    note = "\r\n".join(["x" * 99] * 20)

    assert log(ann, BLEED | {"note": f"{note}\r\n"}).status_code == 303
    assert "note" in summary(log(ann, BLEED | {"note": f"{note}\r\nxx"}))


@pytest.mark.parametrize("dose", ["2,000", " 2000 ", "2000.0"])
def test_a_dose_is_read_as_people_write_it(ann: Browser, dose: str) -> None:
    page = log(ann, {"dose_iu": dose}, "factor")

    assert "Factor IX, 2,000 IU" in words(ann.get(page.location))


@pytest.mark.parametrize("kind", ["bleed", "bruise", "joint-pain", "factor"])
def test_faults_are_listed_as_their_fields_come(ann: Browser, kind: str) -> None:
    """Whoever goes from one to the next never has to go back up the page."""
    wrong = {"when": "another_time", "place": "", "pain": "11", "dose_iu": "x"}
    wrong |= {"end_time": "10:00", "note": "x" * 3000, "batch": "x" * 100}
    page = log(ann, wrong, kind)
    faults = list(summary(page))

    assert len(faults) > 2
    assert faults == sorted(faults, key=lambda field: page.text.index(f'id="{field}-error"'))


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 400, "none", ""])
def test_a_change_of_no_known_state_is_asked_about_again(ann: Browser, number: str) -> None:
    stored = log(ann, BLEED).location.split("?")[0]

    page = send(ann, f"{stored}/change", BLEED | {"revision": number, "pain": "4"})

    assert page.status_code == 200
    assert "changed on another device" in words(page)
    assert typed(page, "pain") == "4"
