"""Sharing a diary: somebody is asked, helps, and is stopped while their page is open."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.accepting import Accepted, accept_invitation
from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, PHONE, OpenTab
from tests.browser.site import Site
from tests.browser.watch import Watch
from tests.mailbox import Mailbox, code_in

BOTH = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def tom(cast: Cast) -> Person:
    return cast.person("Tom")


def ask(tab: Page, name: str, what: str) -> str:
    """Ask somebody to help; gives the code of their link."""
    tab.goto("/more")
    tab.get_by_role("link", name="Who can see my diary").click()
    tab.get_by_role("link", name="Ask somebody to help").click()
    tab.get_by_label("What do you call them?").fill(name)
    tab.get_by_role("radio", name=what, exact=True).check()
    tab.get_by_role("button", name="Make the link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(f"A link for {name}")
    expect(tab.get_by_role("img", name=f"The link for {name}")).to_be_visible()
    link = tab.locator("[data-link]").inner_text()
    tab.get_by_role("link", name="Done").click()
    return link.partition("#")[2]


def accept(site: Site, user: UUID, code: str) -> None:
    outcome = accept_invitation(site.record, by=Viewer(user), code=code)
    assert isinstance(outcome, Accepted)


@BOTH
def test_a_carer_helps_until_they_are_stopped(
    open_tab: OpenTab, cast: Cast, site: Site, watch: Watch, size: ViewportSize
) -> None:
    tab = open_tab(cast.person("Tom").user, size)
    code = ask(tab, "Gran", "Look, add and change entries")
    gran = cast.user("Gran")
    accept(site, gran, code)
    theirs = open_tab(gran, size)
    theirs.goto("/")
    expect(theirs.get_by_role("main")).to_contain_text("Tom’s diary")
    expect(theirs.get_by_role("link", name="Log a bleed")).to_be_visible()

    tab.goto("/sharing")
    tab.get_by_role("link", name=re.compile("Change what Gran")).click()
    tab.get_by_role("radio", name="Look only").check()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("status").filter(has_text="is changed")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("main")).to_contain_text("Tom’s diary")
    expect(theirs.get_by_role("link", name="Log a bleed")).to_have_count(0)

    tab.get_by_role("link", name=re.compile("Change what Gran")).click()
    tab.get_by_role("button", name=re.compile("Stop sharing with Gran")).click()
    expect(tab.get_by_text("Nobody helps with your diary.")).to_be_visible()
    watch.expect(404)
    theirs.get_by_role("link", name="Diary", exact=True).click()
    expect(theirs.get_by_role("heading", level=1)).not_to_contain_text("Tom")
    expect(theirs.get_by_role("main")).not_to_contain_text("Tom’s diary")


@BOTH
def test_a_clinic_looks_until_it_may_no_more(
    open_tab: OpenTab, cast: Cast, watch: Watch, tom: Person, size: ViewportSize
) -> None:
    leeds = cast.clinic("Leeds")
    desk = open_tab(cast.haematologist("Nia", leeds), DESK)
    tab = open_tab(tom.user, size)
    tab.goto("/sharing")
    tab.get_by_role("link", name="Share with a clinic").click()
    tab.get_by_role("radio", name=f"Leeds{cast.number}", exact=True).check()
    tab.get_by_role("button", name="Share with this clinic").click()
    expect(tab.get_by_role("status").filter(has_text="can look now")).to_be_visible()
    desk.goto("/clinic")
    desk.get_by_role("link", name="Tom").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tom")

    tab.get_by_role("link", name=re.compile("Stop sharing with Leeds")).click()
    expect(tab.get_by_text("What the clinic keeps")).to_be_visible()
    tab.get_by_role("button", name=re.compile("Stop sharing with Leeds")).click()
    expect(tab.get_by_text("No clinic can look at your diary.")).to_be_visible()
    watch.expect(404)
    answer = desk.reload()
    assert answer is not None
    assert answer.status == 404
    tab.goto("/looked")
    expect(tab.get_by_role("main")).to_contain_text("Looked at your page")
    expect(tab.get_by_role("main")).to_contain_text("Nia")


def test_the_link_comes_by_mail_if_wanted(
    open_tab: OpenTab, site: Site, box: Mailbox, cast: Cast, tom: Person
) -> None:
    tab = open_tab(tom.user)
    tab.goto("/sharing/invite")
    tab.get_by_label("What do you call them?").fill("Gran")
    tab.get_by_label("Their email address").fill(f"gran{cast.number}@elsewhere.example")
    tab.get_by_role("radio", name="Look only").check()
    tab.get_by_role("button", name="Make the link").click()
    expect(tab.get_by_role("status").filter(has_text="On its way by email")).to_be_visible()
    mail = box.wait_for(f"gran{cast.number}@elsewhere.example", 1)
    accept(site, cast.user("Gran"), code_in(mail))


@BOTH
def test_a_parent_begins_a_diary_and_stays_with_that_child(
    open_tab: OpenTab, cast: Cast, size: ViewportSize
) -> None:
    pat = cast.helper("Pat", cast.patient("Alex"), AccessRole.CARER_MANAGE)
    tab = open_tab(pat, size)
    tab.goto("/more")
    tab.get_by_role("link", name="Begin a diary for a child").click()
    tab.get_by_label("Their name").fill("Sam")
    tab.get_by_label("Date of birth").fill("2018-05-03")
    tab.get_by_role("button", name="Begin the diary").click()
    expect(tab.locator(".kicker")).to_contain_text("Sam’s diary")
    tab.get_by_role("link", name="Log a bleed").click()
    expect(tab.get_by_role("button", name="Save for Sam")).to_be_visible()
    tab.goto("/more")
    tab.get_by_role("link", name="Who can see Alex’s diary").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Who can see Alex’s diary")
    tab.get_by_role("link", name="Ask somebody to help").click()
    expect(tab.locator(".kicker")).to_have_text("Alex’s diary")


def test_somebody_is_asked_without_scripts(
    open_tab: OpenTab, cast: Cast, site: Site, tom: Person
) -> None:
    tab = open_tab(tom.user, java_script_enabled=False)
    code = ask(tab, "Gran", "Look only")
    gran = cast.user("Gran")
    accept(site, gran, code)
    theirs = open_tab(gran, java_script_enabled=False)
    theirs.goto("/sharing")
    theirs.get_by_role("button", name="Stop helping with Tom’s diary").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Your account")
    tab.goto("/sharing")
    expect(tab.get_by_text("Nobody helps with your diary.")).to_be_visible()


def test_a_young_person_takes_their_diary_over(
    open_tab: OpenTab, cast: Cast, box: Mailbox, site: Site
) -> None:
    today = datetime.now(UTC).date()
    diary = cast.patient("Max", born=today - timedelta(17 * 366))
    parent = cast.helper("Kim", diary, AccessRole.CARER_MANAGE)
    tab = open_tab(parent)
    tab.goto("/sharing")
    tab.get_by_role("link", name="Hand the diary over to Max").click()
    tab.get_by_role("button", name="Make the link for Max").click()
    link = tab.locator("[data-link]").inner_text()

    theirs = open_tab(cast.user("Max"))
    theirs.goto(link.removeprefix(site.url))
    theirs.get_by_role("radio", name="Yes, look only").check()
    theirs.get_by_role("button", name=re.compile("Accept|Take", re.IGNORECASE)).click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Who can see my diary")
    expect(theirs.get_by_text("This diary is yours now")).to_be_visible()
    expect(theirs.get_by_role("main")).to_contain_text(f"Kim{cast.number} can look")

    tab.goto("/")
    expect(tab.locator(".notice")).to_contain_text("Max took this diary over")
    expect(tab.get_by_role("link", name="Log a bleed")).to_have_count(0)
    assert (
        "took over the diary" in box.wait_for(f"kim{cast.number}@people.example", 1).get_content()
    )
