"""Legal holds from the command line."""

import pytest
from sqlalchemy import text

from bleedlog.models.viewer import console
from bleedlog.storage.engine import Database
from tests.cli.operator import Operator
from tests.people import People, email_of

REASON = ("--reason", "the inquiry asked")


@pytest.fixture
def operator(sqlite_url: str) -> Operator:
    return Operator(sqlite_url)


def test_a_record_is_held_and_let_go(operator: Operator, sqlite_database: Database) -> None:
    people = People(sqlite_database)
    user, patient = people.user("Sam"), people.patient("Sam")
    people.access(user, patient)

    held = operator.run("hold", "add", "--patient", email_of("Sam"), *REASON)
    lifted = operator.run("hold", "lift", "--patient", str(patient), *REASON)
    again = operator.run("hold", "lift", "--patient", str(patient), *REASON)

    assert (held.exit_code, str(patient) in held.stdout) == (0, True)
    assert (lifted.exit_code, lifted.stdout) == (0, "The hold is lifted.\n")
    assert again.exit_code == 1
    with sqlite_database.reading(console("a test")) as connection:
        query = text("SELECT action, reason FROM diary_event WHERE action IN ('held', 'released')")
        events = {tuple(row) for row in connection.execute(query)}
    assert events == {("held", REASON[1]), ("released", REASON[1])}


def test_nobodys_record_cannot_be_held(operator: Operator) -> None:
    done = operator.run("hold", "add", "--patient", "nobody@people.example", *REASON)

    assert done.exit_code == 1
    assert "no diary" in done.stderr
