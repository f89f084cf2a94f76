"""Whose bleed an entry goes on, by the clock of counting rule 1: asked of one entry."""

import numpy as np

from bleedlog.statistics.columns import Diaries
from bleedlog.statistics.entries import known_manifestations, places
from bleedlog.statistics.episodes import join_entries
from bleedlog.statistics.rule import Rule


def continued_by(diaries: Diaries, rule: Rule, row: int) -> int | None:
    """The row of `Bleeds` whose bleed that `row` goes on, or None if it begins one of its own.

    It is the latest before it, at the same place, of the episode that the clock joins it to
    (point 2). An entry that does not count as a bleed goes on nothing. What the entry itself
    says beats the clock: to learn what the clock alone says, leave that out of its row.
    """
    joined = join_entries(diaries, rule)
    here = np.flatnonzero(joined.rows == row)
    if not here.size:
        return None
    position = int(here[0])
    bleeds = diaries.bleeds
    place = places(bleeds, known_manifestations(bleeds, diaries.joint_sites))[joined.rows]
    before = joined.episode[:position] == joined.episode[position]
    before &= place[:position] == place[position]
    found = np.flatnonzero(before)
    return int(joined.rows[found[-1]]) if found.size else None
