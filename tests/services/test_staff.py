"""Who works at a clinic: only its admins decide, and never nobody."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.accepting import InvitationOver, accept_invitation
from bleedlog.services.clinic import list_patients
from bleedlog.services.invitations import NoSuchClinicError, invite
from bleedlog.services.staff import LastAdminError, change_role, end_membership, list_staff
from bleedlog.storage.engine import Database
from tests.people import People


def roles(database: Database, by: UUID, clinic: UUID) -> dict[str, StaffRole]:
    return {one.name: one.role for one in list_staff(database, by=Viewer(by), clinic_id=clinic)}


def change(database: Database, by: UUID, clinic: UUID, user: UUID, role: StaffRole) -> None:
    change_role(database, by=Viewer(by), clinic_id=clinic, user_id=user, role=role)


def end(database: Database, by: UUID, clinic: UUID, user: UUID) -> None:
    end_membership(database, by=Viewer(by), clinic_id=clinic, user_id=user)


def test_an_admin_changes_and_ends_work(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    nia = people.staff("Nia", leeds)
    people.patient("Sam", centre=leeds)
    assert len(list_patients(database, by=Viewer(nia))) == 1

    change(database, robin, leeds, nia, StaffRole.VIEWER)
    assert roles(database, robin, leeds) == {"Nia": StaffRole.VIEWER, "Robin": StaffRole.ADMIN}
    end(database, robin, leeds, nia)

    assert roles(database, robin, leeds) == {"Robin": StaffRole.ADMIN}
    assert list_patients(database, by=Viewer(nia)) == []
    with database.reading() as connection:
        events = connection.execute(
            text("SELECT action, detail, clinic_id FROM account_event ORDER BY at")
        ).all()
    assert [(event.action, event.detail) for event in events] == [
        ("changed", "staff viewer"),
        ("revoked", "staff"),
    ]
    assert {UUID(str(event.clinic_id)) for event in events} == {leeds}


@pytest.mark.parametrize("role", [StaffRole.CLINICIAN, StaffRole.VIEWER])
def test_nobody_else_decides(database: Database, people: People, role: StaffRole) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    nia = people.staff("Nia", leeds, role)
    yan = people.staff("Yan", york, StaffRole.ADMIN)
    for by in (nia, yan, people.person("Ann")):
        with pytest.raises(NoSuchClinicError):
            roles(database, by, leeds)
        with pytest.raises(NoSuchClinicError):
            change(database, by, leeds, nia, StaffRole.ADMIN)
        with pytest.raises(NoSuchClinicError):
            end(database, by, leeds, robin)

    assert roles(database, robin, leeds) == {"Nia": role, "Robin": StaffRole.ADMIN}


def test_who_does_not_work_there_is_not_found(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    for user in (people.staff("Yan", people.clinic("York")), people.person("Ann"), uuid4()):
        with pytest.raises(NoSuchClinicError):
            change(database, robin, leeds, user, StaffRole.VIEWER)
        with pytest.raises(NoSuchClinicError):
            end(database, robin, leeds, user)


def test_the_last_admin_stays(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    nia = people.staff("Nia", leeds)
    with pytest.raises(LastAdminError):
        end(database, robin, leeds, robin)
    with pytest.raises(LastAdminError):
        change(database, robin, leeds, robin, StaffRole.CLINICIAN)

    change(database, robin, leeds, nia, StaffRole.ADMIN)
    end(database, robin, leeds, robin)

    assert roles(database, nia, leeds) == {"Nia": StaffRole.ADMIN}


def test_of_two_admins_who_leave_at_once_one_stays(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    admins = [people.staff(name, leeds, StaffRole.ADMIN) for name in ("Robin", "Nia")]

    def leave(user: UUID) -> bool:
        try:
            end(database, user, leeds, user)
        except LastAdminError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, admins)) == [False, True]


def test_who_leaves_leaves_no_way_back_in(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    eve = people.staff("Eve", leeds, StaffRole.ADMIN)
    code = invite(
        database,
        by=Viewer(eve),
        invited_as=InvitedAs.STAFF,
        clinic_id=leeds,
        staff_role=StaffRole.ADMIN,
    ).code

    end(database, robin, leeds, eve)

    assert accept_invitation(database, by=Viewer(eve), code=code) == InvitationOver()
    assert list(roles(database, robin, leeds)) == ["Robin"]
