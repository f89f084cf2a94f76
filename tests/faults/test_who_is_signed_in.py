"""Signed out, signed in again, somebody else in between: each person's own is sent, no other's."""

from datetime import UTC, datetime
from uuid import UUID

from playwright.sync_api import Page, expect

from bleedlog.storage.access import end_access
from tests.browser.cast import Cast
from tests.browser.eyes import seen_everywhere
from tests.browser.steps import choose, log_bleed, sign_in
from tests.browser.watch import Watch
from tests.faults.conftest import OpenPhone
from tests.faults.phones import (
    kept,
    let_through,
    log_here,
    make_ready,
    pill,
    save_here,
    see_all_sent,
    see_scripts_begin,
)
from tests.faults.server import Server
from tests.patience import comes_true
from tests.people import A_TEST


def sign_out(tab: Page) -> None:
    tab.goto("/more")
    tab.get_by_role("button", name="Sign out").click()


def test_a_session_that_ended_keeps_what_waits_for_its_own_person(
    open_phone: OpenPhone, cast: Cast, server: Server, watch: Watch
) -> None:
    watch.expect(400, 401, 403)
    ines, bob = cast.person("Ines"), cast.person("Bob")
    tab = open_phone(ines.user)
    make_ready(tab)
    left_open = tab.context.new_page()
    left_open.goto("/log/bleed")
    choose(left_open, "Right elbow")
    tab.goto("/log/bleed")
    choose(tab, "Left knee", "It came on its own")
    tab.context.clear_cookies()
    save_here(tab)
    expect(tab.get_by_text("You are signed out.")).to_be_visible()

    sign_in(tab, bob.email)
    tab.goto("/")
    expect(pill(tab)).to_have_text("Saved")
    save_here(left_open)
    expect(left_open.get_by_text("Somebody else is signed in on this phone.")).to_be_visible()
    left_open.close()
    tab.goto("/waiting")
    expect(tab.get_by_text("Everything is saved.")).to_be_visible()
    tab.wait_for_load_state("networkidle")
    found = kept(tab)
    assert {one["user"] for one in found["waiting"]} == {str(ines.user)}
    assert {one["user"] for one in found["pages"]} <= {str(bob.user)}

    sign_out(tab)
    expect(tab).to_have_title("Sign in - bleedlog")
    assert kept(tab)["pages"] == []
    sign_in(tab, ines.email)
    see_all_sent(tab)
    tab.goto("/")
    expect(tab.get_by_role("heading", name="Left knee bleed")).to_be_visible()
    see_all_sent(tab)
    assert server.bleeds_of(ines.diary) == ["left knee", "right elbow"]
    assert server.bleeds_of(bob.diary) == []


def test_signing_out_says_what_is_not_sent(
    open_phone: OpenPhone, cast: Cast, server: Server, watch: Watch
) -> None:
    watch.expect(500)
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    tab.route("**/api/v1/sync", lambda route: route.fulfill(status=500))
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save_here(tab)
    sign_out(tab)
    dialog = tab.get_by_role("dialog", name="Not everything is sent")
    expect(dialog).to_contain_text("1 still on this phone")
    assert seen_everywhere(tab) == {}
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_have_count(0)
    sign_out(tab)
    dialog.get_by_role("button", name="Sign out anyway").click()
    expect(tab).to_have_title("Sign in - bleedlog")
    found = kept(tab)
    assert [len(found[name]) for name in ("waiting", "pages", "drafts", "meta")] == [1, 0, 0, 0]
    server.stop()
    tab.goto("/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("You are not online")
    expect(tab.get_by_role("main")).not_to_contain_text("knee")

    server.start()
    let_through(tab)
    sign_in(tab, ines.email)
    see_all_sent(tab)
    tab.goto("/")
    expect(tab.get_by_role("heading", name="Left knee bleed")).to_be_visible()
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_signing_out_without_a_connection_is_done_later(
    open_phone: OpenPhone, cast: Cast, server: Server, watch: Watch
) -> None:
    watch.expect(500)
    tab = open_phone(cast.person("Ines").user)
    make_ready(tab)
    tab.goto("/more")
    server.stop()
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("You are not online")
    assert kept(tab)["pages"] == []
    server.start()
    # A server that fails has not done it either.
    tab.route("**/sign-out", lambda route: route.fulfill(status=500))
    with tab.expect_response("**/sign-out"):
        tab.get_by_role("link", name="Try again").click()
    let_through(tab)
    tab.goto("/")
    expect(tab).to_have_title("Sign in - bleedlog")
    tab.goto("/")
    expect(tab).to_have_title("Sign in - bleedlog")


def test_what_can_be_sent_is_sent_before_signing_out(
    open_phone: OpenPhone, cast: Cast, server: Server, watch: Watch
) -> None:
    watch.expect(503)
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    tab.route("**/api/v1/sync", lambda route: route.fulfill(status=503))
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save_here(tab)
    tab.goto("/more")
    let_through(tab)
    tab.wait_for_load_state("networkidle")  # a script holds signing out up
    tab.get_by_role("button", name="Sign out").click()
    expect(tab).to_have_title("Sign in - bleedlog")
    assert server.bleeds_of(ines.diary) == ["left knee"]


def test_a_bleed_of_the_second_child_goes_to_that_child(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    alex, sam = cast.patient("Alex"), cast.patient("Sam")
    tab = open_phone(cast.parent("Pat", alex, sam))
    make_ready(tab, diaries=2)

    server.stop()
    tab.goto(f"/?patient={sam}")
    expect(tab.locator(".kicker")).to_contain_text("Sam’s diary")
    tab.get_by_role("link", name="Log a bleed for Sam").click()
    expect(tab.get_by_role("main")).to_contain_text("Sam’s diary")
    expect(tab.get_by_text("Sam’s left", exact=True)).to_be_visible()
    choose(tab, "Left knee")
    # In between the other child's diary is opened, in another tab.
    other = tab.context.new_page()
    other.goto(f"/?patient={alex}")
    expect(other.locator(".kicker")).to_contain_text("Alex’s diary")
    tab.get_by_role("button", name="Save for Sam").click()
    expect(tab.get_by_role("heading", name="Sam: Bleed: Left knee")).to_be_focused()
    expect(tab.get_by_text("Left knee: Sam’s left")).to_be_visible()
    other.get_by_role("button", name="No bleeds").click()
    expect(other.get_by_text("Saved on this phone: Alex: ")).to_be_visible()
    tab.get_by_role("link", name="Home", exact=True).click()
    expect(tab.locator(".kicker")).to_contain_text("Sam’s diary")
    # Only what is said of this child is marked as done on its page.
    expect(tab.get_by_role("button", name="No bleeds")).to_be_visible()
    tab.get_by_role("link", name="2 waiting to send").first.click()
    expect(tab.get_by_role("heading", level=3)).to_contain_text(["Sam: Bleed", "Alex: Bleeds"])

    server.start()
    tab.goto("/")
    see_all_sent(tab)
    assert (server.bleeds_of(alex), server.bleeds_of(sam)) == ([], ["left knee"])
    tab.goto(f"/?patient={alex}")
    expect(tab.get_by_role("heading", name="Left knee bleed")).to_have_count(0)
    tab.goto(f"/?patient={sam}")
    expect(tab.get_by_role("heading", name="Left knee bleed")).to_have_count(1)


def logged_where_it_is_closed(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> tuple[Page, UUID]:
    """Somebody logs without a signal; meanwhile the only diary that they had is closed to them."""
    sam = cast.patient("Sam")
    pat = cast.parent("Pat", sam)
    tab = open_phone(pat)
    make_ready(tab)
    server.stop()
    log_here(tab, "Left knee", "It came on its own")
    with server.record.transaction(A_TEST) as connection:
        end_access(connection, patient_id=sam, user_id=pat, now=datetime.now(UTC))

    server.start()
    return tab, sam


def test_a_diary_that_is_no_longer_open_to_somebody_leaves_their_phone(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    tab, _ = logged_where_it_is_closed(open_phone, cast, server)
    tab.goto("/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Begin your diary")
    assert comes_true(tab, lambda: kept(tab)["pages"] == []), "pages of the diary are still here"
    server.stop()
    tab.goto("/")
    expect(tab.get_by_role("main")).not_to_contain_text("Sam")
    # What was logged is in no other place.
    assert len(kept(tab)["waiting"]) == 1


def test_a_tap_says_that_one_is_signed_out_and_goes_once_one_is_in(
    open_phone: OpenPhone, cast: Cast, watch: Watch
) -> None:
    watch.expect(400, 401, 403)
    ines, bob = cast.person("Ines"), cast.person("Bob")
    tab = open_phone(ines.user)
    tab.goto("/")
    log_bleed(tab, "Left knee")
    tab.goto("/")
    see_scripts_begin(tab)
    tab.context.clear_cookies()
    tab.get_by_role("button", name="It has stopped").click()
    out = tab.get_by_text("You are signed out. Sign in to send it.").filter(visible=True)
    else_in = tab.get_by_text("Somebody else is signed in on this phone.").filter(visible=True)
    expect(out).to_have_count(1)
    expect(else_in).to_have_count(0)
    assert seen_everywhere(tab) == {}

    other = tab.context.new_page()
    sign_in(other, bob.email)
    other.close()
    tab.get_by_role("button", name="No others").click()
    expect(else_in).to_have_count(2)
    expect(out).to_have_count(0)

    tab.context.clear_cookies()
    sign_in(tab, ines.email)
    see_all_sent(tab)
    tab.goto("/")
    expect(tab.get_by_role("button", name="It has stopped")).to_have_count(0)


def test_what_waits_is_counted_for_whoever_has_no_diary_any_more(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    tab, sam = logged_where_it_is_closed(open_phone, cast, server)
    for page in ("/", "/more", "/more/password", "/privacy"):
        tab.goto(page)
        expect(pill(tab)).to_have_text("1 to look at")
    # No page leads to a diary that there is none of.
    tab.goto("/more")
    expect(tab.get_by_role("navigation").get_by_role("link")).to_have_text(["Home", "More"])
    pill(tab).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("On this phone")
    thrown = tab.get_by_role("main")
    expect(thrown).to_contain_text("Left knee")
    expect(thrown).to_contain_text("You can no longer write in this diary.")
    expect(thrown.get_by_role("link", name="Open it again")).to_have_count(0)
    assert seen_everywhere(tab) == {}
    assert kept(tab)["pages"] == []
    assert server.bleeds_of(sam) == []
    thrown.get_by_text("Throw it away", exact=True).click()
    thrown.get_by_role("button", name="Yes, throw it away").click()
    expect(thrown).to_contain_text("Nothing waits on this phone.")
    expect(pill(tab)).to_have_text("Saved")
