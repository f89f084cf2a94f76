"""Coming here: from a clinic's page or mail to a diary of one's own, or to work at a clinic."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.joining import invite_patient, shown_link
from tests.mailbox import Mailbox, code_in, link_in
from tests.people import PASSWORD

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def follow(tab: Page, link: str, *, scripts: bool, label: str, button: str) -> None:
    """Open a link with a code; without scripts, type the code in and go on."""
    tab.goto(link)
    if scripts:
        return
    tab.get_by_label(label).fill(link.rpartition("#")[2])
    tab.get_by_role("button", name=button).click()


@both
def test_from_a_page_of_the_clinic_to_a_diary_that_it_may_see(
    open_tab: OpenTab, cast: Cast, box: Mailbox, scripts: bool
) -> None:
    leeds = cast.clinic()
    email = f"newcomer{cast.number}@home.example"
    desk = open_tab(cast.haematologist("Nia", leeds), DESK)
    desk.goto("/clinic/invite")
    invite_patient(desk)

    phone = open_tab(java_script_enabled=scripts)
    follow(
        phone,
        shown_link(desk),
        scripts=scripts,
        label="Code of the invitation",
        button="See what it is for",
    )
    expect(phone.get_by_role("heading", level=1)).to_contain_text("invites you")
    expect(phone).to_have_url(re.compile(r"/join$"))
    phone.get_by_label("Email address").fill(email)
    phone.get_by_role("button", name="Send me a link").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    link = link_in(box.wait_for(email))
    follow(phone, link, scripts=scripts, label="Code from the mail", button="Go on")
    expect(phone.get_by_label("Your name")).to_have_value("Tom Example")
    phone.get_by_label("Choose a password").fill(PASSWORD)
    phone.get_by_role("button", name="Make my account").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Begin your diary")
    phone.get_by_label("Date of birth").fill("1984-03-01")
    centre = phone.get_by_label("Your haemophilia centre")
    expect(centre.locator("option:checked")).to_contain_text("Leeds")
    expect(phone.get_by_role("radio", checked=True)).to_have_count(0)
    phone.get_by_role("radio", name="Yes, they may look").check()
    phone.get_by_role("button", name="Begin my diary").click()
    expect(phone.get_by_role("link", name="Log a bleed")).to_be_visible()

    desk.goto("/clinic")
    expect(desk.get_by_role("link", name="Tom Example")).to_be_visible()


@both
def test_from_a_mail_to_work_at_a_clinic(
    open_tab: OpenTab, cast: Cast, box: Mailbox, scripts: bool
) -> None:
    email = f"joe{cast.number}@clinic.example"
    desk = open_tab(cast.admin("Robin", cast.clinic()), DESK)
    desk.goto("/clinic/staff")
    desk.get_by_role("link", name="Invite a colleague").click()
    desk.get_by_label("Their name").fill("Joe")
    desk.get_by_label("Their email address").fill(email)
    desk.get_by_role("radio", name="See patients and write").check()
    desk.get_by_role("button", name="Make the link").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Joe is invited")

    mail = box.wait_for(email)
    joe = open_tab(size=DESK, java_script_enabled=scripts)
    follow(
        joe,
        link_in(mail),
        scripts=scripts,
        label="Code of the invitation",
        button="See what it is for",
    )
    expect(joe.get_by_text(f"You will sign in with {email}.")).to_be_visible()
    joe.get_by_label("Choose a password").fill(PASSWORD)
    joe.get_by_role("button", name="Go on").click()

    # Nothing opens before a second step is set up.
    expect(joe).to_have_url(re.compile(r"/second-factor"))
    joe.goto("/clinic")
    expect(joe).to_have_url(re.compile(r"/second-factor"))
    assert code_in(mail) not in joe.url
    desk.goto("/clinic/staff")
    expect(desk.get_by_role("main").get_by_role("link", name="Joe")).to_be_visible()


def test_an_invitation_is_opened_by_who_is_signed_in(open_tab: OpenTab, cast: Cast) -> None:
    desk = open_tab(cast.haematologist("Nia", cast.clinic()), DESK)
    desk.goto("/clinic/invite")
    invite_patient(desk)
    link = shown_link(desk)
    phone = open_tab(cast.user("Tom"))
    phone.goto(link)
    phone.get_by_role("button", name="Accept as Tom").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Begin your diary")

    other = open_tab()
    other.goto(link)
    expect(other.get_by_role("alert")).to_contain_text("This invitation is used up")
