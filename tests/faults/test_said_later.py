"""What is said of an entry afterwards, without a connection: earlier, the other side, photos."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, expect

from tests.browser.cast import Cast
from tests.browser.eyes import seen_everywhere
from tests.browser.lives import HEADER
from tests.browser.steps import choose, log_bleed
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    make_ready,
    pill,
    save_here,
    see_all_sent,
    wait_until_kept,
)
from tests.faults.server import Server
from tests.photo_corpus import turned

LONDON = ZoneInfo("Europe/London")


def photo(way: int) -> FilePayload:
    """Another one for each way that it is turned."""
    return {"name": f"{way}.jpg", "mimeType": "image/jpeg", "buffer": turned(way)}


def local(moment: datetime) -> str:
    """As an entry has it."""
    return f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}"


def told(server: Server, diary: UUID) -> list[tuple[str, str | None, str | None]]:
    """Kind, end and side of somebody's entries that stand, oldest first; of a dose its start."""
    with server.record.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT kind, CASE kind WHEN 'infusion' THEN start ELSE \"end\" END, side FROM entry"
            " WHERE patient_id = ? AND withdrawn = 0 ORDER BY first_seq",
            (diary.hex,),
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_it_was_some_hours_ago(open_phone: OpenPhone, cast: Cast, server: Server) -> None:
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    tapped = datetime.now(UTC) - timedelta(minutes=10)
    began = local(tapped - timedelta(hours=5))
    cast.bring(ines.diary, f"{HEADER}\nbleed,{began},,joint,knee,left,,certain,,prospective\n")
    tab = open_phone(ines.user)
    make_ready(tab)
    server.stop()
    tab.goto("/")
    tab.clock.set_fixed_time(tapped)
    # Taken back, the dose goes, and with it that it was earlier.
    tab.get_by_role("button", name="I treated it").click()
    tab.locator("summary", has_text="Earlier?").click()
    tab.get_by_role("button", name="1 hour ago").click()
    expect(
        tab.get_by_text("Saved on this phone: I treated it: Left knee bleed: 1 ")
    ).to_be_visible()
    expect(pill(tab)).to_have_text("2 waiting to send")
    tab.get_by_role("button", name="Undo").first.click()
    expect(pill(tab)).to_have_text("Saved")
    expect(tab.locator("summary", has_text="Earlier?")).to_have_count(0)

    tab.get_by_role("button", name="I treated it").click()
    tab.locator("summary", has_text="Earlier?").click()
    tab.get_by_role("button", name="1 hour ago").click()
    tab.get_by_role("button", name="It has stopped").click()
    expect(pill(tab)).to_have_text("3 waiting to send")
    tab.locator("summary", has_text="Earlier?").first.click()
    # Not before it began.
    expect(tab.get_by_role("button", name="8 hours ago")).to_have_count(0)
    expect(tab.get_by_role("button", name="4 hours ago")).to_be_visible()
    assert seen_everywhere(tab) == {}
    tab.get_by_role("button", name="2 hours ago").click()
    expect(pill(tab)).to_have_text("4 waiting to send")

    server.start()
    tab.clock.set_fixed_time(datetime.now(UTC))
    tab.goto("/")
    see_all_sent(tab)
    assert told(server, ines.diary) == [
        ("bleed", local(tapped - timedelta(hours=2)), "left"),
        ("infusion", local(tapped - timedelta(hours=1)), None),
    ]


def test_the_other_side_of_what_is_saved_on_this_phone_or_just_was(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    log_bleed(tab, "Left elbow")
    wait_until_kept(tab, tab.url)
    server.stop()
    tab.get_by_role("button", name="Other side").click()
    expect(tab.get_by_text("Saved on this phone: Other side: Right elbow")).to_be_visible()
    # It may have been sent, so the server is told the contrary, too.
    tab.get_by_role("button", name="Undo").click()
    expect(pill(tab)).to_have_text("2 waiting to send")
    tab.get_by_role("button", name="Other side").click()
    expect(pill(tab)).to_have_text("3 waiting to send")

    tab.goto("/log/bruise")
    choose(tab, "Left thigh")
    save_here(tab)
    tab.get_by_role("button", name="Other side").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Bruise: Right thigh")
    expect(tab.get_by_text("Right thigh: your right")).to_be_visible()
    assert seen_everywhere(tab) == {}
    # What has no sides has no other one.
    tab.goto("/log/bleed")
    choose(tab, "Head")
    save_here(tab)
    expect(tab.get_by_role("button", name="Other side")).to_have_count(0)

    server.start()
    tab.goto("/")
    see_all_sent(tab)
    assert [side for _, _, side in told(server, ines.diary)] == ["right", "right", None]


def test_photos_for_an_entry_that_is_there(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    log_bleed(tab, "Left knee")
    entry = tab.url.partition("?")[0]
    wait_until_kept(tab, entry)

    def add(way: int) -> None:
        tab.locator("summary", has_text="Add a photo").click()
        tab.get_by_label("Photos to add").set_input_files(photo(way))
        tab.get_by_role("button", name="Save photos").click()

    add(1)
    expect(tab.get_by_text("The photos are with this entry now.")).to_be_visible()
    wait_until_kept(tab, entry, "Photo 1")
    server.stop()
    tab.goto(entry)
    # What needs the server says so instead of failing.
    expect(tab.get_by_text("Take out: you can do this when you are online.")).to_be_visible()
    expect(tab.get_by_role("button", name="Take out: Photo 1")).to_have_count(0)
    assert seen_everywhere(tab) == {}
    add(6)
    expect(tab.get_by_text("Saved on this phone: Photos: Left knee bleed")).to_be_visible()
    expect(pill(tab)).to_have_text("1 waiting to send")
    tab.get_by_role("button", name="Undo").click()
    expect(pill(tab)).to_have_text("Saved")
    assert kept(tab)["photos"] == []
    tab.get_by_role("button", name="Save photos").click()
    expect(pill(tab)).to_have_text("1 waiting to send")
    server.start()
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.get_by_text("Saved: Photos: Left knee bleed")).to_be_visible()
    tab.goto(entry)
    expect(tab.get_by_role("img", name="Photo")).to_have_count(2)
    assert kept(tab)["photos"] == []
