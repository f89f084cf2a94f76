"""A digest of a diary: the few figures that a clinic's worklist asks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final, Self

from bleedlog.statistics.codes import NO_DAY
from bleedlog.statistics.days import date_of
from bleedlog.statistics.schedule import steroids_run

EDITION: Final = 1
"""To be raised with every change of what a digest says, or of the rules by which it is made."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One diary. Days are numbers since 1970; `NO_DAY` where there is none."""

    end_of_data: int = NO_DAY
    """The day after the last observed day."""
    treated: int = NO_DAY
    """The infusion day, which may lie ahead."""
    back: int = NO_DAY
    """First day back on prophylaxis."""
    reviewed: int = NO_DAY
    """The last review together."""
    onsets: Sequence[int] = ()
    """First days of new bleeds (episodes, surgical ones too): of which nothing was told before the
    last review; without one those of the last 90 days."""
    target_joints: Sequence[tuple[str, str | None, int]] = ()
    """Those that have not calmed down and became one by a new bleed: site, side, since."""
    unsure: Sequence[int] = ()
    """Days of entries that nobody is sure of and nobody settled, oldest first."""
    results: Mapping[str, int] = field(default_factory=dict)
    """By test: the last day with a result."""
    concerns: Sequence[tuple[str, str, int]] = ()
    """Kind, concern and day of liver results that leave the dates to the team."""
    steroids: Sequence[tuple[int, int | None]] = ()
    """First and last day of courses that may still run."""

    def steroids_run(self, today: date) -> bool:
        """Whether a course runs on that day."""
        days = [
            (date_of(first), None if last is None else date_of(last))
            for first, last in self.steroids
        ]
        return steroids_run(days, today)

    @classmethod
    def of(cls, figures: Mapping[str, Any]) -> Self:
        """A digest that was kept."""
        return cls(**figures)

    @property
    def kept(self) -> dict[str, Any]:
        """It as it is kept: what says nothing is left out."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: one for name, one in said.items() if one != NO_DAY and (one or one == 0)}
