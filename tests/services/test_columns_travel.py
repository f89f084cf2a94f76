"""A diary gives the same figures from the record and from the file that it was exported to."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings

from bleedlog.exchange.diary_file import read_diary
from bleedlog.exchange.diary_file_writer import write_diary
from bleedlog.models.bleed import BleedInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.services.columns import diaries_of, reading_of
from bleedlog.statistics.person import person_figures
from bleedlog.statistics.results import PersonFigures
from bleedlog.statistics.rule import Rule
from tests.exchange.made_entries import diaries


def figures_of(entries: list[EntryInput], rule: Rule) -> PersonFigures:
    """The figures, without the places of entries in the file."""
    rows = [reading_of("me", entry, order) for order, entry in enumerate(entries)]
    figures = person_figures(diaries_of(rows, ["me"]), rule)
    return replace(figures, episodes=tuple(replace(one, rows=()) for one in figures.episodes))


def abroad() -> list[EntryInput]:
    """A bleed in New York, treated the day after in London: nobody knows at what time."""
    bleed = BleedInput(start="2024-03-28", zone="America/New_York", id=UUID(int=1))
    dose = InfusionInput(start="2024-03-29", zone="Europe/London", treats=bleed.id, id=UUID(int=2))
    return [bleed, dose]


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@example(abroad())
@given(diaries())
def test_figures_survive_the_journey(entries: list[EntryInput]) -> None:
    travelled: list[EntryInput] = []
    for row in read_diary(write_diary(entries, private_notes=False)):
        travelled += [row.entry] if row.adjudication is None else [row.entry, row.adjudication]
    rule = Rule(min_days=1)
    assert figures_of(travelled, rule) == figures_of(entries, rule)
