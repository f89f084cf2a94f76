"""Tokens from the command line."""

import pytest

from bleedlog.services.accounts import Refused
from bleedlog.services.api_tokens import Bearer, admit_bearer
from bleedlog.storage.engine import Database
from tests.cli.operator import SECRET, Operator
from tests.people import People, email_of


@pytest.fixture
def operator(sqlite_url: str) -> Operator:
    return Operator(sqlite_url)


def test_a_token_is_printed_alone_and_opens_the_diary(
    operator: Operator, sqlite_database: Database
) -> None:
    people = People(sqlite_database)
    user, patient = people.user("Sam"), people.patient("Sam")
    people.access(user, patient)
    done = operator.run(
        *("token", "create", email_of("Sam"), "--name", "Export", "--scope", "read"),
        *("--scope", "log", "--reason", "Sam asked for it"),
    )

    assert done.exit_code == 0, done.output
    shown = done.stdout.removesuffix("\n")
    found = admit_bearer(sqlite_database, text=shown, address="x", secret_key=SECRET)
    assert isinstance(found, Bearer)
    assert (found.user_id, found.patient_id) == (user, patient)
    assert {scope.value for scope in found.scopes} == {"read", "log"}
    assert not isinstance(found, Refused)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody@people.example", "--name", "x", "--scope", "read", "--reason", "x"], "Nobody"),
        (["sam@people.example", "--name", "x", "--scope", "all", "--reason", "x"], "--scope"),
        (["sam@people.example", "--name", "x", "--reason", "x"], "--scope"),
        (["sam@people.example", "--scope", "read", "--reason", "x"], "--name"),
        (["sam@people.example", "--name", "x", "--scope", "read"], "--reason"),
        (["sam@people.example", "--name", "x", "--scope", "read", "--reason", " "], "--reason"),
        (["sam@people.example", "--name", " ", "--scope", "read", "--reason", "x"], "name"),
        (
            [
                *("sam@people.example", "--name", "x", "--scope", "read", "--reason", "x"),
                *("--patient", "kim@people.example"),
            ],
            "no diary",
        ),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    operator: Operator, sqlite_database: Database, words: list[str], said: str
) -> None:
    People(sqlite_database).person("Sam")
    done = operator.run("token", "create", *words)

    assert done.exit_code != 0
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""
