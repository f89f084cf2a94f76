"""What else is done without a connection: a check-in, a bleed's end, a dose, a change, an undo."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from sqlalchemy import select

from bleedlog.models.entry import EntryRevision
from tests.browser.cast import Cast
from tests.browser.steps import card, choose, log_bleed, open_diary
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    log_here,
    make_ready,
    pill,
    press_save,
    save_here,
    see_all_sent,
    wait_until_kept,
)
from tests.faults.server import Server

A_DAY = 86_400_000
ANOTHER_CLOCK = """{
  const Real = Date, off = %d;
  globalThis.Date = class extends Real {
    constructor(...told) { told.length ? super(...told) : super(Real.now() + off) }
    static now() { return Real.now() + off }
  };
}"""


def press(tab: Page, name: str) -> None:
    """Do what a button says, and see that it is on this phone."""
    tab.get_by_role("button", name=name, exact=True).click()
    expect(tab.get_by_role("status").filter(has_text="Saved on this phone:").last).to_be_visible()


def last_hour_that_came_twice() -> tuple[str, datetime]:
    """Where it was, and half past in that hour when it came first: the newest of two zones.

    Two, so that it is never so long ago that no such date of a phone is believed.
    """
    hour, found = timedelta(hours=1), []
    for name in ("Europe/London", "Australia/Sydney"):
        zone, first = ZoneInfo(name), datetime.now(UTC).replace(minute=30, second=0, microsecond=0)
        while first.astimezone(zone).hour != (first + hour).astimezone(zone).hour:
            first -= hour
        found.append((first, name))
    first, name = max(found)
    return name, first


def told_by_phone(server: Server, diary: UUID) -> list[tuple[UUID, str, datetime]]:
    """The id, the start, and when by the phone's clock, of what it told, oldest first."""
    states = EntryRevision.__table__  # type: ignore[attr-defined]
    asked = select(states).where(states.c.patient_id == diary).order_by(states.c.phone_at)
    with server.record.reading() as connection:
        return [(row.id, row.state["start"], row.phone_at) for row in connection.execute(asked)]


def test_each_deed_is_kept_and_done_later(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    tab = open_phone(ines.user)
    log_bleed(tab, "Left knee")
    log_bleed(tab, "Right elbow", "Yesterday")
    entry = tab.url.partition("?")[0]
    wait_until_kept(tab, f"{entry}/change")
    make_ready(tab)

    server.stop()
    tab.goto(f"{entry}/change")
    choose(tab, "After activity")
    save_here(tab)
    expect(tab.get_by_role("heading", level=1)).to_have_text(
        re.compile("Change: Right elbow bleed$")
    )
    tab.goto(entry)
    press(tab, "Take it out of the diary")
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("button", name="Take it out of the diary")).to_be_focused()
    tab.goto("/")
    stop = tab.get_by_role("button", name="It has stopped: Left knee bleed")
    stop.click()
    expect(stop).to_be_hidden()
    tab.get_by_role("button", name="I treated it: Right elbow bleed").click()
    expect(pill(tab)).to_have_text("3 waiting to send")
    press(tab, "No others, no bleeds but those noted")
    expect(pill(tab)).to_have_text("4 waiting to send")
    # Done already, so it is not offered again; a dose may be taken once more.
    tab.reload()
    expect(stop).to_be_hidden()
    treated = tab.locator(".undo").filter(has_text="Saved on this phone: I treated it")
    expect(treated).to_have_text(re.compile("Right elbow bleed"))
    expect(tab.get_by_role("button", name="I treated it: Right elbow bleed")).to_be_visible()

    server.start()
    tab.goto("/")
    see_all_sent(tab)
    expect(tab.get_by_role("button", name="It has stopped")).to_have_count(1)
    open_diary(tab)
    expect(card(tab, "Factor IX, 4,000 IU")).to_have_count(1)
    expect(card(tab, "No bleeds")).not_to_have_count(0)
    tab.goto(entry)
    expect(tab.locator("dl.facts")).to_contain_text("After activity")
    expect(tab.get_by_text("Taken out of the diary")).to_have_count(0)


def test_what_is_taken_back_and_done_again_is_done(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    """Each may have been sent before it was taken back, so all of it is told, in its order."""
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    tab = open_phone(ines.user)
    log_bleed(tab, "Left knee")
    make_ready(tab)
    server.stop()
    for name in ("It has stopped", "I treated it"):
        button = tab.get_by_role("button", name=name)
        done = tab.locator(".undo").filter(has_text=f"Saved on this phone: {name}")
        button.click()
        done.get_by_role("button", name="Undo").click()
        button.click()
        expect(done).to_be_visible()
    expect(pill(tab)).to_have_text("6 waiting to send")
    server.start()
    tab.goto("/")
    see_all_sent(tab)
    expect(tab.get_by_role("button", name="It has stopped")).to_have_count(0)
    with server.record.reading() as connection:
        doses = connection.exec_driver_sql(
            "SELECT withdrawn FROM entry WHERE patient_id = ? AND kind = 'infusion'"
            " ORDER BY first_seq",
            (ines.diary.hex,),
        )
        assert [bool(row[0]) for row in doses] == [True, False]


def test_a_clock_that_is_a_day_off_loses_nothing(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    for off, place in ((A_DAY, "Left knee"), (-A_DAY, "Right elbow")):
        tab = open_phone(ines.user, ANOTHER_CLOCK % off)
        tab.goto("/log/bleed")
        choose(tab, place)
        press_save(tab)
        expect(tab.get_by_text("It is in your diary.")).to_be_visible()
        expect(tab.get_by_role("main")).to_contain_text("Check the time")
        assert kept(tab)["waiting"] == []
    assert server.bleeds_of(ines.diary) == ["left knee", "right elbow"]


def test_a_home_page_of_an_earlier_day_asks_of_the_days_up_to_now(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    first = tab.locator("[name=first]").input_value()
    later = tab.context.new_page()
    later.add_init_script(ANOTHER_CLOCK % (2 * A_DAY))
    server.stop()
    later.goto("/")
    expect(later.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"Any bleeds since [A-Z][a-z]+day [0-9]+ [A-Z][a-z]+\?")
    )
    press(later, "No bleeds")
    (waits,) = kept(later)["waiting"]
    answers = dict(waits["answers"])
    on = datetime.fromisoformat(waits["at"]).astimezone(ZoneInfo("Europe/London")).date()
    assert (answers["first"], answers["end"]) == (first, str(on + timedelta(days=1)))


def test_the_hour_that_comes_twice_keeps_both_bleeds(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    zone, first = last_hour_that_came_twice()
    ines = cast.person("Ines", zone=zone)
    tab = open_phone(ines.user, zone=zone)
    make_ready(tab)
    server.stop()
    taps = [first, first + timedelta(hours=1)]
    for moment, place in zip(taps, ("Left knee", "Right elbow"), strict=True):
        tab.clock.set_fixed_time(moment)
        log_here(tab, place)
    # The phone lay in a drawer since.
    tab.clock.set_fixed_time(datetime.now(UTC))
    server.start()
    tab.goto("/")
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee", "right elbow"]
    # The clock on the wall said the same twice; the two instants are kept beside it.
    clock = f"{first.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:30}"
    told = told_by_phone(server, ines.diary)
    assert [(start, at) for _, start, at in told] == [(clock, at) for at in taps]
    for entry, _, _ in told:
        tab.goto(f"/diary/entries/{entry}")
        expect(tab.get_by_role("main")).to_contain_text("Check the time")
