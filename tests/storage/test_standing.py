"""Who stands how to a patient, and that every query of a diary goes by it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import insert, text

from bleedlog.models.entry_input import new_id
from bleedlog.models.permissions import Part
from bleedlog.models.safeguard import EmergencyLook
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.storage.engine import Database
from bleedlog.storage.patients import find_profile, grant_consent
from bleedlog.storage.standing import list_standings
from bleedlog.storage.worklists import list_patients_of_clinics
from tests.people import A_TEST, People

NOW = datetime.now(UTC).replace(microsecond=0)
"""The database's own clock must agree that an emergency lasts."""


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


def parts(people: People, user: UUID, patient: UUID) -> list[Part]:
    """The parts of a user with a patient, closest first; none if and only if nothing is read."""
    viewer = Viewer(user)
    with people.record.reading(viewer) as connection:
        found = [standing.part for standing in list_standings(connection, viewer, patient)]
        seen = find_profile(connection, viewer, patient) is not None
    assert seen is bool(set(found) - {Part.ADMIN})
    return found


def break_glass(people: People, user: UUID, patient: UUID, clinic: UUID) -> None:
    look = {
        "patient_id": patient,
        "id": new_id(),
        "reason": "Found unconscious.",
        "user_id": user,
        "clinic_id": clinic,
        "since": NOW,
        "until": NOW + timedelta(hours=1),
    }
    with people.record.transaction(A_TEST) as connection:
        connection.execute(insert(EmergencyLook.__table__), look)  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", AccessRole)
def test_people_until_their_access_is_revoked(people: People, role: AccessRole) -> None:
    sam, cara = people.patient("Sam"), people.user("Cara")
    assert parts(people, cara, sam) == []
    people.access(cara, sam, role)
    assert parts(people, cara, sam) == [Part(role.value)]
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text("UPDATE access SET revoked_at = CURRENT_TIMESTAMP"))
    assert parts(people, cara, sam) == []


@pytest.mark.parametrize("role", StaffRole)
def test_staff_while_the_clinic_may_look_and_they_work_there(
    people: People, role: StaffRole
) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    sam = people.patient("Sam", leeds)
    nia, elsewhere = people.staff("Nia", leeds, role), people.staff("Eli", york, role)
    # Whoever runs the staff list has no business with a diary; PostgreSQL's wall shows them none.
    walled = role is StaffRole.ADMIN and people.record.engine.dialect.name == "postgresql"
    as_staff = [] if walled else [Part(role.value)]
    assert parts(people, nia, sam) == as_staff
    assert parts(people, elsewhere, sam) == []
    for change, back in (
        ("UPDATE membership SET ended_at = CURRENT_TIMESTAMP", "ended_at = NULL"),
        ("UPDATE consent SET withdrawn_at = CURRENT_TIMESTAMP", "withdrawn_at = NULL"),
    ):
        with people.record.transaction(A_TEST) as connection:
            connection.execute(text(change))
        assert parts(people, nia, sam) == []
        with people.record.transaction(A_TEST) as connection:
            connection.execute(text(f"{change.partition(' SET ')[0]} SET {back}"))
        assert parts(people, nia, sam) == as_staff


def test_a_patient_may_share_with_two_centres(people: People) -> None:
    hub, spoke = people.clinic("Leeds"), people.clinic("York")
    sam = people.patient("Sam", hub)
    with people.record.transaction(A_TEST) as connection:
        grant_consent(connection, patient_id=sam, clinic_id=spoke)
    both = people.staff("Nia", hub)
    people.work(both, spoke, StaffRole.VIEWER)
    assert parts(people, people.staff("Joe", spoke), sam) == [Part.CLINICIAN]
    assert parts(people, both, sam) == [Part.CLINICIAN, Part.VIEWER]


def test_a_nurse_who_is_a_parent_stands_in_both_parts(people: People) -> None:
    leeds = people.clinic()
    sam = people.patient("Sam", leeds)
    nurse = people.staff("Nia", leeds)
    people.access(nurse, sam, AccessRole.CARER_MANAGE)
    assert parts(people, nurse, sam) == [Part.CARER_MANAGE, Part.CLINICIAN]


def test_whether_somebody_signs_in_as_the_patient_is_known(people: People) -> None:
    sam, parent = people.patient("Sam"), people.user("Pat")
    people.access(parent, sam, AccessRole.CARER_MANAGE)

    def for_child() -> bool:
        with people.record.reading(Viewer(parent)) as connection:
            [standing] = list_standings(connection, Viewer(parent), sam)
        return standing.for_child

    assert for_child()
    people.access(people.user("Sam"), sam)
    assert not for_child()


def test_an_emergency_opens_a_diary_for_its_time(people: People) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    sam = people.patient("Sam", york)
    nia, colleague = people.staff("Nia", leeds), people.staff("Joe", leeds)
    break_glass(people, nia, sam, leeds)
    for moment, found in (
        (NOW, [Part.EMERGENCY]),
        (NOW + timedelta(minutes=59), [Part.EMERGENCY]),
        (NOW + timedelta(hours=1), []),
    ):
        with time_machine.travel(moment, tick=False):
            assert parts(people, nia, sam) == found
            assert parts(people, colleague, sam) == []
    with time_machine.travel(NOW, tick=False):
        with people.record.reading(Viewer(nia)) as connection:
            [standing] = list_standings(connection, Viewer(nia), sam)
        assert standing.emergency is not None
        assert standing.emergency.reason == "Found unconscious."
        assert standing.emergency.until == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE membership SET ended_at = CURRENT_TIMESTAMP",
        "UPDATE membership SET role = 'viewer'",
    ],
)
def test_an_emergency_ends_with_the_work(people: People, change: str) -> None:
    leeds = people.clinic("Leeds")
    sam, nia = people.patient("Sam"), people.staff("Nia", leeds)
    break_glass(people, nia, sam, leeds)
    with people.record.transaction(A_TEST) as connection:
        connection.execute(text(change))
    with time_machine.travel(NOW, tick=False):
        assert parts(people, nia, sam) == []


def test_an_emergency_puts_nobody_on_the_clinics_list(people: People) -> None:
    leeds = people.clinic("Leeds")
    nia = people.staff("Nia", leeds)
    break_glass(people, nia, people.patient("Sam"), leeds)
    with time_machine.travel(NOW, tick=False), people.record.reading(Viewer(nia)) as connection:
        assert list_patients_of_clinics(connection, Viewer(nia)) == []


def test_who_only_runs_the_staff_list_is_shown_no_patients(people: People) -> None:
    leeds = people.clinic()
    people.patient("Sam", leeds)
    admin = Viewer(people.staff("Robin", leeds, StaffRole.ADMIN))
    with people.record.reading(admin) as connection:
        assert list_patients_of_clinics(connection, admin) == []


def test_the_console_stands_to_every_patient_that_there_is(people: People) -> None:
    sam = people.patient("Sam")
    with people.record.reading(A_TEST) as connection:
        [standing] = list_standings(connection, console("a test"), sam)
        assert standing.part is Part.CONSOLE
        assert list_standings(connection, console("a test"), UUID(int=7)) == []
