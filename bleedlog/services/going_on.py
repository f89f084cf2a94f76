"""What is still going on: each bleed once, as its newest entry, since its first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Source, Verdict
from bleedlog.services.days import is_bleed, verdicts_of
from bleedlog.storage.entries import EntryRow

GOING_FOR = timedelta(days=14)
"""How long a bleed without an end is offered as still going on."""


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A bleed without an end."""

    entry: EntryRow
    """Its newest entry, which stops with it."""
    since: str
    """The start of its first entry, as the person said it."""
    doses: int
    """How many doses were noted for any of its entries."""


def going_on(recent: Sequence[EntryRow], today: date) -> list[GoingOn]:
    """The bleeds that go on, newest first, of the entries of the last weeks, newest first.

    An entry that somebody called the same bleed as an earlier one (the person, or the clinic, who
    has the last word) takes its place: the earlier one is offered no more, whatever its end.
    """
    verdicts = verdicts_of(recent)
    standing = {row.id: row for row in recent if not row.withdrawn and row.kind in BLEED_KINDS}
    earlier = _continued(recent, standing)
    doses = Counter(row.treats for row in recent if row.treats and not row.withdrawn)
    found = []
    for row in recent:
        if row.id in earlier.values() or not is_bleed(row, verdicts.get(row.id)):
            continue
        if (
            row.end is not None
            or row.source is not Source.PROSPECTIVE
            or row.start_day < today - GOING_FOR
        ):
            continue
        chain = list(_chain(row.id, earlier))
        found.append(
            GoingOn(
                entry=row,
                since=min((standing[one] for one in chain), key=lambda one: one.start_minute).start,
                doses=sum(doses[one] for one in chain),
            )
        )
    return found


def _continued(recent: Sequence[EntryRow], standing: Mapping[UUID, EntryRow]) -> dict[UUID, UUID]:
    """The earlier entry by the one that goes its bleed on, of entries that both stand."""
    said = {row.id: row.same_as for row in standing.values()}
    settled = [row for row in recent if row.kind is Kind.ADJUDICATION and not row.withdrawn]
    for row in sorted(settled, key=lambda row: row.first_seq):
        if row.verdict is Verdict.SAME_AS:
            said[row.about] = row.same_as
    return {one: named for one, named in said.items() if named in standing and one in standing}


def _chain(entry_id: UUID, earlier: Mapping[UUID, UUID]) -> Iterator[UUID]:
    seen: set[UUID] = set()
    here: UUID | None = entry_id
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = earlier.get(here)
