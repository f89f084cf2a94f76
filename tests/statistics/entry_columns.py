"""Diaries as columns, entry by entry, with everything that the counting rule looks at.

Times are UTC and days their dates, unless an entry says on which local day it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from bleedlog.statistics.codes import (
    NO_DAY,
    NO_MINUTE,
    SAME_AS_CLOCK,
    SAME_AS_NEW,
    Adjudication,
    Cause,
    Certainty,
    Kind,
    Manifestation,
    Span,
)
from bleedlog.statistics.columns import Bleeds, Diaries, Infusions, Spans

NOWHERE, KNEE, ELBOW, THIGH = 0, 11, 12, 30
LEFT, RIGHT = 1, 2
NOSE, MUSCLE = 20, 21
JOINT_SITES = frozenset({KNEE, ELBOW})


@dataclass(frozen=True)
class Entry:
    """A bleed, bruise or joint pain; a date without a time stands for noon."""

    when: str
    site: int = KNEE
    side: int = LEFT
    kind: Kind = Kind.BLEED
    manifestation: int = Manifestation.BLANK
    cause: Cause = Cause.BLANK
    certainty: Certainty = Certainty.BLANK
    adjudication: Adjudication = Adjudication.BLANK
    end: str | None = None
    last_treatment: str | None = None
    same_as: str | None = None
    """Name of another entry of the diary, or "new"."""
    name: str = ""
    person: int = 0
    order: int | None = None
    """In which order it was entered; where it stands in the diary unless said."""
    local_day: str | None = None


@dataclass(frozen=True)
class Said:
    """A claim about the days from the first to before the end."""

    kind: Span
    first: str
    end: str
    person: int = 0
    count: int = 0


def observed(first: str, end: str, person: int = 0) -> Said:
    """A declared observation."""
    return Said(Span.OBSERVED, first, end, person)


def day_number(text: str) -> int:
    """Days since 1970-01-01."""
    return (date.fromisoformat(text[:10]) - date(1970, 1, 1)).days


def minute(text: str) -> int:
    """Minutes since 1970-01-01."""
    moment = datetime.fromisoformat(text if "T" in text else f"{text}T12:00").replace(tzinfo=UTC)
    return int(moment.timestamp()) // 60


def _minute_or_none(text: str | None) -> int:
    return NO_MINUTE if text is None else minute(text)


def diaries_of(
    entries: Sequence[Entry] = (),
    said: Sequence[Said] = (),
    *,
    treated_on: Sequence[str | None] = (None,),
    back_on: str | None = None,
    infusions: Sequence[tuple[str, float]] = (),
) -> Diaries:
    """Columns of as many people as `treated_on` has; infusions are the first one's."""
    rows = {entry.name: row for row, entry in enumerate(entries)}
    rows["new"] = SAME_AS_NEW

    def column(values: Sequence[Any], dtype: type) -> Any:
        return np.array(values, dtype=dtype)

    return Diaries(
        people=len(treated_on),
        bleeds=Bleeds(
            person=column([one.person for one in entries], np.int64),
            onset=column([minute(one.when) for one in entries], np.int64),
            onset_day=column([day_number(one.local_day or one.when) for one in entries], np.int32),
            end=column([_minute_or_none(one.end) for one in entries], np.int64),
            last_treatment=column(
                [_minute_or_none(one.last_treatment) for one in entries], np.int64
            ),
            treated=column([one.last_treatment is not None for one in entries], np.bool_),
            order=column(
                [row if one.order is None else one.order for row, one in enumerate(entries)],
                np.int64,
            ),
            kind=column([one.kind for one in entries], np.int8),
            manifestation=column([one.manifestation for one in entries], np.int8),
            site=column([one.site for one in entries], np.int8),
            side=column([one.side for one in entries], np.int8),
            cause=column([one.cause for one in entries], np.int8),
            certainty=column([one.certainty for one in entries], np.int8),
            adjudication=column([one.adjudication for one in entries], np.int8),
            same_as=column(
                [SAME_AS_CLOCK if one.same_as is None else rows[one.same_as] for one in entries],
                np.int64,
            ),
        ),
        spans=Spans(
            person=column([one.person for one in said], np.int64),
            first=column([day_number(one.first) for one in said], np.int32),
            end=column([day_number(one.end) for one in said], np.int32),
            kind=column([one.kind for one in said], np.int8),
            count=column([one.count for one in said], np.int64),
        ),
        infusions=Infusions(
            person=column([0 for _ in infusions], np.int64),
            day=column([day_number(day) for day, _ in infusions], np.int32),
            units=column([units for _, units in infusions], np.float64),
        ),
        treated_day=column(
            [NO_DAY if day is None else day_number(day) for day in treated_on], np.int32
        ),
        back_on_prophylaxis_day=column(
            [NO_DAY if back_on is None else day_number(back_on) for _ in treated_on], np.int32
        ),
        joint_sites=JOINT_SITES,
    )
