"""Accepting an invitation: what somebody gets, once, and what stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer, console
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.accepting import (
    Accepted,
    AcceptOutcome,
    HasItAlready,
    InvitationOver,
    accept_invitation,
)
from bleedlog.services.invitations import (
    find_invitation,
    invite,
    list_invitations_to_diary,
    revoke_invitation,
)
from bleedlog.services.people import lock_user
from bleedlog.storage.access import list_access, list_diaries
from bleedlog.storage.engine import Database
from bleedlog.storage.memberships import end_work, find_role
from tests.people import A_TEST, People, email_of


def accept(
    database: Database, user: UUID, code: str, carers_may: AccessRole | None = None
) -> AcceptOutcome:
    return accept_invitation(database, by=Viewer(user), code=code, carers_may=carers_may)


def who_opens(database: Database, diary: UUID) -> dict[str, AccessRole]:
    with database.reading(console("a test")) as connection:
        return {row.name: row.role for row in list_access(connection, diary)}


def work_code(
    database: Database, clinic: UUID, role: StaffRole = StaffRole.VIEWER, by: Viewer | None = None
) -> str:
    return invite(
        database,
        by=by or console("a test"),
        invited_as=InvitedAs.STAFF,
        clinic_id=clinic,
        staff_role=role,
    ).code


def diary_code(database: Database, by: UUID, diary: UUID, role: AccessRole | None = None) -> str:
    return invite(
        database,
        by=Viewer(by),
        invited_as=InvitedAs.OWNER if role is None else InvitedAs.CARER,
        patient_id=diary,
        access_role=role,
    ).code


def test_staff_work_at_the_clinic_from_then_on(database: Database, people: People) -> None:
    clinic, nia = people.clinic(), people.user("Nia")

    outcome = accept(database, nia, work_code(database, clinic, StaffRole.CLINICIAN))

    assert outcome == Accepted(InvitedAs.STAFF, clinic, None)
    with database.reading(A_TEST) as connection:
        assert find_role(connection, clinic_id=clinic, user_id=nia) is StaffRole.CLINICIAN
        event = connection.execute(text("SELECT action, detail FROM account_event")).one()
    assert tuple(event) == ("accepted", "invitation staff clinician")


def test_who_left_a_clinic_may_come_back(database: Database, people: People) -> None:
    clinic = people.clinic()
    nia = people.staff("Nia", clinic, StaffRole.ADMIN)
    with database.transaction(A_TEST) as connection:
        end_work(connection, clinic_id=clinic, user_id=nia, now=datetime.now(UTC))

    assert isinstance(accept(database, nia, work_code(database, clinic)), Accepted)
    with database.reading(A_TEST) as connection:
        assert find_role(connection, clinic_id=clinic, user_id=nia) is StaffRole.VIEWER


def test_who_works_there_keeps_the_role_and_the_invitation_is_not_used_up(
    database: Database, people: People
) -> None:
    clinic = people.clinic()
    robin = people.staff("Robin", clinic, StaffRole.ADMIN)
    code = work_code(database, clinic, StaffRole.VIEWER)

    assert accept(database, robin, code) == HasItAlready()
    assert isinstance(accept(database, people.user("Nia"), code), Accepted)
    with database.reading(A_TEST) as connection:
        assert find_role(connection, clinic_id=clinic, user_id=robin) is StaffRole.ADMIN


def test_an_invitation_is_accepted_once(database: Database, people: People) -> None:
    code = work_code(database, people.clinic())

    assert isinstance(accept(database, people.user("Nia"), code), Accepted)
    assert accept(database, people.user("Eve"), code) == InvitationOver()
    assert find_invitation(database, code=code) is None


def test_of_many_who_accept_at_once_one_gets_in(database: Database, people: People) -> None:
    code = work_code(database, people.clinic())
    users = [people.user(f"User{number}") for number in range(6)]

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda user: accept(database, user, code), users))

    assert sorted(type(one).__name__ for one in outcomes) == ["Accepted", *["InvitationOver"] * 5]


def test_a_carer_may_what_they_were_invited_to(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    bob = people.user("Bob")
    code = diary_code(database, ann, diary, AccessRole.CARER_READ)

    assert accept(database, bob, code) == Accepted(InvitedAs.CARER, None, diary)

    assert who_opens(database, diary) == {
        "Ann": AccessRole.PATIENT,
        "Bob": AccessRole.CARER_READ,
    }
    with database.reading(Viewer(ann)) as connection:
        events = connection.execute(
            text("SELECT action, acting_as, detail FROM diary_event ORDER BY at")
        ).all()
    assert [tuple(event) for event in events] == [
        ("invited", "patient", "invitation carer carer_read"),
        ("accepted", "carer", "carer_read"),
    ]


def test_the_patient_does_not_become_their_own_carer(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    code = diary_code(database, ann, diary, AccessRole.CARER_READ)

    assert accept(database, ann, code) == HasItAlready()
    assert who_opens(database, diary) == {"Ann": AccessRole.PATIENT}


def test_taken_back_opens_nothing(database: Database, people: People) -> None:
    ann, diary = people.user("Ann"), people.patient("Ann")
    people.access(ann, diary)
    code = diary_code(database, ann, diary, AccessRole.CARER_READ)
    (listed,) = list_invitations_to_diary(database, by=Viewer(ann), patient_id=diary)
    revoke_invitation(database, by=Viewer(ann), invitation_id=listed.id)

    assert accept(database, people.user("Bob"), code) == InvitationOver()
    assert who_opens(database, diary) == {"Ann": AccessRole.PATIENT}


@pytest.mark.parametrize(
    ("carers_may", "left"),
    [
        (None, {}),
        (
            AccessRole.CARER_READ,
            {"Gran": AccessRole.CARER_READ, "Pat": AccessRole.CARER_READ},
        ),
        (
            AccessRole.CARER_LOG,
            {"Gran": AccessRole.CARER_READ, "Pat": AccessRole.CARER_LOG},
        ),
    ],
)
def test_who_takes_a_diary_over_says_what_its_carers_may(
    database: Database,
    people: People,
    carers_may: AccessRole | None,
    left: dict[str, AccessRole],
) -> None:
    diary, parent, gran, sam = (
        people.patient("Sam"),
        people.user("Pat"),
        people.user("Gran"),
        people.user("Sam"),
    )
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    people.access(gran, diary, AccessRole.CARER_READ)
    code = diary_code(database, parent, diary)

    assert accept(database, sam, code, carers_may) == Accepted(InvitedAs.OWNER, None, diary)

    assert who_opens(database, diary) == {"Sam": AccessRole.PATIENT, **left}
    with database.reading(Viewer(sam)) as connection:
        actions = connection.execute(text("SELECT action FROM diary_event ORDER BY at")).scalars()
        assert list(actions) == ["invited", "handed_over"]


@pytest.mark.parametrize("carers_may", [None, AccessRole.CARER_LOG, AccessRole.CARER_MANAGE])
def test_what_a_parent_invited_to_ends_with_what_they_may_do(
    database: Database, people: People, carers_may: AccessRole | None
) -> None:
    """A link made before a diary was taken over is no way back into it."""
    diary, parent, sam = people.patient("Sam"), people.user("Pat"), people.user("Sam")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    way_back = diary_code(database, parent, diary, AccessRole.CARER_MANAGE)
    accept(database, sam, diary_code(database, parent, diary), carers_may)

    outcome = accept(database, people.user("Friend"), way_back)

    still_decides = carers_may is AccessRole.CARER_MANAGE
    assert isinstance(outcome, Accepted) is still_decides
    assert ("Friend" in who_opens(database, diary)) is still_decides
    open_ones = list_invitations_to_diary(database, by=Viewer(sam), patient_id=diary)
    assert open_ones == []


def test_what_somebody_invited_to_ends_when_they_are_locked_out(
    database: Database, people: People
) -> None:
    """Whoever used a stolen account leaves no way back in."""
    clinic, ada = people.clinic(), people.person("Ada")
    robin = people.staff("Robin", clinic, StaffRole.ADMIN)
    with database.reading(Viewer(ada)) as connection:
        (diary,) = list_diaries(connection, ada)
    codes = [
        work_code(database, clinic, StaffRole.CLINICIAN, by=Viewer(robin)),
        diary_code(database, ada, diary, AccessRole.CARER_READ),
    ]
    for name in ("Robin", "Ada"):
        lock_user(database, by=console("stolen"), email=email_of(name))

    eve = people.user("Eve")
    assert [accept(database, eve, code) for code in codes] == [InvitationOver()] * 2
    assert "Eve" not in who_opens(database, diary)


def test_a_parent_does_not_become_their_child(database: Database, people: People) -> None:
    diary, parent = people.patient("Sam"), people.user("Pat")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    code = diary_code(database, parent, diary)

    assert accept(database, parent, code) == HasItAlready()
    assert who_opens(database, diary) == {"Pat": AccessRole.CARER_MANAGE}


def test_a_carer_may_take_the_diary_over_when_it_is_theirs(
    database: Database, people: People
) -> None:
    """Sam was let look before he got the diary."""
    diary, parent, sam = people.patient("Sam"), people.user("Pat"), people.user("Sam")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    people.access(sam, diary, AccessRole.CARER_READ)

    accept(database, sam, diary_code(database, parent, diary), AccessRole.CARER_READ)

    assert who_opens(database, diary) == {
        "Pat": AccessRole.CARER_READ,
        "Sam": AccessRole.PATIENT,
    }


def test_two_invited_owners_make_one(database: Database, people: People) -> None:
    diary, parent = people.patient("Sam"), people.user("Pat")
    people.access(parent, diary, AccessRole.CARER_MANAGE)
    first, second = (diary_code(database, parent, diary) for _ in range(2))

    assert isinstance(accept(database, people.user("Sam"), first), Accepted)
    assert accept(database, people.user("Eve"), second) == InvitationOver()


def test_the_console_cannot_be_invited(database: Database, people: People) -> None:
    code = work_code(database, people.clinic())

    with pytest.raises(ValueError, match="console"):
        accept_invitation(database, by=console("a test"), code=code)
