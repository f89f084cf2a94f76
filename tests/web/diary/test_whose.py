"""Somebody who logs for two children: every page says for whom, and stays with that child."""

import re
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from bleedlog.models.vocabulary import AccessRole
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import hidden, send, words

BLEED = {"place": "left-knee", "when": "just_now"}


@pytest.fixture
def children(people: People, browser: Browser) -> dict[str, UUID]:
    """Alex and Sam, whose parent is signed in."""
    found = {name: people.patient(name) for name in ("Alex", "Sam")}
    parent = people.user("Pat")
    for child in found.values():
        people.access(parent, child, AccessRole.CARER_LOG)
    browser.come_in("Pat")
    return found


def opened(page: TestResponse) -> set[str]:
    """The pages that a page's links and forms lead to, the account's and the phone's own aside."""
    shown = re.sub(r"<template.*?</template>", "", page.text, flags=re.DOTALL)
    found = re.findall(r'(?:href|action)="(/[^"#]*)', shown)
    account = {"/sign-out", "/more/password", "/manifest.webmanifest"}
    return {path for path in found if not path.startswith("/static/") and path not in account}


@pytest.mark.parametrize(
    "path", ["/", "/diary", "/numbers", "/log/bleed", "/log/bruise", "/log/joint-pain"]
)
@pytest.mark.parametrize("name", ["Alex", "Sam"])
def test_a_page_names_the_child_and_leads_on_to_the_same_child(
    browser: Browser, children: dict[str, UUID], name: str, path: str
) -> None:
    other = children[{"Alex": "Sam", "Sam": "Alex"}[name]]
    page = browser.get(f"{path}?patient={children[name]}")

    assert f"{name}’s diary" in words(page)
    if "/log/" in path:
        assert f"<span>Save for {name}</span>" in page.text
        assert hidden(page)["patient"] == str(children[name])
    for link in opened(page):
        if link == "/privacy":  # about everybody's diary
            continue
        posts = f'action="{link}"' in page.text
        assert posts or f"patient={children[name]}" in link or link == f"/?patient={other}", link


def test_a_helper_is_asked_about_the_child(browser: Browser, children: dict[str, UUID]) -> None:
    sam = f"?patient={children['Sam']}"
    for kind in ("bleed", "bruise", "joint-pain"):
        assert "Did Sam take factor?" in words(browser.get(f"/log/{kind}{sam}"))
    assert "Like Sam’s palm" in words(browser.get(f"/log/bruise{sam}"))
    asked = browser.get(f"/log/factor{sam}")
    assert "When did Sam take it?" in words(asked)
    assert "Regular dose" in words(asked), "whose regular dose it is was not said"
    assert "Who gave it? Sam I did, or another carer School Hospital" in words(asked)

    # "I did" was the parent, and was stored as if Sam had given it.
    dose = send(browser, f"/log/factor{sam}", {"when": "just_now", "given_by": "self"})
    path = str(dose.location)
    assert "Given By Sam" in words(browser.get(path))
    entry, query = path.split("?")
    send(browser, f"{entry}/change?{query}", {"when": "just_now", "given_by": "carer"})
    said = words(browser.get(path))
    assert "Given By a carer" in said
    assert "Who gave it: was given by Sam" in said


def test_somebody_is_asked_about_themselves(ann: Browser) -> None:
    assert "Did you take factor?" in words(ann.get("/log/bleed"))
    asked = words(ann.get("/log/factor"))
    assert "When did you take it?" in asked
    assert "My regular dose" in asked
    assert "Who gave it? I did A carer School Hospital" in asked
    dose = send(ann, "/log/factor", {"when": "just_now", "given_by": "self"})
    assert "Given By you " in words(ann.get(str(dose.location)))


def test_an_entry_goes_to_the_child_whose_form_was_opened(
    browser: Browser, children: dict[str, UUID]
) -> None:
    form = hidden(browser.get(f"/log/bleed?patient={children['Sam']}"))
    browser.get(f"/?patient={children['Alex']}")

    saved = browser.post("/log/bleed", form | BLEED)

    assert f"patient={children['Sam']}" in str(saved.location)
    assert "It is in Sam’s diary." in words(browser.get(str(saved.location)))
    assert "Left knee bleed" in words(browser.get(f"/diary?patient={children['Sam']}"))
    assert "Left knee bleed" not in words(browser.get(f"/diary?patient={children['Alex']}"))


@pytest.mark.parametrize(("page", "back"), [("/diary/gaps", "/diary"), ("/log/bruise", "/")])
def test_the_way_back_stays_with_the_child(
    browser: Browser, children: dict[str, UUID], page: str, back: str
) -> None:
    sam = f"?patient={children['Sam']}"

    assert f'class="back-link" href="{back}{sam}"' in browser.get(f"{page}{sam}").text


def test_a_form_that_does_not_say_whose_it_is_stores_nothing(
    browser: Browser, children: dict[str, UUID]
) -> None:
    form = hidden(browser.get(f"/log/bleed?patient={children['Sam']}"))
    del form["patient"]

    assert browser.post("/log/bleed", form | BLEED).status_code == 400
    for child in children.values():
        assert "Left knee" not in words(browser.get(f"/diary?patient={child}"))


def test_who_may_only_read_is_offered_nothing_to_log(browser: Browser, people: People) -> None:
    sam = people.patient("Sam")
    people.access(people.user("Gran"), sam, AccessRole.CARER_READ)
    browser.come_in("Gran")

    home, diary = browser.get("/"), browser.get("/diary")

    for page in (home, diary):
        assert "Sam’s diary" in words(page)
        assert "/log/" not in page.text
        assert "<form" not in re.sub(r"<template.*?</template>", "", page.text, flags=re.DOTALL)
    assert browser.get("/log/bleed").status_code == 404


def test_one_s_own_only_diary_needs_no_name(ann: Browser) -> None:
    assert "Ann’s diary" not in ann.get("/").text
    assert "Save for" not in ann.get("/log/bleed").text
    assert send(ann, "/log/bleed", BLEED).status_code == 303


def test_the_numbers_are_the_child_s(browser: Browser, children: dict[str, UUID]) -> None:
    path = f"?patient={children['Sam']}"
    send(browser, f"/log/bleed{path}", BLEED)

    said = words(browser.get(f"/numbers{path}"))
    assert "Sam’s bleeds so far" in said
    assert "All Sam’s bleeds, added up" in said
    assert "One page for Sam’s appointment Sam’s numbers" in said
    assert "your bleeds" not in said.casefold()
    assert "Sam’s bleeds so far" in words(browser.get(f"/numbers/summary{path}"))
