"""The frame around every page: who is signed in, and whether this is the demo."""

from dataclasses import replace

import pytest

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.storage.engine import Database
from tests.people import People
from tests.web.browser import Browser

BANNER = "Demo: these people are invented"


def test_staff_see_their_clinic_and_can_sign_out(browser: Browser, people: People) -> None:
    people.staff("Nia", people.clinic("Leeds Haemophilia Centre"))
    browser.come_in("Nia")

    page = browser.get("/more").text

    assert "Leeds Haemophilia Centre" in page
    assert "Nia" in page
    assert 'action="/sign-out"' in page


@pytest.mark.parametrize("path", ["/join", "/forgotten", "/reset", "/privacy", "/nowhere"])
def test_what_waits_is_counted_where_anybody_may_come(
    browser: Browser, people: People, path: str
) -> None:
    people.person("Ann")
    browser.sign_in("Ann")

    assert "data-pill" in browser.get(path).text


def test_who_works_at_several_clinics_sees_how_many(browser: Browser, people: People) -> None:
    user = people.staff("Nia", people.clinic("Leeds"))
    people.work(user, people.clinic("York"))
    browser.come_in("Nia")

    assert '<span class="clinic-name">2 clinics</span>' in browser.get("/more").text


def test_a_parent_can_open_each_diary(browser: Browser, people: People) -> None:
    user = people.user("Mara")
    patients = [people.patient(name) for name in ("Alec", "Sam")]
    for patient in patients:
        people.access(user, patient)
    browser.come_in("Mara")

    page = browser.get("/more").text

    for patient in patients:
        assert f'href="/?patient={patient}"' in page


def test_only_the_demo_says_that_its_people_are_invented(
    settings: Settings, sqlite_database: Database, browser: Browser
) -> None:
    demo = Browser(
        create_app(replace(settings, demo=True), sqlite_database), base_url=settings.base_url
    )

    assert BANNER in demo.get("/sign-in").text
    assert BANNER in demo.get("/no-such-page").text
    assert BANNER not in browser.get("/sign-in").text
