"""Wherever somebody is: what waits is counted, and that there is no connection is said."""

from uuid import uuid4

import pytest
from playwright.sync_api import Error, expect

from tests.browser.cast import Cast
from tests.browser.steps import choose
from tests.browser.watch import Watch
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, log_here, make_ready, pill, save_here
from tests.faults.server import Server

ACCOUNT = (
    "/more",
    "/more/data",
    "/more/delete",
    "/more/devices",
    "/more/email",
    "/more/passkeys",
    "/more/password",
    "/more/second-factor",
    "/more/tokens",
    "/privacy",
)

NOWHERE = f"/diary/entries/{uuid4()}"
ALONE = ("/more/second-factor/codes", NOWHERE)
"""Pages with nothing around them: before what is shown once, and of what is not there."""


def test_what_waits_is_counted_on_the_pages_of_the_account(
    open_phone: OpenPhone, cast: Cast, watch: Watch
) -> None:
    watch.expect(404, 503)
    tab = open_phone(cast.person("Ines").user)
    tab.route("**/api/v1/sync", lambda route: route.fulfill(status=503))
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save_here(tab)
    for path in ACCOUNT:
        tab.goto(path)
        expect(pill(tab), path).to_have_text("1 waiting to send")
        expect(tab.get_by_role("link", name="Home", exact=True), path).to_be_visible()
    for path in ALONE:
        tab.goto(path)
        expect(pill(tab), path).to_have_text("1 waiting to send")
    # What is not there is no page to be read later.
    tab.wait_for_load_state("networkidle")
    assert NOWHERE not in [page["path"] for page in kept(tab)["pages"]]


def test_a_place_that_is_not_on_the_phone_says_so(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    tab = open_phone(cast.person("Ines").user)
    make_ready(tab)
    server.stop()
    log_here(tab, "Left knee")
    for path in (*ACCOUNT, "/sharing", "/looked", "/settings/check-ins", "/diary/gaps"):
        tab.goto(path)
        expect(tab.get_by_role("heading", level=1), path).to_have_text(
            "This page is not on your phone"
        )
        expect(pill(tab), path).to_have_text("1 waiting to send")
    # Of clinics the phone says nothing, not even that.
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        tab.goto("/clinic")
