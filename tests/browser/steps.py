"""What people do on the pages, by the names that they read there."""

from datetime import date, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from bleedlog.models.moment import DEFAULT_ZONE, local_now
from tests.people import PASSWORD

PRIVATE_WINDOW = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })"
"""A browser that keeps nothing: forms go to the server by themselves."""


def now() -> datetime:
    """The time where the invented people live."""
    return local_now(DEFAULT_ZONE)


def today() -> date:
    """The day there."""
    return now().date()


def day_words(day: date) -> str:
    """Such as "6 August 2026"."""
    return f"{day.day} {day:%B %Y}"


def sign_in(tab: Page, email: str) -> None:
    """Sign in as people do."""
    tab.goto("/sign-in")
    tab.get_by_label("Email address").fill(email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab).not_to_have_url("/sign-in")


def choose(tab: Page, *answers: str) -> None:
    """Press radios by their names, and turn the body first where one is on its other side."""
    for answer in answers:
        radio = tab.get_by_role("radio", name=answer, exact=True)
        radio.wait_for(state="attached")  # the page that a link before this led to
        for face in ("front", "back") if tab.locator(".body-turn").count() else ():
            if tab.locator(f".body-{face}", has=radio).count():
                tab.get_by_role("radio", name=f"Show the {face}").check()
        radio.check()


def question(tab: Page, words: str) -> Locator:
    """One question with its answers."""
    return tab.get_by_role("group", name=words)


def save(tab: Page) -> None:
    """Save, and see that it is saved."""
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("status").filter(has_text="It is in")).to_be_visible()


def log_bleed(tab: Page, *answers: str) -> None:
    """Log a bleed from the home page; the answers are radios' names."""
    tab.goto("/")
    tab.get_by_role("link", name="Log a bleed").click()
    choose(tab, *answers)
    save(tab)


def open_diary(tab: Page, day: date | None = None) -> None:
    """Open the diary at the month of a day, of today if none is given."""
    tab.get_by_role("link", name="Diary").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"{today():%B %Y}")
    if day is not None and (day.year, day.month) != (today().year, today().month):
        tab.get_by_role("link", name=f"{day:%B %Y}").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text(f"{day:%B %Y}")


def card(tab: Page, title: str) -> Locator:
    """An entry in the diary's list."""
    return tab.locator(".card", has=tab.get_by_role("heading", name=title, exact=True))


def open_entry(tab: Page, title: str, day: date | None = None) -> None:
    """Open an entry from the diary's list."""
    open_diary(tab, day)
    card(tab, title).get_by_role("link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)


def yesterday() -> date:
    """The day before today."""
    return today() - timedelta(1)
