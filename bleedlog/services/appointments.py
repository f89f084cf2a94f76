"""The next appointment: a clinic sets, changes or clears it, the person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from bleedlog.models.appointment import AppointmentInput
from bleedlog.models.audit import Action
from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.services.entry_faults import Fault
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary
from bleedlog.storage.appointments import (
    add_appointment,
    end_appointments,
    list_coming_appointments,
)
from bleedlog.storage.clinics import get_clinic_zone
from bleedlog.storage.entry_states import next_seq

FARTHEST = timedelta(days=5 * 366)
PAST = "This appointment is in the past. Choose a day from today on."
OVER = "That time is over. Choose a later one, or leave the time out."
FAR = "This appointment is more than five years away. Check the date."


@dataclass(frozen=True, slots=True)
class ComingAppointment:
    """An appointment from today on, local to the clinic."""

    clinic_id: UUID
    clinic_name: str
    start: str
    """As `Moment.text`."""

    @property
    def day(self) -> date:
        """The day."""
        return parse_moment(self.start).day

    @property
    def clock(self) -> time | None:
        """The time of day, if the clinic gave one."""
        return parse_moment(self.start).clock


def coming_appointments(opened: OpenedDiary, today: date) -> tuple[ComingAppointment, ...]:
    """Those of clinics that may look, soonest first, in an opened diary."""
    rows = list_coming_appointments(opened.connection, opened.by, opened.patient_id, today)
    return tuple(ComingAppointment(row.clinic_id, row.clinic_name, row.start) for row in rows)


def faults_of_appointment(appointment: AppointmentInput, zone: str, now: datetime) -> list[Fault]:
    """Why that cannot be a next appointment in that zone. `now` is aware."""
    moment, local = parse_moment(appointment.start), now.astimezone(zone_of(zone))
    if moment.day < local.date():
        return [Fault("next_day", PAST)]
    if moment.clock is not None and moment.minute(zone) < int(local.timestamp() // 60):
        return [Fault("next_time", OVER)]
    if moment.day > local.date() + FARTHEST:
        return [Fault("next_day", FAR)]
    return []


def put_appointment(
    desk: OpenedDiary, appointment: AppointmentInput | None, now: datetime
) -> Sequence[Fault]:
    """Let a clinic's next appointment be that one, or none; gives why it cannot be.

    `desk`: opened by staff of the clinic. Any other date of the same clinic from today on is
    replaced, and stays on record. The same date again changes nothing.

    Raises:
        NoSuchDiaryError: if nobody at a clinic does it.
    """
    clinic_id, user_id = desk.standing.clinic_id, desk.by.user_id
    if clinic_id is None or user_id is None:
        raise NoSuchDiaryError
    # Until the end nobody else sets one for this person.
    next_seq(desk.connection, desk.patient_id)
    zone = get_clinic_zone(desk.connection, clinic_id)
    today = now.astimezone(zone_of(zone)).date()
    standing = [one.start for one in coming_appointments(desk, today) if one.clinic_id == clinic_id]
    wanted = [] if appointment is None else [appointment.start]
    if standing == wanted:
        return []
    faults = faults_of_appointment(appointment, zone, now) if appointment is not None else []
    if faults:
        return faults
    at = datetime.now(UTC)
    end_appointments(
        desk.connection, patient_id=desk.patient_id, clinic_id=clinic_id, today=today, now=at
    )
    if appointment is None:
        desk.note(Action.REVOKED, detail="appointment")
        return []
    add_appointment(
        desk.connection,
        patient_id=desk.patient_id,
        clinic_id=clinic_id,
        start=appointment.start,
        start_day=parse_moment(appointment.start).day,
        by_user=user_id,
        now=at,
    )
    desk.note(Action.CONFIRMED, detail="appointment")
    return []
