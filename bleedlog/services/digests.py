"""The digests of a clinic's patients: those that are kept, and fresh ones where a diary changed.

A digest is kept with the number that the diary had then, and made anew when the diary has another.
It is derived from the diary and tells nobody anything more, so keeping one is no deed of anybody's
and leaves no event.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from bleedlog.models.viewer import Viewer
from bleedlog.services.digest import EDITION, Digest
from bleedlog.services.digesting import make_digests
from bleedlog.services.record import Record, RecordBusyError
from bleedlog.storage.digests import put_digests

PEOPLE_AT_ONCE = 250
"""How many diaries are counted together: their columns fit the processor's cache."""


def digests_of(
    record: Record, *, by: Viewer, rows: Sequence[Any], todays: Mapping[str, date]
) -> dict[UUID, Digest]:
    """The digest of each patient in rows of `list_patients_of_clinics`: those kept, and fresh ones.

    Fresh ones are kept for the next time, if the record takes them now.

    Args:
        record: The open record.
        by: Who looks.
        rows: Of the patients.
        todays: The day, by time zone.
    """
    found, stale = {}, {}
    for row in rows:
        if _holds(row, todays[row.zone]):
            found[row.id] = Digest.of(row.figures)
        else:
            stale[row.id] = row
    if not stale:
        return found
    fresh: list[dict[str, Any]] = []
    with record.reading(by) as connection:
        waiting = list(stale.values())
        for first in range(0, len(waiting), PEOPLE_AT_ONCE):
            some = waiting[first : first + PEOPLE_AT_ONCE]
            fresh += make_digests(connection, by, some, todays)
    # Without it the page is as true, and as slow again.
    with suppress(RecordBusyError), record.transaction(by) as connection:
        put_digests(connection, by, fresh)
    return found | {one["patient_id"]: Digest.of(one["figures"]) for one in fresh}


def _holds(row: Any, today: date) -> bool:
    return (
        row.digest_seq == row.last_seq
        and row.edition == EDITION
        and (row.good_until is None or today < row.good_until)
    )
