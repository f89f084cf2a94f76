"""Two at the same moment: what only one may have, one gets, and nobody sees a failure."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any
from uuid import UUID

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, StaffRole
from bleedlog.services.accepting import (
    Accepted,
    InvitationOver,
    accept_invitation,
)
from bleedlog.services.children import hand_over
from bleedlog.services.invitations import invite
from bleedlog.storage.access import list_access
from bleedlog.storage.engine import Database
from bleedlog.storage.memberships import find_role
from tests.people import A_TEST, People
from tests.services.factors import set_up, show, signed_in


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What came of each; all begin at the same moment."""
    ready = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        ready.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return list(crowd.map(run, deeds))


def kinds(outcomes: Sequence[object]) -> list[str]:
    return sorted(type(one).__name__ for one in outcomes)


def test_a_diary_is_taken_over_by_one(database: Database, people: People) -> None:
    """Two links that a parent made by mistake, opened by two people."""
    for turn in range(3):
        sam, pat = people.patient(f"Sam{turn}"), people.user(f"Pat{turn}")
        people.access(pat, sam, AccessRole.CARER_MANAGE)
        made = [
            hand_over(database, by=Viewer(pat), patient_id=sam, born=date(2000, 1, 1))
            for _ in range(2)
        ]
        users = [people.user(f"{name}{turn}") for name in ("One", "Two")]

        outcomes = at_once(
            *(
                lambda user=user, code=link.code: accept_invitation(
                    database, by=Viewer(user), code=code, carers_may=AccessRole.CARER_READ
                )
                for user, link in zip(users, made, strict=True)
            )
        )

        with database.reading(A_TEST) as connection:
            roles = sorted(row.role.value for row in list_access(connection, sam))
        assert roles == ["carer_read", "patient"], kinds(outcomes)
        assert sum(isinstance(one, Accepted) for one in outcomes) == 1
        assert sum(isinstance(one, InvitationOver) for one in outcomes) == 1


def test_two_links_to_one_diary_opened_by_one_person(database: Database, people: People) -> None:
    for turn in range(3):
        ada, bob = people.user(f"Ada{turn}"), Viewer(people.user(f"Bob{turn}"))
        diary = people.patient(f"Ada{turn}")
        people.access(ada, diary)
        codes = [_carer(database, ada, diary, f"{number}") for number in range(2)]

        outcomes = at_once(
            *(
                lambda code=code, by=bob: accept_invitation(database, by=by, code=code)
                for code in codes
            )
        )

        assert kinds(outcomes) == ["Accepted", "HasItAlready"]


def user_of(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id


def _carer(database: Database, by: UUID, diary: UUID, name: str) -> str:
    return invite(
        database, by=Viewer(by), invited_as=InvitedAs.CARER, patient_id=diary,
        access_role=AccessRole.CARER_LOG, name=name,
    ).code  # fmt: skip


def test_two_links_to_one_clinic_opened_by_one_person(database: Database, people: People) -> None:
    leeds = people.clinic()
    robin = Viewer(people.staff("Robin", leeds, StaffRole.ADMIN))
    for turn in range(3):
        nia = Viewer(people.user(f"Nia{turn}"))
        codes = [
            invite(
                database, by=robin, invited_as=InvitedAs.STAFF, clinic_id=leeds,
                staff_role=role, name="Nia",
            ).code
            for role in (StaffRole.VIEWER, StaffRole.CLINICIAN)
        ]  # fmt: skip

        outcomes = at_once(
            *(
                lambda code=code, by=nia: accept_invitation(database, by=by, code=code)
                for code in codes
            )
        )

        assert kinds(outcomes) == ["Accepted", "HasItAlready"]
        with database.reading(A_TEST) as connection:
            assert find_role(connection, clinic_id=leeds, user_id=user_of(nia)) is not None


def test_of_many_who_show_one_recovery_code_one_gets_in(database: Database) -> None:
    People(database).person("Ann")
    taken: Any = set_up(database, signed_in(database))
    code = taken.recovery.codes[0]
    sessions = [signed_in(database) for _ in range(4)]

    outcomes = at_once(
        *(lambda session=session: show(database, session, code) for session in sessions)
    )

    assert kinds(outcomes) == ["Refused"] * 3 + ["SignedIn"]
