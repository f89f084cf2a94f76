"""Nothing on a page moves when its scripts come late, as they do on a weak signal."""

from collections.abc import Callable
from threading import Event

from playwright.sync_api import Page, Route, expect

from tests.browser.cast import Cast
from tests.browser.conftest import DESK, MIDDLING, PHONE, OpenTab
from tests.browser.world import VIEWS, View, make_world
from tests.patience import comes_true

MOVES = """
window.moves = [];
const note = (list) => moves.push(...list.getEntries().flatMap(({ sources, value }) =>
  sources.map(({ node }) => `${value}: ${node?.textContent.trim().slice(0, 80)}`)));
new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SCRIPTS = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith(".js")).map(({ startTime }) => startTime)"""
"""When each script was asked for."""
PAGES = VIEWS | {"passkeys": View("/more/passkeys", lambda world: world.tom.user)}
LATE = {
    "sign-in": (PHONE, "[data-passkey]", "Use a passkey"),
    "passkeys": (PHONE, "[data-passkey]", "Add a passkey on this device"),
    "change": (PHONE, "#chosen", "Right ankle: your right"),
    "patient": (DESK, "#timeline [data-png]", "PNG"),
}
"""What a script shows there."""
LARGEST = """() => new Promise((done) => new PerformanceObserver((list) =>
  done(list.getEntries().map(({ size, startTime }) => [size, startTime])))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""
"""How large each part was that was the largest so far, and when it was painted."""
FROM_THE_PHONE = {
    "waiting": ("main h1", "Nothing waits on this phone"),
    "offline": ("main h1", "Nobody is signed in on this phone"),
}
"""Pages that a script fills, and its words."""


def held_back(tab: Page, what: str) -> Callable[[], None]:
    """Keeps such files of the tab back until what this gives is called."""
    held: list[Route] = []
    free = Event()

    def hold(route: Route) -> None:
        if free.is_set():
            route.continue_()
        else:
            held.append(route)

    def let_go() -> None:
        free.set()
        for route in held:
            route.continue_()

    tab.route(what, hold)
    return let_go


def test_what_scripts_show_has_its_room(open_tab: OpenTab, cast: Cast) -> None:
    world = make_world(cast)
    for name, (size, place, words) in LATE.items():
        view = PAGES[name]
        tab = open_tab(view.who(world), size)
        tab.add_init_script(MOVES)
        let_go = held_back(tab, "**/*.js")
        tab.goto(view.address(world), wait_until="commit")
        # The whole page is there, and what moved while it came was not of a script's doing.
        expect(tab.locator(".site-footer")).to_be_attached()
        tab.evaluate(SETTLED)
        tab.evaluate("moves.length = 0")

        let_go()

        expect(tab.locator(place)).to_be_visible()
        expect(tab.locator(place)).to_contain_text(words)
        tab.evaluate(SETTLED)
        assert tab.evaluate("moves") == [], name
        tab.close()


def test_words_are_seen_before_scripts_are_asked_for(open_tab: OpenTab, cast: Cast) -> None:
    tab = open_tab(cast.person("Ines").user)
    let_go = held_back(tab, "**/*.css")
    tab.goto("/", wait_until="commit")
    expect(tab.locator(".site-footer")).to_be_attached()
    assert tab.evaluate(SCRIPTS) == [], "before it is known how the page looks"

    let_go()

    assert comes_true(tab, lambda: len(tab.evaluate(SCRIPTS)) > 1), "no scripts came"
    seen = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert min(tab.evaluate(SCRIPTS)) >= seen
    expect(tab.locator("link[rel=manifest]")).to_have_attribute("href", "/manifest.webmanifest")


def test_no_words_of_a_script_are_the_first_worth_reading(open_tab: OpenTab, cast: Cast) -> None:
    world = make_world(cast)
    for name, (heading, words) in FROM_THE_PHONE.items():
        view = VIEWS[name]
        tab = open_tab(view.who(world), MIDDLING)
        let_go = held_back(tab, "**/*.js")
        tab.goto(view.address(world), wait_until="commit")
        expect(tab.locator(heading)).to_be_visible()
        tab.evaluate(SETTLED)
        at_once = tab.evaluate(LARGEST)
        assert words not in tab.locator("main").inner_text(), "it was not looked up yet"

        let_go()

        expect(tab.locator("main")).to_contain_text(words)
        tab.evaluate(SETTLED)
        assert tab.evaluate(LARGEST) == at_once, name
        tab.close()
