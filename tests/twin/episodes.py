"""Counting rule 1: from entries to episodes.

Readings chosen where the text is silent:

* Equal onsets are equal instants, not equal local times.
* An entry with `same_as` naming an entry of equal onset that was entered *later* waits: the named
  entry is decided at its own turn, then the waiting one joins it. Not chosen: deciding the named
  entry early, or letting the waiting one start the episode.
* "First entry" of an episode is the first in onset order, equal onsets in the order entered, so a
  waiting entry that joined can be the first.
* "Began last" among episodes of one place: latest first onset, then the one entered later.
* Left out means not counted (not a bleed, an unmarked bruise or joint pain, an unsure one under
  `exclude_unsure`). `same_as` naming one of those leaves it to the clock, and does not follow on
  to what the named entry itself names.
* `exclude_unsure` leaves out what is marked unsure and is not adjudicated a bleed.
* A bruise's manifestation is skin, whatever its cell says; joint pain without a site is joint,
  whatever its cell says; joint pain with a site is what its cell says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.twin.clock import instant, later_by
from tests.twin.diary_rows import Entry

JOINT_SITES = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")

Place = tuple[str, str, str]


@dataclass
class Episode:
    """Entries joined into one bleed, in onset order."""

    entries: list[Entry]

    @property
    def first(self) -> Entry:
        """The first entry in onset order, equal onsets in the order entered."""
        return min(self.entries, key=onset_order)

    @property
    def day(self) -> date:
        """The episode has the date of its first onset."""
        return self.first.onset.day


def onset_order(entry: Entry) -> tuple[datetime, int]:
    """Entries in onset order, equal onsets in the order entered."""
    return instant(entry.onset), entry.number


def said_to_be_a_bleed(entry: Entry) -> bool:
    """Bleeds are; bruises and joint pain only when certain; adjudication beats both."""
    if entry.adjudication == "not_a_bleed":
        return False
    if entry.adjudication == "bleed":
        return True
    return entry.kind == "bleed" or entry.certainty == "certain"


def is_counted(entry: Entry, exclude_unsure: bool) -> bool:
    """Unsure bleeds count, and every figure is available without them."""
    if not said_to_be_a_bleed(entry):
        return False
    unsure = entry.certainty == "unsure" and entry.adjudication != "bleed"
    return not (exclude_unsure and unsure)


def manifestation_of(entry: Entry) -> str:
    """A bruise is skin, wherever it is; joint pain without a site counts as joint."""
    if entry.kind == "bruise":
        return "skin"
    if entry.kind == "joint_pain" and not entry.site:
        return "joint"
    return entry.manifestation


def is_joint_entry(entry: Entry) -> bool:
    """Manifestation joint, or blank with a joint site."""
    manifestation = manifestation_of(entry)
    return manifestation == "joint" or (not manifestation and entry.site in JOINT_SITES)


def place_of(entry: Entry) -> Place | None:
    """Site and side (blank is a side of its own), or the manifestation where there is no site.

    `other` or blank without a site is no place: it never joins by the clock.
    """
    if entry.site:
        return "site", entry.site, entry.side
    manifestation = manifestation_of(entry)
    if manifestation in ("", "other"):
        return None
    return "manifestation", manifestation, ""


def latest_of(episode: Episode) -> datetime:
    """The latest of last treatment, end and onset over all entries of the episode so far."""
    instants = []
    for entry in episode.entries:
        instants.append(instant(entry.onset))
        if entry.end is not None:
            instants.append(instant(entry.end))
        instants.extend(instant(treatment) for treatment in entry.treatments)
    return max(instants)


def episode_by_the_clock(
    entry: Entry, episodes: Sequence[Episode], merge_hours: float
) -> Episode | None:
    """The episode that began last at the entry's place, if the onset is soon enough after it."""
    place = place_of(entry)
    there = [e for e in episodes if place is not None and place_of(e.first) == place]
    if not there:
        return None
    last = max(there, key=lambda episode: onset_order(episode.first))
    soon_enough = instant(entry.onset) <= later_by(latest_of(last), merge_hours)
    return last if soon_enough else None


def episode_holding(entry_id: str, episodes: Sequence[Episode]) -> Episode | None:
    """The episode in which the entry with that id is by now."""
    for episode in episodes:
        if any(entry.id == entry_id for entry in episode.entries):
            return episode
    return None


def join_entries(
    entries: Sequence[Entry], merge_hours: float, exclude_unsure: bool
) -> list[Episode]:
    """Rule 2: every counted entry, in onset order, joins an episode or starts one."""
    counted = [entry for entry in entries if is_counted(entry, exclude_unsure)]
    ids = {entry.id for entry in counted if entry.id}
    episodes: list[Episode] = []
    waiting: list[Entry] = []

    def put(entry: Entry, episode: Episode | None) -> None:
        """Into that episode or a new one, and with it everybody who waits for this entry."""
        if episode is None:
            episode = Episode([])
            episodes.append(episode)
        episode.entries.append(entry)
        for other in list(waiting):
            if entry.id and other.same_as == entry.id:
                waiting.remove(other)
                put(other, episode)

    for entry in sorted(counted, key=onset_order):
        if entry.same_as == "new":
            put(entry, None)
        elif entry.same_as in ids:
            named = episode_holding(entry.same_as, episodes)
            if named is None:
                waiting.append(entry)
            else:
                put(entry, named)
        else:
            put(entry, episode_by_the_clock(entry, episodes, merge_hours))
    return sorted(episodes, key=lambda episode: onset_order(episode.first))


def cause_of(episode: Episode) -> str:
    """The first known cause in onset order; blank is unknown."""
    for entry in sorted(episode.entries, key=onset_order):
        if entry.cause not in ("", "unknown"):
            return entry.cause
    return "unknown"


def is_treated(episode: Episode) -> bool:
    """Treated if any entry is, or an infusion is linked to one."""
    return any(entry.treatments for entry in episode.entries)


def is_joint(episode: Episode) -> bool:
    """Joint if any entry is."""
    return any(is_joint_entry(entry) for entry in episode.entries)


def is_surgical(episode: Episode) -> bool:
    """Surgical episodes are flagged, by the episode's cause."""
    return cause_of(episode) == "surgical"
