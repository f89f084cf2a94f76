"""Diaries as columns, written by hand: what a test says of each person, and nothing else.

Every bleed is an episode of its own (somebody said `new`), so that a test of rates does not
lean on the 72 hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bleedlog.statistics.codes import (
    NO_DAY,
    NO_MINUTE,
    SAME_AS_NEW,
    Adjudication,
    Cause,
    Certainty,
    Kind,
    Manifestation,
    Span,
)
from bleedlog.statistics.columns import Bleeds, Diaries, Infusions, Spans

NOWHERE, ELBOW, KNEE, THIGH = 0, 1, 2, 20
LEFT, RIGHT = 1, 2
JOINT_SITES = frozenset({ELBOW, KNEE})


@dataclass(frozen=True)
class Bleed:
    """One bleed entry, at noon."""

    day: str
    cause: Cause = Cause.SPONTANEOUS
    site: int = KNEE
    side: int = LEFT
    manifestation: int = Manifestation.JOINT
    treated: bool = False
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True)
class Recorded:
    """What one person recorded. Spans are (first day, day after the last)."""

    observed: Sequence[tuple[str, str]] = ()
    bleeds: Sequence[Bleed] = ()
    treated_on: str | None = None
    counts: Sequence[tuple[str, str, int]] = ()
    infusions: Sequence[tuple[str, float]] = ()


def day_number(text: str) -> int:
    """Days since 1970-01-01 of a date as it is written."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def diaries_of(*people: Recorded) -> Diaries:
    """Columns of these people, numbered in this order."""
    bleeds = [(who, bleed) for who, one in enumerate(people) for bleed in one.bleeds]
    spans = [
        (who, first, end, Span.OBSERVED, 0)
        for who, one in enumerate(people)
        for first, end in one.observed
    ] + [
        (who, first, end, Span.BLEED_COUNT, number)
        for who, one in enumerate(people)
        for first, end, number in one.counts
    ]
    infusions = [(who, *given) for who, one in enumerate(people) for given in one.infusions]
    days = np.array([day_number(bleed.day) for _, bleed in bleeds], dtype=np.int32)

    def codes(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        return np.array(values, dtype=np.int8)

    return Diaries(
        people=len(people),
        bleeds=Bleeds(
            person=np.array([who for who, _ in bleeds], dtype=np.int64),
            onset=days.astype(np.int64) * 1440 + 720,
            onset_day=days,
            end=np.full(len(bleeds), NO_MINUTE, dtype=np.int64),
            last_treatment=np.full(len(bleeds), NO_MINUTE, dtype=np.int64),
            treated=np.array([bleed.treated for _, bleed in bleeds], dtype=np.bool_),
            order=np.arange(len(bleeds), dtype=np.int64),
            kind=codes([Kind.BLEED] * len(bleeds)),
            manifestation=codes([bleed.manifestation for _, bleed in bleeds]),
            site=codes([bleed.site for _, bleed in bleeds]),
            side=codes([bleed.side for _, bleed in bleeds]),
            cause=codes([bleed.cause for _, bleed in bleeds]),
            certainty=codes([bleed.certainty for _, bleed in bleeds]),
            adjudication=codes([Adjudication.BLANK] * len(bleeds)),
            same_as=np.full(len(bleeds), SAME_AS_NEW, dtype=np.int64),
        ),
        spans=Spans(
            person=np.array([span[0] for span in spans], dtype=np.int64),
            first=np.array([day_number(span[1]) for span in spans], dtype=np.int32),
            end=np.array([day_number(span[2]) for span in spans], dtype=np.int32),
            kind=codes([span[3] for span in spans]),
            count=np.array([span[4] for span in spans], dtype=np.int64),
        ),
        infusions=Infusions(
            person=np.array([given[0] for given in infusions], dtype=np.int64),
            day=np.array([day_number(given[1]) for given in infusions], dtype=np.int32),
            units=np.array([given[2] for given in infusions], dtype=np.float64),
        ),
        treated_day=np.array(
            [NO_DAY if one.treated_on is None else day_number(one.treated_on) for one in people],
            dtype=np.int32,
        ),
        back_on_prophylaxis_day=np.full(len(people), NO_DAY, dtype=np.int32),
        joint_sites=JOINT_SITES,
    )
