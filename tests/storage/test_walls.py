"""Row-level security: raw SQL by the application's own role finds nothing of others."""

from collections.abc import Mapping

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from bleedlog.models.viewer import Viewer
from bleedlog.storage.engine import Database, set_viewer
from tests.people import A_TEST
from tests.storage.two_diaries import TwoDiaries, column_of, tables_of_patients, walled_tables

pytestmark = pytest.mark.postgresql


@pytest.fixture
def two(postgresql_database: Database) -> TwoDiaries:
    return TwoDiaries(postgresql_database)


@pytest.fixture
def tables(two: TwoDiaries) -> list[str]:
    """Every table with a patient in it."""
    with two.database.reading(A_TEST) as connection:
        return tables_of_patients(connection)


def whose(connection: Connection, table: str) -> set[str]:
    rows = connection.execute(text(f"SELECT {column_of(table)} FROM {table}"))  # noqa: S608
    return {str(patient) for patient in rows.scalars() if patient is not None}


def seen_by(two: TwoDiaries, tables: list[str], viewer: Viewer | None) -> Mapping[str, set[str]]:
    names = {str(two.ada): "Ada", str(two.bob): "Bob"}
    with two.database.reading(viewer) as connection:
        return {table: {names[one] for one in whose(connection, table)} for table in tables}


def test_every_table_with_a_patient_has_its_wall(two: TwoDiaries, tables: list[str]) -> None:
    with two.database.reading(A_TEST) as connection:
        walled = walled_tables(connection)

    assert set(tables) - walled == set(), "protect() it in its migration (storage/migrations)"


def test_each_of_these_tables_has_something_to_find(two: TwoDiaries, tables: list[str]) -> None:
    assert len(tables) >= 12
    everything = seen_by(two, tables, A_TEST)

    assert {table: found for table, found in everything.items() if found != {"Ada", "Bob"}} == {}, (
        "put a row of Ada's and one of Bob's into it (tests/storage/two_diaries.py)"
    )


@pytest.mark.parametrize(
    "name", ["stranger", "nobody at all", "staff who left", "admin", "revoked carer"]
)
def test_who_has_no_part_finds_nothing_of_anybody(
    two: TwoDiaries, tables: list[str], name: str
) -> None:
    # What the clinic of an admin recorded is no business of theirs.
    two.behind("UPDATE entry SET clinic_id = :leeds", leeds=two.leeds)
    two.behind("UPDATE entry_revision SET clinic_id = :leeds", leeds=two.leeds)
    # Of what they themselves once had there is a trace.
    traces = {"revoked carer": {"access": {"Ada"}}}

    found = seen_by(two, tables, two.viewer(name))

    assert found == {table: set() for table in tables} | traces.get(name, {})


def test_without_a_viewer_there_is_nothing(two: TwoDiaries, tables: list[str]) -> None:
    assert seen_by(two, tables, None) == {table: set() for table in tables}


@pytest.mark.parametrize(
    "name", ["patient", "carer_read", "carer_log", "carer_manage", "in an emergency"]
)
def test_people_find_the_one_diary_that_is_theirs(
    two: TwoDiaries, tables: list[str], name: str
) -> None:
    found = seen_by(two, tables, two.viewer(name))

    assert set().union(*found.values()) == {"Ada"}
    assert found["entry"] == found["photo"] == found["patient"] == {"Ada"}


@pytest.mark.parametrize("name", ["clinician", "viewer"])
def test_staff_find_their_clinics_people_until_consent_is_withdrawn(
    two: TwoDiaries, tables: list[str], name: str
) -> None:
    assert seen_by(two, tables, two.viewer(name))["entry"] == {"Ada", "Bob"}
    two.behind("UPDATE consent SET withdrawn_at = CURRENT_TIMESTAMP WHERE patient_id = :patient",
               patient=two.bob)  # fmt: skip

    found = seen_by(two, tables, two.viewer(name))

    # That there was a consent is the clinic's to know.
    assert {table for table in tables if "Bob" in found[table]} == {"consent"}
    assert found["entry"] == {"Ada"}


def test_what_a_clinic_recorded_stays_the_clinics(two: TwoDiaries, tables: list[str]) -> None:
    two.behind("UPDATE entry SET clinic_id = :leeds WHERE patient_id = :patient",
               leeds=two.leeds, patient=two.ada)  # fmt: skip
    two.behind("UPDATE consent SET withdrawn_at = CURRENT_TIMESTAMP WHERE patient_id = :patient",
               patient=two.ada)  # fmt: skip

    assert "Ada" in seen_by(two, tables, two.viewer("clinician"))["entry"]
    assert seen_by(two, tables, two.viewer("staff elsewhere"))["entry"] == set()


def test_an_emergency_ends_by_itself(two: TwoDiaries, tables: list[str]) -> None:
    found = seen_by(two, tables, two.viewer("after an emergency"))

    assert {table for table in tables if found[table]} == {"emergency_look"}


def test_a_transaction_about_one_diary_finds_no_other(two: TwoDiaries) -> None:
    """Of a nurse's many patients, a page about one can show no other by mistake."""
    clinician = two.viewer("clinician")
    for diary, name in ((two.ada, "Ada"), (two.bob, "Bob")):
        with two.database.reading(clinician, diary) as connection:
            for table in ("patient", "diary", "entry", "entry_revision", "photo"):
                assert whose(connection, table) == {str(diary)}, (name, table)
    with two.database.reading(two.viewer("patient"), two.bob) as connection:
        assert whose(connection, "entry") == set(), "narrower, never wider"


@pytest.mark.parametrize(
    "statement",
    [
        "SET row_security = off; SELECT * FROM entry",
        "SET ROLE bleedlog_owner",
        "SET SESSION AUTHORIZATION bleedlog_owner",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "ALTER TABLE entry DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE entry NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY seeing ON entry",
        "CREATE POLICY mine ON entry USING (true)",
        "CREATE OR REPLACE FUNCTION bleedlog_viewer() RETURNS uuid AS 'SELECT null' LANGUAGE sql",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE mine (n int)",
        "TRUNCATE entry",
        "DROP TABLE photo",
        "UPDATE alembic_version SET version_num = '0004'",
        "INSERT INTO legal_hold SELECT * FROM legal_hold",
        *(
            f"{change} {table}"
            for table in ("diary_event", "account_event", "entry_revision")
            for change in ("DELETE FROM", "TRUNCATE")
        ),
        "UPDATE diary_event SET reason = null",
        "UPDATE account_event SET reason = null",
        "UPDATE entry_revision SET state = null",
    ],
)
def test_the_application_cannot_leave_the_walls(two: TwoDiaries, statement: str) -> None:
    def run() -> None:
        with two.database.transaction(two.viewer("patient")) as connection:
            connection.exec_driver_sql(statement)

    with pytest.raises(ProgrammingError) as caught:
        run()
    assert isinstance(caught.value.orig, InsufficientPrivilege)


@pytest.mark.parametrize(
    "statement",
    [
        "RESET bleedlog.viewer",
        "SET bleedlog.viewer = ''",
        "SET LOCAL bleedlog.viewer TO DEFAULT",
        "RESET ALL",
        "DISCARD PLANS",
    ],
)
def test_switched_off_the_viewer_is_nobody(
    two: TwoDiaries, tables: list[str], statement: str
) -> None:
    with two.database.reading(two.viewer("stranger")) as connection:
        connection.exec_driver_sql(statement)
        assert {table: whose(connection, table) for table in tables} == {
            table: set() for table in tables
        }


def test_who_is_a_viewer_is_looked_up_once_a_query(two: TwoDiaries) -> None:
    """Hashed, not row by row: ten thousand entries cost one look."""
    with two.database.reading() as connection:
        set_viewer(connection, two.viewer("patient"))
        plan = "\n".join(connection.execute(text("EXPLAIN SELECT * FROM entry")).scalars())
    assert "hashed SubPlan" in plan
