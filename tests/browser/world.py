"""People with every kind of thing in their diaries, for tests that look at all pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import FilePayload, Page, expect

from bleedlog.models.vocabulary import AccessRole, PatientSeverity
from tests.browser.cast import Cast, Person
from tests.browser.lives import HEADER, diary
from tests.browser.steps import choose, now, today
from tests.photo_corpus import turned


@dataclass(frozen=True)
class World:
    """Who is in it, and entries that pages are about."""

    tom: Person
    """Treated 18 months ago; a bleed still goes on, a day is not noted."""
    ada: Person
    """Signed up today."""
    parent: UUID
    nia: UUID
    """Their haematologist."""
    leeds: UUID
    gran: UUID
    """May look at Tom's diary."""
    kim: UUID
    """Manages the diary of Max, who is 16."""
    max: UUID
    robin: UUID
    """Runs the clinic's list of staff."""
    una: Person
    """Shares with nobody; Nia looks in an emergency."""

    @property
    def entry(self) -> str:
        """The page of Tom's bleed that still goes on."""
        return f"/diary/entries/{GOING}"


GOING = "0189f7b2-0000-7000-8000-000000000001"
GONE = "0189f7b2-0000-7000-8000-000000000002"


def make_world(cast: Cast) -> World:
    """Invent them."""
    leeds = cast.clinic()
    profile = {
        "nhs_number": "9990000018",
        "born": today() - timedelta(42 * 365),
        "severity": PatientSeverity.SEVERE,
        "product": "benefix",
        "usual_dose_iu": 4000,
    }
    tom = cast.person("Tom", leeds, **profile)
    cast.bring(tom.diary, diary(today(), before=(10, 343), after=(1, 311), first_months=2))
    hours_ago = (now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    cast.bring(
        tom.diary,
        f"id,note,pain,{HEADER}\n"
        f"{GOING},On the stairs.,6,bleed,{hours_ago},,joint,ankle,right,,unsure,,prospective\n"
        f"{GONE},,,bruise,{hours_ago},,,thigh,left,traumatic,,,prospective\n",
    )
    children = [cast.patient(name, leeds) for name in ("Alex", "Sam")]
    una, nia = cast.person("Una"), cast.haematologist("Nia", leeds)
    cast.break_glass(nia, leeds, una.diary, "Brought in unconscious.")
    cast.look(nia, una.diary, tom.diary)
    cast.stop_sharing(cast.person("Lee", leeds, born=today() - timedelta(30 * 365)), leeds)
    teenager = cast.patient("Max", leeds, born=today() - timedelta(17 * 366))
    return World(
        tom,
        cast.person("Ada", leeds),
        cast.parent("Pat", *children),
        nia,
        leeds,
        cast.helper("Gran", tom.diary, AccessRole.CARER_READ),
        cast.helper("Kim", teenager, AccessRole.CARER_MANAGE),
        teenager,
        cast.admin("Robin", leeds),
        una,
    )


@dataclass(frozen=True)
class View:
    """A page as somebody sees it, perhaps after doing something there."""

    path: str
    who: Callable[[World], UUID | None]
    act: Callable[[Page], None] = lambda _tab: None
    status: int = 200
    leads_to: str = ""
    """The endpoint on which `act` ends, if it goes on to another page."""

    def address(self, world: World) -> str:
        """Where the page is, in that world."""
        names = {
            "tom": world.tom.diary,
            "ada": world.ada.diary,
            "entry": world.entry,
            "gran": world.gran,
            "leeds": world.leeds,
            "una": world.una.diary,
            "max": world.max,
        }
        return self.path.format(**names)

    def show(self, tab: Page, world: World) -> None:
        """Open the page and do what is done there."""
        tab.goto(self.address(world))
        self.act(tab)


def _tom(world: World) -> UUID:
    return world.tom.user


def _ada(world: World) -> UUID:
    return world.ada.user


def _nia(world: World) -> UUID:
    return world.nia


def _parent(world: World) -> UUID:
    return world.parent


def _gran(world: World) -> UUID:
    return world.gran


def _kim(world: World) -> UUID:
    return world.kim


def _una(world: World) -> UUID:
    return world.una.user


def _robin(world: World) -> UUID:
    return world.robin


def _nobody(_world: World) -> None:
    return None


def open_all(tab: Page) -> None:
    """Open everything that opens at a press."""
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def _make_key(tab: Page) -> None:
    tab.get_by_label("What is it for?").fill("Charts at home")
    tab.get_by_role("radio", name="Both").check()
    tab.get_by_role("button", name="Make the key").click()
    expect(tab.get_by_role("heading", name="Copy this key now")).to_be_visible()


def _make_key_and_see_it_listed(tab: Page) -> None:
    _make_key(tab)
    tab.get_by_role("link", name="I have copied it").click()
    expect(tab.get_by_role("heading", name="Charts at home").first).to_be_visible()


def _send(button: str) -> Callable[[Page], None]:
    def act(tab: Page) -> None:
        tab.get_by_role("button", name=button).click()
        expect(tab.get_by_role("alert")).to_be_visible()
        open_all(tab)

    return act


def _choose_another_time(tab: Page) -> None:
    tab.get_by_role("radio", name="Another time").check()
    _send("Save")(tab)


def _withdraw(tab: Page) -> None:
    tab.get_by_role("button", name="Take it out of the diary").click()
    expect(tab.get_by_text("Taken out of the diary")).to_be_visible()


def _type_a_wrong_dose(tab: Page) -> None:
    tab.get_by_label("Dose", exact=True).fill("lots")
    _send("Save")(tab)


def _log_with_photos(tab: Page) -> None:
    choose(tab, "Left thigh")
    open_all(tab)
    photos: list[FilePayload] = [
        {"name": f"{way}.jpg", "mimeType": "image/jpeg", "buffer": turned(way)} for way in (1, 6)
    ]
    tab.get_by_label("Add a photo").set_input_files(photos)
    tab.get_by_role("button", name="Save").click()
    tab.get_by_role("button", name="Take out: Photo 1").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()
    open_all(tab)


def _say_no_bleeds(tab: Page) -> None:
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()


def _make_link(tab: Page) -> None:
    tab.get_by_label("What do you call them?").fill("The nurse")
    tab.get_by_role("radio", name="Look only").check()
    tab.get_by_role("button", name="Make the link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("A link for The nurse")


def _make_link_and_see_it_listed(tab: Page) -> None:
    _make_link(tab)
    tab.get_by_role("link", name="Done").click()
    expect(tab.get_by_role("button", name="Take back the link for The nurse")).to_be_visible()


VIEWS = {
    "sign-in": View("/sign-in", _nobody),
    "sign-in-wrong": View("/sign-in", _nobody, _send("Sign in"), 422),
    "forgotten": View("/forgotten", _nobody),
    "forgotten-asked": View("/forgotten?asked", _nobody),
    "reset": View("/reset", _nobody),
    "reset-wrong": View("/reset", _nobody, _send("Set new password")),
    "devices": View("/more/devices?done=one", _tom),
    "email": View("/more/email?done=asked", _tom),
    "email-wrong": View("/more/email", _tom, _send("Send a link to the new address")),
    "confirm": View("/confirm", _nobody),
    "confirm-wrong": View("/confirm", _nobody, _send("This is my address")),
    "confirm-done": View("/confirm?done=changed", _nobody),
    "home": View("/", _tom, _say_no_bleeds),
    "home-new": View("/", _ada),
    "home-parent": View("/", _parent),
    "bleed": View("/log/bleed", _tom, open_all),
    "bleed-wrong": View("/log/bleed", _tom, _choose_another_time),
    "bruise": View("/log/bruise", _ada, open_all),
    "bruise-wrong": View("/log/bruise", _ada, _send("Save")),
    "joint-pain": View("/log/joint-pain", _parent, open_all),
    "joint-pain-wrong": View("/log/joint-pain", _parent, _send("Save")),
    "factor": View("/log/factor", _tom, open_all),
    "factor-wrong": View("/log/factor", _tom, _choose_another_time),
    "entry": View("{entry}", _tom),
    "entry-gone": View(f"/diary/entries/{GONE}", _tom, _withdraw),
    "entry-photos": View("/log/bruise", _ada, _log_with_photos),
    "change": View("{entry}/change", _tom, open_all),
    "diary": View("/diary?kind=bleed", _tom),
    "gaps": View("/diary/gaps", _tom),
    "check-ins": View("/settings/check-ins?saved=1", _tom),
    "usual-dose": View("/settings/usual-dose", _tom, _type_a_wrong_dose),
    "diary-new": View("/diary", _ada),
    "numbers": View("/numbers", _tom, open_all),
    "numbers-new": View("/numbers", _ada),
    "more": View("/more", _tom),
    "waiting": View("/waiting", _tom),
    "offline": View("/offline", _nobody),
    "more-parent": View("/more", _parent),
    "password": View("/more/password", _tom),
    "tokens": View("/more/tokens", _tom, _make_key_and_see_it_listed),
    "tokens-wrong": View("/more/tokens", _tom, _send("Make the key")),
    "tokens-made": View("/more/tokens", _tom, _make_key),
    "data": View("/more/data", _kim),
    "delete": View("/more/delete", _tom),
    "delete-wrong": View("/more/delete", _kim, _send("Delete my account")),
    "privacy": View("/privacy", _nobody),
    "sharing": View("/sharing", _tom),
    "sharing-asked": View("/sharing/invite", _kim, _make_link_and_see_it_listed),
    "sharing-person": View("/sharing/people/{gran}", _tom),
    "sharing-invite": View("/sharing/invite", _tom),
    "sharing-invite-wrong": View("/sharing/invite", _kim, _send("Make the link")),
    "sharing-link": View("/sharing/invite", _tom, _make_link),
    "sharing-clinics": View("/sharing/clinics", _kim),
    "sharing-stop": View("/sharing/clinics/{leeds}", _tom),
    "sharing-child": View("/sharing/child", _kim, open_all),
    "sharing-child-wrong": View("/sharing/child", _ada, _send("Begin the diary")),
    "sharing-hand-over": View("/sharing/hand-over?patient={max}", _kim),
    "sharing-helping": View("/sharing", _gran),
    "looked": View("/looked", _tom),
    "looked-new": View("/looked", _ada),
    "home-emergency": View("/", _una),
    "looked-emergency": View("/looked", _una),
    "emergency": View("/clinic/emergency", _nia),
    "emergency-wrong": View("/clinic/emergency", _nia, _send("Open the diary")),
    "emergency-patient": View("/clinic/patients/{una}", _nia, open_all),
    "looks": View("/clinic/looks", _robin),
    "left": View("/clinic/left", _nia),
    "clinic": View("/clinic", _nia),
    "clinic-nobody": View("/clinic?search=Zebedee", _nia),
    "patient": View("/clinic/patients/{tom}", _nia, open_all),
    "patient-new": View("/clinic/patients/{ada}", _nia, open_all),
    "not-found": View("/nowhere", _tom, status=404),
}
