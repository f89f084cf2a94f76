"""Planning a person's follow-up: a centre confirms dates, notes tests, says who is at risk."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.moment import zone_of
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.services.entries import EntryRefusedError
from bleedlog.services.entry_faults import Fault
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, writing
from bleedlog.services.record import Record
from bleedlog.services.schedule import plans
from bleedlog.statistics.schedule import monday_of
from bleedlog.storage.follow_ups import (
    add_follow_up,
    end_follow_up,
    list_every_follow_up,
    list_follow_ups,
)
from bleedlog.storage.patients import find_profile, set_risk_flag

FARTHEST = timedelta(days=5 * 366)
OVER = "That week is over. Choose a day from today on."
FAR = "That is more than five years away."
AHEAD = "This is in the future. Check the date."
UNBORN = "This is before the person was born. Check the date."


def confirm_week(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    follow_up_id: UUID,
    test: FollowUpTest,
    day: date,
    now: datetime,
) -> None:
    """Confirm for the week of that day that a test is due; the person sees it. `now` is aware.

    Another date of the same test is replaced; the same id again is the same.

    Raises:
        NoSuchDiaryError: if `by` may not plan for that person.
        EntryRefusedError: if the week is over, or far off.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.PLAN) as opened:
        desk, today = _planning(opened, now)
        week = monday_of(day)
        if week < monday_of(today):
            raise EntryRefusedError([Fault("day", OVER)])
        if week > today + FARTHEST:
            raise EntryRefusedError([Fault("day", FAR)])
        _put(desk, follow_up_id, test, week=week, done_on=None)
        desk.note(Action.CONFIRMED, detail=f"follow_up {test}")


def note_done(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    follow_up_id: UUID,
    test: FollowUpTest,
    day: date,
    now: datetime,
) -> None:
    """Note that a test which leaves no result in the diary was done. `now` is aware.

    Raises:
        NoSuchDiaryError: if `by` may not plan for that person.
        EntryRefusedError: if the day is in the future, or before birth.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.PLAN) as opened:
        desk, today = _planning(opened, now)
        profile = find_profile(desk.connection, by, patient_id)
        if day > today:
            raise EntryRefusedError([Fault("day", AHEAD)])
        if profile is not None and profile.born is not None and day < profile.born:
            raise EntryRefusedError([Fault("day", UNBORN)])
        _put(desk, follow_up_id, test, week=None, done_on=day)
        desk.note(Action.CONFIRMED, detail=f"test_done {test}")


def _planning(opened: OpenedDiary, now: datetime) -> tuple[OpenedDiary, date]:
    staff = tuple(filter(plans, opened.standings))
    profile = find_profile(opened.connection, opened.by, opened.patient_id)
    if not staff or profile is None:
        raise NoSuchDiaryError
    today = now.astimezone(zone_of(profile.zone)).date()
    return replace(opened, standing=staff[0], standings=staff), today


def _put(
    desk: OpenedDiary,
    follow_up_id: UUID,
    test: FollowUpTest,
    *,
    week: date | None,
    done_on: date | None,
) -> None:
    now = datetime.now(UTC)
    clinic_id, user_id = desk.standing.clinic_id, desk.by.user_id
    if clinic_id is None or user_id is None:
        raise NoSuchDiaryError
    every = list_every_follow_up(desk.connection, desk.by, desk.patient_id)
    if any(one.id == follow_up_id for one in every):
        return
    for one in list_follow_ups(desk.connection, desk.by, desk.patient_id):
        if week is not None and one.test is test and one.week is not None:
            end_follow_up(desk.connection, patient_id=desk.patient_id, follow_up_id=one.id, now=now)
    add_follow_up(
        desk.connection,
        patient_id=desk.patient_id,
        follow_up_id=follow_up_id,
        clinic_id=clinic_id,
        test=test,
        week=week,
        done_on=done_on,
        by_user=user_id,
        now=now,
    )


def take_back(record: Record, *, by: Viewer, patient_id: UUID, follow_up_id: UUID) -> None:
    """Let a confirmed date, or a test that was noted, hold no more.

    Raises:
        NoSuchDiaryError: if there is none for `by` to take back.
    """
    now = datetime.now(UTC)
    with writing(record, by=by, patient_id=patient_id, permission=Permission.PLAN) as opened:
        desk, _ = _planning(opened, now)
        known = list_follow_ups(desk.connection, by, patient_id)
        if follow_up_id not in {one.id for one in known}:
            raise NoSuchDiaryError
        end_follow_up(desk.connection, patient_id=patient_id, follow_up_id=follow_up_id, now=now)
        desk.note(Action.REVOKED, detail="follow_up")


def set_risk(record: Record, *, by: Viewer, patient_id: UUID, at_risk: bool) -> None:
    """Say whether somebody is at risk, so that ultrasound and AFP are followed up.

    Raises:
        NoSuchDiaryError: if `by` may not plan for that person.
    """
    with writing(record, by=by, patient_id=patient_id, permission=Permission.PLAN) as opened:
        desk, _ = _planning(opened, datetime.now(UTC))
        set_risk_flag(desk.connection, patient_id=patient_id, at_risk=at_risk)
        desk.note(Action.CHANGED, detail=f"risk {'on' if at_risk else 'off'}")
