"""Questions for the team: read without a connection, and no words of theirs are lost."""

from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.sittings import write_question
from tests.faults.conftest import OpenPhone
from tests.faults.phones import kept, make_ready, press_save
from tests.faults.server import Server
from tests.patience import comes_true


def test_a_change_is_gone_on_with_and_the_list_is_read_without_a_connection(
    open_phone: OpenPhone, cast: Cast, server: Server
) -> None:
    tab = open_phone(cast.person("Ines").user)
    make_ready(tab)
    tab.goto("/appointment")
    write_question(tab, "May I fly?")
    tab.get_by_role("link", name="Change: May I fly?").click()
    expect(tab.locator("form[data-draft]")).to_be_visible()
    words = tab.get_by_label("Your question")
    words.fill("May I fly? To Spain?")
    assert comes_true(tab, lambda: len(kept(tab)["drafts"]) == 1)
    tab.reload()
    expect(words).to_have_value("May I fly?")
    tab.get_by_role("button", name="Go on").click()
    expect(words).to_have_value("May I fly? To Spain?")
    press_save(tab)
    expect(tab.get_by_text("May I fly? To Spain?")).to_be_visible()
    # What the server has is no draft any more.
    assert comes_true(tab, lambda: kept(tab)["drafts"] == []), "it is still offered"

    def is_kept() -> bool:
        return any("To Spain?" in "".join(page["parts"]) for page in kept(tab)["pages"])

    assert comes_true(tab, is_kept), "the list is not on the phone"
    server.stop()
    tab.goto("/")
    tab.goto("/appointment")
    expect(tab.get_by_text("As of")).to_be_visible()
    expect(tab.get_by_text("May I fly? To Spain?")).to_be_visible()
    tab.get_by_role("button", name="Asked: May I fly? To Spain?").click()
    expect(tab.get_by_role("alert")).to_contain_text("There is no connection")
    server.start()
    tab.get_by_role("button", name="Asked: May I fly? To Spain?").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
