"""Diaries that were counted by hand, and what their pages say: the same figures everywhere."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast, Person
from tests.browser.conftest import DESK, OpenTab
from tests.browser.lives import diary
from tests.browser.steps import today


@dataclass(frozen=True)
class Life:
    """Bleeds and observed days before treatment and in months 7 to 18, and what is said of them."""

    before: tuple[int, int]
    after: tuple[int, int]
    since: int
    """Days before the infusion on which the diary began."""
    heading: str
    phone: tuple[str, ...]
    """Sentences of My numbers."""
    rows: tuple[str, str]
    """All bleeds, before and in months 7 to 18, in the clinic's table."""
    ratio: tuple[str, str]
    """The ratio with its interval, and p, in the clinic's table."""
    tile: str
    """The ratio in the clinic's strip of facts."""
    drawn: tuple[str, str]
    """Before and after, as the charts are read out on both pages."""


# The intervals and p are exact (Garwood; Clopper-Pearson, central p). Those of 5 in 1 year and of
# 5 in half a year are the published examples of the counting rules; the first is by R's
# poisson.test(10, 343 / 365.25), poisson.test(1, 311 / 365.25) and
# poisson.test(c(1, 10), c(311, 343)).
FEWER = Life(
    before=(10, 343),
    after=(1, 311),
    since=365,
    heading="Fewer bleeds since your treatment",
    phone=(
        "Before: about 11 bleeds a year (5 to 20).",
        "Since month 7: about 1 bleed a year (0 to 7).",
        "Your first 6 months are counted apart: 2 bleeds.",
    ),
    rows=("10.6 5.1 to 19.6 10 bleeds", "1.2 0.0 to 6.5 1 bleed"),
    ratio=("0.11 0.003 to 0.78", "0.018"),
    tile="0.11",
    drawn=(
        "Before: 10.6 a year (5.1 to 19.6), from 10 bleeds in 343 days noted.",
        "1.2 a year (0.0 to 6.5), from 1 bleed in 311 days noted.",
    ),
)
TOO_EARLY = Life(
    before=(5, 365),
    after=(1, 365),
    since=365,
    heading="Too early to tell",
    phone=(
        "Before: about 5 bleeds a year (2 to 12).",
        "Since month 7: about 1 bleed a year (0 to 6).",
        "The two are too close to tell them apart yet.",
    ),
    rows=("5.0 1.6 to 11.7 5 bleeds", "1.0 0.0 to 5.6 1 bleed"),
    ratio=("0.20 0.004 to 1.8", "0.22"),
    tile="0.20",
    drawn=(
        "Before: 5.0 a year (1.6 to 11.7), from 5 bleeds in 365 days noted.",
        "1.0 a year (0.0 to 5.6), from 1 bleed in 365 days noted.",
    ),
)
NONE_SINCE = Life(
    before=(5, 180),
    after=(0, 360),
    since=180,
    heading="Fewer bleeds since your treatment",
    phone=(
        "Before: about 10 bleeds a year (3 to 24).",
        "Since month 7: No bleeds noted in 360 days. That fits with up to about 4 a year.",
    ),
    rows=("10.1 3.3 to 23.7 5 bleeds", "0.0 0.0 to 3.7 No bleeds"),
    ratio=("0 0 to 0.55", "0.0082"),
    tile="0",
    drawn=(
        "Before: 10.1 a year (3.3 to 23.7), from 5 bleeds in 180 days noted.",
        "no bleeds noted in 360 days.",
    ),
)
TOO_SHORT = Life(
    before=(1, 60),
    after=(1, 311),
    since=60,
    heading="Before and after cannot be compared",
    phone=(
        "Before: 1 bleed in 60 days noted. That is too few days to work out a year.",
        "Since month 7: about 1 bleed a year (0 to 7).",
        "So before and after cannot be compared.",
    ),
    rows=("1 bleed interval 0.2 to 33.9", "1.2 0.0 to 6.5 1 bleed"),
    ratio=("0.19 0.002 to 15 not comparable", ""),
    tile="Not comparable",
    drawn=(
        "Before: 1 bleed in 60 days noted, too few for a yearly figure.",
        "1.2 a year (0.0 to 6.5), from 1 bleed in 311 days noted.",
    ),
)
LIVES = {
    "fewer": FEWER,
    "too early": TOO_EARLY,
    "none since": NONE_SINCE,
    "too short": TOO_SHORT,
}


@pytest.mark.parametrize("name", LIVES)
def test_the_person_and_the_clinic_read_the_same_figures(
    open_tab: OpenTab, cast: Cast, name: str
) -> None:
    life, leeds = LIVES[name], cast.clinic()
    tom = cast.person("Tom", leeds)
    text = diary(today(), before=life.before, after=life.after, first_months=2, since=life.since)
    cast.bring(tom.diary, text)

    see_plain_words(open_tab(tom.user), life)
    see_clinic(open_tab(cast.haematologist("Nia", leeds), DESK), tom, life)


def words(tab: Page, selector: str) -> list[str]:
    """The texts of elements, spaces made one."""
    return [" ".join(text.split()) for text in tab.locator(selector).all_inner_texts()]


def see_plain_words(tab: Page, life: Life) -> None:
    tab.goto("/numbers")
    expect(tab.get_by_role("heading", level=1)).to_have_text(life.heading)
    lead = words(tab, "main .lead")[0]
    for sentence in life.phone:
        assert sentence in lead
    see_drawn(tab, life)


def see_clinic(tab: Page, person: Person, life: Life) -> None:
    tab.goto(f"/clinic/patients/{person.diary}")
    table = tab.get_by_role("region", name="Bleeds a year by window")
    rows = {
        row.get_by_role("rowheader").inner_text().splitlines()[0]: [
            " ".join(cell.split()) for cell in row.get_by_role("cell").all_inner_texts()
        ]
        for row in table.get_by_role("row").all()[1:]
    }
    before, after = rows["Lead-in"], rows["Months 7 to 18"]
    assert (before[1], after[1]) == life.rows
    assert before[0].startswith(f"{life.before[1]} of {life.since} days")
    assert after[0].startswith(f"{life.after[1]} of 36")
    assert (after[-2], after[-1]) == life.ratio
    assert rows["Months 0 to 6"][1].split()[0] in {"3.9", "4.0", "4.1"}
    see_drawn(tab, life)
    tiles = dict(tile.split("\n", 1) for tile in tab.locator(".stat").all_inner_texts())
    assert tiles["Rate ratio"].split("\n")[0] == life.tile
    assert tiles["Since infusion"].startswith("18 months")


def see_drawn(tab: Page, life: Life) -> None:
    """The chart of before and after says the same to who cannot see it."""
    said = tab.get_by_role("img", name=life.drawn[0])
    expect(said).to_have_count(1)
    assert life.drawn[1] in str(said.get_attribute("aria-label"))
