"""Sign in, log each kind, see it in the diary, in My numbers and on the clinic's page."""

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import OpenTab
from tests.browser.steps import (
    card,
    choose,
    log_bleed,
    open_diary,
    question,
    save,
    sign_in,
    today,
    yesterday,
)

USUAL = {"product": "benefix", "usual_dose_iu": 4000}


def test_each_kind_is_logged_and_seen(open_tab: OpenTab, cast: Cast, size: ViewportSize) -> None:
    leeds = cast.clinic()
    ines = cast.person("Ines", leeds, **USUAL)
    tab = open_tab(size=size)
    sign_in(tab, ines.email)

    say_no_bleeds(tab)
    log_bleed(tab, "Left knee", "It came on its own")
    log_nosebleed_of_yesterday(tab)
    log_bruise(tab)
    log_joint_pain(tab)
    log_usual_dose(tab)

    see_in_diary(tab)
    see_in_my_numbers(tab)
    see_at_the_clinic(open_tab(cast.haematologist("Nia", leeds), size), ines)


def say_no_bleeds(tab: Page) -> None:
    tab.get_by_role("button", name="No bleeds").click()
    expect(tab.get_by_role("status").filter(has_text="Noted: no bleeds")).to_be_visible()
    expect(tab.get_by_role("button", name="Undo")).to_be_visible()


def log_nosebleed_of_yesterday(tab: Page) -> None:
    tab.goto("/log/bleed")
    choose(tab, "Nosebleed", "Yesterday")
    question(tab, "What caused it?").get_by_role("radio", name="I can't say").check()
    save(tab)


def log_bruise(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Bruise").click()
    choose(tab, "Left thigh", "Like my palm", "A knock or injury")
    save(tab)


def log_joint_pain(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Joint pain").click()
    choose(tab, "Right ankle", "A little")
    tab.get_by_label("Pain from 0 to 10").fill("3")
    save(tab)


def log_usual_dose(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="Factor IX").click()
    expect(tab.get_by_label("Dose", exact=True)).to_have_value("4000")
    expect(tab.get_by_label("Product")).to_have_value("BeneFIX")
    save(tab)


def see_in_diary(tab: Page) -> None:
    open_diary(tab)
    expect(card(tab, "Left knee bleed")).to_contain_text("Came on its own")
    expect(card(tab, "Left thigh bruise")).to_contain_text("A knock or injury · palm-sized")
    expect(card(tab, "Right ankle pain")).to_contain_text("pain 3 · a little stiff")
    expect(card(tab, "Factor IX, 4,000 IU")).to_contain_text("BeneFIX")
    expect(card(tab, "No bleeds").first).to_be_visible()
    tab.get_by_role("link", name=f"{today().day} {today():%B}: bleed").click()
    expect(card(tab, "Left knee bleed")).to_be_in_viewport()
    open_diary(tab, yesterday())
    expect(card(tab, "Nosebleed")).to_contain_text("Cause not known")


def see_in_my_numbers(tab: Page) -> None:
    tab.get_by_role("link", name="My numbers").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your bleeds so far")
    # The knee and the nose; the bruise and the pain were not said to be bleeds. The answer
    # "No bleeds" covers the seven days before today, and today.
    expect(tab.get_by_role("main")).to_contain_text("2 bleeds in 8 days noted")


def see_at_the_clinic(tab: Page, person: Person) -> None:
    tab.goto("/clinic")
    tab.get_by_role("link", name="Ines").click()
    expect(tab).to_have_url(f"/clinic/patients/{person.diary}")
    rates = tab.get_by_role("region", name="Bleeds a year by window")
    expect(rates.get_by_role("row").filter(has_text="Year 1")).to_contain_text("2 bleeds")
    joints = tab.get_by_role("region", name="Joints")
    expect(joints.get_by_role("row").filter(has_text="Left knee")).to_be_visible()
    expect(joints.get_by_role("row")).to_have_count(2)
