"""Bad input: a summary, a message at the field, what was typed still there, nothing stored."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bleedlog.storage.engine import Database
from tests.browser.cast import Cast, Person
from tests.browser.conftest import OpenTab
from tests.browser.site import Site
from tests.browser.steps import choose, now, question, today, yesterday
from tests.browser.watch import Watch

LONG_NOTE = "It hurts. " * 300


@pytest.fixture
def ines(cast: Cast) -> Person:
    return cast.person("Ines")


@pytest.fixture
def form(open_tab: OpenTab, ines: Person) -> Page:
    """The form of a bleed, with everything but what a test adds."""
    tab = open_tab(ines.user)
    tab.goto("/log/bleed")
    return tab


def fill_everything(tab: Page) -> None:
    """Answer every question of a bleed."""
    choose(tab, "Left knee", "Another time", "A knock or injury", "Yes, sure")
    question(tab, "Did you take factor?").get_by_role("radio", name="No", exact=True).check()
    tab.get_by_label("Date", exact=True).fill(yesterday().isoformat())
    tab.get_by_label("Time, if you know it").fill("10:15")
    tab.locator("summary", has_text="Add more").click()
    choose(tab, "Moderate")
    tab.get_by_label("Pain from 0 to 10").fill("6")
    tab.get_by_role("checkbox", name="Warmth").check()
    tab.get_by_role("checkbox", name="Dressing").check()
    tab.get_by_label("Day it stopped").fill(yesterday().isoformat())
    tab.get_by_label("Time it stopped, if you know it").fill("11:20")
    tab.get_by_label("Note", exact=True).fill("On the stairs.\nTwice.")
    tab.get_by_role("checkbox", name="Keep this note private").check()


def see_everything(tab: Page, **other: str) -> None:
    """All of it is still there, but for what `other` says was typed instead."""
    for answer in ("Left knee", "Another time", "A knock or injury", "Yes, sure", "Moderate"):
        expect(tab.get_by_role("radio", name=answer, exact=True)).to_be_checked()
    factor = question(tab, "Did you take factor?")
    expect(factor.get_by_role("radio", name="No", exact=True)).to_be_checked()
    for answer in ("Warmth", "Dressing", "Keep this note private"):
        expect(tab.get_by_role("checkbox", name=answer)).to_be_checked()
    typed = {
        "Date": yesterday().isoformat(),
        "Time, if you know it": "10:15",
        "Pain from 0 to 10": "6",
        "Day it stopped": yesterday().isoformat(),
        "Time it stopped, if you know it": "11:20",
        "Note": "On the stairs.\nTwice.",
    } | other
    for label, value in typed.items():
        field = tab.get_by_label(label, exact=True)
        expect(field).to_have_value(value)
        expect(field).to_be_visible()


def see_refused(tab: Page, message: str, field: str | None = None) -> None:
    """The summary has the message, its link leads to the field, which says it again."""
    expect(tab).to_have_title("Error: Log a bleed - bleedlog")
    summary = tab.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("There is a problem")
    link = summary.get_by_role("link", name=message)
    expect(link).to_be_visible()
    if field is not None:
        found = tab.get_by_label(field, exact=True)
        expect(found).to_have_accessible_description(re.compile(f"Error: {message}"))
        link.click()
        expect(found).to_be_focused()


def entries_of(record: Database, person: Person) -> int:
    """How many entries the diary has."""
    with record.reading() as connection:
        said = f"SELECT count(*) FROM entry WHERE patient_id = '{person.diary.hex}'"  # noqa: S608
        found = connection.exec_driver_sql(said).scalar()
    return int(found or 0)


@pytest.fixture
def nothing_stored(site: Site, ines: Person) -> Iterator[None]:
    """After the test the diary is as empty as before it."""
    yield
    assert entries_of(site.record, ines) == 0


pytestmark = pytest.mark.usefixtures("nothing_stored")


def test_a_date_in_the_future(form: Page) -> None:
    fill_everything(form)
    tomorrow = (today() + timedelta(1)).isoformat()
    form.get_by_label("Date", exact=True).fill(tomorrow)
    form.get_by_label("Day it stopped").fill("")
    form.get_by_label("Time it stopped, if you know it").fill("")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "This is in the future", "Date")
    see_everything(
        form, **{"Date": tomorrow, "Day it stopped": "", "Time it stopped, if you know it": ""}
    )


def test_an_end_before_the_start(form: Page) -> None:
    fill_everything(form)
    form.get_by_label("Time it stopped, if you know it").fill("09:00")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "It cannot stop before it started", "Day it stopped")
    see_everything(form, **{"Time it stopped, if you know it": "09:00"})


@pytest.mark.parametrize("pain", ["11", "a lot"])
def test_a_pain_that_is_none(form: Page, pain: str) -> None:
    fill_everything(form)
    form.get_by_label("Pain from 0 to 10").fill(pain)
    form.get_by_role("button", name="Save").click()
    see_refused(form, "Enter a whole number from 0", "Pain from 0 to 10")
    see_everything(form, **{"Pain from 0 to 10": pain})


def test_a_note_that_is_too_long_is_kept_whole(form: Page) -> None:
    fill_everything(form)
    form.get_by_label("Note", exact=True).fill(LONG_NOTE)
    form.get_by_role("button", name="Save").click()
    see_refused(form, "Make the note 2,000 characters or fewer", "Note")
    see_everything(form, Note=LONG_NOTE)


def test_a_place_is_missing(form: Page) -> None:
    choose(form, "It came on its own")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "Choose where the bleed is")
    expect(form.get_by_role("radio", name="It came on its own")).to_be_checked()
    form.get_by_role("link", name="Choose where the bleed is").click()
    expect(question(form, "Where is the bleed?")).to_be_focused()


def test_another_time_needs_its_date(form: Page) -> None:
    choose(form, "Left knee", "Another time")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "Enter the date", "Date")
    expect(form.get_by_role("radio", name="Left knee")).to_be_checked()


def test_a_time_today_that_is_still_to_come(form: Page) -> None:
    later = now() + timedelta(minutes=5)
    if later.date() != today():
        pytest.skip("the day is over: no time of it is still to come")
    choose(form, "Left knee", "Earlier today")
    form.get_by_label("Time, if you know it").fill(f"{later:%H:%M}")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "This is in the future")
    expect(form.get_by_label("Time, if you know it")).to_have_value(f"{later:%H:%M}")


def test_a_site_that_there_is_not(form: Page) -> None:
    """Posted by hand: the page itself offers none."""
    form.get_by_role("radio", name="Left knee").evaluate("one => { one.value = 'left-tail' }")
    choose(form, "Left knee", "It came on its own")
    form.get_by_role("button", name="Save").click()
    see_refused(form, "Choose one of these answers")
    expect(form.get_by_role("radio", name="It came on its own")).to_be_checked()


def test_a_dose_that_is_none(form: Page) -> None:
    form.goto("/log/factor")
    form.get_by_label("Product").fill("My own product")
    form.get_by_label("Dose", exact=True).fill("two thousand")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_title("Error: Log factor IX - bleedlog")
    expect(form.get_by_role("alert").get_by_role("link", name="Enter a dose")).to_be_visible()
    expect(form.get_by_label("Dose", exact=True)).to_have_value("two thousand")
    expect(form.get_by_label("Product")).to_have_value("My own product")


@pytest.mark.usefixtures("form")
def test_a_wrong_password_says_what_an_unknown_login_says(
    page: Page, ines: Person, watch: Watch
) -> None:
    """The email stays, the password does not travel back."""
    watch.expect(401)
    said = []
    for email in (ines.email, "nobody@people.example"):
        page.goto("/sign-in")
        page.get_by_label("Email address").fill(email)
        page.get_by_label("Password").fill("not the right words")
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_title("Error: Sign in - bleedlog")
        expect(page.get_by_label("Email address")).to_have_value(email)
        expect(page.get_by_label("Password")).to_have_value("")
        said.append(page.get_by_role("alert").inner_text())
    assert said[0] == said[1]
