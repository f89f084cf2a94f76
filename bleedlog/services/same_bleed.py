"""Is this the same bleed as an earlier one? What is asked, and what was answered."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Verdict
from bleedlog.services.columns import READ, EntryReading, diaries_of
from bleedlog.services.looking import OpenedDiary
from bleedlog.statistics.continuation import continued_by
from bleedlog.statistics.rule import Rule
from bleedlog.storage.entries import EntryRow, find_entry, read_entries

LONGEST_AGO = timedelta(days=60)
"""Where no bleed began or ended for so long before, none is looked for."""


class SameAnswer(StrEnum):
    """What somebody says about it."""

    SAME = "same"
    NEW = "new"
    UNKNOWN = "unknown"
    """Nobody can say, or nobody was asked: the clock of the counting rule decides."""


@dataclass(frozen=True, slots=True)
class SameBleed:
    """The question about one entry, with its answer."""

    earlier: EntryRow | None
    """The entry whose bleed it may go on; None if there is none close enough."""
    answer: SameAnswer
    named: EntryRow | None
    """The entry that the answer names."""


def same_bleed_of(diary: OpenedDiary, entry: EntryRow) -> SameBleed | None:
    """What to ask about an entry, or None where neither question nor answer stands.

    Asked is what the clock of counting rule 1 would join: the same place, 72 hours. Where the
    clinic settled it there is nothing to ask.
    """
    if entry.kind not in BLEED_KINDS or entry.withdrawn:
        return None
    answer, named = SameAnswer.UNKNOWN, None
    if entry.same_as is not None:
        answer = SameAnswer.SAME
        named = find_entry(diary.connection, diary.by, diary.patient_id, entry.same_as)
    elif entry.new_bleed:
        answer = SameAnswer.NEW
    earlier = _earlier(diary, entry)
    if earlier is None and answer is SameAnswer.UNKNOWN:
        return None
    return SameBleed(earlier, answer, named)


def _earlier(diary: OpenedDiary, entry: EntryRow) -> EntryRow | None:
    rows = _readings(diary, BLEED_KINDS | {Kind.ADJUDICATION})
    bleeds = [row for row in rows if row.kind in BLEED_KINDS]
    ids = [UUID(str(row.id)) for row in bleeds]
    if entry.id not in ids or _is_settled(rows, entry.id) or not _any_recent(bleeds, entry):
        return None
    at = ids.index(entry.id)
    # What it says of itself is left out, so that the answer can be changed.
    bleeds[at] = bleeds[at]._replace(same_as=None, new_bleed=False)
    others = [row for row in rows if row.kind not in BLEED_KINDS]
    doses = _readings(diary, frozenset({Kind.INFUSION}))
    found = continued_by(diaries_of([*bleeds, *others, *doses], [0]), Rule(), at)
    if found is None:
        return None
    return find_entry(diary.connection, diary.by, diary.patient_id, ids[found])


def _readings(diary: OpenedDiary, kinds: frozenset[Kind]) -> list[EntryReading]:
    rows = read_entries(diary.connection, diary.by, diary.patient_id, READ, kinds)
    return [EntryReading._make(row)._replace(patient_id=0) for row in rows]


def _is_settled(rows: list[EntryReading], entry_id: UUID) -> bool:
    return any(row.verdict == Verdict.SAME_AS and UUID(str(row.about)) == entry_id for row in rows)


def _any_recent(bleeds: list[EntryReading], entry: EntryRow) -> bool:
    return any(
        row.start_minute <= entry.start_minute
        and (row.end_day or row.start_day) >= entry.start_day - LONGEST_AGO
        for row in bleeds
        if UUID(str(row.id)) != entry.id
    )
