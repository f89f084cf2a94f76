"""Episodes: entries joined by counting rule 1, in columns, for one person or a million."""

from dataclasses import dataclass

import numpy as np

from bleedlog.statistics.clock import Counting, began_by, merge_minutes, onset_order
from bleedlog.statistics.codes import BLANK, Cause, Manifestation
from bleedlog.statistics.columns import Bleeds, Codes, Days, Diaries, Flags, Ints
from bleedlog.statistics.entries import (
    known_manifestations,
    logged_bleeds,
    places,
    sure_bleeds,
)
from bleedlog.statistics.rule import Rule


@dataclass(frozen=True, slots=True)
class EpisodeColumns:
    """One row per episode, by person, then onset, then the order entered.

    Surgical episodes are among them, flagged. All arrays have the same length.
    """

    person: Ints
    onset: Ints
    """First onset, UTC minute."""
    onset_day: Days
    """Local calendar day of the first onset: the episode's date."""
    last: Ints
    """Latest of onset, end and last treatment over all its entries, UTC minute."""
    cause: Codes
    """First known cause in onset order, as `codes.Cause`; `UNKNOWN` if there is none."""
    joint: Flags
    treated: Flags
    unsure: Flags
    """Whether no entry of it is certain or adjudicated a bleed."""
    surgical: Flags
    """Whether its cause is surgical."""
    site: Codes
    """Of its first entry; 0 where blank."""
    side: Codes
    """Of its first entry; 0 where blank."""
    manifestation: Codes
    """Of its first entry: a bruise is skin, a blank one at a joint site is joint."""
    joint_place: Flags
    """Whether its first entry is itself a joint entry with a site (for target joints)."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Counting entries in onset order, and which of them began each one's episode."""

    rows: Ints
    """Rows of `Bleeds`. Shape (entries,)."""
    person: Ints
    """Shape (entries,)."""
    reach: Ints
    """Latest of onset, end and last treatment of each entry alone, UTC minute."""
    manifestation: Codes
    """As `entries.known_manifestations`. Shape (entries,)."""
    firsts: Ints
    """Positions of the entries that began an episode, one per episode."""
    others: Ints
    """Positions of the entries that continued one."""
    episode: Ints
    """Number of each entry's episode. Shape (entries,)."""

    def any_entry(self, flags: Flags) -> Flags:
        """Say per episode whether the flag is set on any of its entries."""
        found = flags[self.firsts]
        found[self.episode[self.others[flags[self.others]]]] = True
        return found

    def first_known_cause(self, causes: Codes) -> Codes:
        """Give per episode the first cause that is known, in onset order, else unknown."""
        found = causes[self.firsts]
        found[found == Cause.BLANK] = Cause.UNKNOWN
        knows = causes[self.others] > Cause.UNKNOWN
        knows &= found[self.episode[self.others]] == Cause.UNKNOWN
        telling = self.others[knows][::-1]
        # Backwards, because of several causes for one episode the last written stays.
        found[self.episode[telling]] = causes[telling]
        return found


def join_entries(diaries: Diaries, rule: Rule) -> Joined:
    """Join the counting entries of everybody into episodes (points 1 and 2)."""
    bleeds = diaries.bleeds
    counting = logged_bleeds(bleeds)
    if rule.exclude_unsure:
        counting &= sure_bleeds(bleeds)
    rows, named = onset_order(bleeds, np.flatnonzero(counting))
    manifestations = known_manifestations(bleeds, diaries.joint_sites)
    onset = bleeds.onset[rows]
    reach = np.maximum(onset, bleeds.end[rows])
    np.maximum(reach, bleeds.last_treatment[rows], out=reach)
    place = places(bleeds, manifestations)[rows]
    entries = Counting(bleeds.person[rows], onset, reach, place, named)
    began = began_by(entries, merge_minutes(rule.merge_hours))
    is_first = began == np.arange(rows.size)
    return Joined(
        rows=rows,
        person=entries.person,
        reach=reach,
        manifestation=manifestations[rows],
        firsts=np.flatnonzero(is_first),
        others=np.flatnonzero(~is_first),
        episode=(np.cumsum(is_first) - 1)[began],
    )


def find_episodes(diaries: Diaries, rule: Rule) -> EpisodeColumns:
    """Join entries into episodes and say what each one is (counting rule 1, points 1 to 3)."""
    return describe_episodes(diaries.bleeds, join_entries(diaries, rule))


def describe_episodes(bleeds: Bleeds, joined: Joined) -> EpisodeColumns:
    """Say what each episode is, once entries are joined (point 3)."""
    firsts = joined.firsts
    first_rows = joined.rows[firsts]
    last = joined.reach[firsts]
    np.maximum.at(last, joined.episode[joined.others], joined.reach[joined.others])
    cause = joined.first_known_cause(bleeds.cause[joined.rows])
    is_joint = joined.manifestation == Manifestation.JOINT
    site = bleeds.site[first_rows]
    return EpisodeColumns(
        person=joined.person[firsts],
        onset=bleeds.onset[first_rows],
        onset_day=bleeds.onset_day[first_rows],
        last=last,
        cause=cause,
        joint=joined.any_entry(is_joint),
        treated=joined.any_entry(bleeds.treated[joined.rows]),
        unsure=~joined.any_entry(sure_bleeds(bleeds)[joined.rows]),
        surgical=cause == Cause.SURGICAL,
        site=site,
        side=bleeds.side[first_rows],
        manifestation=joined.manifestation[firsts],
        joint_place=is_joint[firsts] & (site != BLANK),
    )
