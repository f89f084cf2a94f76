"""A lost phone is signed out from another device, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.steps import sign_in


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_lost_phone_is_signed_out(open_tab: OpenTab, cast: Cast, scripts: bool) -> None:
    ines = cast.person("Ines")
    lost = open_tab(user_agent="Mozilla/5.0 (Linux; Android 10) Chrome/140.0 Mobile Safari/537.36")
    sign_in(lost, ines.email)
    tab = open_tab(java_script_enabled=scripts)
    sign_in(tab, ines.email)
    tab.goto("/more/devices")
    expect(tab.get_by_role("heading", level=2)).to_have_count(2)
    phone = tab.locator(".card", has_text="Chrome on Android")
    expect(phone).not_to_contain_text("This device")

    phone.get_by_role("button").click()

    expect(tab.get_by_role("status").filter(has_text="Signed out there")).to_be_visible()
    expect(tab.get_by_text("Chrome on Android")).to_have_count(0)
    lost.goto("/")
    expect(lost.get_by_role("heading", level=1)).to_have_text("Sign in")
