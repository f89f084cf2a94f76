"""Check-ins: what somebody says of whole days is kept once, however often it is tapped."""

from datetime import date
from uuid import UUID

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Answer, Kind
from bleedlog.services.entries import Logged, log_in
from bleedlog.services.looking import OpenedDiary, writing
from bleedlog.services.record import Record
from bleedlog.storage.entries import EntryRow, list_entries_between


def check_in(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    answer: CheckInInput,
    tap: Tap | None = None,
    check_time: bool = False,
) -> Logged:
    """Store an answer. "No bleeds" of days that one "no bleeds" covers already adds nothing.

    Raises:
        NoSuchDiaryError: if `by` may not write in this diary.
        EntryTakenError: if the id stands for another entry.
    """
    with writing(record, by=by, patient_id=patient_id) as diary:
        known = _covering(diary, answer) if answer.answer is Answer.NO_BLEEDS else None
        if known is not None and known.id != answer.id:
            return Logged(known.id, known.revision, unchanged=True)
        return log_in(diary, answer, tap=tap, check_time=check_time)


def _covering(diary: OpenedDiary, answer: CheckInInput) -> EntryRow | None:
    first, end = parse_moment(answer.start).day, parse_moment(answer.end).day
    rows = list_entries_between(diary.connection, diary.by, diary.patient_id, first, end)
    return next((row for row in rows if _covers(row, first, end)), None)


def _covers(row: EntryRow, first: date, end: date) -> bool:
    return bool(
        row.kind is Kind.CHECK_IN
        and row.answer is Answer.NO_BLEEDS
        and not row.withdrawn
        and row.start_day <= first
        and row.end_day >= end
    )
