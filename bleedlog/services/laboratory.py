"""A diary's laboratory results and steroid courses, as charts and facts read them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from bleedlog.models.products import PRODUCTS, UNKNOWN_PRODUCT_DAYS, find_product
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.statistics.columns import Flags, Ints
from bleedlog.statistics.laboratory import (
    FactorLevel,
    Laboratory,
    LiverValue,
    SteroidCourse,
    may_include_infused,
)
from bleedlog.storage.entries import read_entries

HALF_LIVES: Final = 5
"""For how many half-lives after a dose a factor IX result may include infused factor."""

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
_UNKNOWN = UNKNOWN_PRODUCT_DAYS * MINUTES_PER_DAY
_LONGEST = max(
    _UNKNOWN,
    *(HALF_LIVES * MINUTES_PER_HOUR * int(product.half_life_hours or 0) for product in PRODUCTS),
)

READ: Final = (
    "kind", "start_day", "start_minute", "first_seq", "end_day", "value", "unit", "assay",
    "upper_limit", "hours_since_factor", "product",
)  # fmt: skip
KINDS: Final = frozenset({Kind.FIX_ACTIVITY, Kind.ALT, Kind.STEROID_COURSE})


class Doses(NamedTuple):
    """Doses of factor, any order."""

    minutes: Sequence[int]
    """When each was given, UTC."""
    products: Sequence[str | None]
    """Of which product each was, if it is known."""


def laboratory_of_diary(
    connection: Connection, viewer: Viewer, patient_id: UUID, doses: Doses
) -> Laboratory:
    """What laboratories found in somebody's blood, and their courses of steroids.

    A factor IX result may include infused factor for five half-lives after a dose of that
    product, 21 days if the product is not known. Where the diary has no dose of the 21 days
    before a result, the hours since factor that the laboratory was told stand for one of an
    unknown product.

    Args:
        connection: Inside the caller's transaction.
        viewer: Who looks; nothing of a diary that they may not see.
        patient_id: Whose diary.
        doses: All doses of that diary, whatever the page leaves out of its counts.
    """
    rows = sorted(
        read_entries(connection, viewer, patient_id, READ, KINDS),
        key=lambda row: (row.start_minute, row.first_seq),
    )
    levels = [row for row in rows if row.kind == Kind.FIX_ACTIVITY]
    flags = _infused(levels, doses)
    return Laboratory(
        factor_levels=tuple(
            FactorLevel(row.start_day, row.value, row.unit, row.assay, bool(infused))
            for row, infused in zip(levels, flags, strict=True)
        ),
        alt=tuple(
            LiverValue(row.start_day, row.value, row.unit, row.upper_limit)
            for row in rows
            if row.kind == Kind.ALT
        ),
        steroids=tuple(
            SteroidCourse(row.start_day, row.end_day, row.product)
            for row in rows
            if row.kind == Kind.STEROID_COURSE
        ),
    )


def _infused(levels: Sequence[Any], doses: Doses) -> Flags:
    seen_for: Mapping[str | None, int] = {
        product: _minutes_seen(product) for product in set(doses.products)
    }
    minutes = _whole(doses.minutes)
    results = _whole(row.start_minute for row in levels)
    flags = may_include_infused(results, minutes, _whole(map(seen_for.__getitem__, doses.products)))
    # Without a dose in the diary, what the laboratory was told.
    noted = may_include_infused(results, minutes, np.full_like(minutes, _LONGEST))
    told = [
        row.hours_since_factor is not None and row.hours_since_factor * MINUTES_PER_HOUR <= _UNKNOWN
        for row in levels
    ]
    either: Flags = flags | (~noted & np.array(told, dtype=np.bool_))
    return either


def _minutes_seen(product: str | None) -> int:
    known = find_product(product) if product else None
    if known is None or known.half_life_hours is None:
        return _UNKNOWN
    return int(HALF_LIVES * known.half_life_hours * MINUTES_PER_HOUR)


def _whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)
