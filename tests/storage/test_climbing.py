"""Nobody climbs over the walls: who may begin, give, take and note what, by raw SQL.

Each of these is what a fault in the application could send to the database, which refuses it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.api_token import ApiToken
from bleedlog.models.audit import Action, DiaryEvent
from bleedlog.models.clinic import Consent, Membership
from bleedlog.models.entry_input import new_id
from bleedlog.models.invitation import Invitation
from bleedlog.models.person import Access, Patient
from bleedlog.models.safeguard import EmergencyLook
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole, ActingAs, StaffRole
from bleedlog.storage.access import give_access
from bleedlog.storage.engine import Database, show_code
from bleedlog.storage.invitations import find_by_code, take
from bleedlog.storage.patients import add_patient, grant_access, grant_consent
from tests.people import A_TEST
from tests.storage.two_diaries import HOUR, TwoDiaries, hash_of

pytestmark = pytest.mark.postgresql

EVERYBODY_ELSE = (
    "stranger", "nobody at all", "carer_read", "carer_log", "clinician", "viewer", "admin",
    "revoked carer", "staff who left", "staff elsewhere", "in an emergency",
)  # fmt: skip


@pytest.fixture
def two(postgresql_database: Database) -> TwoDiaries:
    return TwoDiaries(postgresql_database)


def refuses(two: TwoDiaries, table: Any, values: dict[str, Any], by: Viewer) -> None:
    with pytest.raises(ProgrammingError) as caught:
        two.put(table, values, by)
    assert isinstance(caught.value.orig, InsufficientPrivilege)


def changes(two: TwoDiaries, by: Viewer, statement: str, code: str = "", **values: Any) -> int:
    """How many rows the statement changes; none if the database refuses it."""
    try:
        with two.database.transaction(by) as connection:
            show_code(connection, hash_of(code))
            return connection.execute(text(statement), values).rowcount
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        return 0


def access(two: TwoDiaries, name: str, role: AccessRole = AccessRole.PATIENT) -> dict[str, Any]:
    return {
        "patient_id": two.bob,
        "user_id": two.users[name],
        "role": role,
        "granted_at": datetime.now(UTC),
    }


@pytest.mark.parametrize("role", AccessRole)
def test_nobody_gives_themselves_a_foreign_diary(two: TwoDiaries, role: AccessRole) -> None:
    for name in ("patient", *EVERYBODY_ELSE):
        refuses(two, Access, access(two, name, role), two.viewer(name))


def test_only_who_manages_a_diary_gives_it_to_others(two: TwoDiaries) -> None:
    for name in EVERYBODY_ELSE:
        to_eve = {**access(two, "stranger"), "patient_id": two.ada}
        refuses(two, Access, to_eve, two.viewer(name))
        refuses(
            two,
            Consent,
            {"patient_id": two.ada, "clinic_id": two.york, "granted_at": datetime.now(UTC)},
            two.viewer(name),
        )
        refuses(two, Invitation, two.invitation(two.ada, two.users[name], name), two.viewer(name))


def test_a_carer_does_not_raise_their_own_part_and_a_revoked_one_does_not_return(
    two: TwoDiaries,
) -> None:
    raised = "UPDATE access SET role = 'carer_manage' WHERE user_id = :user"
    for name in ("carer_read", "carer_log"):
        assert changes(two, two.viewer(name), raised, user=two.users[name]) == 0
    back = "UPDATE access SET revoked_at = NULL WHERE user_id = :user"
    user = two.users["revoked carer"]
    assert changes(two, two.viewer("revoked carer"), back, user=user) == 0


def test_a_carer_may_leave(two: TwoDiaries) -> None:
    leave = "UPDATE access SET revoked_at = CURRENT_TIMESTAMP WHERE user_id = :user"
    for name in ("carer_read", "carer_manage"):
        assert changes(two, two.viewer(name), leave, user=two.users[name]) == 1
    assert changes(two, two.viewer("stranger"), leave, user=two.users["carer_log"]) == 0


def test_nobody_takes_up_work_at_a_clinic(two: TwoDiaries) -> None:
    for name in ("stranger", "clinician", "viewer", "staff elsewhere"):
        job = {
            "clinic_id": two.leeds if name == "staff elsewhere" else two.york,
            "user_id": two.users[name],
            "role": StaffRole.CLINICIAN,
            "since": datetime.now(UTC),
        }
        refuses(two, Membership, job, two.viewer(name))
    back = "UPDATE membership SET ended_at = NULL WHERE user_id = :user"
    left = two.users["staff who left"]
    assert changes(two, two.viewer("staff who left"), back, user=left) == 0
    raised = "UPDATE membership SET role = 'clinician' WHERE user_id = :user"
    assert changes(two, two.viewer("viewer"), raised, user=two.users["viewer"]) == 0
    assert changes(two, two.viewer("admin"), raised, user=two.users["viewer"]) == 1


def test_an_invitation_opens_what_it_says_once(two: TwoDiaries) -> None:
    eve, code, now = two.viewer("stranger"), "a code of Ada's", datetime.now(UTC)
    offer = two.invitation(two.ada, two.ada_user, code, access_role=AccessRole.CARER_READ)
    two.put(Invitation, offer, two.viewer("patient"))
    for role, diary in ((AccessRole.CARER_MANAGE, two.ada), (AccessRole.CARER_READ, two.bob)):

        def climb(role: AccessRole = role, diary: UUID = diary) -> None:
            with two.database.transaction(eve) as connection:
                show_code(connection, hash_of(code))
                grant_access(connection, patient_id=diary, user_id=two.users["stranger"], role=role)

        with pytest.raises(ProgrammingError):
            climb()
    with two.database.transaction(eve) as connection:
        found = find_by_code(connection, code_hash=hash_of(code), now=now)
        assert found is not None
        assert (found.patient_name, found.inviter_name) == ("Ada", "Ada")
        assert take(connection, code_hash=hash_of(code), user_id=two.users["stranger"], now=now)
        give_access(
            connection,
            patient_id=two.ada,
            user_id=two.users["stranger"],
            role=AccessRole.CARER_READ,
            by_user=two.ada_user,
            now=now,
        )
    revoke = "UPDATE access SET revoked_at = CURRENT_TIMESTAMP WHERE user_id = :user"
    assert changes(two, two.viewer("patient"), revoke, user=eve.user_id) == 1
    # With the old code in hand: not even by pretending that it was taken now.
    again = "UPDATE access SET revoked_at = NULL WHERE user_id = :user"
    assert changes(two, eve, again, code, user=eve.user_id) == 0
    reopened = "UPDATE invitation SET accepted_at = CURRENT_TIMESTAMP WHERE accepted_by = :user"
    assert changes(two, eve, reopened, code, user=eve.user_id) == 0
    unused = "UPDATE invitation SET accepted_at = NULL WHERE accepted_by = :user"
    assert changes(two, eve, unused, code, user=eve.user_id) == 0


def test_an_invitation_is_seen_by_its_code_alone(two: TwoDiaries) -> None:
    eve = two.viewer("stranger")
    for code, found in (("invites to Ada", 1), ("invites to somebody", 0), ("", 0)):
        with two.database.reading(eve) as connection:
            show_code(connection, hash_of(code))
            count = connection.execute(text("SELECT count(*) FROM invitation")).scalar()
            names = connection.execute(text("SELECT name FROM patient")).scalars().all()
            entries = connection.execute(text("SELECT count(*) FROM entry")).scalar()
        assert (count, names, entries) == (found, ["Ada"] * found, 0)


def test_a_token_is_found_by_its_secret_alone(two: TwoDiaries) -> None:
    with two.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM api_token")).scalar() == 0
        show_code(connection, hash_of("token of Bob"))
        assert connection.execute(text("SELECT patient_id FROM api_token")).scalars().all() == [
            two.bob
        ]
    eve = two.users["stranger"]
    refuses(two, ApiToken, two.token(two.ada, eve, "x"), two.viewer("stranger"))
    refuses(two, ApiToken, two.token(two.ada, two.ada_user, "x"), two.viewer("carer_manage"))


def test_an_emergency_is_one_hour_of_ones_own_at_ones_own_clinic(two: TwoDiaries) -> None:
    now, name = datetime.now(UTC), "staff elsewhere"
    own = two.look(two.users[name], now, two.bob)
    for wrong, who in (
        (two.look(two.users[name], now, two.bob, lasts=2 * HOUR), name),
        (two.look(two.users[name], now + timedelta(days=1), two.bob), name),
        ({**own, "clinic_id": two.leeds}, name),
        ({**own, "user_id": two.users["clinician"]}, name),
        (two.look(two.users["stranger"], now, two.bob), "stranger"),
        (two.look(two.users["patient"], now, two.bob), "patient"),
    ):
        refuses(two, EmergencyLook, wrong, two.viewer(who))
    two.put(EmergencyLook, own, two.viewer(name))
    longer = "UPDATE emergency_look SET until = until + interval '1 minute' WHERE user_id = :user"
    assert changes(two, two.viewer(name), longer, user=two.users[name]) == 0
    later = "UPDATE emergency_look SET since = CURRENT_TIMESTAMP WHERE user_id = :user"
    assert changes(two, two.viewer(name), later, user=two.users[name]) == 0


def test_nobody_writes_in_a_foreign_diary_or_in_anothers_name(two: TwoDiaries) -> None:
    def event(by: str, diary: Any) -> dict[str, Any]:
        return {
            "patient_id": diary, "id": new_id(), "at": datetime.now(UTC), "action": Action.LOOKED,
            "by_user": two.users[by], "acting_as": ActingAs.CARER,
        }  # fmt: skip

    eve = two.viewer("stranger")
    refuses(two, DiaryEvent, event("stranger", two.bob), eve)
    refuses(two, DiaryEvent, event("patient", two.ada), two.viewer("carer_log"))
    two.put(DiaryEvent, event("carer_log", two.ada), two.viewer("carer_log"))
    for table, column in (
        ("entry", "note"), ("photo", "width"), ("diary", "last_seq"), ("patient", "name"),
        ("access", "role"), ("consent", "granted_at"), ("api_token", "used_at"),
    ):  # fmt: skip
        statement = f"UPDATE {table} SET {column} = {column}"  # noqa: S608 - names of the schema
        assert changes(two, A_TEST, statement) > 1, table
        for who in ("stranger", "nobody at all"):
            assert changes(two, two.viewer(who), statement) == 0, (who, table)


def test_nothing_moves_to_another_diary(two: TwoDiaries) -> None:
    """Not even from one's own into one's own: what is whose is said once."""
    for table in ("access", "consent", "entry", "photo", "invitation", "api_token", "diary"):
        statement = f"UPDATE {table} SET patient_id = :to WHERE patient_id = :of"  # noqa: S608 - names of the schema
        assert changes(two, two.viewer("patient"), statement, to=two.bob, of=two.ada) == 0, table
        assert changes(two, two.viewer("patient"), statement, to=two.ada, of=two.ada) == 0, table


def test_who_begins_a_diary_has_it(two: TwoDiaries) -> None:
    """Signing up, or a child's diary: in one transaction, and no longer than that."""
    for role in (AccessRole.PATIENT, AccessRole.CARER_MANAGE):
        user = two.people.user(f"New {role.value}")
        child = Patient(name="New", created_at=datetime.now(UTC))
        with two.database.transaction(Viewer(user)) as connection:
            add_patient(connection, child)
            grant_access(connection, patient_id=child.id, user_id=user, role=role)
            grant_consent(connection, patient_id=child.id, clinic_id=two.leeds)
        with two.database.reading(Viewer(user)) as connection:
            assert connection.execute(text("SELECT id FROM patient")).scalars().all() == [child.id]
    nobodys = Patient(name="Nobody's", created_at=datetime.now(UTC))
    with two.database.transaction(two.viewer("stranger")) as connection:
        add_patient(connection, nobodys)
    late = {**access(two, "stranger"), "patient_id": nobodys.id}
    refuses(two, Access, late, two.viewer("stranger"))


def test_the_owner_is_the_console_and_sees_everything(two: TwoDiaries) -> None:
    with two.database.reading(A_TEST) as connection:
        names = connection.execute(text("SELECT name FROM patient ORDER BY name")).scalars().all()
        bypass = connection.execute(
            text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        ).scalar_one()
    assert (names, bypass) == (["Ada", "Bob"], False)
