"""Which entries count, where they are, and whether they are of a joint (counting rule 1).

All functions take n rows of `Bleeds` and answer n items.
"""

import numpy as np

from bleedlog.statistics.codes import BLANK, Adjudication, Certainty, Kind, Manifestation
from bleedlog.statistics.columns import Bleeds, Codes, Flags, Ints

NOWHERE = 0
"""Place of an entry that the clock never joins: no site, and `other` or nothing besides."""

PLACE_BITS = 14
"""Bits that a place needs: seven for the site, seven for the side or manifestation."""

CODES = 128
"""Codes are 0..127 (a column of int8)."""


def logged_bleeds(bleeds: Bleeds) -> Flags:
    """Flag the rows that somebody says are a bleed, sure or not: they observe their day.

    Point 1: bleeds; bruises and joint pain marked `certain`; adjudication beats both.
    """
    said: Flags = (bleeds.kind == Kind.BLEED) | (bleeds.certainty == Certainty.CERTAIN)
    said |= bleeds.adjudication == Adjudication.BLEED
    said &= bleeds.adjudication != Adjudication.NOT_A_BLEED
    return said


def sure_bleeds(bleeds: Bleeds) -> Flags:
    """Flag the rows that are no `unsure` bleeds: not marked so, or adjudicated a bleed."""
    sure: Flags = bleeds.certainty != Certainty.UNSURE
    sure |= bleeds.adjudication == Adjudication.BLEED
    return sure


def known_manifestations(bleeds: Bleeds, joint_sites: frozenset[int]) -> Codes:
    """Give each row its manifestation, where it follows from the kind or the site.

    A bruise is skin wherever it is; joint pain without a site is joint; a blank one at a
    joint site is joint (points 2 and 3).
    """
    is_joint_site = np.zeros(CODES, dtype=np.bool_)
    is_joint_site[list(joint_sites)] = True
    known = bleeds.manifestation.copy()
    known[bleeds.kind == Kind.BRUISE] = Manifestation.SKIN
    known[(known == BLANK) & is_joint_site[bleeds.site]] = Manifestation.JOINT
    known[(bleeds.kind == Kind.JOINT_PAIN) & (bleeds.site == BLANK)] = Manifestation.JOINT
    return known


def places(bleeds: Bleeds, manifestations: Codes) -> Ints:
    """Number the place of each row for the clock: equal numbers are the same place.

    Site and side, a blank side being a side of its own; without a site the manifestation;
    `NOWHERE` where neither is known (point 2).
    """
    named = bleeds.site != BLANK
    low = np.where(named, bleeds.side, manifestations)
    low[~named & (manifestations == Manifestation.OTHER)] = NOWHERE
    place: Ints = (bleeds.site.astype(np.int64) << (PLACE_BITS // 2)) | low
    return place
