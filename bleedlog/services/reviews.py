"""Reviews together: "reviewed with you on 3 May", noted by a clinic, corrected with its history."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from bleedlog.models.clinic_record import ReviewInput
from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Standing, Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.changing import get_row, list_states, may_change
from bleedlog.services.entries import Logged, log_in, revise_in
from bleedlog.services.entry_faults import EntryRefusedError, Fault
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.patients import find_profile
from bleedlog.storage.records import list_records

NOTE_LIMIT = 500
"""Characters of a review's note: it stands on the person's first page."""

AHEAD = "A review cannot be in the future. Check the date."
UNBORN = "This is before the person was born. Check the date."
TWICE = "Your clinic noted a review on that day already. Correct that one instead."
_REVIEWS = frozenset({Kind.REVIEW})


@dataclass(frozen=True, slots=True)
class Review:
    """A review that counts."""

    id: UUID
    day: date
    note: str | None
    clinic_id: UUID | None
    clinic_name: str | None
    by_name: str | None
    seen_until: datetime
    """What was told until then had been seen: the end of its day, or earlier that day."""


@dataclass(frozen=True, slots=True)
class HeldReview:
    """One review with every state that it had."""

    profile: Any
    entry: Any
    note: str | None
    """Unless it is none of the viewer's business."""
    revisions: tuple[Any, ...]
    may_change: bool


def get_review(record: Record, *, by: Viewer, patient_id: UUID, review_id: UUID) -> HeldReview:
    """A review, taken back or not.

    Raises:
        NoSuchDiaryError: if there is no such review for `by` to see.
    """
    with looking(record, by=by, patient_id=patient_id, page="appointment") as opened:
        profile = find_profile(opened.connection, by, patient_id)
        entry = get_row(opened, review_id)
        if profile is None or entry.kind is not Kind.REVIEW:
            raise NoSuchDiaryError
        states = tuple(list_states(opened, review_id))
        private = opened.standing.may(Permission.SEE_PRIVATE_NOTES)
        return HeldReview(
            profile=profile,
            entry=entry,
            note=entry.note if private or not entry.private else None,
            revisions=states,
            may_change=may_change(opened, Kind.REVIEW, states[0]),
        )


def reviews_of(opened: OpenedDiary, zone: str) -> tuple[Review, ...]:
    """Reviews that were not taken out, the newest first, in an opened diary."""
    rows = list_records(opened.connection, opened.by, opened.patient_id, _REVIEWS)
    private = opened.standing.may(Permission.SEE_PRIVATE_NOTES)
    return tuple(_review(row, zone, private=private) for row in rows if not row.withdrawn)


def _review(row: Any, zone: str, *, private: bool) -> Review:
    # Noted days later, it was held on its day all the same.
    after = datetime.combine(row.start_day + timedelta(1), time(), tzinfo=zone_of(zone))
    return Review(
        id=row.id,
        day=row.start_day,
        note=row.note if private or not row.private else None,
        clinic_id=row.clinic_id,
        clinic_name=row.clinic_name,
        by_name=row.by_name,
        seen_until=min(row.entered_at, after.astimezone(UTC)),
    )


def reviews(standing: Standing) -> bool:
    """Whether somebody reviews in that part: as staff, even where they are a parent, too."""
    return standing.access is None and standing.may(Permission.ADJUDICATE)


def at_desk(opened: OpenedDiary) -> OpenedDiary:
    """The diary in the hands of staff who review.

    Raises:
        NoSuchDiaryError: if they are none.
    """
    staff = tuple(filter(reviews, opened.standings))
    if not staff:
        raise NoSuchDiaryError
    return replace(opened, standing=staff[0], standings=staff)


def note_review(desk: OpenedDiary, review: ReviewInput, now: datetime) -> Logged:
    """Store a review, in a diary that staff opened. `now` is aware.

    Raises:
        EntryRefusedError: if it cannot be.
        EntryTakenError: if its id stands for another entry.
    """
    _refuse(desk, review, now)
    return log_in(desk, review)


def correct_review(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    review: ReviewInput,
    opened_revision: int,
    now: datetime,
) -> Logged:
    """Give a review another day or note; what it said before stays. `now` is aware.

    Raises:
        NoSuchDiaryError: if there is no such review for `by` to change.
        EntryWithdrawnError: which is one, if it was taken out.
        EntryChangedMeanwhileError: if it no longer says what it said at `opened_revision`.
        EntryRefusedError: if it cannot be so.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.CHANGE_OWN) as opened:
        desk = at_desk(opened)
        _refuse(desk, review, now)
        return revise_in(desk, review, opened_revision)


def _refuse(desk: OpenedDiary, review: ReviewInput, now: datetime) -> None:
    profile = find_profile(desk.connection, desk.by, desk.patient_id)
    if profile is None:
        raise NoSuchDiaryError
    day = parse_moment(review.start).day
    if day > now.astimezone(zone_of(profile.zone)).date():
        raise EntryRefusedError([Fault("day", AHEAD)])
    if profile.born is not None and day < profile.born:
        raise EntryRefusedError([Fault("day", UNBORN)])
    for other in reviews_of(desk, profile.zone):
        is_ours = other.clinic_id == desk.standing.clinic_id
        if is_ours and other.day == day and other.id != review.id:
            raise EntryRefusedError([Fault("day", TWICE)])
