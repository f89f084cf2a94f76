"""Two tabs of one phone: one sends at a time, and what one has sent the other knows of."""

from playwright.sync_api import Route, expect

from tests.browser.cast import Cast
from tests.browser.steps import choose
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, make_ready, pill, press_save, save_here, see_all_sent
from tests.faults.server import Server
from tests.patience import comes_true

SYNC = "**/api/v1/sync"


def test_an_entry_that_another_tab_sent_first_is_shown_as_if_this_one_had(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    form = open_phone(ines.user)
    make_ready(form)
    other = form.context.new_page()
    server.stop()
    other.goto("/log/bleed")
    choose(other, "Left knee")
    save_here(other)

    # The other tab sends what waits, and its request is under way for a while.
    held: list[Route] = []
    other.route(SYNC, lambda route: held.append(route), times=1)  # noqa: PLW0108 - no built-in
    server.start()
    other.evaluate("() => dispatchEvent(new Event('online'))")
    assert comes_true(other, lambda: len(held) == 1), "the other tab sends nothing"
    form.goto("/log/bleed")
    choose(form, "Right elbow")
    press_save(form)
    assert comes_true(form, lambda: len(kept(form)["waiting"]) == 2), "it is not on the phone"

    # Once that is answered, the other tab sends the new one too, before this one may.
    held[0].continue_()
    expect(form.get_by_role("status").filter(has_text="It is in")).to_be_visible()
    expect(form.get_by_role("heading", level=1)).to_have_text("Right elbow bleed")
    see_all_sent(form)
    assert sorted(server.bleeds_of(ines.diary)) == ["left knee", "right elbow"]


def test_what_another_tab_threw_away_is_not_said_to_be_saved(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    tab = open_phone(ines.user)
    make_ready(tab)
    home, other = tab.context.new_page(), tab.context.new_page()
    home.goto("/")
    tab.context.set_offline(True)
    home.get_by_role("button", name="No bleeds").click()
    expect(home.get_by_text("Saved on this phone: Bleeds")).to_be_visible()
    tab.goto("/log/bleed")
    choose(tab, "Left knee")
    save_here(tab)
    other.goto("/waiting")
    for left in ("1 waiting to send", "Saved"):
        other.get_by_text("Throw it away", exact=True).first.click()
        other.get_by_role("button", name="Yes, throw it away").first.click()
        expect(pill(other)).to_have_text(left)
    expect(tab.get_by_text("Nothing waits on this phone.")).to_be_visible()
    expect(home.get_by_role("button", name="No bleeds")).to_be_visible()
    expect(home.get_by_role("main")).not_to_contain_text("Saved: Bleeds")
    assert server.bleeds_of(ines.diary) == []


def test_a_tab_that_is_closed_while_it_sends_leaves_the_rest_to_another(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    ines = cast.person("Ines")
    form = open_phone(ines.user)
    make_ready(form)
    other = form.context.new_page()
    server.stop()
    form.goto("/log/bleed")
    choose(form, "Left knee")
    save_here(form)
    held: list[Route] = []

    def take_and_hold(route: Route) -> None:
        assert route.fetch().status == 200
        held.append(route)

    form.route(SYNC, take_and_hold, times=1)
    server.start()
    form.evaluate("() => dispatchEvent(new Event('online'))")
    assert comes_true(form, lambda: len(held) == 1), "it sends nothing"
    form.close()
    other.goto("/")
    see_all_sent(other)
    assert server.bleeds_of(ines.diary) == ["left knee"]
