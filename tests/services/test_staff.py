"""Who works at a clinic: only its admins decide, and never nobody."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.accepting import InvitationOver, accept_invitation
from bleedlog.services.invitations import NoSuchClinicError, invite
from bleedlog.services.staff import LastAdminError, change_role, end_membership, list_staff
from bleedlog.services.worklist import get_worklist
from bleedlog.storage.engine import Database
from bleedlog.storage.memberships import find_role
from tests.people import A_TEST, People
from tests.services.test_races import at_once


def roles(database: Database, by: UUID, clinic: UUID) -> dict[str, StaffRole]:
    return {one.name: one.role for one in list_staff(database, by=Viewer(by), clinic_id=clinic)}


def change(database: Database, by: UUID, clinic: UUID, user: UUID, role: StaffRole) -> None:
    change_role(database, by=Viewer(by), clinic_id=clinic, user_id=user, role=role)


def end(database: Database, by: UUID, clinic: UUID, user: UUID) -> None:
    end_membership(database, by=Viewer(by), clinic_id=clinic, user_id=user)


def find(database: Database, clinic: UUID, user: UUID) -> StaffRole | None:
    with database.reading(A_TEST) as connection:
        return find_role(connection, clinic_id=clinic, user_id=user)


def test_an_admin_changes_and_ends_work(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    robin = people.staff("Robin", leeds, StaffRole.ADMIN)
    nia = people.staff("Nia", leeds)
    people.patient("Sam", centre=leeds)
    assert get_worklist(database, by=Viewer(nia), now=datetime.now(UTC)).found == 1

    change(database, robin, leeds, nia, StaffRole.VIEWER)
    assert roles(database, robin, leeds) == {"Nia": StaffRole.VIEWER, "Robin": StaffRole.ADMIN}
    end(database, robin, leeds, nia)

    assert roles(database, robin, leeds) == {"Robin": StaffRole.ADMIN}
    assert get_worklist(database, by=Viewer(nia), now=datetime.now(UTC)).rows == ()
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
    for turn in range(3):
        leeds = people.clinic(f"Leeds {turn}")
        admins = [
            people.staff(f"{name}{turn}", leeds, StaffRole.ADMIN) for name in ("Robin", "Nia")
        ]

        def leave(user: UUID, leeds: UUID = leeds) -> str:
            try:
                end(database, user, leeds, user)
            except LastAdminError:
                return "stays"
            return "left"

        outcomes = at_once(*(partial(leave, user) for user in admins))

        assert sorted(map(str, outcomes)) == ["left", "stays"]
        (last,) = (user for user, told in zip(admins, outcomes, strict=True) if told == "stays")
        assert list(roles(database, last, leeds).values()) == [StaffRole.ADMIN]


def test_of_two_admins_who_put_each_other_out_one_stays(database: Database, people: People) -> None:
    """Also where one ends and the other only changes what the first may do."""
    for turn in range(3):
        leeds = people.clinic(f"Leeds {turn}")
        robin, nia = (
            people.staff(f"{name}{turn}", leeds, StaffRole.ADMIN) for name in ("Robin", "Nia")
        )

        def put_out(
            by: UUID, deed: Callable[[], None], user: UUID, leeds: UUID = leeds
        ) -> UUID | None:
            try:
                deed()
            except NoSuchClinicError:
                return None
            assert find(database, leeds, user) is not StaffRole.ADMIN
            return by

        stayed = at_once(
            partial(put_out, robin, partial(end, database, robin, leeds, nia), nia),
            partial(
                put_out, nia, partial(change, database, nia, leeds, robin, StaffRole.VIEWER), robin
            ),
        )

        (admin,) = (one for one in stayed if isinstance(one, UUID))
        assert roles(database, admin, leeds)[f"{'Robin' if admin == robin else 'Nia'}{turn}"] is (
            StaffRole.ADMIN
        )


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
