"""A phone that is full, a browser that keeps nothing: what was typed stays, no more is claimed."""

import os

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.cast import Cast
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import PRIVATE_WINDOW, choose
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, pill, press_save, save_here, see_all_sent
from tests.faults.server import Server
from tests.patience import comes_true
from tests.photo_corpus import saved, turned

NEVER_OPENS = """{
  const open = IDBFactory.prototype.open;
  globalThis.asked = 0;
  IDBFactory.prototype.open = function (...told) {
    const request = open.apply(this, told);
    request.addEventListener = () => {};
    globalThis.asked += 1;
    return request;
  };
}"""
"""A browser that never says whether a database is there, as some do until they are started anew."""


class Room:
    """How much the browser lets the site keep, for as long as this lives.

    Said before anything is kept: Chromium remembers for a while how much room it saw.
    """

    def __init__(self, tab: Page, server: Server) -> None:
        """On a page that keeps nothing."""
        tab.goto("/healthz")
        self._wire = tab.context.new_cdp_session(tab)
        self._origin = {"origin": server.url}

    def leave(self, size: int | None) -> None:
        """Leave that many bytes; None: as many as there are."""
        quota = {} if size is None else {"quotaSize": size}
        self._wire.send("Storage.overrideQuotaForOrigin", self._origin | quota)


def fill(tab: Page, photo: FilePayload) -> None:
    """A bleed with a photo; then the page has all that it needs."""
    with tab.expect_response("**/js/outbox/photos.js"):
        tab.goto("/log/bleed")
    choose(tab, "Left knee", "It came on its own")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Add a photo").set_input_files(photo)


def test_a_full_phone_says_so_and_keeps_the_form(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    room = Room(tab, server)
    room.leave(1)
    fill(tab, {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": turned(1)})
    server.stop()
    press_save(tab)
    expect(tab.get_by_role("alert").filter(has_text="this phone is full")).to_be_focused()
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    assert kept(tab)["waiting"] == []

    room.leave(None)
    save_here(tab)
    found = kept(tab)
    assert (len(found["waiting"]), len(found["photos"])) == (1, 1)
    server.start()
    tab.goto("/")
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]
    tab.goto("/")
    tab.get_by_role("link", name="See or change this bleed").click()
    expect(tab.get_by_role("img", name="Photo 1")).to_be_visible()
    assert kept(tab)["photos"] == []


def test_a_full_phone_with_a_connection_saves_and_says_what_it_cannot(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    room = Room(tab, server)
    room.leave(1)
    said = tab.get_by_role("status")
    tab.goto("/log/bleed")
    expect(said.filter(has_text="Without one, this phone cannot keep it.")).to_be_visible()
    tab.goto("/log/bleed")
    expect(pill(tab)).to_have_text("Phone full")
    choose(tab, "Right elbow")
    press_save(tab)
    # It is saved, and that is said first; what the phone cannot do is said besides.
    expect(said.filter(has_text="It is in your diary.")).to_be_visible()
    expect(said.filter(has_text="Without one, this phone cannot keep it.")).to_be_visible()
    expect(pill(tab)).to_have_text("Phone full")
    assert seen_everywhere(tab) == {}
    assert kept(tab)["waiting"] == []
    assert server.bleeds_of(ines.diary) == ["right elbow"]
    # On other pages the pill says it, and leads to what it means.
    tab.goto("/diary")
    expect(pill(tab)).to_have_text("Phone full")
    expect(said.filter(has_text="Without one, this phone cannot keep it.")).to_have_count(0)
    pill(tab).click()
    expect(said.filter(has_text="Without one, this phone cannot keep it.")).to_be_visible()

    room.leave(None)
    tab.goto("/waiting")
    expect(pill(tab)).to_have_text("Saved")
    expect(said.filter(has_text="Without one, this phone cannot keep it.")).to_have_count(0)


def test_words_are_kept_where_a_photo_finds_no_room(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    tab = open_phone(cast.person("Ines").user)
    Room(tab, server).leave(1_000_000)
    # A browser that cannot read it keeps it as it is: 3 MB of noise.
    noise = os.urandom(3_000_000)
    fill(tab, {"name": "a.heic", "mimeType": "image/heic", "buffer": noise})
    server.stop()
    save_here(tab)
    expect(tab.get_by_text("There was no room for the photo.")).to_be_visible()
    assert kept(tab)["photos"] == []


def test_a_photo_without_room_goes_straight_to_the_server(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    """The phone has room for the words only, and there is a connection."""
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    Room(tab, server).leave(1_000_000)
    noise = saved(Image.effect_noise((2000, 2000), 120), quality=90)
    fill(tab, {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": noise})
    press_save(tab)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    tab.goto("/")
    tab.get_by_role("link", name="See or change this bleed").click()
    expect(tab.get_by_role("img", name="Photo 1")).to_be_visible()
    assert kept(tab)["photos"] == []
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_without_a_database_the_form_works_online_and_says_when_not(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user, PRIVATE_WINDOW)
    tab.goto("/log/bleed")
    expect(tab.locator("[data-pill]")).to_have_text("Works online only")
    choose(tab, "Left knee")
    press_save(tab)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    tab.goto("/log/bleed")
    choose(tab, "Right elbow")
    server.stop()
    press_save(tab)
    expect(tab.get_by_role("alert").filter(has_text="this browser keeps nothing")).to_be_focused()
    expect(tab.get_by_role("radio", name="Right elbow")).to_be_checked()
    server.start()
    press_save(tab)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    assert server.bleeds_of(ines.diary) == ["left knee", "right elbow"]
    pill(tab).click()
    expect(tab.get_by_role("main")).to_contain_text("This browser keeps nothing")
    expect(tab.get_by_role("main")).to_contain_text("Without a connection you cannot save here.")
    assert seen_everywhere(tab) == {}


def test_without_a_database_nothing_is_said_later(open_phone: OpenPhone, cast: Cast) -> None:
    """Nobody waits any more for what was never there."""
    tab = open_phone(cast.person("Ines").user, PRIVATE_WINDOW)
    tab.clock.install()
    tab.goto("/log/bleed")
    expect(tab.locator("[data-pill]")).to_have_text("Works online only")
    tab.clock.fast_forward(6000)
    expect(tab.locator("[data-pill]")).to_have_text("Works online only")


def test_a_database_that_never_opens_is_none(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user, NEVER_OPENS)
    tab.clock.install()
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    assert comes_true(tab, lambda: bool(tab.evaluate("() => globalThis.asked")))
    tab.clock.fast_forward(6000)
    expect(tab.locator("[data-pill]")).to_have_text("Works online only")
    press_save(tab)
    assert comes_true(tab, lambda: tab.evaluate("() => globalThis.asked") == 2)
    tab.clock.fast_forward(6000)
    expect(tab.get_by_text("It is in your diary.")).to_be_visible()
    assert server.bleeds_of(ines.diary) == ["left knee"]
