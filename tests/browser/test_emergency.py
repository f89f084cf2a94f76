"""A look in an emergency: a reason, a diary to read, a note on the person's phone, an end."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, PHONE, OpenTab
from tests.browser.steps import today
from tests.browser.watch import Watch
from tests.mailbox import Mailbox

REASON = "Brought in unconscious, asked for by A&E."


@pytest.fixture
def bo(cast: Cast) -> Person:
    """Shares with nobody."""
    number = f"9{cast.number:09}"
    return cast.person("Bo", nhs_number=number, born=today().replace(year=1984, day=1))


def seek(desk: Page, bo_number: str) -> None:
    desk.goto("/clinic")
    desk.get_by_role("link", name="Emergency").click()
    desk.get_by_label("NHS number").fill(bo_number)
    desk.get_by_label("Why do you need to look?").fill(REASON)
    desk.get_by_role("button", name="Open the diary").click()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_person_is_told_on_the_page_and_by_mail(
    open_tab: OpenTab, cast: Cast, box: Mailbox, bo: Person, size: ViewportSize
) -> None:
    clinic = cast.clinic("Leeds")
    desk = open_tab(cast.haematologist("Nia", clinic), size)
    seek(desk, f"9{cast.number:09}")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Bo")
    expect(desk.get_by_text("Open in an emergency until")).to_be_visible()
    overview = desk.url
    desk.get_by_role("link", name="One-page summary").click()
    notice = desk.get_by_text("Open in an emergency until")
    expect(notice).to_be_visible()
    # On paper it would push the sheet onto a second page.
    desk.emulate_media(media="print")
    expect(notice).to_be_hidden()
    desk.emulate_media(media="screen")
    desk.goto(overview)

    mail = box.wait_for(bo.email, 1)
    assert "in an emergency" in str(mail["Subject"])
    tab = open_tab(bo.user, size)
    tab.goto("/")
    note = tab.locator(".notice", has_text="Somebody looked in an emergency")
    expect(note).to_contain_text(f"Why: {REASON}")
    note.get_by_role("link", name="See who looked").click()
    expect(tab.get_by_role("main")).to_contain_text("Opened your diary in an emergency")
    tab.goto("/")
    note.get_by_role("button", name="Put this away").click()
    expect(note).to_have_count(0)
    expect(tab.get_by_role("link", name="Log a bleed")).to_be_visible()


def test_the_look_is_ended_without_scripts(
    open_tab: OpenTab, cast: Cast, watch: Watch, bo: Person
) -> None:
    desk = open_tab(
        cast.haematologist("Nia", cast.clinic("Leeds")), DESK, java_script_enabled=False
    )
    seek(desk, f"9{cast.number:09}")
    desk.get_by_role("button", name="End this look").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Look in an emergency")
    expect(desk.get_by_role("button", name="End the look at Bo")).to_have_count(0)
    watch.expect(404)
    answer = desk.goto(f"/clinic/patients/{bo.diary}")
    assert answer is not None
    assert answer.status == 404
