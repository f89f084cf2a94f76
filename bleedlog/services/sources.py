"""How entries came to be known: which ones to leave out, and which were noted at the time."""

from collections.abc import Iterable, Sequence, Set
from typing import Final, TypeVar

import numpy as np

from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Source
from bleedlog.services.column_table import Reading
from bleedlog.services.columns import READ, SPAN_KINDS
from bleedlog.statistics.columns import Flags

FROM_MEMORY: Final = frozenset({Source.RECALLED, Source.IMPORTED})
"""Sources of what was told afterwards."""

SOURCE: Final = -1
"""Where a row's source stands: behind what statistics read."""

_COUNTED_KINDS = BLEED_KINDS | SPAN_KINDS | {Kind.INFUSION}
_KIND = READ.index("kind")

AnyReading = TypeVar("AnyReading", bound=Reading)


def without_sources(rows: Sequence[AnyReading], without: Set[str]) -> Sequence[AnyReading]:
    """Leave out the rows of those sources.

    What is counted may be left out: bleeds, days and doses. The day of the treatment, that of
    a return to prophylaxis and a clinic's verdicts stay, however they came to be known.

    Args:
        rows: Rows of `READ` with their source behind it.
        without: Sources to leave out.
    """
    if not without:
        return rows
    return [row for row in rows if row[SOURCE] not in without or row[_KIND] not in _COUNTED_KINDS]


def noted_then(rows: Iterable[Reading]) -> Flags:
    """Flag the rows (with their source as their last item) that were not told afterwards."""
    return np.array([row[SOURCE] not in FROM_MEMORY for row in rows], dtype=np.bool_)
