"""Signing in at a provider, in a browser that goes to another site and comes back."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.eyes import seen_everywhere
from tests.browser.site import Site, served
from tests.openid_server import CLIENT_ID, CLIENT_SECRET, Provider, running_provider

SIGN_IN = "Sign in with Test login"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """An honest provider; by its number, it is another site than ours."""
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def site(
    provider: Provider, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A server that knows it."""
    folder = tmp_path_factory.mktemp("site")
    database = folder / "bleedlog.db"
    shutil.copyfile(migrated_file, database)
    told = {
        "BLEEDLOG_OIDC_ISSUER": provider.url,
        "BLEEDLOG_OIDC_CLIENT_ID": CLIENT_ID,
        "BLEEDLOG_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "BLEEDLOG_OIDC_NAME": "Test login",
    }
    with served(database, folder / "server.log", **told) as site:
        yield site


def connect(tab: Page) -> None:
    """Connect the account that is signed in."""
    tab.goto("/more")
    tab.get_by_role("link", name=SIGN_IN).click()
    tab.get_by_role("button", name="Connect").click()
    tab.get_by_role("link", name="Go on").click()
    expect(tab.get_by_role("status").filter(has_text="Connected")).to_be_visible()


def sign_out(tab: Page) -> None:
    """Sign out on the account's page."""
    tab.goto("/more")
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "this once"])
def test_somebody_goes_there_and_comes_back_signed_in(
    open_tab: OpenTab, cast: Cast, provider: Provider, site: Site, kept: bool
) -> None:
    tom = cast.person("Tom")
    provider.subject = f"tom-{cast.number}"
    tab = open_tab(tom.user)
    connect(tab)
    sign_out(tab)

    tab.goto("/sign-in?next=/numbers")
    tab.wait_for_load_state("networkidle")  # a script lets the link say it
    tab.get_by_label("Keep me signed in on this phone").set_checked(kept)
    tab.get_by_role("link", name=SIGN_IN).click()

    expect(tab).to_have_url(f"{site.url}/numbers")
    (cookie,) = [one for one in tab.context.cookies() if one["name"] == "bleedlog"]
    assert (cookie["expires"] > 0) is kept


def test_it_works_without_scripts(open_tab: OpenTab, cast: Cast, provider: Provider) -> None:
    tom = cast.person("Tom")
    provider.subject = f"tom-{cast.number}"
    tab = open_tab(tom.user, java_script_enabled=False)
    connect(tab)
    sign_out(tab)

    tab.get_by_role("link", name=SIGN_IN).click()

    expect(tab.get_by_role("navigation", name="Main")).to_be_visible()


def test_its_pages_are_for_every_eye_and_thumb(
    open_tab: OpenTab, cast: Cast, provider: Provider
) -> None:
    tom = cast.person("Tom")
    provider.subject = f"tom-{cast.number}"
    stranger, tab = open_tab(), open_tab(tom.user)
    stranger.goto("/sign-in")
    assert seen_everywhere(stranger) == {}
    stranger.get_by_role("link", name=SIGN_IN).click()
    expect(stranger.get_by_text("No account is connected yet")).to_be_visible()
    assert seen_everywhere(stranger) == {}

    tab.goto("/more/provider")
    assert seen_everywhere(tab) == {}
    tab.get_by_role("button", name="Connect").click()
    assert seen_everywhere(tab) == {}
    tab.get_by_role("link", name="Go on").click()
    expect(tab.get_by_role("status").filter(has_text="Connected")).to_be_visible()
    assert seen_everywhere(tab) == {}
