"""Photos that a phone can hardly read, or not at all: the words arrive, each photo is told of."""

import io

from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.cast import Cast
from tests.browser.steps import choose, save
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, let_through, make_ready, pill, save_here
from tests.faults.server import Server
from tests.patience import comes_true
from tests.photo_corpus import HEIC, PLANTED, TAKEN, bomb

# Chromium reads no HEIC, so these two go as they are: the server reads one, and refuses half of it.
ODD: dict[str, tuple[bytes, tuple[int, int] | None]] = {
    "12,000 x 12,000.png": (bomb(12_000, 12_000), (1600, 1600)),
    "also a zip.jpg": (TAKEN["JPEG and ZIP"](), (48, 64)),
    "whole.heic": (HEIC, (48, 64)),
    "half.heic": (HEIC[:600], None),
}
"""What is chosen, and the size in which it arrives, if it does."""


def choose_photos(tab: Page) -> None:
    files: list[FilePayload] = [
        {"name": name, "mimeType": f"image/{name.rpartition('.')[2]}", "buffer": content}
        for name, (content, _) in ODD.items()
    ]
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Add a photo").set_input_files(files)


def sizes_on(tab: Page) -> list[tuple[int, int]]:
    """Of the photos on an entry's page, which hold nothing but a picture."""
    found = []
    for image in tab.get_by_role("img", name="Photo").all():
        content = tab.request.get(image.get_attribute("src") or "").body()
        assert PLANTED not in content
        assert b"PK\x03\x04" not in content
        found.append(Image.open(io.BytesIO(content)).size)
    return found


def refusals(tab: Page) -> list[list[str] | None]:
    """Why each photo that is still on the phone was refused; None: it was not, and waits."""
    return [photo.get("refused") for photo in kept(tab)["photos"]]


def see_all_that_can_be(tab: Page) -> None:
    """Words and photos that can be read are on the server; of the other one the phone tells."""
    tab.goto("/")
    assert comes_true(tab, lambda: refusals(tab) == [["broken"]]), "something still waits"
    tab.get_by_role("link", name="See or change this bleed").first.click()
    arrived = [size for _, size in ODD.values() if size is not None]
    expect(tab.get_by_role("img", name="Photo")).to_have_count(len(arrived))
    assert sizes_on(tab) == arrived

    # It never goes by itself, so nothing says that it waits to be sent.
    expect(pill(tab)).to_have_text("1 to look at")
    tab.goto("/")
    expect(tab.get_by_role("link", name="1 to look at")).to_have_count(2)
    tab.goto("/waiting")
    main = tab.get_by_role("main")
    expect(main).to_contain_text("Needs a look")
    expect(main).not_to_contain_text("sent by itself when")
    expect(tab.get_by_role("button", name="Send now")).to_be_hidden()
    expect(main).to_contain_text("The photo could not be added. All that you wrote is saved.")
    expect(main).to_contain_text("Bleed · ")
    tab.get_by_role("link", name="See it in the diary").click()
    expect(tab.get_by_text("It is damaged or not whole.")).to_be_visible()
    tab.goto("/waiting")
    tab.get_by_text("Throw it away", exact=True).click()
    tab.get_by_role("button", name="Yes, throw it away").click()
    expect(tab.get_by_text("Everything is saved.")).to_be_visible()


def too_busy(route: Route) -> None:
    """What the server answers whose photos' process was killed."""
    entry = route.request.url.removesuffix("/photos")
    route.fulfill(status=303, headers={"Location": f"{entry}?photo=not-now"})


def test_photos_that_a_phone_can_hardly_read(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    choose_photos(tab)
    save(tab)
    said = tab.get_by_role("status").filter(has_text="A photo was not added")
    expect(said).to_contain_text("It is damaged or not whole.")
    see_all_that_can_be(tab)

    # Without a connection; then the server cannot see to photos at first.
    tab.goto("/log/bleed")
    choose(tab, "Right elbow", "Yesterday")
    choose_photos(tab)
    server.stop()
    save_here(tab)
    assert len(kept(tab)["photos"]) == len(ODD)
    busy = "**/diary/entries/*/photos"
    tab.route(busy, too_busy)
    server.start()
    tab.goto("/")
    assert comes_true(tab, lambda: kept(tab)["waiting"] == []), "the words still wait"
    expect(pill(tab)).to_have_text(f"{len(ODD)} waiting to send")
    tab.goto("/waiting")
    expect(tab.get_by_text("It cannot be sent now.")).to_be_visible()
    expect(tab.get_by_text("This needs a look")).to_have_count(0)
    let_through(tab)
    tab.get_by_role("button", name="Send now").click()
    see_all_that_can_be(tab)
    assert server.bleeds_of(ines.diary) == ["left knee", "right elbow"]
