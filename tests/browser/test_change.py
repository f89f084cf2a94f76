"""Change, take out, bring back, undo: nothing that was noted is lost on the way."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.steps import (
    card,
    choose,
    day_words,
    log_bleed,
    now,
    open_diary,
    open_entry,
    question,
    save,
    today,
    yesterday,
)


def facts(tab: Page) -> list[str]:
    """What an entry says, fact by fact."""
    return tab.locator("dl.facts dt, dl.facts dd").all_inner_texts()


def history(tab: Page) -> str:
    """What happened to an entry."""
    return tab.locator(".history").inner_text()


def test_a_change_keeps_what_was_there_before(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    log_bleed(tab, "Left knee", "It came on its own")

    tab.get_by_role("link", name="Change").click()
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    expect(tab.get_by_role("radio", name="It came on its own")).to_be_checked()
    choose(tab, "Right elbow", "A knock or injury")
    save(tab)

    expect(tab.get_by_role("heading", level=1)).to_have_text("Right elbow bleed")
    assert "A knock or injury" in facts(tab)
    assert "Came on its own" not in facts(tab)
    assert "was left knee" in history(tab).lower()
    assert "was came on its own" in history(tab).lower()
    open_diary(tab)
    expect(card(tab, "Right elbow bleed")).to_have_count(1)
    expect(card(tab, "Left knee bleed")).to_have_count(0)


def test_add_more_is_kept_and_asked_for_again(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    log_bleed(tab, "Left knee")

    tab.get_by_role("link", name="Add more").click()
    tab.get_by_label("Pain from 0 to 10").fill("6")
    question(tab, "How bad is it?").get_by_role("radio", name="Moderate").check()
    tab.get_by_role("checkbox", name="Swelling").check()
    tab.get_by_role("checkbox", name="Ice and rest").check()
    tab.get_by_label("Note", exact=True).fill("On the stairs.\nStiff since.")
    save(tab)

    for words in (
        "6 of 10",
        "Moderate",
        "swelling",
        "ice and rest",
        "On the stairs.\nStiff since.",
    ):
        assert words in facts(tab)
    tab.get_by_role("link", name="Change").click()
    expect(tab.get_by_label("Pain from 0 to 10")).to_have_value("6")
    expect(tab.get_by_role("checkbox", name="Swelling")).to_be_checked()
    expect(tab.get_by_label("Note", exact=True)).to_have_value("On the stairs.\nStiff since.")


def test_what_is_taken_out_stays_and_comes_back(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    log_bleed(tab, "Left knee", "It came on its own")
    tab.goto("/numbers")
    expect(tab.get_by_role("main")).to_contain_text("1 bleed in 1 day noted")

    open_entry(tab, "Left knee bleed")
    tab.get_by_role("button", name="Take it out of the diary").click()
    expect(tab.get_by_text("Taken out of the diary")).to_be_visible()
    open_diary(tab)
    expect(card(tab, "Left knee bleed")).to_contain_text("Taken out")
    tab.goto("/numbers")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nothing is noted yet")

    open_entry(tab, "Left knee bleed")
    tab.get_by_role("button", name="Bring it back").click()
    expect(tab.get_by_role("button", name="Take it out of the diary")).to_be_visible()
    assert "brought back" in history(tab)
    tab.goto("/numbers")
    expect(tab.get_by_role("main")).to_contain_text("1 bleed in 1 day noted")


def test_a_check_in_is_undone(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/")
    asked = tab.get_by_role("heading", level=1).inner_text()
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text(asked)

    tab.get_by_role("button", name="Undo").click()

    expect(tab.get_by_role("heading", level=1)).to_have_text(asked)
    expect(tab.get_by_role("button", name="Undo")).to_have_count(0)
    tab.goto("/numbers")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nothing is noted yet")


def test_a_check_in_is_taken_back_later_from_the_diary(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    tab.goto("/")
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    open_entry(tab, "No bleeds")

    tab.get_by_role("button", name="Take it out of the diary").click()

    expect(tab.get_by_text("Taken out of the diary")).to_be_visible()
    tab.goto("/numbers")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Nothing is noted yet")


def test_a_bleed_has_stopped_and_goes_on_after_all(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    log_bleed(tab, "Left knee")
    tab.goto("/")
    going = card(tab, "Left knee bleed")
    expect(going).to_contain_text("Still going")

    going.get_by_role("button", name="It has stopped").click()

    expect(tab.get_by_role("status").filter(has_text="Left knee bleed has stopped")).to_be_visible()
    expect(going).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(going).to_be_visible()
    going.get_by_role("button", name="It has stopped").click()
    expect(going).to_have_count(0)
    open_entry(tab, "Left knee bleed")
    assert any(words.startswith(day_words(today())) for words in facts(tab)[3:4])
    assert "not noted yet" not in facts(tab)


def test_a_bleed_is_treated_with_one_tap(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines", product="benefix", usual_dose_iu=4000).user)
    log_bleed(tab, "Left knee")
    tab.goto("/")

    card(tab, "Left knee bleed").get_by_role("button", name="I treated it").click()

    noted = tab.get_by_role("status").filter(has_text="Factor IX, 4,000 IU")
    expect(noted).to_be_visible()
    open_entry(tab, "Factor IX, 4,000 IU")
    assert "For a bleed" in facts(tab)
    tab.get_by_role("link", name="Change").click()
    expect(question(tab, "Which bleed?").get_by_role("radio")).to_be_checked()


def test_a_bleed_of_another_day(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    day = today() - timedelta(40)
    tab.goto("/log/bleed")
    expect(tab.get_by_label("Date", exact=True)).to_be_hidden()
    choose(tab, "Left knee", "Another time")
    tab.get_by_label("Date", exact=True).fill(day.isoformat())
    tab.get_by_label("Time, if you know it").fill("14:30")
    save(tab)

    assert f"{day_words(day)}, 2:30pm" in facts(tab)
    tab.goto(f"/diary?month={day:%Y-%m}")
    expect(card(tab, "Left knee bleed")).to_contain_text(f"{day.day} {day:%b}, 2:30pm")


def test_a_bleed_of_yesterday_without_a_time(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    log_bleed(tab, "Left knee", "Yesterday")
    assert day_words(yesterday()) in facts(tab)


def test_just_now_is_now(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    before = now().replace(second=0, microsecond=0, tzinfo=None)
    log_bleed(tab, "Left knee")
    tab.get_by_role("link", name="Change").click()
    said = tab.get_by_label("Date", exact=True).input_value()
    clock = tab.get_by_label("Time, if you know it").input_value()
    assert before.isoformat() <= f"{said}T{clock}:00" <= now().isoformat()


def test_the_calendar_leads_to_any_day(open_tab: OpenTab, cast: Cast) -> None:
    """So "10 days ago" works: a day that is not noted opens the form at its date."""
    tab = open_tab(cast.person("Ines").user)
    day = today() - timedelta(40)
    tab.goto(f"/diary?month={day:%Y-%m}")
    tab.get_by_role("link", name=f"{day.day} {day:%B}: not noted").click()
    expect(tab.get_by_role("radio", name="Another time")).to_be_checked()
    expect(tab.get_by_label("Date", exact=True)).to_have_value(day.isoformat())
    choose(tab, "Left knee")
    save(tab)
    tab.goto(f"/diary?month={day:%Y-%m}")
    expect(tab.get_by_text(f"{day.day} {day:%B}: bleed")).to_be_attached()


def test_a_gap_is_filled_from_the_diary(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    day = today() - timedelta(40)
    tab.goto(f"/diary?month={day:%Y-%m}")
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("status").filter(has_text="Noted: no bleeds")).to_be_visible()
    expect(tab.get_by_text(f"{day.day} {day:%B}: no bleeds")).to_be_attached()
    assert "remembered later" in card(tab, "No bleeds").inner_text()
