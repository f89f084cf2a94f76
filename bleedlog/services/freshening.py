"""Digests made before anybody asks for them, so that a clinic's list need not wait for them.

Whoever just wrote in a diary may look into it, so its digest is made as theirs; what is left on a
clinic's list, as whoever looks at the list; all others by the console.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from time import monotonic
from typing import Final
from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.services.digest import EDITION
from bleedlog.services.digests import digests_of, freshened, holds, todays_of
from bleedlog.services.record import Record
from bleedlog.storage.digests import (
    count_diaries_behind,
    find_diary_to_digest,
    list_diaries_behind,
)
from bleedlog.storage.sights import Sight
from bleedlog.storage.worklists import list_patients_of_clinics

ROWS_AT_ONCE: Final = 1000
LATEST_ON_EARTH: Final = timezone(timedelta(hours=14))


def freshen_diary(record: Record, *, by: Viewer, patient_id: UUID, now: datetime) -> None:
    """Make the digest of a diary that changed, if a clinic may look into it.

    Nothing happens where `by` may not look into the diary. `now` is aware.

    Raises:
        RecordBusyError: if the record cannot be read now.
    """
    with record.reading(by, patient_id) as connection:
        row = find_diary_to_digest(connection, by, patient_id)
    if row is None:
        return
    todays = todays_of([row.zone], now)
    if not holds(row, todays[row.zone]):
        sight = Sight.EVERYTHING if by.is_console else Sight.DIARY
        for _ in freshened(record, by, sight, [row], todays, diary=patient_id):
            pass


def freshen_list(record: Record, *, by: Viewer, now: datetime) -> None:
    """Make all digests that are missing on the list of somebody's clinics. `now` is aware.

    Raises:
        RecordBusyError: if the record cannot be read now.
    """
    with record.reading(by) as connection:
        rows = list_patients_of_clinics(connection, by)
    digests_of(record, by=by, rows=rows, todays=todays_of((row.zone for row in rows), now))


def freshen_everything(
    record: Record,
    *,
    by: Viewer,
    now: datetime,
    tell: Callable[[float], None] = lambda _share: None,
    patience: timedelta | None = None,
) -> int:
    """Make the digests of all diaries that a clinic may look into; gives how many were made.

    Args:
        record: The open record, which shows the console everything.
        by: The console.
        now: Aware.
        tell: Told now and then which share is done.
        patience: After how long no more are made; all are made without one.

    Raises:
        RecordBusyError: if the record cannot be read now.
    """
    latest_today = now.astimezone(LATEST_ON_EARTH).date()
    with record.reading(by) as connection:
        total = count_diaries_behind(connection, edition=EDITION, latest_today=latest_today)
    begun, seen, made = monotonic(), 0, 0
    after = None
    while True:
        with record.reading(by) as connection:
            rows = list_diaries_behind(
                connection,
                after=after,
                edition=EDITION,
                latest_today=latest_today,
                most=ROWS_AT_ONCE,
            )
        if not rows:
            return made
        todays = todays_of((row.zone for row in rows), now)
        behind = [row for row in rows if not holds(row, todays[row.zone])]
        for some in freshened(record, by, Sight.EVERYTHING, behind, todays):
            made += len(some)
            tell(min((seen + made) / max(total, 1), 1))
            if patience is not None and monotonic() - begun > patience.total_seconds():
                return made
        seen, after = seen + len(rows) - len(behind), rows[-1].id
