"""Without JavaScript: reading and logging go on, charts are still pictures with their tables."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.lives import diary
from tests.browser.steps import (
    card,
    choose,
    day_words,
    log_bleed,
    open_diary,
    open_entry,
    save,
    sign_in,
    today,
)


def test_each_kind_is_logged_without_scripts(open_tab: OpenTab, cast: Cast) -> None:
    ines = cast.person("Ines", product="benefix", usual_dose_iu=4000)
    tab = open_tab(java_script_enabled=False)
    sign_in(tab, ines.email)
    expect(tab.get_by_role("link", name="Saved")).to_be_visible()

    tab.get_by_role("button", name="No bleeds").click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("button", name="Undo")).to_have_count(0)
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    log_bleed(tab, "Left knee", "It came on its own")
    log_a_place_behind_all_places(tab)
    for link, answer in (("Bruise", "Left thigh"), ("Joint pain", "Right ankle")):
        tab.goto("/")
        tab.get_by_role("link", name=link).click()
        choose(tab, answer)
        save(tab)
    tab.goto("/")
    tab.get_by_role("link", name="Factor IX").click()
    save(tab)

    open_diary(tab)
    for title in (
        *("Left knee bleed", "Blood in wee", "Left thigh bruise", "Right ankle pain"),
        *("Factor IX, 4,000 IU", "No bleeds"),
    ):
        expect(card(tab, title)).not_to_have_count(0)
    tab.get_by_role("link", name="My numbers").click()
    expect(tab.get_by_role("main")).to_contain_text("2 bleeds in 8 days noted")


def log_a_place_behind_all_places(tab: Page) -> None:
    tab.goto("/log/bleed")
    tab.locator("summary", has_text="All places").click()
    choose(tab, "Blood in wee")
    save(tab)


def test_another_day_is_asked_for_and_what_was_wrong_is_said(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user, java_script_enabled=False)
    day = today() - timedelta(40)
    tab.goto("/log/bleed")
    choose(tab, "Another time")
    tab.get_by_label("Date", exact=True).fill(day.isoformat())
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    expect(tab.get_by_label("Date", exact=True)).to_have_value(day.isoformat())
    choose(tab, "Left knee")
    save(tab)
    expect(tab.get_by_text(day_words(day), exact=True)).to_be_visible()


def test_an_entry_is_changed_taken_out_and_brought_back(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user, java_script_enabled=False)
    log_bleed(tab, "Left knee")
    tab.goto("/")
    tab.get_by_role("button", name="It has stopped").click()
    expect(tab.get_by_role("button", name="It has stopped")).to_have_count(0)
    open_entry(tab, "Left knee bleed")
    tab.get_by_role("link", name="Change").click()
    choose(tab, "Right knee")
    save(tab)
    tab.get_by_role("button", name="Take it out of the diary").click()
    tab.get_by_role("button", name="Bring it back").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Right knee bleed")
    expect(tab.get_by_text("Taken out of the diary")).to_have_count(0)


def see_stills(tab: Page, charts: int) -> None:
    """Each chart is drawn, and its table opens."""
    pictures = tab.locator("figure.chart [role=img] > svg").filter(visible=True)
    expect(pictures).to_have_count(charts)
    for picture in pictures.all():
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] > 60
    expect(tab.get_by_role("button", name="Explore")).to_have_count(0)
    for chart in tab.locator("figure.chart").all():
        chart.locator("summary", has_text="View as table").click()
        rows = chart.get_by_role("table").get_by_role("row")
        expect(rows.nth(1)).to_be_visible()


def test_numbers_are_still_pictures_with_tables(open_tab: OpenTab, cast: Cast) -> None:
    leeds = cast.clinic()
    tom = cast.person("Tom", leeds)
    cast.bring(tom.diary, diary(today(), before=(10, 343), after=(1, 311)))

    tab = open_tab(tom.user, java_script_enabled=False)
    tab.goto("/numbers")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Fewer bleeds since your treatment")
    see_stills(tab, 2)

    desk = open_tab(cast.haematologist("Nia", leeds), DESK, java_script_enabled=False)
    desk.goto(f"/clinic/patients/{tom.diary}")
    see_stills(desk, 5)
    desk.get_by_role("checkbox", name="Without unsure").check()
    desk.get_by_role("button", name="Count again").click()
    expect(desk.get_by_text("unsure bleeds left out")).to_be_visible()
