"""Diaries in blocks of people: small enough for the processor's cache, and apart."""

from dataclasses import fields, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from bleedlog.statistics.codes import SAME_AS_CLOCK
from bleedlog.statistics.columns import Bleeds, Diaries, Infusions, Ints, Spans

PEOPLE_PER_BLOCK = 4096
"""Rows of so many people fit the cache; measured, twice or half as many are no faster."""

Table = TypeVar("Table", Bleeds, Spans, Infusions)
Rows = Ints | slice


class Blocks:
    """All diaries in blocks of people, each taken when it is asked for.

    Rows that stand by person are cut into views; others are sorted by block first. Infusions
    stay out: they never make episodes, and nothing that is counted in blocks reads them.
    """

    def __init__(self, diaries: Diaries, size: int = PEOPLE_PER_BLOCK) -> None:
        """Part `diaries` into blocks of `size` people."""
        self._diaries = diaries
        self._size = size
        self._bleed_rows = _rows_by_block(diaries.bleeds.person, diaries.people, size)
        self._span_rows = _rows_by_block(diaries.spans.person, diaries.people, size)

    def __len__(self) -> int:
        """Count the blocks."""
        return len(self._bleed_rows)

    def block(self, number: int) -> tuple[slice, Diaries]:
        """Take the block of that number, from 0: which people, and their diaries.

        In the block, the people are numbered from 0.
        """
        first = number * self._size
        people = slice(first, min(first + self._size, self._diaries.people))
        bleed_rows, span_rows = self._bleed_rows[number], self._span_rows[number]
        return people, _of_people(self._diaries, people, bleed_rows, span_rows, slice(0))


def one_person(diaries: Diaries, who: int) -> tuple[Diaries, Ints]:
    """Take one person's whole diary out of many, and say which rows of `Bleeds` it has."""
    bleed_rows = np.flatnonzero(diaries.bleeds.person == who)
    span_rows = np.flatnonzero(diaries.spans.person == who)
    infusion_rows = np.flatnonzero(diaries.infusions.person == who)
    only = slice(who, who + 1)
    return _of_people(diaries, only, bleed_rows, span_rows, infusion_rows), bleed_rows


def _rows_by_block(person: Ints, people: int, size: int) -> list[Rows]:
    bounds = range(0, people + size, size)
    if (person[1:] >= person[:-1]).all():
        ends = np.searchsorted(person, bounds).tolist()
        return [slice(first, end) for first, end in pairwise(ends)]
    block = person // size
    ends = np.cumsum(np.bincount(block, minlength=len(bounds) - 1))
    # Short integers are sorted by radix, in one pass; more blocks than they hold still sort.
    order = np.argsort(block.astype(np.min_scalar_type(len(bounds))), kind="stable")
    return list(np.split(order, ends[:-1]))


def _of_people(
    diaries: Diaries, people: slice, bleed_rows: Rows, span_rows: Rows, infusion_rows: Rows
) -> Diaries:
    return Diaries(
        people=people.stop - people.start,
        bleeds=_renamed(_taken(diaries.bleeds, bleed_rows, people.start), bleed_rows),
        spans=_taken(diaries.spans, span_rows, people.start),
        infusions=_taken(diaries.infusions, infusion_rows, people.start),
        treated_day=diaries.treated_day[people],
        back_on_prophylaxis_day=diaries.back_on_prophylaxis_day[people],
        joint_sites=diaries.joint_sites,
    )


def _taken(table: Table, rows: Rows, first_person: int) -> Table:
    columns = {one.name: getattr(table, one.name)[rows] for one in fields(table)}
    columns["person"] = columns["person"] - first_person
    return type(table)(**columns)


def _renamed(bleeds: Bleeds, rows: Rows) -> Bleeds:
    """Let `same_as` name rows of the block; somebody else's row is a fault that names none."""
    named = bleeds.same_as >= 0
    if not named.any():
        return bleeds
    said = bleeds.same_as[named]
    if isinstance(rows, slice):
        within = said - rows.start
        found = (within >= 0) & (within < bleeds.person.size)
    else:
        within = np.minimum(np.searchsorted(rows, said), rows.size - 1)
        found = rows[within] == said
    same_as = bleeds.same_as.copy()
    same_as[named] = np.where(found, within, SAME_AS_CLOCK)
    return replace(bleeds, same_as=same_as)
