"""Who looked at my diary: in plain words, by day, a visit a line."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine

from bleedlog.models.audit import Action
from bleedlog.models.viewer import console
from bleedlog.models.vocabulary import AccessRole, Kind
from bleedlog.services.travel import export_diary
from bleedlog.web.sharing.deeds import deed_words
from tests.people import People
from tests.web.browser import Browser
from tests.web.diary.pages import send, words

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BLEED = {"place": "left-knee", "when": "just_now"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def leeds(people: People) -> UUID:
    return people.clinic("Leeds")


@pytest.fixture
def diary(people: People, leeds: UUID) -> UUID:
    """Ann's diary, which Leeds may see."""
    return people.patient("Ann", leeds)


@pytest.fixture
def ann(browser: Browser, diary: UUID, people: People) -> Browser:
    """Ann's browser."""
    people.access(people.user("Ann"), diary)
    browser.come_in("Ann")
    return browser


@pytest.fixture
def nia(new_browser: Callable[..., Browser], leeds: UUID, people: People) -> Browser:
    """A haematologist's browser."""
    people.staff("Nia", leeds)
    nia = new_browser()
    nia.come_in("Nia")
    return nia


def test_what_one_does_oneself_is_not_in_the_list(ann: Browser) -> None:
    send(ann, "/log/bleed", BLEED)
    assert "Nobody else has looked yet." in words(ann.get("/looked"))


def test_a_look_of_a_clinic_is_one_line_however_often_its_page_asks(
    ann: Browser, nia: Browser, diary: UUID, clock: time_machine.Traveller
) -> None:
    for path in ("", "/charts.json"):
        assert nia.get(f"/clinic/patients/{diary}{path}").status_code == 200
    clock.shift(20 * 60)
    nia.get(f"/clinic/patients/{diary}")
    clock.shift(3 * 60 * 60)
    nia.come_in("Nia")
    nia.get(f"/clinic/patients/{diary}")
    ann.come_in("Ann")

    said = words(ann.get("/looked"))

    assert "Today, Sunday 22 November" in said
    assert said.count("Nia (Leeds) Looked at your page") == 2
    assert "Looked at your page, noon to 12:20pm" in said
    assert "Looked at your page, 3:20pm" in said


def test_changes_say_how_often(
    ann: Browser, new_browser: Callable[..., Browser], people: People, diary: UUID
) -> None:
    people.access(people.user("Cara"), diary, AccessRole.CARER_LOG)
    cara = new_browser()
    cara.come_in("Cara")
    for _ in range(2):
        send(cara, "/log/bleed", BLEED)

    said = words(ann.get("/looked"))

    assert "Cara (helps with the diary) Looked at your diary, noon" in said
    assert "Added a bleed, 2 times, noon" in said


def test_the_console_is_named_with_its_reason(ann: Browser, people: People, diary: UUID) -> None:
    export_diary(people.record, by=console("You asked us for a copy."), patient_id=diary)

    said = words(ann.get("/looked"))

    assert "The people who run this server Took a copy of your diary, noon" in said
    assert "Why: You asked us for a copy." in said


def test_a_child_is_named(browser: Browser, people: People) -> None:
    parent = people.user("Pat")
    for child in ("Alex", "Sam"):
        people.access(parent, people.patient(child), AccessRole.CARER_MANAGE)
    browser.come_in("Pat")
    page = browser.get("/")
    sam = page.text.split('href="/?patient=')[-1].split('"')[0]

    page = browser.get(f"/looked?patient={sam}")

    assert "Who looked at Sam’s diary" in words(page)
    assert "What you or Sam do is not in this list." in words(page)


def test_carers_who_do_not_manage_find_no_such_page(browser: Browser, people: People) -> None:
    people.access(people.user("Cara"), people.patient("Sam"), AccessRole.CARER_LOG)
    browser.come_in("Cara")
    assert browser.get("/looked").status_code == 404


@pytest.mark.parametrize("asked", ["x", "2026-13-01", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_is_none_is_no_fault(ann: Browser, asked: str) -> None:
    assert ann.get("/looked", query_string={"until": asked}).status_code == 200


@pytest.mark.parametrize("action", Action)
def test_every_action_has_words(action: Action) -> None:
    for detail in (None, "", *Kind, "carer carer_read", "something new"):
        said = deed_words(action, detail, "your")
        assert said
        assert "{" not in said


def test_the_account_leads_to_it_for_each_diary_that_one_manages(
    browser: Browser, people: People
) -> None:
    pat = people.person("Pat")
    sam, tim = people.patient("Sam"), people.patient("Tim")
    people.access(pat, sam, AccessRole.CARER_MANAGE)
    people.access(pat, tim, AccessRole.CARER_READ)
    browser.come_in("Pat")

    page = browser.get("/more")

    assert "Who looked at my diary" in words(page)
    assert "Who looked at Sam’s diary" in words(page)
    assert "Helping with Tim’s diary" in words(page)
    assert f'href="/looked?patient={sam}"' in page.text
    assert f'href="/looked?patient={tim}"' not in page.text
