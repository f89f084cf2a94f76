"""The person of the file format's example, and short ways to ask for figures."""

from bleedlog.statistics.codes import Cause
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures, Window
from bleedlog.statistics.rule import Rule
from tests.statistics.entry_columns import (
    ELBOW,
    LEFT,
    NOSE,
    NOWHERE,
    Entry,
    Said,
    diaries_of,
    observed,
)

TREATED = "2024-03-01"

# 366 days of lead-in, six of them silent and two known only from a bleed: 360 observed.
EXAMPLE_SAID = [
    observed("2023-03-01", "2023-10-01"),
    observed("2023-10-09", "2024-03-01"),
    observed("2024-03-01", "2025-08-26"),
]
EXAMPLE = [
    Entry("2023-04-01", cause=Cause.SPONTANEOUS, last_treatment="2023-04-01T14:00"),
    Entry("2023-06-01", NOWHERE, manifestation=NOSE, cause=Cause.TRAUMATIC),
    Entry("2023-10-02", ELBOW),
    Entry("2023-10-07", ELBOW, LEFT, cause=Cause.SPONTANEOUS),
    Entry("2024-12-01", cause=Cause.SPONTANEOUS),
]


def figures_of(
    entries: list[Entry],
    said: list[Said],
    *,
    treated: str | None = TREATED,
    rule: Rule | None = None,
    back_on: str | None = None,
) -> PersonFigures:
    diaries = diaries_of(entries, said, treated_on=[treated], back_on=back_on)
    return person_figures(diaries, rule or Rule())


def window_of(figures: PersonFigures, name: str) -> Window:
    window = figures.window(name)
    assert window is not None
    return window


def abr(window: Window, category: str = "all") -> float | None:
    rate = window.rates[category]
    assert rate is not None
    return rate.abr
