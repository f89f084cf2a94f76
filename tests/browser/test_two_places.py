"""What a phone told later: a time to check, and an entry that was changed in two places."""

from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect

from bleedlog.models.entry_input import new_id
from tests.browser.cast import Cast
from tests.browser.conftest import OpenTab
from tests.browser.eyes import seen_everywhere

SEND = """async ([items, minutes]) => {
  const session = await (await fetch("/api/v1/session")).json();
  const at = new Date(Date.now() + minutes * 60000).toISOString();
  const of = { patient: session.diaries[0].patient, zone: "Europe/London", at };
  const answer = await fetch("/api/v1/sync", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": session.csrf_token },
    body: JSON.stringify({
      user: session.user, clock: at, items: items.map(one => ({ ...of, ...one })),
    }),
  });
  return (await answer.json()).items.map(one => one.outcome);
}"""


def send(tab: Page, do: str, entry: str, pain: int, *, minutes: int = 0) -> str:
    """Send a deed as a phone would whose clock is so many minutes ahead; gives its outcome."""
    answers = [["place", "left-knee"], ["when", "just_now"], ["pain", str(pain)]]
    said: dict[str, Any] = {"item": str(uuid4()), "do": do, "id": entry, "kind": "bleed"}
    said |= {"answers": answers} | ({"revision": 1} if do == "change" else {})
    (outcome,) = tab.evaluate(SEND, [[said], minutes])
    return str(outcome)


def test_one_of_two_is_kept_and_a_time_checked(open_tab: OpenTab, cast: Cast) -> None:
    tab, entry = open_tab(cast.person("Ines").user), str(new_id())
    tab.goto("/")
    assert send(tab, "log", entry, 1, minutes=600) == "accepted"
    assert send(tab, "change", entry, 2) == "accepted"
    assert send(tab, "change", entry, 7, minutes=600) == "conflict"

    tab.goto("/")
    expect(tab.get_by_role("heading", name="Changed in two places")).to_be_visible()
    assert seen_everywhere(tab) == {}
    tab.get_by_role("link", name="Choose which to keep").click()
    table = tab.get_by_role("table", name="What is different")
    expect(table).to_contain_text("2 of 10")
    expect(table).to_contain_text("7 of 10")
    assert seen_everywhere(tab) == {}

    tab.get_by_role("button", name="Keep that one").press("Enter")
    expect(tab.locator(".notice").filter(has_text="Saved")).to_be_visible()
    expect(tab.locator("dl.facts")).to_contain_text("7 of 10")
    expect(tab.locator(".notice").filter(has_text="Check the time")).to_be_visible()
    assert seen_everywhere(tab) == {}
    tab.goto("/diary")
    expect(tab.locator(".card").filter(has_text="Check the time")).to_have_count(1)
    tab.get_by_role("link", name="Left knee bleed").click()
    tab.get_by_role("button", name="The time is right").click()
    expect(tab.get_by_text("Check the time")).to_have_count(0)
    tab.goto("/")
    expect(tab.get_by_text("Changed in two places")).to_have_count(0)
