"""The diary by month, also for months that nobody lives in."""

import re

import pytest

from tests.web.browser import Browser
from tests.web.diary.pages import send, words


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
