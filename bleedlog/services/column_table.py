"""Rows of entries turned over into columns of numbers."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from bleedlog.statistics.codes import NO_MINUTE
from bleedlog.statistics.columns import Codes, Days, Ints
from bleedlog.statistics.days import EPOCH

Reading = Sequence[Any]
"""What statistics read of one entry: a plain row, or one of the database."""


class Table:
    """Rows turned over into columns."""

    def __init__(self, rows: Sequence[Reading], names: Sequence[str]) -> None:
        """The columns of those names; what rows have behind them is left out."""
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        self.column: dict[str, Sequence[Any]] = dict(zip(names, columns, strict=False))

    def people(self, number: Mapping[Hashable, int]) -> Ints:
        """The number of each row's person."""
        people = self.column["patient_id"]
        if len(number) == 1:  # hashing ids is what a long diary would wait for
            return np.zeros(len(people), dtype=np.int64)
        return np.array([number[one] for one in people], dtype=np.int64)

    def whole(self, name: str) -> Ints:
        """Whole numbers, none missing."""
        return np.array(self.column[name], dtype=np.int64)

    def minutes(self, name: str) -> Ints:
        """Minutes since 1970, or `NO_MINUTE`."""
        found = [NO_MINUTE if minute is None else minute for minute in self.column[name]]
        return np.array(found, dtype=np.int64)

    def days(self, name: str) -> Days:
        """Days since 1970, none missing."""
        return np.array([day.toordinal() - EPOCH for day in self.column[name]], dtype=np.int32)

    def codes(self, name: str, codes: Mapping[Any, int]) -> Codes:
        """The code of each word."""
        words = self.column[name]
        return np.fromiter(map(codes.__getitem__, words), dtype=np.int8, count=len(words))
