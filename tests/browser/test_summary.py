"""The summary for an appointment: from a filtered page to one side of paper."""

import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.world import make_world
from tests.paper import pages_of, words_of


def printed(tab: Page) -> bytes:
    """What the browser prints of the page, on the paper that the page asks for."""
    return tab.pdf(prefer_css_page_size=True, print_background=True)


def shades_of(made: bytes) -> set[tuple[int, ...]]:
    """The colours on its first page."""
    document = pypdfium2.PdfDocument(made)
    try:
        picture = document[0].render(scale=2).to_pil().convert("RGB")
        return {shade for _, shade in picture.getcolors(picture.width * picture.height)}
    finally:
        document.close()


def downloaded(tab: Page) -> tuple[str, bytes]:
    """The PDF behind the button, with the name that it comes by."""
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="Save as PDF").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_what_the_page_counts_goes_onto_one_side_of_paper(open_tab: OpenTab, cast: Cast) -> None:
    world = make_world(cast)
    tab = open_tab(world.nia, DESK)
    tab.goto(f"/clinic/patients/{world.tom.diary}")
    tab.get_by_label("Without unsure").check()
    expect(tab.get_by_text("Counted again")).to_be_attached()
    tab.get_by_role("link", name="One-page summary").click()
    expect(tab.get_by_text("unsure bleeds left out")).to_be_visible()
    expect(tab.get_by_role("button", name="Print")).to_be_visible()

    name, made = downloaded(tab)
    on_paper = printed(tab)

    assert name == "bleedlog-summary.pdf"
    assert (pages_of(made), pages_of(on_paper)) == (1, 1)
    rows = words_of(made).partition("Lead-in ")[2].partition("Questions for today")
    assert "unsure bleeds left out" in rows[2]
    # A browser sets the same words, without its own frame round them.
    assert words_of(on_paper).startswith(words_of(made).partition(" Gene therapy")[0])
    assert "Sign out" not in words_of(on_paper)
    tab.get_by_role("link", name="Back to the overview").click()
    expect(tab.get_by_label("Without unsure")).to_be_checked()


def test_circle_and_diamond_are_printed_without_backgrounds(open_tab: OpenTab, cast: Cast) -> None:
    """As browsers print unless somebody ticks a box: the second sign may not be lost."""
    world = make_world(cast)
    tab = open_tab(world.nia, DESK)
    tab.goto(f"/clinic/patients/{world.tom.diary}/summary")
    shades = shades_of(tab.pdf(prefer_css_page_size=True, print_background=False))
    before, after = (128, 22, 80), (11, 110, 102)
    assert {before, after} <= shades
    # On the patient's page the figures themselves have the signs' colours.
    tab.goto(f"/clinic/patients/{world.tom.diary}")
    kept = "one => getComputedStyle(one, '::before').printColorAdjust"
    assert tab.locator("dl .after").first.evaluate(kept) == "exact"


def test_the_overview_is_printed_whole(open_tab: OpenTab, cast: Cast) -> None:
    """Of six pages the first was half empty, and the ratios were cut off at the paper's edge."""
    world = make_world(cast)
    tab = open_tab(world.nia, DESK)
    tab.goto(f"/clinic/patients/{world.tom.diary}")
    made = tab.pdf(format="A4")
    assert pages_of(made) <= 3
    said = words_of(made)

    assert re.search(r"Ratio to lead.{0,4}in p ", said), said[-2500:]


def test_somebody_takes_their_own_along(open_tab: OpenTab, cast: Cast) -> None:
    tom = make_world(cast).tom
    tab = open_tab(tom.user)
    tab.goto("/numbers")
    tab.get_by_role("link", name="One page for your appointment").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Tom")

    name, made = downloaded(tab)

    assert name == "bleedlog-summary.pdf"
    assert (pages_of(made), pages_of(printed(tab))) == (1, 1)
    assert "My numbers" not in words_of(printed(tab))
