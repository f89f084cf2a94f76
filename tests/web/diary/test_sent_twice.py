"""The same form sent twice is one entry; with other answers it is refused and kept."""

from typing import Any

import pytest
import time_machine

from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_chosen, title, words

FORMS: list[tuple[str, dict[str, Any]]] = [
    ("bleed", {"place": "left-knee", "when": "just_now", "symptoms": ["warmth"], "note": "x"}),
    ("bruise", {"place": "left-thigh", "when": "just_now", "size": "palm"}),
    ("joint-pain", {"place": "left-knee", "when": "just_now", "swelling": "no", "pain": "0"}),
    ("factor", {"dose_iu": "2000", "when": "just_now", "reason": "prophylaxis"}),
]


@pytest.mark.parametrize(("kind", "answers"), FORMS)
@pytest.mark.parametrize("later", ["2026-11-22T10:00:30", "2026-11-22T10:03:00"])
def test_the_same_form_is_one_entry(
    ann: Browser, kind: str, answers: dict[str, Any], later: str
) -> None:
    """Also minutes later, when "just now" means another minute: the first one stands."""
    form = hidden(ann.get(f"/log/{kind}"))
    with time_machine.travel("2026-11-22T10:00:00+00:00", tick=False):
        first = ann.post(f"/log/{kind}", form | answers)
    with time_machine.travel(f"{later}+00:00", tick=False):
        second = ann.post(f"/log/{kind}", form | answers)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    page = words(ann.get(str(second.location)))
    assert "22 November 2026, 10am" in page
    assert "changed" not in page


def test_other_answers_are_not_stored_over_the_first(ann: Browser) -> None:
    form = hidden(ann.get("/log/bleed"))
    first = ann.post("/log/bleed", form | {"place": "left-knee", "when": "just_now"})

    second = ann.post("/log/bleed", form | {"place": "right-knee", "when": "just_now"})

    assert title(second).startswith("Error: ")
    assert "This form was sent before with other answers" in words(second)
    assert is_chosen(second, "place", "right-knee")
    assert "Left knee bleed" in words(ann.get(str(first.location)))


def test_a_form_with_an_old_id_is_not_taken_for_what_was_sent_days_ago(ann: Browser) -> None:
    """A browser that fills a page as it was left gives a new form the id of the last one."""
    form = hidden(ann.get("/log/bleed")) | {"place": "left-knee", "when": "just_now"}
    with time_machine.travel("2026-11-19T10:00:00+00:00", tick=False):
        ann.post("/log/bleed", form)
    with time_machine.travel("2026-11-22T10:00:00+00:00", tick=False):
        second = ann.post("/log/bleed", form)

    assert title(second).startswith("Error: ")
    assert "This form was sent before with other answers" in words(second)


def test_a_check_in_sent_twice_is_one(ann: Browser) -> None:
    home = hidden(ann.get("/"))
    answers = [ann.post("/check-in", home | {"answer": "no_bleeds"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert ann.get("/diary").text.count('id="entry-') == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "perhaps"},
        {"answer": "no_bleeds", "first": "2026-11-30", "end": "2026-11-29"},
        {"answer": "no_bleeds", "first": "", "end": ""},
        {"answer": "no_bleeds", "first": "2199-01-01", "end": "2199-01-05"},
        {"answer": "no_bleeds", "first": "2020-01-01", "end": "2026-01-01"},
        {"answer": "no_bleeds", "id": "x"},
        {"answer": "no_bleeds", "month": "x"},
    ],
)
def test_a_check_in_that_no_page_of_ours_asks_for(ann: Browser, wrong: dict[str, str]) -> None:
    answer = ann.post("/check-in", hidden(ann.get("/")) | wrong)

    assert answer.status_code == 400
    assert "Nothing is noted yet" in words(ann.get("/numbers"))
