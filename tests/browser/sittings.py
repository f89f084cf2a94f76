"""Pages of an appointment, the person's and the clinic's, for tests of all pages."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.steps import today
from tests.browser.world import View, World


def _tom(world: World) -> UUID:
    return world.tom.user


def _nia(world: World) -> UUID:
    return world.nia


def write_question(tab: Page, words: str) -> None:
    """Write a question for the next appointment down."""
    tab.get_by_role("link", name="Write a question").click()
    tab.get_by_label("Your question").fill(words)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Your team can see the question.")).to_be_visible()


def _write_and_ask(tab: Page) -> None:
    for words in ("May I fly to Spain in the summer?", "Who do I call at the weekend?"):
        write_question(tab, words)
    tab.get_by_role("button", name="Asked: Who do I call").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    tab.locator("summary", has_text="Asked: 1").click()


def _change(tab: Page) -> None:
    write_question(tab, "May I fly?")
    tab.get_by_role("link", name="Change: May I fly?").click()
    tab.get_by_label("Your question").fill("")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_be_visible()


def _write_nothing(tab: Page) -> None:
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_be_visible()


def review(tab: Page, note: str) -> None:
    """Say that the diary was reviewed together."""
    tab.get_by_label("Note for the person").fill(note)
    tab.get_by_role("button", name="Save: reviewed together").click()
    expect(tab.get_by_role("button", name="Undo the review")).to_be_visible()


def _review(tab: Page) -> None:
    review(tab, "All well. Please go on with the diary.")


def _review_wrongly(tab: Page) -> None:
    tab.get_by_label("Next appointment").fill((today() - timedelta(1)).isoformat())
    tab.get_by_role("button", name="Save: reviewed together").click()
    expect(tab.get_by_role("alert")).to_be_visible()


def _correct(tab: Page) -> None:
    _review(tab)
    tab.locator("a[href*='/reviews/']").first.click()
    tab.get_by_label("Note for the person").fill("All well.")
    tab.get_by_role("button", name="Save the correction").click()
    expect(tab.get_by_text("What it said before is kept below.")).to_be_visible()


SITTINGS = {
    "appointment": View("/appointment", _tom, _write_and_ask),
    "question-wrong": View("/appointment/write", _tom, _write_nothing),
    "question-change": View("/appointment", _tom, _change, leads_to="diary.question"),
    "sitting": View("/clinic/patients/{tom}/appointment", _nia, _review),
    "sitting-wrong": View("/clinic/patients/{tom}/appointment", _nia, _review_wrongly),
    "review": View(
        "/clinic/patients/{tom}/appointment", _nia, _correct, leads_to="clinic.one_review"
    ),
}
