"""Days as people say them, seen from Sunday 22 November 2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bleedlog.web.diary.said_day import said_day, said_moment
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import send, summary, typed, words

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("10 days ago", "2026-11-12"),
        ("  Ten days AGO ", "2026-11-12"),
        ("a week ago", "2026-11-15"),
        ("2 weeks ago", "2026-11-08"),
        ("a fortnight ago", "2026-11-08"),
        ("2 weeks ago, in the evening", "2026-11-08"),
        ("1 day ago, 4pm", "2026-11-21T16:00"),
        ("today", "2026-11-22"),
        ("yesterday 4pm", "2026-11-21T16:00"),
        ("yesterday at 16:30", "2026-11-21T16:30"),
        ("last night", "2026-11-21"),
        ("the day before yesterday", "2026-11-20"),
        ("last Tuesday", "2026-11-17"),
        ("tue", "2026-11-17"),
        ("on Sunday", "2026-11-15"),
        ("Saturday at noon", "2026-11-21T12:00"),
        ("3 November", "2026-11-03"),
        ("3rd of Nov, 4.15pm", "2026-11-03T16:15"),
        ("November 3", "2026-11-03"),
        ("22 November", "2026-11-22"),
        ("23 November", "2025-11-23"),
        ("24 December", "2025-12-24"),
        ("3 March 2024", "2024-03-03"),
        ("1 Oct 26", "2026-10-01"),
        ("3/11", "2026-11-03"),
        ("29 February", "2024-02-29"),
        ("03/11/25", "2025-11-03"),
        ("2026-11-03", "2026-11-03"),
        ("midnight on 3 November", "2026-11-03T00:00"),
        ("Friday 2 p.m.", "2026-11-20T14:00"),
        ("this morning", "2026-11-22"),
        ("yesterday afternoon", "2026-11-21"),
        ("Sunday 15 November", "2026-11-15"),
        ("Tue 3rd Nov 2026, 4pm", "2026-11-03T16:00"),
        ("10 days ago.", "2026-11-12"),
        ("Thirteen days ago", "2026-11-09"),
        ("twenty days ago", "2026-11-02"),
        ("03-11-2026", "2026-11-03"),
        ("Saturday night", "2026-11-21"),
        ("yesterday night", "2026-11-21"),
        ("last night at 11pm", "2026-11-21T23:00"),
        ("last night at 2am", "2026-11-22T02:00"),
        ("Friday night, 1.30am", "2026-11-21T01:30"),
        ("last night at midnight", "2026-11-22T00:00"),
        ("at night, 3 November", "2026-11-03"),
    ],
)
def test_what_is_understood(said: str, meant: str) -> None:
    found = said_day(said, SUNDAY)

    assert found is not None
    assert found.text == meant


@pytest.mark.parametrize(
    "said",
    [
        *("", "soon", "some days ago", "31 February", "3 Ju", "13pm yesterday", "25:10 today"),
        *("99999999999 days ago", "3 3 3", "4pm", "ago", "32/1", "1/13", "t", "3 Nov 1066"),
        *("in 2 weeks", "in a fortnight", "Friday next", "morning", "afternoon", "p.m."),
        # The year may stand first.
        "06-08-26",
        *("Monday 15 November", "Tuesday 31 February", "Friday Saturday", "."),
        "31 December 9999 night 1am",
    ],
)
def test_what_is_not_is_not_guessed(said: str) -> None:
    assert said_day(said, SUNDAY) is None


@pytest.fixture
def sunday() -> Iterator[None]:
    with time_machine.travel("2026-11-22T12:00:00+00:00", tick=False):
        yield


KNEE = {"place": "left-knee", "when": "another_time"}


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize(
    ("answers", "when"),
    [
        ({"said": "10 days ago"}, "12 November 2026"),
        ({"said": "yesterday 4pm"}, "21 November 2026, 4pm"),
        ({"said": "Tuesday 17 November"}, "17 November 2026"),
        ({"said": "2 hours ago"}, "22 November 2026, 10am"),
        ({"said": "About an hour ago"}, "22 November 2026, 11am"),
        ({"said": "thirteen hours ago", "date": "2026-11-21"}, "21 November 2026"),
        ({"said": "13 hours ago"}, "21 November 2026, 11pm"),
        ({"said": "last Tuesday", "time": "09:15"}, "17 November 2026, 9:15am"),
        ({"said": "10 days ago", "date": "2026-11-03"}, "3 November 2026"),
        ({"said": "what?", "when": "yesterday"}, "21 November 2026"),
    ],
)
def test_it_is_stored_and_its_reading_shown(
    browser: Browser, people: People, answers: dict[str, str], when: str
) -> None:
    people.person("Ann")
    browser.come_in("Ann")
    saved = send(browser, "/log/bleed", KNEE | answers)
    assert saved.status_code == 303

    assert f"When {when} Stopped" in words(browser.get(str(saved.location)))


@pytest.mark.usefixtures("sunday")
def test_words_that_are_not_understood_are_kept_and_asked_about(ann: Browser) -> None:
    ann.come_in("Ann")
    page = send(ann, "/log/bleed", KNEE | {"said": "a while back"})

    assert summary(page) == {"said": "Write it like 10 days ago, last Tuesday, or 3 November 4pm"}
    assert typed(page, "said") == "a while back"


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize("said", ["22 November 2027", "Tomorrow 2pm", "next Tuesday", "in 2 days"])
def test_words_for_a_day_to_come_are_refused(ann: Browser, said: str) -> None:
    ann.come_in("Ann")
    page = send(ann, "/log/bleed", KNEE | {"said": said})

    assert summary(page) == {"said": "This is in the future. Check the date and time."}


@pytest.mark.parametrize("said", ["some hours ago", "9" * 5000 + " hours ago", "100 hours ago"])
def test_hours_that_nobody_counts_are_not_guessed(said: str) -> None:
    assert said_moment(said, datetime(2026, 11, 22, 12, tzinfo=UTC)) is None


def test_hours_are_counted_through_the_night_when_clocks_go_back() -> None:
    # 25 October 2026, 01:00 UTC: 2am becomes 1am in London.
    morning = datetime(2026, 10, 25, 8, 30, tzinfo=ZoneInfo("Europe/London"))
    found = said_moment("8 hours ago", morning)

    assert found is not None
    assert found.text == "2026-10-25T01:30"
