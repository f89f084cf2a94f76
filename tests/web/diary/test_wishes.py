"""The settings of a diary: how often it asks, which dose it offers."""

from uuid import UUID

import pytest

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, is_chosen, send, summary, title, typed, words


def test_how_often_is_kept_and_an_answer_is_needed(ann: Browser) -> None:
    assert is_chosen(ann.get("/settings/check-ins"), "days", "7")
    for nothing in ({}, {"days": "3"}, {"days": "x"}):
        page = send(ann, "/settings/check-ins", nothing)
        assert title(page).startswith("Error: ")
        assert list(summary(page)) == ["days"]
    saved = send(ann, "/settings/check-ins", {"days": "28"})
    page = ann.get(str(saved.location))
    assert "The home page asks as you wish." in words(page)
    assert is_chosen(page, "days", "28")


def test_the_usual_dose_is_swapped_for_one_that_was_taken(ann: Browser) -> None:
    page = ann.get("/settings/usual-dose")
    assert "offers no dose yet" in words(page)
    assert "Change to a dose" not in words(page)
    send(ann, "/log/factor", {"dose_iu": "3,000", "product": "BeneFIX", "when": "just_now"})
    page = ann.get("/settings/usual-dose")
    assert "Change to a dose that you took BeneFIX, 3,000 IU" in words(page)

    offered = {"product": "benefix", "dose_iu": "3000"}
    saved = ann.post("/settings/usual-dose", hidden(page) | offered)

    assert "“Factor IX” offers BeneFIX, 3,000 IU now." in words(ann.get(str(saved.location)))
    form = ann.get("/log/factor")
    assert (typed(form, "dose_iu"), typed(form, "product")) == ("3000", "BeneFIX")


@pytest.mark.parametrize("dose", ["0", "a lot", "100001", "1e400", "nan", "1_000"])
def test_a_dose_that_cannot_be_is_told_and_stays(ann: Browser, dose: str) -> None:
    page = send(ann, "/settings/usual-dose", {"dose_iu": dose, "product": "Something new"})
    assert title(page).startswith("Error: ")
    assert list(summary(page)) == ["dose_iu"]
    assert (typed(page, "dose_iu"), typed(page, "product")) == (dose, "Something new")
    send(ann, "/settings/usual-dose", {"dose_iu": "", "product": ""})
    assert "offers no dose yet" in words(ann.get("/settings/usual-dose"))


def test_a_parent_changes_a_child_s_and_is_told_whose(browser: Browser, people: People) -> None:
    sam, alex = (people.patient(f"{name} Hollybrook") for name in ("Sam", "Alex"))
    parent = people.user("Pat")
    for child in (sam, alex):
        people.access(parent, child, AccessRole.CARER_MANAGE)
    browser.come_in("Pat")
    for path, answers in (("check-ins", {"days": "28"}), ("usual-dose", {"dose_iu": "500"})):
        page = browser.get(f"/settings/{path}?patient={sam}")
        assert "Sam’s diary" in words(page)
        assert "Save for Sam<" in page.text
        saved = browser.post(f"/settings/{path}", hidden(page) | answers)
        assert saved.location == f"/settings/{path}?saved=1&patient={sam}"
    assert f"/settings/check-ins?patient={alex}" in browser.get("/more").text
    assert typed(browser.get(f"/log/factor?patient={alex}"), "dose_iu") == ""


def test_first_names_are_enough_unless_two_share_one(browser: Browser, people: People) -> None:
    parent = people.user("Pat")

    def add(name: str) -> UUID:
        diary = people.patient(name)
        people.access(parent, diary, AccessRole.CARER_LOG)
        return diary

    sam, alex = add("Sam Hollybrook"), add("Alex Hollybrook")
    browser.come_in("Pat")
    assert "Sam’s diary" in words(browser.get(f"/?patient={sam}"))
    add("Sam Wren")
    assert "Sam Hollybrook’s diary" in words(browser.get(f"/?patient={sam}"))
    assert "Alex’s diary" in words(browser.get(f"/?patient={alex}"))
