"""Pages of who comes and who works here, as `world` has the others."""

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.world import View, World, open_all


def _nobody(_world: World) -> None:
    return None


def _nia(world: World) -> UUID:
    return world.nia


def _robin(world: World) -> UUID:
    return world.robin


def _parent(world: World) -> UUID:
    return world.parent


def _send(button: str) -> Callable[[Page], None]:
    def act(tab: Page) -> None:
        tab.get_by_role("button", name=button).click()
        expect(tab.get_by_role("alert")).to_be_visible()
        open_all(tab)

    return act


def invite_patient(tab: Page) -> None:
    """As a clinician, on the page for it."""
    tab.get_by_label("Their name").fill("Tom Example")
    tab.get_by_role("button", name="Make the page").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Bring this to your phone")


def shown_link(tab: Page) -> str:
    """The link that the page shows."""
    return tab.locator("[data-link]").inner_text()


def _open_the_link(tab: Page) -> None:
    invite_patient(tab)
    tab.goto(shown_link(tab))
    expect(tab.get_by_role("button", name="Accept as")).to_be_visible()


def _see_them_listed(tab: Page) -> None:
    invite_patient(tab)
    tab.get_by_role("link", name="Done").click()
    expect(tab.get_by_role("button", name="Take back")).to_be_visible()


def _invite_colleague(tab: Page) -> None:
    tab.get_by_label("Their name").fill("Joe Fennelbrook")
    tab.get_by_role("radio", name="See patients and write").check()
    tab.get_by_role("button", name="Make the link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("A link for Joe Fennelbrook")


def _see_colleague_listed(tab: Page) -> None:
    tab.get_by_role("link", name="Invite a colleague").click()
    _invite_colleague(tab)
    tab.get_by_role("link", name="Done").click()
    expect(tab.get_by_role("button", name="Take back")).to_be_visible()


def _open_member(tab: Page) -> None:
    tab.get_by_role("main").get_by_role("link", name="Nia").click()
    expect(tab.get_by_role("button", name="End it now")).to_be_visible()


def _be_called_nothing(tab: Page) -> None:
    tab.get_by_label("Your name").fill("")
    _send("Save")(tab)


JOINING = {
    "join": View("/join", _nobody),
    "join-wrong": View("/join", _nobody, _send("See what it is for")),
    "invited": View("/clinic/invite", _nia, _open_the_link),
    "sign-up": View("/sign-up", _nobody),
    "sign-up-wrong": View("/sign-up", _nobody, _send("Send me a link")),
    "sign-up-asked": View("/sign-up?asked", _nobody),
    "sign-up-finish": View("/sign-up/finish", _nobody),
    "begin": View("/begin", _parent, open_all),
    "begin-wrong": View("/begin", _parent, _send("Begin my diary")),
    "name": View("/more/name", _robin, _be_called_nothing),
    "staff": View("/clinic/staff?done=changed", _robin, _see_colleague_listed),
    "staff-invite-wrong": View("/clinic/staff/invite", _robin, _send("Make the link")),
    "staff-invited": View("/clinic/staff/invite", _robin, _invite_colleague),
    "staff-member": View("/clinic/staff", _robin, _open_member),
    "invite-patient": View("/clinic/invite", _nia, _see_them_listed),
    "invite-patient-wrong": View("/clinic/invite", _nia, _send("Make the page")),
    "patient-invited": View("/clinic/invite", _nia, invite_patient),
}
