"""A form that is half filled outlives a reload and signing in again; it is offered, not forced."""

from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import choose, save, sign_in
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, pill, press_save
from tests.patience import comes_true
from tests.photo_corpus import turned

# What waits for a moment after the last key comes in the midst of saving, as on a slow phone.
IN_THE_MIDST = """{
  const [wait, begin, later] = [setTimeout, IDBDatabase.prototype.transaction, []];
  globalThis.setTimeout = (work, ms, ...more) => {
    if (ms === 400) later.push(work);
    return wait(work, ms, ...more);
  };
  IDBDatabase.prototype.transaction = function (names, mode, ...more) {
    const tx = begin.call(this, names, mode, ...more);
    if (mode !== "readwrite" || !names.includes("waiting")) return tx;
    for (const work of later.splice(0)) work();
    return tx;
  };
}"""


def begin(tab: Page, note: str) -> None:
    """Answer some of a bleed's questions."""
    before = len(kept(tab).get("drafts", []))
    choose(tab, "Left knee", "A knock or injury")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Note", exact=True).fill(note)
    assert comes_true(tab, lambda: len(kept(tab).get("drafts", [])) > before)


def test_a_form_is_gone_on_with(open_phone: OpenPhone, cast: Cast) -> None:
    ines, bob = cast.person("Ines"), cast.person("Bob")
    tab = open_phone(ines.user)
    tab.goto("/log/bleed")
    begin(tab, "On the")
    tab.get_by_label("Note", exact=True).fill("On the stairs.")
    tab.goto("about:blank")
    tab.context.clear_cookies()
    sign_in(tab, bob.email)
    tab.goto("/log/bleed")
    expect(pill(tab)).to_have_text("Saved")
    expect(tab.get_by_text("You began")).to_have_count(0)
    tab.context.clear_cookies()
    sign_in(tab, ines.email)
    tab.goto("/log/bleed")
    offer = tab.get_by_role("status").filter(has_text="You began a bleed at")
    expect(offer).to_be_visible()
    expect(tab.get_by_role("radio", name="Left knee")).not_to_be_checked()
    assert seen_everywhere(tab) == {}
    offer.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    expect(tab.get_by_label("Note", exact=True)).to_have_value("On the stairs.")
    expect(tab.get_by_label("Note", exact=True)).to_be_visible()
    save(tab)
    assert kept(tab)["drafts"] == []


def test_what_is_typed_before_the_scripts_come_is_kept(open_phone: OpenPhone, cast: Cast) -> None:
    tab = open_phone(cast.person("Ines").user)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route("**/js/phone.js*", hold)
    tab.goto("/log/bleed", wait_until="commit")
    choose(tab, "Left knee")
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Note", exact=True).fill("Too fast.")
    assert comes_true(tab, lambda: len(held) == 1)
    held[0].continue_()
    assert comes_true(tab, lambda: len(kept(tab).get("drafts", [])) == 1)
    tab.reload()
    tab.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    expect(tab.get_by_label("Note", exact=True)).to_have_value("Too fast.")


def test_a_draft_says_that_its_photos_are_to_be_chosen_again(
    open_phone: OpenPhone, cast: Cast
) -> None:
    again = "Choose your photos again: only words are kept."
    tab = open_phone(cast.person("Ines").user)
    tab.goto("/log/bruise")
    begin(tab, "On the thigh.")
    tab.reload()
    offer = tab.get_by_role("status").filter(has_text="You began a bruise at")
    expect(offer).to_be_visible()
    expect(offer).not_to_contain_text(again)
    offer.get_by_role("button", name="Go on").click()
    tab.get_by_label("Add a photo").set_input_files(
        {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": turned(1)}
    )
    # What a test chooses is no input of a person's.
    choose(tab, "Like a coin")
    assert comes_true(tab, lambda: kept(tab)["drafts"][0].get("photos") is True)
    tab.reload()
    expect(offer).to_contain_text(again)
    offer.get_by_role("button", name="Throw away").click()


def test_pain_that_comes_back_into_a_form_is_weighed_again(
    open_phone: OpenPhone, cast: Cast
) -> None:
    """Nothing is typed then, so nobody was told that it can be serious, before saving or after."""
    tab = open_phone(cast.person("Ines").user)
    tab.route("**/api/v1/sync", lambda route: route.abort())
    line = tab.get_by_role("link", name="This can be serious")
    box = tab.get_by_text("This can be serious even if you feel well.")
    tab.goto("/log/joint-pain")
    choose(tab, "Left ankle")
    tab.get_by_label("Pain from 0 to 10").fill("9")
    assert comes_true(tab, lambda: bool(kept(tab)["drafts"]))
    tab.reload()
    tab.get_by_role("button", name="Go on").click()
    expect(line).to_be_visible()
    press_save(tab)
    expect(box).to_be_visible()
    tab.get_by_role("link", name="Add more").click()
    expect(tab.get_by_label("Pain from 0 to 10")).to_have_value("9")
    expect(line).to_be_visible()
    press_save(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Call 999 for:")


def test_what_comes_back_is_seen(open_phone: OpenPhone, cast: Cast) -> None:
    """A browser comes back to where the page was scrolled to, the body to its front."""
    tab = open_phone(cast.person("Ines").user)
    tab.goto("/log/bleed")
    tab.locator("summary", has_text="All places").click()
    tab.locator("label.chip", has_text="Left calf").click()
    note = tab.get_by_label("Note", exact=True)
    tab.locator("summary", has_text="Add more").click()
    note.fill("Low down.")
    assert comes_true(tab, lambda: bool(kept(tab)["drafts"]))
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.reload()
    go_on = tab.get_by_role("button", name="Go on")
    expect(go_on).to_be_in_viewport()
    go_on.click()
    expect(tab.get_by_role("radio", name="Left calf")).to_be_checked()
    expect(tab.get_by_role("radio", name="Show the back")).to_be_checked()


def test_a_form_is_thrown_away(open_phone: OpenPhone, cast: Cast) -> None:
    tab = open_phone(cast.person("Ines").user)
    tab.goto("/log/bleed")
    begin(tab, "Once.")
    tab.reload()
    tab.get_by_role("button", name="Throw away").click()
    expect(tab.get_by_text("You began")).to_have_count(0)
    assert kept(tab)["drafts"] == []


def test_what_is_saved_before_its_draft_is_written_is_no_draft(
    open_phone: OpenPhone, cast: Cast
) -> None:
    """Offered afterwards, it would look as if it had not been saved, and be saved twice."""
    tab = open_phone(cast.person("Ines").user, IN_THE_MIDST)
    tab.route("**/api/v1/sync", lambda route: route.abort())
    tab.goto("/log/bleed")
    expect(tab.locator("form[data-draft]")).to_be_attached()
    choose(tab, "Left knee")
    press_save(tab)
    expect(tab).to_have_title("Saved on this phone - bleedlog")
    assert kept(tab)["drafts"] == []
