"""A bleed that stopped, or a dose that was taken, some hours before somebody noted it."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from bleedlog.models.moment import Moment, zone_of
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import BLEED_KINDS, Kind, Precision
from bleedlog.services.changing import EntryChangedMeanwhileError, is_changed_since
from bleedlog.services.entries import (
    EntryRefusedError,
    Fault,
    Logged,
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


class PutEarlier(NamedTuple):
    """How the entry is stored now, and whether it is a bleed that stopped or a dose."""

    stored: Logged
    kind: Kind


def put_earlier(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    entry_id: UUID,
    hours: int,
    now: datetime,
    seen_revision: int | None = None,
    tap: Tap | None = None,
    check_time: bool | None = None,
) -> PutEarlier:
    """Say that a bleed stopped, or a dose was taken, so many hours before `now` (aware).

    `seen_revision`: the state that was seen, where somebody may have changed that time since.
    `tap` and `check_time`: as `revise_entry` takes them.

    Raises:
        NoSuchDiaryError: if there is no such entry for `by` to change.
        EntryWithdrawnError: which is one, if a phone tells it of an entry that was taken out.
        EntryRefusedError: if the bleed had not begun by then.
        EntryChangedMeanwhileError: if that time was changed after `seen_revision`, or the entry
            in this very moment.
    """
    known = get_entry(record, by=by, patient_id=patient_id, entry_id=entry_id)
    one = known.entry
    if one.kind not in {*BLEED_KINDS, Kind.INFUSION} or (one.withdrawn and tap is None):
        raise NoSuchDiaryError
    newest = known.revisions[-1].state
    # In UTC: an hour ago is an hour ago in the night when the clocks change, too.
    then = (now.astimezone(UTC) - timedelta(hours=hours)).astimezone(zone_of(newest["zone"]))
    text = Moment(then.date(), then.time().replace(second=0, microsecond=0)).text
    is_dose = one.kind is Kind.INFUSION
    name = "start" if is_dose else "end"
    more = {"precision": Precision.EXACT} if is_dose else {}
    try:
        entry = entry_input({**newest, name: text, **more}, entry_id)
    except ValidationError as error:
        raise EntryRefusedError([Fault("end", "It had not begun by then.")]) from error
    if is_changed_since(known.revisions, seen_revision, name, text, tap):
        raise EntryChangedMeanwhileError(one.revision, entry)
    stored = revise_entry(
        record,
        by=by,
        patient_id=patient_id,
        entry=entry,
        opened_revision=one.revision,
        tap=tap,
        check_time=check_time,
    )
    return PutEarlier(stored, one.kind)
