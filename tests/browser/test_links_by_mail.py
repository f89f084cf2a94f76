"""What comes by mail: a link is opened, or its code is copied from the mail."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.mailbox import Mailbox, code_in, link_in

NEW = "five other words for tests"


def open_link(tab: Page, box: Mailbox, email: str, *, scripts: bool, number: int = 1) -> None:
    """Open the link of a mail; without scripts its code is pasted."""
    mail = box.wait_for(email, number)
    tab.goto(link_in(mail))
    if not scripts:
        tab.get_by_label("Code from the mail").fill(code_in(mail))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_forgotten_password(open_tab: OpenTab, cast: Cast, box: Mailbox, scripts: bool) -> None:
    ines = cast.person("Ines")
    tab = open_tab(java_script_enabled=scripts)
    tab.goto("/sign-in")
    tab.get_by_role("link", name="Forgotten your password?").click()
    tab.get_by_label("Email address").fill(ines.email)
    tab.get_by_role("button", name="Send me a link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Look into your mail")

    open_link(tab, box, ines.email, scripts=scripts)
    if scripts:
        # It stays in no history, and nobody who looks over a shoulder reads it.
        expect(tab).to_have_url(re.compile(r"/reset$"))
        expect(tab.get_by_label("Code from the mail")).to_be_hidden()
    tab.get_by_label("New password", exact=True).fill(NEW)
    tab.get_by_label("New password again").fill(NEW)
    tab.get_by_role("button", name="Set new password").click()

    expect(tab.get_by_text("Your new password is set")).to_be_visible()
    tab.get_by_label("Email address").fill(ines.email)
    tab.get_by_label("Password").fill(NEW)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("link", name="Log a bleed")).to_be_visible()


def test_a_used_link_says_so(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.goto(f"/reset#{'0' * 28}")
    tab.get_by_label("New password", exact=True).fill(NEW)
    tab.get_by_label("New password again").fill(NEW)
    tab.get_by_role("button", name="Set new password").click()

    expect(tab.get_by_role("alert")).to_contain_text("This link is used up, or it is too old.")
    expect(tab.get_by_label("Code from the mail")).to_be_visible()
    tab.get_by_role("link", name="Ask for a new link").click()
    expect(tab.get_by_label("Email address")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_another_address(open_tab: OpenTab, cast: Cast, box: Mailbox, scripts: bool) -> None:
    ines = cast.person("Ines")
    new = f"new.{ines.email}"
    tab = open_tab(ines.user, java_script_enabled=scripts)
    tab.goto("/more/email")
    tab.get_by_label("New email address").fill(new)
    tab.get_by_role("button", name="Send a link to the new address").click()
    expect(tab.get_by_text("Look into the mail of your new address")).to_be_visible()

    open_link(tab, box, new, scripts=scripts)
    tab.get_by_role("button", name="This is my address").click()

    expect(tab.get_by_text("You sign in with your new email address")).to_be_visible()
    tab.goto("/more/email")
    expect(tab.get_by_role("heading", name=new)).to_be_visible()
    expect(tab.get_by_text("Confirmed", exact=True)).to_be_visible()
