"""The clinic: finding somebody, seeing them, asking again with other rules, leaving a trace."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from bleedlog.models.viewer import Viewer
from bleedlog.storage.events import list_events
from tests.axe import faults
from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, OpenTab
from tests.browser.eyes import WIDER_THAN_SCREEN
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
    tom = cast.person("Tom Example", leeds)
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
    desk.get_by_text("View as table").first.click()

    desk.get_by_role("checkbox", name="Without unsure").check()
    expect(desk).to_have_url(f"{path}?unsure=leave-out")
    expect(lead_in(desk)).to_contain_text("3.0")
    expect(desk.get_by_role("img", name="from 3 bleeds in 365 days noted")).to_be_visible()
    expect(desk.get_by_role("checkbox", name="Without unsure")).to_be_focused()
    # What was open stays open.
    expect(desk.get_by_role("cell", name="Left knee").first).to_be_visible()

    desk.get_by_role("checkbox", name="With surgical").check()
    expect(desk).to_have_url(f"{path}?unsure=leave-out&surgical=count")
    expect(lead_in(desk)).to_contain_text("4.0")

    desk.get_by_label("Count", exact=True).select_option("noted at the time")
    expect(desk).to_have_url(f"{path}?source=prospective&unsure=leave-out&surgical=count")
    expect(lead_in(desk)).to_contain_text("3.0")
    desk.get_by_label("Set against").select_option("From month 7 on")
    expect(desk).to_have_url(re.compile("after=after_6m"))
    expect(desk.get_by_role("main")).to_contain_text("Since month 7: no bleeds noted")

    # A link shows what was seen, and the way back leads through it.
    desk.go_back()
    desk.go_back()
    expect(lead_in(desk)).to_contain_text("4.0")
    expect(desk.get_by_label("Count", exact=True)).to_have_value("all")
    seen = desk.url
    desk.goto("/clinic")
    desk.goto(seen)
    expect(lead_in(desk)).to_contain_text("4.0")
    for name in ("Without unsure", "With surgical"):
        expect(desk.get_by_role("checkbox", name=name)).to_be_checked()


def test_without_scripts_a_button_counts_again(open_tab: OpenTab, nia: UUID, tom: Person) -> None:
    tab = open_tab(nia, DESK, java_script_enabled=False)
    tab.goto(f"/clinic/patients/{tom.diary}")
    tab.get_by_role("checkbox", name="Without unsure").check()
    tab.get_by_role("button", name="Count again").click()
    expect(lead_in(tab)).to_contain_text("3.0")
    expect(tab.get_by_role("link", name="PNG")).to_have_count(0)


def test_where_the_script_that_counts_again_does_not_come_the_button_does(
    desk: Page, tom: Person, watch: Watch
) -> None:
    watch.expect_no_answer()
    desk.route("**/count_again.js", lambda route: route.abort())
    desk.goto(f"/clinic/patients/{tom.diary}")
    again = desk.get_by_role("button", name="Count again")
    expect(again).to_be_hidden()
    desk.get_by_role("checkbox", name="Without unsure").check()
    again.click()
    expect(desk).to_have_url(re.compile("unsure=leave-out"))
    expect(lead_in(desk)).to_contain_text("3.0")


def test_a_chart_is_kept_as_a_picture_and_as_figures(desk: Page, tom: Person) -> None:
    desk.goto(f"/clinic/patients/{tom.diary}?unsure=leave-out")
    chart = desk.locator("#kinds")
    kept = {}
    for kind in ("PNG", "SVG", "CSV"):
        with desk.expect_download() as download:
            chart.get_by_role("link", name=kind).click()
        kept[kind] = download.value
    assert [one.suggested_filename for one in kept.values()] == [
        "bleedlog-kinds.png",
        "bleedlog-kinds.svg",
        "bleedlog-kinds.csv",
    ]
    png, svg, csv = (Path(one.path()).read_bytes() for one in kept.values())
    picture = Image.open(BytesIO(png))
    width, height = picture.size
    # Not blank: marks of both colours stand on it.
    seen = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
    assert {(128, 22, 80), (40, 161, 151)} <= seen
    assert svg.count(b"<svg") > 1
    assert f'width="{width // 2}" height="{height // 2}"'.encode() in svg
    assert b"All,3.0 (" in csv.replace(b'"', b"")


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


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (820, 1180)], ids=str)
def test_the_page_fits_desks_and_tablets(
    open_tab: OpenTab, nia: UUID, tom: Person, size: tuple[int, int]
) -> None:
    """Nothing sticks out sideways; facts and the first chart's title are above the fold."""
    width, height = size
    tab = open_tab(nia, {"width": width, "height": height}, reduced_motion="reduce")
    tab.goto(f"/clinic/patients/{tom.diary}")

    assert tab.evaluate(WIDER_THAN_SCREEN) == []
    for part in (tab.locator(".stat").last, tab.locator("#timeline-title")):
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < height
    assert faults(tab) == []


def test_a_pasted_day_is_seen_with_its_time(desk: Page, tom: Person) -> None:
    """Whoever checks the rows before saving must see the hour that a level was taken at."""
    desk.goto(f"/clinic/patients/{tom.diary}/records/several")
    sheet = "Date\tTest\tResult\tUnit\n22/12/2025 22:22\tFIX\t38\tIU/dL"
    desk.get_by_label("Copy the rows").fill(sheet)
    desk.get_by_role("button", name="Read the rows").click()
    day = desk.get_by_label("Date, row 1")
    expect(day).to_have_value("22/12/2025 22:22")
    wide, room = day.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert wide <= room
    assert desk.evaluate(WIDER_THAN_SCREEN) == []
