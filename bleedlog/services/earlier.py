"""A bleed that stopped, or a dose that was taken, some hours before somebody noted it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import Moment, zone_of
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Precision
from bleedlog.services.entries import (
    EntryRefusedError,
    Fault,
    entry_input,
    get_entry,
    revise_entry,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.record import Record

HOURS_AGO = (1, 2, 4, 8)
"""What is offered at one tap."""


def hours_ago_of(
    record: Record, *, by: Viewer, patient_id: UUID, entry: Any, now: datetime
) -> tuple[int, ...]:
    """Which of `HOURS_AGO` may be: none before the bleed began. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    began: int | None = entry.start_minute
    if entry.kind is Kind.INFUSION:
        began = None
        if entry.treats is not None:
            bleed = get_entry(record, by=by, patient_id=patient_id, entry_id=entry.treats).entry
            began = bleed.start_minute
    minute = int(now.timestamp() // 60)
    return tuple(hours for hours in HOURS_AGO if began is None or minute - hours * 60 >= began)


def put_earlier(
    record: Record, *, by: Viewer, patient_id: UUID, entry_id: UUID, hours: int, now: datetime
) -> EntryInput:
    """Say that a bleed stopped, or a dose was taken, so many hours before `now` (aware).

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
        EntryRefusedError: if the bleed had not begun by then.
        EntryChangedMeanwhileError: if somebody changed it in this very moment.
    """
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    one = known.entry
    if one.withdrawn or one.kind not in {*BLEED_KINDS, Kind.INFUSION}:
        raise NoSuchDiaryError
    state = dict(known.revisions[-1].state)
    # In UTC: an hour ago is an hour ago in the night when the clocks change, too.
    then = (now.astimezone(UTC) - timedelta(hours=hours)).astimezone(zone_of(state["zone"]))
    text = Moment(then.date(), then.time().replace(second=0, microsecond=0)).text
    if one.kind is Kind.INFUSION:
        state |= {"start": text, "precision": Precision.EXACT}
    else:
        state["end"] = text
    try:
        entry = entry_input(state, entry_id)
    except ValidationError as error:
        raise EntryRefusedError([Fault("end", "It had not begun by then.")]) from error
    revise_entry(record, by=by, patient_id=patient_id, entry=entry, opened_revision=one.revision)
    return entry
