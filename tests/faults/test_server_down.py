"""The server is gone for a day: people log on, phones die, and then everything is there once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.cast import Cast
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import choose
from tests.browser.watch import Watch
from tests.chromium import keeping, kill
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    log_here,
    make_ready,
    pill,
    press_save,
    save_here,
    see_all_sent,
)
from tests.faults.server import Server
from tests.patience import SECONDS


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a phone keeps what it stores; whatever still runs there is ended."""
    yield tmp_path / "phone"
    kill(tmp_path / "phone")


def switched_on(folder: Path, server: Server, watch: Watch) -> BrowserContext:
    context = keeping(folder, server.url)
    context.set_default_timeout(SECONDS * 1000)
    watch.over(context)
    return context


def test_a_bleed_outlives_server_and_phone(
    server: Server, cast: Cast, watch: Watch, folder: Path
) -> None:
    ines = cast.person("Ines")
    phone = switched_on(folder, server, watch)
    phone.add_cookies([server.signed_in_as(ines.user)])  # type: ignore[list-item]
    tab = phone.new_page()
    make_ready(tab)

    server.stop()
    tab.goto("/")
    expect(tab.get_by_role("status").filter(has_text="As of")).to_contain_text(
        "bleedlog does not answer."
    )
    log_here(tab, "Left knee", "It came on its own")
    expect(tab.get_by_role("heading", level=1)).to_be_focused()
    expect(pill(tab)).to_have_text("1 waiting to send")
    tab.get_by_role("link", name="Add more").click()
    expect(tab.get_by_role("radio", name="Left knee")).to_be_checked()
    expect(tab.get_by_label("Pain from 0 to 10")).to_be_visible()
    kill(folder)

    phone = switched_on(folder, server, watch)
    # Chromium writes cookies to the disk up to half a minute late.
    phone.add_cookies([server.signed_in_as(ines.user)])  # type: ignore[list-item]
    tab = phone.new_page()
    tab.goto("/")
    expect(pill(tab)).to_have_text("1 waiting to send")
    expect(tab.get_by_role("listitem").filter(has_text="Bleed, Left knee")).to_be_visible()
    assert seen_everywhere(tab) == {}
    # It is in the days that are asked about, though the server does not know it yet.
    expect(tab.get_by_role("heading", level=1)).to_have_text(re.compile("^Any other bleeds since"))
    expect(tab.get_by_role("button", name="No others, no bleeds but those noted")).to_be_visible()
    tab.get_by_role("link", name="1 waiting to send").first.click()
    card = tab.locator(".card", has=tab.get_by_role("heading", name="Bleed"))
    expect(card).to_contain_text("Left knee · Just now · It came on its own")
    tab.get_by_text("Throw it away", exact=True).click()
    assert seen_everywhere(tab) == {}
    assert server.bleeds_of(ines.diary) == []

    server.start()
    tab.get_by_role("button", name="Send now").click()
    expect(tab.get_by_text("Everything is saved.")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee"]
    tab.goto("/")
    expect(tab.get_by_role("heading", name="Left knee bleed")).to_be_visible()
    assert kept(tab)["drafts"] == []
    phone.close()


def test_what_waits_never_stands_between_a_question_and_its_answers(
    server: Server, cast: Cast, open_phone: OpenPhone
) -> None:
    mo = cast.person("Mo")
    tab = open_phone(mo.user)
    make_ready(tab)

    server.stop()
    log_here(tab, "Left knee", "It came on its own")
    tab.goto("/")
    expect(tab.get_by_role("heading", name="1 waiting to send")).to_be_visible()
    parts = [
        tab.get_by_role("heading", name="Any other bleeds since"),
        tab.get_by_role("button", name="No others"),
        tab.get_by_role("heading", name="1 waiting to send"),
    ]
    tops = [box["y"] for part in parts if (box := part.bounding_box())]
    assert tops == sorted(tops)
    assert len(tops) == len(parts)


def test_what_cannot_be_sent_as_it_is_says_so_at_once(
    server: Server, cast: Cast, open_phone: OpenPhone
) -> None:
    mo = cast.person("Mo")
    tab = open_phone(mo.user)
    make_ready(tab)

    server.stop()
    tab.goto("/log/bruise")
    press_save(tab)
    card = tab.get_by_role("status").filter(has_text="Saved on this phone")
    expect(card).to_contain_text("Choose where the bruise is: tap “Add more”.")
    expect(card).not_to_contain_text("It is sent when")
    tab.get_by_role("link", name="Add more").click()
    # The form is there before its answers are back in it.
    expect(tab.locator("#log[data-item]")).to_be_attached()
    choose(tab, "Left thigh")
    save_here(tab)
    expect(card).not_to_contain_text("Choose where")

    server.start()
    tab.goto("/")
    see_all_sent(tab)
