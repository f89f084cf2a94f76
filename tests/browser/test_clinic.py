"""The clinic: finding somebody, seeing them, asking again with other rules, leaving a trace."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from bleedlog.models.viewer import Viewer
from bleedlog.storage.events import list_events
from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, OpenTab
from tests.browser.lives import HEADER, diary, months_before
from tests.browser.site import Site
from tests.browser.steps import today
from tests.browser.watch import Watch


@pytest.fixture
def leeds(cast: Cast) -> UUID:
    return cast.clinic()


@pytest.fixture
def nia(cast: Cast, leeds: UUID) -> UUID:
    """The haematologist's user."""
    return cast.haematologist("Nia", leeds)


@pytest.fixture
def desk(open_tab: OpenTab, nia: UUID) -> Page:
    """The haematologist's screen."""
    return open_tab(nia, DESK)


@pytest.fixture
def tom(cast: Cast, leeds: UUID) -> Person:
    """Before: two certain bleeds, an unsure one, a surgical one, one remembered later."""
    tom = cast.person("Tom Example", leeds, nhs_number="9990000018", hospital_number="LTH-7")
    before = months_before(today(), 24)
    cast.bring(tom.diary, diary(today(), before=(2, 365), after=(0, 365)))
    cast.bring(
        tom.diary,
        f"{HEADER}\n"
        f"bleed,{before},,joint,elbow,left,spontaneous,unsure,,prospective\n"
        f"bleed,{before + timedelta(7)},,mouth_gum,,,surgical,,,prospective\n"
        f"bleed,{before + timedelta(14)},,nose,,,spontaneous,,,recalled\n",
    )
    return tom


def found(desk: Page) -> list[str]:
    """The names in the list."""
    return desk.get_by_role("rowheader").all_inner_texts()


def search(desk: Page, words: str) -> list[str]:
    desk.get_by_role("searchbox").fill(words)
    desk.get_by_role("button", name="Find").click()
    expect(desk.get_by_text(f"found for “{words}”")).to_be_visible()
    return found(desk)


def test_patients_are_found_by_what_is_known_of_them(
    desk: Page, tom: Person, cast: Cast, leeds: UUID
) -> None:
    cast.patient("Ada Example", leeds, nhs_number="9990000026")
    cast.patient("Somebody Else", cast.clinic("York"))
    desk.goto("/clinic")
    assert found(desk) == ["Ada Example", "Tom Example"]
    assert search(desk, "tom") == ["Tom Example"]
    assert search(desk, "999 000 0026") == ["Ada Example"]
    assert search(desk, "lth-7") == ["Tom Example"]
    assert search(desk, "example") == ["Ada Example", "Tom Example"]
    assert search(desk, "somebody") == []
    desk.get_by_role("link", name="Show all").click()
    desk.get_by_role("link", name="Tom Example").click()
    expect(desk).to_have_url(f"/clinic/patients/{tom.diary}")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tom Example")
    expect(desk.get_by_role("main")).to_contain_text("999 000 0018 · LTH-7")


def test_a_patient_of_another_clinic_is_no_patient(desk: Page, cast: Cast, watch: Watch) -> None:
    stranger = cast.patient("Somebody Else", cast.clinic("York"))
    watch.expect(404)
    for path in ("", "/charts.json"):
        answer = desk.goto(f"/clinic/patients/{stranger}{path}")
        assert answer is not None
        assert answer.status == 404
    expect(desk.get_by_text("Somebody Else")).to_have_count(0)


def lead_in(desk: Page) -> Locator:
    """All bleeds before, in the table."""
    rows = desk.get_by_role("region", name="Bleeds a year by window").get_by_role("row")
    return rows.filter(has_text="Lead-in").get_by_role("cell").nth(1)


def test_filters_change_the_figures_and_the_address(desk: Page, tom: Person) -> None:
    """In 365 observed days: 2 certain bleeds, 1 unsure, 1 remembered, 1 surgical left out."""
    path = f"/clinic/patients/{tom.diary}"
    desk.goto(path)
    expect(lead_in(desk)).to_contain_text("4.0")

    desk.get_by_role("checkbox", name="Without unsure").check()
    desk.get_by_role("button", name="Count again").click()
    expect(desk).to_have_url(f"{path}?unsure=leave-out")
    expect(lead_in(desk)).to_contain_text("3.0")

    desk.get_by_role("checkbox", name="With surgical").check()
    desk.get_by_role("button", name="Count again").click()
    expect(desk).to_have_url(f"{path}?unsure=leave-out&surgical=count")
    expect(lead_in(desk)).to_contain_text("4.0")

    desk.get_by_role("checkbox", name="Only what was noted at the time").check()
    desk.get_by_role("button", name="Count again").click()
    expect(desk).to_have_url(re.compile("source=prospective"))
    expect(lead_in(desk)).to_contain_text("3.0")
    for name in ("Without unsure", "With surgical", "Only what was noted"):
        expect(desk.get_by_role("checkbox", name=name)).to_be_checked()


def test_the_charts_follow_the_filters(desk: Page, tom: Person) -> None:
    desk.goto(f"/clinic/patients/{tom.diary}?unsure=leave-out")
    expect(desk.get_by_role("img", name="from 3 bleeds in 365 days noted")).to_be_visible()
    sources = desk.locator("[data-chart-source]").first.get_attribute("data-chart-source")
    assert sources == f"/clinic/patients/{tom.diary}/charts.json?unsure=leave-out"


def test_looking_leaves_a_trace(desk: Page, tom: Person, nia: UUID, site: Site) -> None:
    desk.goto("/clinic")
    desk.get_by_role("link", name="Tom Example").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tom Example")
    with site.record.reading() as connection:
        events = list_events(connection, Viewer(tom.user), tom.diary)
    looks = [event for event in events if event.by_user == nia]
    assert looks
    assert {(event.action, event.acting_as, event.detail) for event in looks} == {
        ("looked", "clinic", "patient")
    }
