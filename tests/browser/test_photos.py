"""Photos on a phone without JavaScript: chosen with the form, seen, added, taken out."""

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenTab
from tests.browser.steps import choose, save
from tests.photo_corpus import BLUE, GREEN, HTML, RED, saved, turned


def picture(name: str, content: bytes) -> FilePayload:
    """As it lies on the phone."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def seen(image: Locator) -> None:
    """See a photo, and all of it."""
    expect(image).to_be_visible()
    image.evaluate("one => one.decode()")


def colours(image: Locator) -> list[tuple[int, ...]]:
    """What the browser paints of the green top, the red left and the blue right."""
    seen(image)
    painted = Image.open(io.BytesIO(image.screenshot())).convert("RGB")
    places = [(0.25, 0.12), (0.25, 0.7), (0.75, 0.7)]
    found = [painted.getpixel((int(x * painted.width), int(y * painted.height))) for x, y in places]
    return [one for one in found if isinstance(one, tuple)]


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
def test_a_bruise_is_logged_with_a_photo(open_tab: OpenTab, cast: Cast, scripts: bool) -> None:
    tab = open_tab(cast.person("Ines").user, PHONE, java_script_enabled=scripts)
    tab.goto("/")
    tab.get_by_role("link", name="Bruise").click()
    choose(tab, "Left thigh", "Like my palm")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Add a photo").set_input_files(picture("holiday with Ann.jpg", turned(6)))
    save(tab)

    image = tab.get_by_role("img", name="Photo 1: Left thigh bruise")
    for found, meant in zip(colours(image), (GREEN, RED, BLUE), strict=True):
        assert all(abs(one - other) < 25 for one, other in zip(found, meant, strict=True)), found
    assert "holiday" not in tab.content()


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
def test_what_is_see_through_is_seen_on_white(open_tab: OpenTab, cast: Cast, scripts: bool) -> None:
    drawn = Image.new("RGBA", (48, 64), (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), (24, 0, 48, 64))
    tab = open_tab(cast.person("Ines").user, PHONE, java_script_enabled=scripts)
    tab.goto("/log/bruise")
    choose(tab, "Left thigh")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Add a photo").set_input_files(
        {"name": "drawn.png", "mimeType": "image/png", "buffer": saved(drawn, "PNG")}
    )
    save(tab)

    image = tab.get_by_role("img", name="Photo 1: Left thigh bruise")
    _, left, right = colours(image)
    assert min(left) > 230
    assert max(right) < 25


def test_photos_are_added_taken_out_and_brought_back(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user, PHONE, java_script_enabled=False)
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save(tab)

    tab.locator("summary", has_text="Add a photo").click()
    tab.get_by_label("Photos to add").set_input_files(
        [picture("one.jpg", turned(1)), picture("two.jpg", HTML)]
    )
    tab.get_by_role("button", name="Save photos").click()
    said = tab.get_by_role("status").filter(has_text="A photo was not added")
    expect(said).to_contain_text("It is no photo that we can read.")
    expect(said).to_contain_text("All that you wrote is kept.")
    images = tab.get_by_role("img", name="Photo")
    expect(images).to_have_count(1)
    seen(images)

    tab.get_by_role("button", name="Take out: Photo 1").click()
    expect(images).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(images).to_have_count(1)
    seen(images)
    tab.get_by_role("button", name="Take out: Photo 1").click()
    tab.goto(tab.url.partition("?")[0])
    tab.locator("summary", has_text="Photos taken out").click()
    tab.get_by_role("button", name="Bring back: Photo 1").click()
    expect(images).to_have_count(1)
