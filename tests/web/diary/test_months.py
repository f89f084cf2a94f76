"""The diary by month, also for months that nobody lives in."""

import re
from datetime import timedelta

import pytest
import time_machine

from bleedlog.models.moment import DEFAULT_ZONE, local_today
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, words


@pytest.mark.parametrize("month", ["0001-01", "1899-12", "9999-12", "9999-11", "2026-13", "x", ""])
def test_a_month_that_no_diary_has_leads_to_this_month(ann: Browser, month: str) -> None:
    page = ann.get(f"/diary?month={month}", follow_redirects=True)

    assert page.status_code == 200
    assert "Nothing noted in" in words(page)


@pytest.mark.parametrize("month", ["1900-01", "2024-02", "2026-10"])
def test_a_month_of_a_life_is_shown(ann: Browser, month: str) -> None:
    assert ann.get(f"/diary?month={month}").status_code == 200


def test_the_first_month_has_none_before_it(ann: Browser) -> None:
    assert "December 1899" not in ann.get("/diary?month=1900-01").text


def test_a_bleed_s_square_leads_to_the_bleed(ann: Browser) -> None:
    bleed = send(ann, "/log/bleed", {"place": "left-knee", "when": "just_now"}).location
    send(ann, "/log/factor", {"dose_iu": "2000", "when": "just_now"})
    page = ann.get("/diary").text

    square = re.search(r'<a class="day day-bleed[^"]*" href="([^"]+)"', page)

    assert square is not None
    assert str(bleed).partition("?")[0].rpartition("/")[2] == square[1].removeprefix("#entry-")
    assert f'id="{square[1][1:]}"' in page


def test_the_list_shows_one_kind_and_stays_with_it(ann: Browser) -> None:
    send(ann, "/log/bleed", {"place": "left-knee", "when": "just_now"})
    assert "What is listed" not in ann.get("/diary").text, "there is only one kind"
    send(ann, "/log/factor", {"dose_iu": "2000", "when": "just_now"})

    page = ann.get("/diary")
    assert "All Bleeds Factor IX" in words(page)
    assert "Bruises" not in words(page)
    page = ann.get("/diary?kind=factor")
    assert "Factor IX, 2,000 IU" in words(page)
    assert "Left knee bleed" not in words(page)
    assert re.search(r'href="/diary\?month=[-0-9]+&amp;kind=factor#list" aria-current', page.text)
    earlier = re.search(r'href="(/diary\?month=[-0-9]+&amp;kind=factor)"', page.text)
    assert earlier is not None, "another month shows the same kind"
    month = ann.get(earlier[1].replace("&amp;", "&"))
    assert "None of these in" in words(month)
    assert "Left knee bleed" in words(ann.get("/diary?kind=rubbish"))


def test_days_of_long_ago_may_be_forgotten_and_those_of_late_are_asked(ann: Browser) -> None:
    today = local_today(DEFAULT_ZONE)
    long_ago = (today.replace(day=1) - timedelta(60)).replace(day=1)
    page = ann.get(f"/diary?month={long_ago:%Y-%m}")
    assert "I don't remember No bleeds I had one" in words(page)
    forgotten = ann.post("/check-in", hidden(page) | {"answer": "forgotten"})
    page = ann.get(str(forgotten.location))
    assert "Noted: you don’t remember" in words(page)
    assert "I had one" not in words(page)
    assert page.text.count("day-unnoted") > 28, "they stay days that are not noted"


@pytest.mark.parametrize(("day", "asks_first"), [("2026-12-29", False), ("2026-12-30", True)])
def test_one_tap_that_covers_more_than_four_weeks_may_be_forgotten(
    ann: Browser, day: str, asks_first: bool
) -> None:
    with time_machine.travel(f"{day}T12:00:00+00:00", tick=False):
        ann.sign_in("Ann")
        page = words(ann.get("/diary"))
    assert "December: not noted" in page
    assert ("I don't remember No bleeds" in page) is asks_first


@pytest.mark.parametrize(("days_ago", "remembered"), [(27, False), (28, True)])
def test_what_is_noted_after_four_weeks_is_remembered(
    ann: Browser, days_ago: int, remembered: bool
) -> None:
    day = local_today(DEFAULT_ZONE) - timedelta(days_ago)
    answers = {"place": "left-knee", "when": "another_time", "date": day.isoformat()}
    saved = send(ann, "/log/bleed", answers)
    assert ("Remembered later" in words(ann.get(str(saved.location)))) is remembered


def test_a_day_of_the_calendar_takes_any_kind(ann: Browser) -> None:
    page = ann.get("/log/bleed?date=2026-03-05")
    for path in ("bruise", "joint-pain", "factor"):
        assert f'href="/log/{path}?date=2026-03-05"' in page.text
        assert 'value="2026-03-05"' in ann.get(f"/log/{path}?date=2026-03-05").text
    assert "something else on that day" not in ann.get("/log/bleed").text
    assert 'href="/log/bruise?date=%22%3E"' in ann.get('/log/bleed?date=">').text
