"""What a laboratory found, as charts read it, and which factor IX may be infused factor."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from bleedlog.statistics.columns import Flags, Ints


@dataclass(frozen=True, slots=True)
class FactorLevel:
    """One factor IX activity, IU/dL (or %, which is the same number)."""

    day: date
    value: float
    unit: str
    assay: str | None
    """one_stage, chromogenic, or not said: never compared with each other."""
    may_include_infused: bool


@dataclass(frozen=True, slots=True)
class LiverValue:
    """One ALT, U/L, with the upper limit of the laboratory that found it, if it said one."""

    day: date
    value: float
    unit: str
    upper_limit: float | None

    @property
    def times_limit(self) -> float | None:
        """The value in its own upper limits; None where there is none."""
        return self.value / self.upper_limit if self.upper_limit else None


@dataclass(frozen=True, slots=True)
class SteroidCourse:
    """A course of steroids from its first day to its last; no last day while it runs."""

    first: date
    last: date | None
    product: str | None


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A person's results and courses, each in order of time."""

    factor_levels: tuple[FactorLevel, ...] = ()
    alt: tuple[LiverValue, ...] = ()
    steroids: tuple[SteroidCourse, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on which something is."""
        return (
            *(one.day for one in self.factor_levels),
            *(one.day for one in self.alt),
            *(day for one in self.steroids for day in (one.first, one.last) if day is not None),
        )


def may_include_infused(results: Ints, doses: Ints, seen_for: Ints) -> Flags:
    """Flag the results of whose minute some dose may still be measured.

    A dose is seen from its own minute on, `seen_for` minutes long, both ends included.

    Args:
        results: UTC minutes of factor IX results, any order. Shape (r,).
        doses: UTC minutes of factor doses, any order. Shape (d,).
        seen_for: How long each dose may be measured, minutes. Shape (d,).

    Source: clinical rules, FIX activity: five half-lives of the dose's product.
    """
    if not doses.size:
        return np.zeros(results.shape, dtype=np.bool_)
    order = np.argsort(doses, kind="stable")
    given = doses[order]
    until = np.maximum.accumulate(given + seen_for[order])
    before = np.searchsorted(given, results, side="right")
    seen: Flags = (before > 0) & (until[before - 1] >= results)
    return seen
