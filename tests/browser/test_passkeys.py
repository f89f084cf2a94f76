"""Passkeys in a browser, with a device that checks who holds it."""

from urllib.parse import parse_qs

from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, OpenTab
from tests.browser.devices import Device
from tests.browser.site import Site
from tests.browser.steps import sign_in
from tests.patience import comes_true
from tests.people import People, email_of

USE = "Use a passkey"


def add_passkey(tab: Page, name: str | None = None) -> None:
    """Add one on the account's page."""
    tab.goto("/more/passkeys")
    if name:
        tab.get_by_label("What do you call this device?").fill(name)
    tab.get_by_role("button", name="Add a passkey on this device").click()
    expect(tab.get_by_role("status").filter(has_text="Your passkey is ready")).to_be_visible()


def sign_out(tab: Page) -> None:
    tab.goto("/more")
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_passkey_signs_in_with_one_press(open_tab: OpenTab, cast: Cast, site: Site) -> None:
    tom = cast.person("Tom")
    tab = open_tab()
    device = Device(tab)
    sign_in(tab, tom.email)
    add_passkey(tab, "My own phone")
    assert device.passkeys == 1
    expect(tab.get_by_role("link", name="My own phone")).to_be_visible()
    sign_out(tab)

    tab.goto("/sign-in?next=/numbers")
    tab.get_by_role("button", name=USE).click()

    expect(tab).to_have_url(f"{site.url}/numbers")
    tab.goto("/more/devices")
    expect(tab.locator("main")).to_contain_text("Stays signed in.")


def test_whom_the_device_does_not_know_it_lets_not_in(
    open_tab: OpenTab, cast: Cast, site: Site
) -> None:
    tom = cast.person("Tom")
    tab = open_tab(tom.user)
    device = Device(tab)
    add_passkey(tab)
    sign_out(tab)
    device.recognise(holder=False)

    tab.get_by_role("button", name=USE).click()

    expect(tab.get_by_role("alert")).to_contain_text("No passkey was used.")
    device.recognise(holder=True)
    tab.get_by_role("button", name=USE).click()
    expect(tab).to_have_url(f"{site.url}/")


def test_a_device_has_one_passkey_for_an_account(open_tab: OpenTab, cast: Cast) -> None:
    tom = cast.person("Tom")
    tab = open_tab(tom.user)
    device = Device(tab)
    add_passkey(tab)

    tab.get_by_role("button", name="Add a passkey on this device").click()

    expect(tab.get_by_role("alert")).to_contain_text("This device has a passkey for you already.")
    assert device.passkeys == 1


def test_an_answer_that_was_copied_opens_nothing_elsewhere(open_tab: OpenTab, cast: Cast) -> None:
    """Replayed in another browser, with a session and a question of its own."""
    tom = cast.person("Tom")
    tab, thief = open_tab(tom.user), open_tab()
    Device(tab)
    add_passkey(tab)
    sign_out(tab)
    copied: list[str] = []

    def copy_and_drop(route: Route) -> None:
        copied.append(parse_qs(route.request.post_data or "")["credential"][0])
        route.fulfill(status=204)

    tab.route("**/sign-in/passkey", copy_and_drop)
    tab.get_by_role("button", name=USE).click()
    assert comes_true(tab, lambda: bool(copied))

    thief.goto("/sign-in")
    token = thief.locator("[name=csrf_token]").first.input_value()
    asked = thief.request.post("/sign-in/passkey/options", form={"csrf_token": token})
    assert asked.ok
    answer = thief.request.post(
        "/sign-in/passkey",
        form={"csrf_token": token, "credential": copied[0]},
    )

    assert "That passkey did not work." in answer.text()
    thief.goto("/diary")
    expect(thief.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_new_staff_choose_a_passkey_as_their_second_step(open_tab: OpenTab, cast: Cast) -> None:
    name = f"Nora{cast.number}"
    People(cast.record).work(cast.user("Nora"), cast.clinic())
    tab = open_tab(size=DESK)
    Device(tab)

    sign_in(tab, email_of(name))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Choose a second step")
    tab.get_by_role("button", name="Use a passkey on this device").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Patients")
    tab.get_by_role("button", name="Sign out").click()

    sign_in(tab, email_of(name))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Use your passkey")
    tab.get_by_role("button", name=USE).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Patients")


def test_without_scripts_nothing_speaks_of_passkeys_that_cannot_be(
    open_tab: OpenTab, cast: Cast
) -> None:
    tom = cast.person("Tom")
    tab = open_tab(tom.user, java_script_enabled=False)

    tab.goto("/more/passkeys")
    expect(tab.get_by_text("This browser cannot make passkeys")).to_be_visible()
    expect(tab.get_by_role("button", name="Add a passkey on this device")).to_be_hidden()
    stranger = open_tab(java_script_enabled=False)
    stranger.goto("/sign-in")
    expect(stranger.get_by_role("button", name=USE)).to_be_hidden()
