"""Tests that a centre confirmed, in the words of the first page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.services.schedule import DueTest
from bleedlog.web.words import long_date

TESTS: Mapping[FollowUpTest, str] = {
    FollowUpTest.LIVER: "blood test",
    FollowUpTest.FIX: "blood test",
    FollowUpTest.ULTRASOUND: "ultrasound scan",
    FollowUpTest.AFP: "blood test",
}
"""For people one blood test is like another."""


@dataclass(frozen=True, slots=True)
class DueWords:
    """One line of the page."""

    what: str
    week: str
    clinic: str


def due_words(due: Iterable[DueTest]) -> list[DueWords]:
    """Each once: liver enzymes and factor IX of one week are one blood test."""
    said = [
        DueWords(TESTS[one.test], f"Week of {long_date(one.week)}", one.clinic_name) for one in due
    ]
    return list(dict.fromkeys(said))
