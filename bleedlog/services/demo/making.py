"""Making the demo's record: centres, logins, and everybody's diary, a transaction a person."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from bleedlog.models.audit import Action
from bleedlog.models.clinic import Clinic
from bleedlog.models.person import Patient
from bleedlog.models.viewer import Standing, console
from bleedlog.models.vocabulary import AccessRole, ActingAs
from bleedlog.services.demo.appointments import Plan, add_plan, plan_appointment
from bleedlog.services.demo.cast import PEOPLE, Keeper, Member, everybody
from bleedlog.services.demo.centres import CENTRES, STAFFED
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.folder import url_of
from bleedlog.services.demo.logins import LOGINS, RECORDS_RESULTS, add_logins
from bleedlog.services.freshening import freshen_everything
from bleedlog.services.record import Record, upgrade_record
from bleedlog.storage.clinics import add_clinic, add_membership
from bleedlog.storage.demo_mark import DemoMark, set_mark
from bleedlog.storage.engine import Database
from bleedlog.storage.entry_states import add_entries, next_seq
from bleedlog.storage.events import add_event
from bleedlog.storage.patients import add_patient, grant_access, grant_consent

Progress = Callable[[str, float], None]
"""Told now and then what is being done and which share of it is."""

_BY = console("These people are invented for the demo.")
_STANDING = Standing(ActingAs.CONSOLE)
_DIARIES = {Keeper.PATIENT: AccessRole.PATIENT, Keeper.CARER: AccessRole.CARER_MANAGE}


def make_record(path: Path, *, mark: DemoMark, password: str, tell: Progress) -> None:
    """Make the whole record in a SQLite file that does not exist yet.

    When this returns, the file is complete and closed.
    """
    record = Database(url_of(path))
    try:
        with record.transaction() as connection:
            set_mark(connection, mark)
        tell("Making the database", 0)
        upgrade_record(record)
        with record.transaction() as connection:
            centres = _add_centres(connection, mark.seed)
            users = _add_logins(connection, mark.seed, password, centres[STAFFED])
        for number, member in enumerate(everybody(mark.seed, mark.made_on)):
            tell("Inventing people", number / PEOPLE)
            plan = plan_appointment(member, Dice(mark.seed, 7, number))
            _add_member(record, member, plan, centres, users)
        freshen_everything(record, by=_BY, now=datetime.now(UTC))
        tell("Inventing people", 1)
    finally:
        # The last connection that closes brings everything from the log into the file.
        record.dispose()


def _add_centres(connection: Connection, seed: int) -> list[UUID]:
    now = datetime.now(UTC)
    dice = Dice(seed, 6)
    return [
        add_clinic(
            connection, Clinic(**centre.model_dump(), id=dice.id_at(_opened()), created_at=now)
        )
        for centre in CENTRES
    ]


def _opened() -> datetime:
    return datetime(2020, 1, 1, tzinfo=UTC)


def _add_logins(connection: Connection, seed: int, password: str, centre: UUID) -> dict[str, UUID]:
    users = add_logins(connection, seed, password)
    for login in LOGINS:
        if login.role is not None:
            add_membership(
                connection,
                clinic_id=centre,
                user_id=users[login.email],
                role=login.role,
                now=datetime.now(UTC),
            )
    return users


def _add_member(
    record: Record, member: Member, plan: Plan, centres: list[UUID], users: Mapping[str, UUID]
) -> None:
    """Store a person, who keeps their diary, and all of it, in one transaction."""
    person = member.person
    centre = centres[person.centre]
    keeper = next((one for one in LOGINS if one.keeper and one.keeper is member.keeper), None)
    with record.transaction() as connection:
        patient = Patient(
            **person.profile.model_dump(), id=person.id, centre_id=centre, created_at=person.since
        )
        add_patient(connection, patient)
        grant_consent(connection, patient_id=person.id, clinic_id=centre)
        if keeper is not None and keeper.keeper is not None:
            grant_access(
                connection,
                patient_id=person.id,
                user_id=users[keeper.email],
                role=_DIARIES[keeper.keeper],
            )
        _note(connection, person.id, Action.CREATED, "diary")
        own = None if keeper is None else users[keeper.email]
        staff = users[RECORDS_RESULTS] if person.centre == STAFFED else None
        _add_told(connection, member, {ActingAs.CLINIC: staff}, own, centre)
        if staff is not None:
            add_plan(connection, plan, patient_id=person.id, own=own, staff=staff, clinic_id=centre)


def _add_told(
    connection: Connection,
    member: Member,
    staff: Mapping[ActingAs, UUID | None],
    own: UUID | None,
    centre: UUID,
) -> None:
    for by in dict.fromkeys(told.by for told in member.told):
        told = [one for one in member.told if one.by is by]
        add_entries(
            connection,
            patient_id=member.person.id,
            entries=[one.entry for one in told],
            first_seq=next_seq(connection, member.person.id),
            at=[one.at for one in told],
            by_user=staff.get(by, own),
            entered_by=by,
            clinic_id=centre if by is ActingAs.CLINIC else None,
        )
        _note(connection, member.person.id, Action.IMPORTED, f"{len(told)} entries")


def _note(connection: Connection, patient_id: UUID, action: Action, detail: str) -> None:
    add_event(
        connection,
        patient_id=patient_id,
        by=_BY,
        standing=_STANDING,
        action=action,
        detail=detail,
    )
