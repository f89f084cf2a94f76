"""Days that are not noted are asked about a month at a time, and may stay forgotten."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.web.browser import Browser
from tests.web.diary.pages import hidden, words

LAST_DAY = {"first": "2026-11-21", "end": "2026-11-23"}
A_DAY_IN_AUGUST = {"first": "2026-08-30", "end": "2026-08-31"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Noon of Sunday 22 November 2026."""
    with time_machine.travel("2026-11-22T12:00:00+00:00", tick=False):
        yield


def answer(ann: Browser, path: str, **said: Any) -> Any:
    """Answer the question of a page; gives the answer to that."""
    return ann.post("/check-in", hidden(ann.get(path)) | said)


@pytest.fixture
def gaps(ann: Browser) -> Browser:
    """Ann, who told of a day in August and of yesterday."""
    for days in (A_DAY_IN_AUGUST, LAST_DAY):
        answer(ann, "/", answer="no_bleeds", id=f"0189f7b2-0000-7000-8000-0000{days['first'][2:4]}"
               f"{days['first'][5:7]}{days['first'][8:]}00", **days)  # fmt: skip
    return ann


def test_each_month_is_asked_for_in_turn(gaps: Browser) -> None:
    assert "82 days of the last 3 months are not noted: add them" in words(gaps.get("/"))
    assert 'href="/diary/gaps"' in gaps.get("/numbers").text
    page = gaps.get("/diary/gaps")
    assert "Any bleeds in November 2026? Not noted yet: 1 to 20 November." in words(page)
    assert "I don't remember No bleeds Yes, I had one" in words(page), "not knowing comes first"
    assert "3 more months after this one." in words(page)

    noted = answer(gaps, "/diary/gaps", answer="no_bleeds")
    page = gaps.get(str(noted.location))
    assert "Noted: no bleeds, 1 to 20 November." in words(page)
    assert "Any bleeds in October 2026?" in words(page)
    assert "remembered later" in words(gaps.get("/diary"))

    forgotten = answer(gaps, "/diary/gaps", answer="forgotten")
    page = gaps.get(str(forgotten.location))
    assert "Noted: you don’t remember, 1 to 31 October." in words(page)
    assert "Any bleeds in September 2026?" in words(page)
    october = words(gaps.get("/diary?month=2026-10"))
    assert "Not remembered" in october
    assert "1 October: not noted" in october
    assert "1 to 31 October: not noted" not in october, "it is not asked for again"

    bleed = answer(gaps, "/diary/gaps", answer="had_bleeds")
    assert bleed.location == "/log/bleed?date=2026-09-01"


def test_a_month_can_be_left_for_later(gaps: Browser) -> None:
    page = gaps.get("/diary/gaps?before=2026-09")
    assert "Any bleeds in August 2026? Not noted yet: 31 August." in words(page)
    page = gaps.get("/diary/gaps?before=2026-08")
    assert "No earlier gaps You skipped some months." in words(page)


def test_a_diary_without_gaps_has_nothing_to_fill(ann: Browser) -> None:
    assert "No earlier gaps" in words(ann.get("/diary/gaps"))
    assert "not noted" not in words(ann.get("/"))


def test_the_days_that_the_home_page_asks_about_are_left_to_it(ann: Browser) -> None:
    days = {"first": "2026-11-09", "end": "2026-11-11"}
    answer(ann, "/", answer="no_bleeds", id="0189f7b2-0000-7000-8000-000000000009", **days)
    assert "11 days are not noted. If you remember them, you can add" in words(ann.get("/numbers"))
    page = ann.get("/diary/gaps")
    assert "All the days" not in words(page), "as if nothing were missing"
    assert "The home page asks about the newest days. Home" in words(page)
    assert "Any bleeds since Tuesday 10 November?" in words(ann.get("/"))
