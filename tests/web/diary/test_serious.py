"""The red box: what it says, whose number it offers, and that it is never in the way of saving."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from bleedlog.models.bleed import BleedInput
from bleedlog.models.clinic import Clinic
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Viewer
from bleedlog.services.entries import log_entry
from bleedlog.storage.clinics import add_clinic
from bleedlog.storage.patients import add_patient
from bleedlog.web.diary.serious import telephone_of
from tests.people import A_TEST, People
from tests.web.browser import Browser
from tests.web.diary.pages import send, words

SERIOUS = "This can be serious even if you feel well."
WORDS = (
    f"{SERIOUS} Call 999 for: a bad headache, being sick, sleepiness, trouble breathing, "
    "blood in sick, black poo."
)


@pytest.fixture
def tom(browser: Browser, people: People) -> Browser:
    """Tom, whose centre's number is stored."""
    now = datetime.now(UTC)
    with people.record.transaction(A_TEST) as connection:
        leeds = add_clinic(
            connection, Clinic(name="Leeds", phone="+44 (0)113 496 0205", created_at=now)
        )
        tom = Patient(name="Tom", centre_id=leeds, created_at=now)
        add_patient(connection, tom)
    people.access(people.user("Tom"), tom.id)
    browser.come_in("Tom")
    return browser


def logged(browser: Browser, path: str, **answers: Any) -> str:
    """Where one comes to when something was logged just now."""
    answer = send(browser, path, {"when": "just_now", **answers})
    assert answer.status_code == 303
    return str(answer.location)


def saved(browser: Browser, path: str, **answers: Any) -> str:
    """The page that follows."""
    return browser.get(logged(browser, path, **answers)).text


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        ("/log/bleed", {"place": "head"}),
        ("/log/bleed", {"place": "throat"}),
        ("/log/bleed", {"place": "poo"}),
        ("/log/bleed", {"place": "left-iliopsoas"}),
        ("/log/bleed", {"place": "left-knee", "severity": "major"}),
        ("/log/bruise", {"place": "right-eye"}),
        ("/log/bruise", {"place": "abdomen", "size": "larger"}),
        ("/log/bruise", {"place": "abdomen", "pain": "2"}),
        ("/log/joint-pain", {"place": "left-ankle", "pain": "8"}),
    ],
)
def test_after_saving_it_is_told_aloud(ann: Browser, path: str, answers: dict[str, str]) -> None:
    page = saved(ann, path, **answers)

    assert '<div role="alert">\n<div class="notice notice-danger">' in page
    assert SERIOUS in page
    assert "Go to A&amp;E" in page
    assert "It is in your diary." in page


@pytest.mark.parametrize(
    ("path", "answers"),
    [
        ("/log/bleed", {"place": "left-knee", "pain": "7"}),
        ("/log/bleed", {"place": "nosebleed"}),
        ("/log/bruise", {"place": "abdomen", "size": "palm"}),
        ("/log/joint-pain", {"place": "left-ankle", "pain": "7"}),
    ],
)
def test_nobody_is_frightened_for_less(ann: Browser, path: str, answers: dict[str, str]) -> None:
    assert SERIOUS not in saved(ann, path, **answers)


def test_the_centre_is_a_tap_away(tom: Browser) -> None:
    form = tom.get("/log/bleed")
    page = tom.get(logged(tom, "/log/bleed", place="head"))

    for one in (form, page):
        assert WORDS in words(one)
        assert 'href="tel:999"' in one.text
        assert 'href="tel:+441134960205"' in one.text
        told = "Otherwise call Leeds now: Call +44 (0)113 496 0205 No answer? Go to A&E."
        assert told in words(one)


def test_without_a_number_it_is_the_emergency_department(ann: Browser) -> None:
    said = words(ann.get("/log/bleed"))

    assert f"{WORDS} Otherwise call your centre now. No number, or no answer? Go to A&E." in said


@pytest.mark.parametrize(
    ("stored", "dial"),
    [
        ("0113 496 0205", "01134960205"),
        ("+44 (0)113 496 0205", "+441134960205"),
        ("(0113) 496-0205", "01134960205"),
        ("0113 496 0205 ext 12", "01134960205"),
        ("0113 496 0205, then 2", "01134960205"),
        ("ask at the desk", None),
        ("", None),
        (None, None),
    ],
)
def test_only_what_a_phone_can_dial_is_dialled(stored: str | None, dial: str | None) -> None:
    found = telephone_of(stored)

    assert (found and found.dial) == dial
    assert found is None or found.words == stored


def test_it_stays_with_the_entry_until_it_has_stopped(ann: Browser) -> None:
    with time_machine.travel("2026-11-22T12:00:00+00:00", tick=False):
        ann.come_in("Ann")
        path = logged(ann, "/log/bleed", place="head").partition("?")[0]
        later = ann.get(path)
        assert SERIOUS in later.text
        shown = re.sub(r"<template.*?</template>", "", later.text, flags=re.DOTALL)
        assert 'role="alert"' not in shown

    with time_machine.travel("2026-12-10T12:00:00+00:00", tick=False):
        ann.come_in("Ann")
        assert SERIOUS not in ann.get(path).text


@pytest.mark.parametrize(("site", "weight"), [("eye", ' data-serious="alone"'), ("calf", "")])
def test_a_place_that_only_a_file_knows_warns_while_it_is_changed(
    browser: Browser, people: People, site: str, weight: str
) -> None:
    """An eye without its side is no place of the form, and stands in it as it is."""
    user, diary = people.user("Tom"), people.patient("Tom")
    people.access(user, diary)
    entry = BleedInput.model_validate({"site": site, "start": "2026-11-20"})
    log_entry(people.record, by=Viewer(user), patient_id=diary, entry=entry)
    browser.sign_in("Tom")

    form = browser.get(f"/diary/entries/{entry.id}/change").text

    assert f'value="as-before" checked{weight} aria-label' in form


def test_what_was_taken_out_warns_of_nothing(ann: Browser) -> None:
    path = logged(ann, "/log/bleed", place="head").partition("?")[0]
    ann.submit(path, f"{path}/withdraw", {})

    assert SERIOUS not in ann.get(path).text
