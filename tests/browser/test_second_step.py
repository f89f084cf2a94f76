"""The second step of signing in, in a browser: set up, shown, changed, for every eye and thumb."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bleedlog.models.vocabulary import StaffRole
from tests.authenticator import code_at
from tests.browser.cast import Cast
from tests.browser.conftest import DESK, PHONE, OpenTab
from tests.browser.devices import Device
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import sign_in
from tests.people import PASSWORD, People, email_of

CODE = "Code that the app shows"


def heading(tab: Page) -> Locator:
    return tab.get_by_role("heading", level=1)


def look_at(tab: Page) -> None:
    """See that the page as it stands is for every eye and thumb."""
    assert seen_everywhere(tab) == {}
    tab.set_viewport_size(PHONE)


def set_app_up(tab: Page) -> tuple[str, list[str]]:
    """Do what the page says; gives the app's secret and the recovery codes."""
    tab.get_by_text("I cannot scan it").click()
    secret = tab.locator(".key").inner_text().replace(" ", "")
    tab.get_by_label(CODE).fill(code_at(secret))
    tab.get_by_role("button", name="Turn it on").click()
    expect(heading(tab)).to_have_text("Keep these codes")
    return secret, tab.locator(".codes li").all_inner_texts()


@pytest.fixture
def newcomer(cast: Cast) -> str:
    """The email of somebody who works at a clinic and has a password only."""
    People(cast.record).work(cast.user("Nora"), cast.clinic())
    return email_of(f"Nora{cast.number}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_new_staff_set_up_an_app_and_sign_in_with_it(
    open_tab: OpenTab, newcomer: str, tmp_path: Path, scripts: bool
) -> None:
    tab = open_tab(java_script_enabled=scripts)
    sign_in(tab, newcomer)
    expect(heading(tab)).to_have_text("Choose a second step")

    _, codes = set_app_up(tab)
    with tab.expect_download() as saving:
        tab.get_by_role("button", name="Save as a file").click()
    saving.value.save_as(tmp_path / "codes.txt")
    assert set(codes) <= set((tmp_path / "codes.txt").read_text().splitlines())
    expect(tab.get_by_role("button", name="Print")).to_be_visible(visible=scripts)
    tab.get_by_role("link", name="I have kept them").click()
    expect(heading(tab)).to_have_text("Patients")
    tab.get_by_role("button", name="Sign out").click()

    sign_in(tab, newcomer)
    expect(heading(tab)).to_have_text("Enter a code")
    tab.get_by_text("I do not have the app here").click()
    tab.get_by_label("Recovery code").fill(codes[0])
    tab.get_by_role("button", name="Go on").click()
    expect(heading(tab)).to_have_text("Patients")


def test_pages_before_anything_opens_are_for_every_eye_and_thumb(
    open_tab: OpenTab, newcomer: str
) -> None:
    tab = open_tab()
    Device(tab)
    sign_in(tab, newcomer)
    tab.get_by_text("I cannot scan it").click()
    look_at(tab)
    tab.get_by_label(CODE).fill("no")
    tab.get_by_role("button", name="Turn it on").click()
    expect(tab.get_by_role("alert").filter(has_text="That code is not right")).to_be_visible()
    look_at(tab)
    set_app_up(tab)
    look_at(tab)
    tab.goto("/more/passkeys")
    tab.get_by_role("button", name="Add a passkey on this device").click()
    expect(tab.get_by_role("status").filter(has_text="Your passkey is ready")).to_be_visible()
    look_at(tab)
    tab.locator("main .card a").click()
    look_at(tab)
    tab.goto("/more")
    tab.get_by_role("button", name="Sign out").click()

    sign_in(tab, newcomer)
    tab.get_by_text("I do not have the app here").click()
    look_at(tab)
    tab.get_by_label("Recovery code").fill("not one of them")
    tab.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("alert").filter(has_text="That code is not right")).to_be_visible()
    look_at(tab)


def test_a_patient_turns_codes_on_and_off(open_tab: OpenTab, cast: Cast) -> None:
    tom = cast.person("Tom")
    tab = open_tab(tom.user)
    tab.goto("/more/second-factor")
    look_at(tab)
    tab.get_by_role("link", name="Set it up").click()
    _, codes = set_app_up(tab)
    tab.get_by_role("link", name="I have kept them").click()
    expect(tab.locator("main")).to_contain_text("10 recovery codes are left.")
    look_at(tab)
    tab.get_by_role("link", name="Make new recovery codes").click()
    look_at(tab)
    tab.get_by_role("link", name="Keep the ones I have").click()

    tab.get_by_role("link", name="Turn codes off").click()
    look_at(tab)
    tab.get_by_label("Your password").fill(PASSWORD)
    tab.get_by_label("Code from your app").fill(codes[0])
    tab.get_by_role("button", name="Turn codes off").click()
    expect(tab.get_by_role("status").filter(has_text="Codes are off")).to_be_visible()


def test_an_admins_help_is_for_every_eye_and_thumb(open_tab: OpenTab, cast: Cast) -> None:
    people, clinic = People(cast.record), cast.clinic()
    admin = people.staff(f"Una{cast.number}", clinic, StaffRole.ADMIN)
    joe = people.staff(f"Joe{cast.number}", clinic)
    tab = open_tab(admin, DESK)

    tab.goto(f"/clinic/{clinic}/staff/{joe}/second-factor")
    look_at(tab)
    tab.get_by_role("button", name="I know it is them: take it off").click()

    expect(tab.get_by_role("status")).to_contain_text("The second step is off")
    look_at(tab)
