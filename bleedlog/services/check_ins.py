"""Check-ins: what somebody says of whole days is kept once, however often it is tapped."""

from datetime import date
from uuid import UUID

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.phone import Tap
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Answer, Kind
from bleedlog.services.days import is_bleed, verdicts_of
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
    """Store an answer, if it says something that is not known.

    "No bleeds" of days that one "no bleeds" covers already adds nothing. Neither does "there was a
    bleed" where one of these days is logged: it means another, and would at once call the days
    noted by the first. They are asked about again until the person says that there are no others.

    Raises:
        NoSuchDiaryError: if `by` may not write in this diary.
        EntryTakenError: if the id stands for another entry.
    """
    with writing(record, by=by, patient_id=patient_id) as diary:
        known = _known(diary, answer)
        if known is not None and known.id != answer.id:
            return Logged(known.id, known.revision, unchanged=True)
        return log_in(diary, answer, tap=tap, check_time=check_time)


def _known(diary: OpenedDiary, answer: CheckInInput) -> EntryRow | None:
    """What says it already: of this answer told before that one, else the entry that covers it."""
    first, end = parse_moment(answer.start).day, parse_moment(answer.end).day
    rows = list_entries_between(diary.connection, diary.by, diary.patient_id, first, end)
    told = next((row for row in rows if row.id == answer.id), None)
    if told is not None or answer.answer is None:
        return told
    if answer.answer is Answer.NO_BLEEDS:
        return next((row for row in rows if _covers(row, first, end)), None)
    verdicts = verdicts_of(rows)
    bleeds = (row for row in rows if is_bleed(row, verdicts.get(row.id)))
    return next((row for row in bleeds if first <= row.start_day < end), None)


def _covers(row: EntryRow, first: date, end: date) -> bool:
    return bool(
        row.kind is Kind.CHECK_IN
        and row.answer is Answer.NO_BLEEDS
        and not row.withdrawn
        and row.start_day <= first
        and row.end_day >= end
    )
