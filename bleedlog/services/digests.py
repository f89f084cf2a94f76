"""The digests of many diaries: those that are kept, and fresh ones where a diary changed.

A digest is kept with the number that the diary had then, and made anew when the diary has another.
It is derived from the diary and tells nobody anything more, so keeping one is no deed of anybody's
and leaves no event.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from bleedlog.models.moment import zone_of
from bleedlog.models.viewer import Viewer
from bleedlog.services.digest import EDITION, Digest
from bleedlog.services.digesting import make_digests
from bleedlog.services.record import Record, RecordBusyError
from bleedlog.storage.digest_reading import DigestReader
from bleedlog.storage.digests import put_digests
from bleedlog.storage.sights import Sight

PEOPLE_AT_ONCE: Final = 250
"""How many diaries are counted together at most: their columns fit the processor's cache."""
CHANGES_AT_ONCE: Final = 10_000
"""The same by how often they changed, of which a long diary alone may have as many."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Of many diaries."""

    known: Mapping[UUID, Digest]
    """By person."""
    behind: frozenset[UUID]
    """Of whom the diary has changed since, or a day has come; or no digest was ever made."""


def digests_of(
    record: Record,
    *,
    by: Viewer,
    rows: Sequence[Any],
    todays: Mapping[str, date],
    patience: timedelta | None = None,
) -> Digests:
    """The digest of each patient in rows of `list_patients_of_clinics`: those kept, and fresh ones.

    Args:
        record: The open record.
        by: Who looks.
        rows: Of the patients.
        todays: The day, by time zone.
        patience: After how long no more are made; some always are, and all without one.
    """
    begun = monotonic()
    known = {row.id: Digest.of(row.figures) for row in rows if row.edition == EDITION}
    behind = {row.id: row for row in rows if not holds(row, todays[row.zone])}
    for made in freshened(record, by, Sight.LIST, list(behind.values()), todays):
        for one in made:
            known[one["patient_id"]] = Digest.of(one["figures"])
            del behind[one["patient_id"]]
        if patience is not None and monotonic() - begun > patience.total_seconds():
            break
    return Digests(known, frozenset(behind))


def freshened(
    record: Record,
    by: Viewer,
    sight: Sight,
    rows: Sequence[Any],
    todays: Mapping[str, date],
    *,
    diary: UUID | None = None,
) -> Iterator[Sequence[dict[str, Any]]]:
    """Make the digests of those rows, some at a time, and keep them if the record takes them now.

    `diary`: the one that all is about, if it is about one.
    """
    for today, some in _batches(rows, todays):
        with record.reading(by, diary) as connection:
            reader = DigestReader(connection, by, sight, [row.id for row in some])
            made = make_digests(reader, some, today)
        # Without that whoever asks hears the truth all the same, and the next has to wait again.
        with suppress(RecordBusyError), record.transaction(by, diary) as connection:
            put_digests(connection, by, sight, made)
        yield made


def _batches(
    rows: Sequence[Any], todays: Mapping[str, date]
) -> Iterator[tuple[date, Sequence[Any]]]:
    """Rows to be counted together, with the day that it is where those people are."""
    of_day: defaultdict[date, list[Any]] = defaultdict(list)
    for row in rows:
        of_day[todays[row.zone]].append(row)
    for today, people in of_day.items():
        some: list[Any] = []
        changes = 0
        for row in people:
            some.append(row)
            changes += row.last_seq
            if len(some) == PEOPLE_AT_ONCE or changes >= CHANGES_AT_ONCE:
                yield today, some
                some, changes = [], 0
        if some:
            yield today, some


def holds(row: Any, today: date) -> bool:
    """Whether the digest that a row tells of says what its diary says."""
    return bool(
        row.digest_seq == row.last_seq
        and row.edition == EDITION
        and (row.good_until is None or today < row.good_until)
    )


def todays_of(zones: Iterable[str], now: datetime) -> Mapping[str, date]:
    """The day in each of those time zones. `now` is aware."""
    return {zone: now.astimezone(zone_of(zone)).date() for zone in set(zones)}
