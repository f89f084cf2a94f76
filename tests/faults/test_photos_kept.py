"""Photos that wait on the phone: whatever is said of their entry meanwhile, none is lost."""

from pathlib import Path
from uuid import UUID

from playwright.sync_api import FilePayload, Page, expect

from bleedlog.models.viewer import Viewer
from bleedlog.services.withdrawing import withdraw_entry
from tests.browser.cast import Cast
from tests.browser.steps import choose, log_bleed
from tests.browser.watch import Watch
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    let_through,
    make_ready,
    pill,
    save_here,
    see_all_sent,
    see_scripts_begin,
    wait_until_kept,
)
from tests.faults.server import Server
from tests.patience import comes_true
from tests.photo_corpus import turned


def photo(way: int) -> FilePayload:
    """Another one for each way that it is turned."""
    return {"name": f"{way}.jpg", "mimeType": "image/jpeg", "buffer": turned(way)}


def add_photos(tab: Page, *photos: FilePayload | Path) -> None:
    """Choose them in the form that is open."""
    chosen = tab.get_by_label("Add a photo")
    if not chosen.is_visible():
        tab.locator("summary", has_text="Add more").click()
    chosen.set_input_files(list(photos))  # type: ignore[arg-type]


def test_a_photo_that_is_gone_or_empty_takes_no_other_with_it(
    open_phone: OpenPhone, cast: Cast, server: Server, tmp_path: Path
) -> None:
    """Chosen, and then taken off the phone; or in a cloud, from where nothing of it came."""
    tab = open_phone(cast.person("Ines").user)
    make_ready(tab)
    gone, there, empty = (tmp_path / name for name in ("gone.jpg", "there.jpg", "empty.jpg"))
    for path, content in ((gone, turned(1)), (there, turned(6)), (empty, b"")):
        path.write_bytes(content)
    server.stop()
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    add_photos(tab, gone, there, empty)
    gone.unlink()
    save_here(tab)
    said = tab.get_by_role("status").filter(has_text="It is sent when")
    expect(said).to_contain_text("A photo could not be read. Everything else is kept.")
    expect(said).not_to_contain_text("no room")
    server.start()
    tab.goto("/")
    see_all_sent_but_a_photo(tab)
    tab.get_by_role("link", name="See or change this bleed").first.click()
    expect(tab.get_by_role("img", name="Photo")).to_have_count(1)


def see_all_sent_but_a_photo(tab: Page) -> None:
    """The empty one was refused by the server, which is told."""
    assert comes_true(
        tab, lambda: [one.get("refused") for one in kept(tab)["photos"]] == [["empty"]]
    )
    expect(pill(tab)).to_have_text("1 to look at")
    tab.goto("/")


def test_what_is_added_to_a_form_that_waits_takes_no_photo_from_it(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    log_bleed(tab, "Left knee")
    entry = tab.url.partition("?")[0]
    wait_until_kept(tab, f"{entry}/change")
    make_ready(tab)

    server.stop()
    # A change with a photo, and then another change of the same entry.
    tab.goto(f"{entry}/change")
    add_photos(tab, photo(1))
    save_here(tab)
    tab.goto(f"{entry}/change")
    choose(tab, "After activity")
    save_here(tab)
    expect(pill(tab)).to_have_text("1 waiting to send")
    # A bleed with a photo, to which another photo is added before it is sent.
    tab.goto("/log/bleed")
    choose(tab, "Right elbow")
    add_photos(tab, photo(1))
    save_here(tab)
    tab.get_by_role("link", name="Add more").click()
    expect(tab.get_by_role("radio", name="Right elbow")).to_be_checked()
    add_photos(tab, photo(6))
    save_here(tab)

    server.start()
    tab.goto("/")
    see_all_sent(tab)
    assert kept(tab)["photos"] == []
    tab.goto(entry)
    expect(tab.locator("dl.facts")).to_contain_text("After activity")
    expect(tab.get_by_role("img", name="Photo")).to_have_count(1)
    tab.goto("/")
    tab.get_by_role("link", name="See or change this bleed").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Right elbow bleed")
    expect(tab.get_by_role("img", name="Photo")).to_have_count(2)


def test_a_photo_of_an_entry_that_was_taken_out_comes_with_it_when_it_is_brought_back(
    open_phone: OpenPhone, cast: Cast, server: Server, watch: Watch
) -> None:
    """Taken out on another phone meanwhile; this one may hold the only copy of the photo."""
    watch.expect(404)
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    log_bleed(tab, "Left knee")
    entry = tab.url.partition("?")[0]
    tab.route("**/photos", lambda route: route.abort())
    tab.locator("summary", has_text="Add a photo").click()
    tab.get_by_label("Photos to add").set_input_files(photo(1))
    see_scripts_begin(tab)
    tab.get_by_role("button", name="Save photos").click()
    expect(pill(tab)).to_have_text("1 waiting to send")
    withdraw_entry(
        server.record,
        by=Viewer(ines.user),
        patient_id=ines.diary,
        entry_id=UUID(entry.rpartition("/")[2]),
    )
    let_through(tab)
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(pill(tab)).to_have_text("1 to look at")
    tab.goto(entry)
    see_scripts_begin(tab)
    tab.get_by_role("button", name="Bring it back").click()
    expect(tab.get_by_role("img", name="Photo")).to_have_count(1)
    expect(pill(tab)).to_have_text("Saved")
    assert kept(tab)["photos"] == []
