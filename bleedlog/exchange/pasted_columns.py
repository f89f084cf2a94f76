"""The columns of a pasted sheet by their headings, and which of its tests each is about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bleedlog.exchange.pasted_words import (
    assay_called,
    field_called,
    in_brackets,
    kind_called,
    parted_heading,
)
from bleedlog.models.result_units import unit_meant
from bleedlog.models.vocabulary import Kind

LIVER: Final = frozenset({Kind.ALT, Kind.AST, Kind.AFP})
LEVELS: Final = frozenset({Kind.FIX_ACTIVITY})
ONLY_OF: Final = {
    "upper_limit": LIVER, "assay": LEVELS, "reagent": LEVELS, "hours_since_factor": LEVELS,
}  # fmt: skip
"""Where a row holds several tests, which of them such a column is about."""

OF_EACH: Final = frozenset({"upper_limit", "reagent"})
"""What every test has of its own: one column of it is not for several tests."""
BESIDE: Final = OF_EACH | {"unit", "assay"}
"""What may stand once beside each test."""
ONCE: Final = frozenset({"start", "time", "end", "kind", "value"})
"""What a sheet may say in one column only, since nobody knows which of two is meant."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is: a field, or the values of one test."""

    field: str | None
    kind: Kind | None = None
    given: tuple[tuple[str, str], ...] = ()
    """What the heading says of each value: unit, assay."""
    about: Kind | None = None
    """Of a field: the one test that its heading names, as "ALT ULN" does."""
    of: frozenset[int] | None = None
    """Of a field: places of the columns of tests that it is about; all without."""


class ColumnsError(ValueError):
    """Two columns say the same; one sentence names them."""


def column_called(heading: str) -> Column:
    """What a column of that name is."""
    named = field_called(heading)
    if named is not None:
        return Column(named, about=kind_called(in_brackets(heading)))
    field, about = parted_heading(heading)
    if field is not None:
        return Column(field, about=about)
    kind = kind_called(heading)
    if kind is None:
        return Column(None)
    given = []
    unit = in_brackets(heading) or heading.rpartition(" ")[2]
    if unit_meant(kind, unit):
        given.append(("unit", unit))
    assay = assay_called(heading)
    if assay is not None:
        given.append(("assay", assay.value))
    return Column(None, kind, tuple(given))


def columns_called(headings: Sequence[str]) -> list[Column]:
    """The columns of a sheet, each field with the tests that it is about.

    A column that could be about several tests and may be about one only, and a second column of the
    same, mean nothing: they have neither field nor kind.

    Raises:
        ColumnsError: two columns are of what a sheet may say once.
    """
    columns = [column_called(heading) for heading in headings]
    for field in ONCE:
        same = [head for head, one in zip(headings, columns, strict=True) if one.field == field]
        if len(same) > 1:
            message = f"{same[0]} and {same[1]} say the same. Paste it with one of them."
            raise ColumnsError(message)
    for field in {one.field for one in columns if one.field is not None} - ONCE:
        places = [place for place, one in enumerate(columns) if one.field == field]
        for place, tests in zip(places, _tests_of(field, places, columns), strict=True):
            columns[place] = (
                Column(None) if tests == frozenset() else replace(columns[place], of=tests)
            )
    return columns


def _tests_of(
    field: str, places: Sequence[int], columns: Sequence[Column]
) -> list[frozenset[int] | None]:
    """For each column of a field: its tests, None for all of them, none if nobody knows."""
    tests = [
        place
        for place, one in enumerate(columns)
        if one.kind is not None and one.kind in ONLY_OF.get(field, {one.kind})
    ]
    shared = len(places) == 1 and (field not in OF_EACH or len(tests) < 2)
    if shared and columns[places[0]].about is None:
        return [None]
    if field not in BESIDE or not tests:
        return [None, *(frozenset[int]() for _ in places[1:])]
    found: list[frozenset[int] | None] = []
    taken: set[int] = set()
    begins = 0
    for place in places:
        about = columns[place].about
        if about is not None:
            own = {one for one in tests if columns[one].kind is about} - taken
        else:
            between = [one for one in tests if begins <= one < place]
            own = set(between) - taken if len(between) == 1 and places[0] > tests[0] else set()
        taken |= own
        begins = place
        found.append(frozenset(own))
    return found
