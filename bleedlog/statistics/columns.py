"""Diaries as columns: the one input of every statistic, for one person or a million.

Instants are whole UTC minutes since 1970-01-01; days are local calendar days since
1970-01-01 (so `numpy.datetime64(day, "D")` is the date). People are numbered 0..people-1.
Rows may stand in any order. Withdrawn entries are not handed over.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bleeds:
    """One row per bleed, bruise or joint pain, counting or not (`same_as` may name any).

    All arrays have the same length n.
    """

    person: Ints
    """Whose entry."""
    onset: Ints
    """Start, UTC minute (a date without time stands for local noon)."""
    onset_day: Days
    """Local calendar day of the onset."""
    end: Ints
    """End, UTC minute; `NO_MINUTE` while going on or unknown."""
    last_treatment: Ints
    """Latest of the typed treatments and the linked, unwithdrawn infusions; else `NO_MINUTE`."""
    treated: Flags
    """Treated with clotting factor: said so, typed a time, or an infusion is linked."""
    order: Ints
    """In which order a person's entries were entered (breaks ties of equal onset)."""
    kind: Codes
    manifestation: Codes
    site: Codes
    side: Codes
    cause: Codes
    certainty: Codes
    adjudication: Codes
    same_as: Ints
    """Row index of the entry named, or `SAME_AS_CLOCK`, or `SAME_AS_NEW`."""


@dataclass(frozen=True, slots=True)
class Spans:
    """One row per claim about days: check-ins, declared observations, bleed counts."""

    person: Ints
    first: Days
    """First day, local."""
    end: Days
    """Day after the last."""
    kind: Codes
    count: Ints
    """Number of bleeds of a `BLEED_COUNT`, else 0."""


@dataclass(frozen=True, slots=True)
class Infusions:
    """One row per infusion of clotting factor (not gene therapy)."""

    person: Ints
    day: Days
    units: NDArray[np.float64]
    """IU; NaN when the dose is not known."""


@dataclass(frozen=True, slots=True)
class Diaries:
    """Everything that statistics read of `people` people."""

    people: int
    bleeds: Bleeds
    spans: Spans
    infusions: Infusions
    treated_day: Days
    """Local day of the gene therapy per person, or `NO_DAY`. Shape (people,)."""
    back_on_prophylaxis_day: Days
    """First day back on prophylaxis per person, or `NO_DAY`. Shape (people,)."""
    joint_sites: frozenset[int]
    """Codes of the sites that are joints."""
