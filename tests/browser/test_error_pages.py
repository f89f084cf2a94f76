"""Pages that nobody wants to see, each brought about as it comes about, for every eye and thumb."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import abort
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from bleedlog import create_app
from bleedlog.config import Settings
from bleedlog.web.opening import Audience, open_to
from tests.browser.cast import Cast, Person
from tests.browser.conftest import OpenTab
from tests.browser.eyes import seen_everywhere
from tests.browser.site import Site, served
from tests.browser.steps import PRIVATE_WINDOW, choose, sign_in
from tests.browser.watch import Watch
from tests.people import PASSWORD

TRIES = 60
"""More than anybody may guess at a password."""


@pytest.fixture
def ines(cast: Cast) -> Person:
    return cast.person("Ines")


@pytest.fixture
def tab(open_tab: OpenTab, ines: Person) -> Page:
    """Her phone, with a bleed that is not saved yet, and no room to keep it there."""
    tab = open_tab(ines.user)
    tab.context.add_init_script(PRIVATE_WINDOW)
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    return tab


def see(tab: Page, heading: str) -> None:
    """The page says so, and is for every eye and thumb."""
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    assert seen_everywhere(tab) == {}


def test_what_was_typed_waits_for_signing_in(tab: Page, ines: Person, watch: Watch) -> None:
    tab.context.clear_cookies()
    watch.expect(401)
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("what you typed is kept")).to_be_visible()
    see(tab, "Sign in")

    tab.get_by_label("Email address").fill(ines.email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("button", name="Carry on")).to_be_visible()
    see(tab, "You are signed in")


def test_a_button_of_a_page_that_was_open_for_too_long(
    tab: Page, ines: Person, watch: Watch
) -> None:
    """Signed out and in again in another tab: this page's token is worth nothing now."""
    tab.get_by_role("button", name="Save").click()
    button = tab.get_by_role("button", name="Take it out of the diary")
    expect(button).to_be_visible()
    other = tab.context.new_page()
    other.goto("/more")
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_title("Sign in - bleedlog")
    sign_in(other, ines.email)

    watch.expect(400)
    button.click()
    see(tab, "We could not read that")


def test_far_too_much_is_sent(tab: Page, watch: Watch) -> None:
    watch.expect(413)
    tab.locator("summary", has_text="Add more").click()
    tab.get_by_label("Note", exact=True).evaluate("one => { one.value = 'Ouch. '.repeat(100_000) }")
    tab.get_by_role("button", name="Save").click()
    see(tab, "That file is too big")


def test_the_record_is_busy(tab: Page, site: Site, watch: Watch) -> None:
    watch.expect(503)
    with site.record.transaction():
        tab.get_by_role("button", name="Save").click()
        see(tab, "We can't open the diary just now")


def test_the_record_holds_what_nobody_foresaw(
    tab: Page, site: Site, ines: Person, watch: Watch
) -> None:
    watch.expect(500)
    with site.record.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE patient SET zone = 'Atlantis/Nowhere' WHERE id = ?", (ines.diary.hex,)
        )
    tab.goto("/")
    see(tab, "Something went wrong")


def test_a_password_is_guessed_at(
    open_tab: OpenTab, migrated_file: Path, tmp_path: Path, watch: Watch
) -> None:
    """On a server of its own: whoever else comes from here would have to wait as well."""
    shutil.copyfile(migrated_file, tmp_path / "bleedlog.db")
    watch.expect(401, 422, 429)
    with served(tmp_path / "bleedlog.db", tmp_path / "server.log") as alone:
        ines = Cast(alone.record, 1).person("Ines")
        tab = open_tab()
        tab.goto(f"{alone.url}/sign-in")
        said = tab.get_by_role("alert")
        for _ in range(TRIES):
            tab.get_by_label("Email address").fill(ines.email)
            tab.get_by_label("Password").fill("not the right words")
            with tab.expect_navigation():
                tab.get_by_role("button", name="Sign in").click()
            if "too many tries" in said.inner_text():
                break
        expect(said).to_contain_text("There were too many tries.")
        see(tab, "Sign in")


@open_to(Audience.ANYONE)
def stops_with(code: int) -> str:
    """No page of ours leads to these: a view has to give up by itself."""
    abort(code)


@pytest.fixture
def stopping(site: Site) -> Iterator[str]:
    """The application as it is, with one more address, which gives up."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    settings = Settings(database_url="sqlite://", secret_key="-" * 40, base_url=url)
    app = create_app(settings, site.record)
    app.add_url_rule("/stops/<int:code>", view_func=stops_with)
    server.app = app
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("code", "heading"),
    [(403, "You can't do that here"), (404, "Page not found"), (429, "Please wait a little")],
)
def test_a_view_gives_up(
    open_tab: OpenTab, stopping: str, watch: Watch, code: int, heading: str
) -> None:
    watch.expect(code)
    tab = open_tab()
    tab.goto(f"{stopping}/stops/{code}")
    see(tab, heading)
