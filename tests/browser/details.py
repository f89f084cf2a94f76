"""The pages on which somebody's details are put right, for tests that look at all pages."""

from uuid import UUID

from playwright.sync_api import Page, expect

from tests.browser.world import View, World


def _tom(world: World) -> UUID:
    return world.tom.user


def _kim(world: World) -> UUID:
    return world.kim


def _nia(world: World) -> UUID:
    return world.nia


def _correct(tab: Page) -> None:
    tab.get_by_label("Usual dose").fill("3000")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("4,000 IU")).to_be_visible()


def _mistype(tab: Page) -> None:
    tab.get_by_label("NHS number").fill("999 000 0017")
    tab.get_by_label("Date of birth").fill("")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_be_visible()


DETAILS = {
    "about": View("/more/about", _tom, _correct),
    "about-child": View("/more/about?patient={max}", _kim),
    "about-wrong": View("/more/about", _tom, _mistype),
    "patient-about": View("/clinic/patients/{tom}/about", _nia),
    "patient-about-wrong": View("/clinic/patients/{tom}/about", _nia, _mistype),
}
