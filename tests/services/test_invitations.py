"""Inviting: who may, what the code says, and that it ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.codes import hash_of_code, in_groups, link_to, new_code
from bleedlog.services.invitations import (
    NoSuchClinicError,
    find_invitation,
    invite,
    list_invitations_of_clinic,
    list_invitations_to_diary,
    revoke_invitation,
)
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.storage.engine import Database
from tests.people import A_TEST, People


def carer_code(database: Database, by: UUID, patient: UUID) -> str:
    return invite(
        database,
        by=Viewer(by),
        invited_as=InvitedAs.CARER,
        patient_id=patient,
        access_role=AccessRole.CARER_LOG,
    ).code


def staff_code(database: Database, by: Viewer, clinic: UUID) -> str:
    return invite(
        database,
        by=by,
        invited_as=InvitedAs.STAFF,
        clinic_id=clinic,
        staff_role=StaffRole.CLINICIAN,
        name="Nia",
    ).code


def test_whoever_holds_the_code_sees_what_it_is_for(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)

    found = find_invitation(database, code=carer_code(database, ann, diary))

    assert found is not None
    assert (found.invited_as, found.access_role) == (InvitedAs.CARER, AccessRole.CARER_LOG)
    assert (found.patient_name, found.inviter_name) == ("Ann", "Ann")


def test_only_the_hash_of_a_code_is_kept(database: Database, people: People) -> None:
    code = staff_code(database, console("a test"), people.clinic())

    with database.reading(A_TEST) as connection:
        stored = repr(connection.execute(text("SELECT * FROM invitation")).all())

    assert code not in stored
    assert hash_of_code(code) in stored


def test_a_code_is_long_enough_and_forgives_how_it_is_typed() -> None:
    codes = {new_code() for _ in range(100)}
    code = next(iter(codes))

    assert len(codes) == 100
    assert len(code) * 5 >= 128
    assert hash_of_code(f"  {in_groups(code).upper()}\n") == hash_of_code(code)
    assert hash_of_code("o1l") == hash_of_code("011")
    assert hash_of_code(code[:-1]) != hash_of_code(code)
    assert link_to("https://x.example", "/join", "abc") == "https://x.example/join#abc"


@pytest.mark.parametrize(
    ("invited_as", "days"),
    [(InvitedAs.PATIENT, 30), (InvitedAs.STAFF, 7)],
)
def test_an_invitation_ends_by_itself(
    database: Database, people: People, invited_as: InvitedAs, days: int
) -> None:
    clinic = people.clinic()
    with time_machine.travel("2026-03-01T12:00Z", tick=False) as clock:
        made = invite(
            database,
            by=console("a test"),
            invited_as=invited_as,
            clinic_id=clinic,
            staff_role=StaffRole.ADMIN if invited_as is InvitedAs.STAFF else None,
        )
        assert made.expires_at == datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(days=days)
        clock.shift(timedelta(days=days, seconds=-1))
        assert find_invitation(database, code=made.code) is not None
        clock.shift(timedelta(seconds=1))

        assert find_invitation(database, code=made.code) is None
        assert list_invitations_of_clinic(database, by=console("a test"), clinic_id=clinic) == []


@pytest.mark.parametrize("code", ["", "x", "0" * 28, "é" * 28, "\x00", "x" * 5000])
def test_a_code_of_nobody_finds_nothing(database: Database, people: People, code: str) -> None:
    staff_code(database, console("a test"), people.clinic())

    assert find_invitation(database, code=code) is None


def test_staff_are_invited_by_an_admin_of_that_clinic_alone(
    database: Database, people: People
) -> None:
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    admin = people.staff("Robin", leeds, StaffRole.ADMIN)
    others = [
        people.staff("Nia", leeds, StaffRole.CLINICIAN),
        people.staff("Vic", leeds, StaffRole.VIEWER),
        people.staff("Yan", york, StaffRole.ADMIN),
        people.person("Ann"),
    ]

    assert find_invitation(database, code=staff_code(database, Viewer(admin), leeds)) is not None
    for other in others:
        with pytest.raises(NoSuchClinicError):
            staff_code(database, Viewer(other), leeds)


def test_patients_are_invited_by_who_treats_them(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    nia = people.staff("Nia", leeds, StaffRole.CLINICIAN)
    vic = people.staff("Vic", leeds, StaffRole.VIEWER)

    made = invite(database, by=Viewer(nia), invited_as=InvitedAs.PATIENT, clinic_id=leeds)
    staff_code(database, console("a test"), leeds)

    listed = list_invitations_of_clinic(database, by=Viewer(nia), clinic_id=leeds)
    assert [one.id for one in listed] == [made.id], "she sees no invited staff"
    with pytest.raises(NoSuchClinicError):
        invite(database, by=Viewer(vic), invited_as=InvitedAs.PATIENT, clinic_id=leeds)
    with pytest.raises(NoSuchClinicError):
        list_invitations_of_clinic(database, by=Viewer(vic), clinic_id=leeds)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (AccessRole.PATIENT, True),
        (AccessRole.CARER_MANAGE, True),
        (AccessRole.CARER_LOG, False),
        (AccessRole.CARER_READ, False),
    ],
)
def test_carers_are_invited_by_who_manages_the_diary(
    database: Database, people: People, role: AccessRole, may: bool
) -> None:
    diary, user = people.patient("Sam"), people.user("Pat")
    people.access(user, diary, role)

    if may:
        code = carer_code(database, user, diary)
        (listed,) = list_invitations_to_diary(database, by=Viewer(user), patient_id=diary)
        assert find_invitation(database, code=code) == listed
        return
    with pytest.raises(NoSuchDiaryError):
        carer_code(database, user, diary)
    with pytest.raises(NoSuchDiaryError):
        list_invitations_to_diary(database, by=Viewer(user), patient_id=diary)


def test_staff_open_nobodys_diary_to_others(database: Database, people: People) -> None:
    leeds = people.clinic("Leeds")
    nia = people.staff("Nia", leeds, StaffRole.ADMIN)
    diary = people.patient("Sam", centre=leeds)

    with pytest.raises(NoSuchDiaryError):
        carer_code(database, nia, diary)


def test_a_diary_that_has_its_person_is_not_handed_over(database: Database, people: People) -> None:
    diary = people.patient("Sam")
    people.access(people.user("Sam"), diary)
    parent = people.user("Pat")
    people.access(parent, diary, AccessRole.CARER_MANAGE)

    with pytest.raises(NoSuchDiaryError):
        invite(database, by=Viewer(parent), invited_as=InvitedAs.OWNER, patient_id=diary)


def test_taken_back_is_as_if_it_never_was(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    code = carer_code(database, ann, diary)
    (listed,) = list_invitations_to_diary(database, by=Viewer(ann), patient_id=diary)

    revoke_invitation(database, by=Viewer(ann), invitation_id=listed.id)

    assert find_invitation(database, code=code) is None
    with pytest.raises(NoSuchDiaryError):
        revoke_invitation(database, by=Viewer(ann), invitation_id=listed.id)
    with database.reading(Viewer(ann)) as connection:
        events = connection.execute(
            text("SELECT action, detail, by_user FROM diary_event ORDER BY at")
        ).all()
    assert [(event.action, event.detail) for event in events] == [
        ("invited", "invitation carer carer_log"),
        ("revoked", "invitation carer carer_log"),
    ]


def test_nobody_else_takes_an_invitation_back(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    leeds, york = people.clinic("Leeds"), people.clinic("York")
    nia = people.staff("Nia", leeds, StaffRole.CLINICIAN)
    yan = people.staff("Yan", york, StaffRole.ADMIN)
    eve = people.person("Eve")
    carer_code(database, ann, diary)
    (to_diary,) = list_invitations_to_diary(database, by=Viewer(ann), patient_id=diary)
    staff_code(database, console("a test"), leeds)
    (to_clinic,) = list_invitations_of_clinic(database, by=console("a test"), clinic_id=leeds)

    for user, invitation in [(eve, to_diary), (nia, to_diary), (yan, to_clinic), (nia, to_clinic)]:
        with pytest.raises(NoSuchDiaryError):
            revoke_invitation(database, by=Viewer(user), invitation_id=invitation.id)


def test_an_invitation_says_what_somebody_gets(database: Database, people: People) -> None:
    clinic, diary = people.clinic(), people.patient("Sam")
    for half in (
        {"invited_as": InvitedAs.STAFF, "clinic_id": clinic},
        {"invited_as": InvitedAs.STAFF, "staff_role": StaffRole.ADMIN},
        {"invited_as": InvitedAs.PATIENT},
        {"invited_as": InvitedAs.CARER, "patient_id": diary},
        {
            "invited_as": InvitedAs.CARER,
            "patient_id": diary,
            "access_role": AccessRole.PATIENT,
        },
        {"invited_as": InvitedAs.OWNER},
    ):
        with pytest.raises(ValueError, match="what somebody"):
            invite(database, by=console("a test"), **half)
