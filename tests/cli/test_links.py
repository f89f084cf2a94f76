"""Help for people where no mail is sent: links that the operator prints and hands over."""

import re

import pytest
from sqlalchemy import text

from bleedlog.models.invitation import InvitedAs
from bleedlog.models.vocabulary import StaffRole
from bleedlog.services.account_codes import CodeOver, PasswordReset, reset_password
from bleedlog.services.accounts import Place, SignedIn, sign_in
from bleedlog.services.invitations import find_invitation
from bleedlog.storage.engine import Database
from tests.cli.operator import SECRET, Operator
from tests.databases import Addresses
from tests.people import A_TEST, PASSWORD, People, email_of

NEW = "five other words for tests"


@pytest.fixture
def operator(addresses: Addresses) -> Operator:
    return Operator(addresses.application, addresses.owner)


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


def code_in(printed: str, page: str) -> str:
    """The code of the link that was printed, which leads to our own address."""
    found = re.search(rf"^  http://127\.0\.0\.1:8000/{page}#(\w+)$", printed, re.MULTILINE)
    assert found, printed
    return found[1]


def enter(database: Database, email: str, password: str = PASSWORD) -> bool:
    outcome = sign_in(
        database, email=email, password=password, keep=False, place=Place("x"), secret_key=SECRET
    )
    return isinstance(outcome, SignedIn)


def test_a_clinics_first_admin_is_invited(operator: Operator, database: Database) -> None:
    operator.run("clinic", "add", "Leeds")

    printed = operator.run("user", "invite", "Robin", "--clinic", "Leeds", "--role", "admin")

    assert printed.exit_code == 0, printed.output
    found = find_invitation(database, code=code_in(printed.output, "join"))
    assert found is not None
    assert (found.clinic_name, found.staff_role, found.name) == ("Leeds", StaffRole.ADMIN, "Robin")
    grouped = re.search(r"type in: ([\w-]+)$", printed.output, re.MULTILINE)
    assert grouped
    assert find_invitation(database, code=grouped[1]) == found


def test_a_patient_is_invited(operator: Operator, database: Database) -> None:
    operator.run("clinic", "add", "Leeds")

    printed = operator.run("user", "invite", "Tom", "--clinic", "Leeds", "--patient")

    found = find_invitation(database, code=code_in(printed.output, "join"))
    assert found is not None
    assert found.invited_as is InvitedAs.PATIENT


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--clinic", "Leeds"), "Say either --role or --patient."),
        (("--clinic", "Leeds", "--role", "admin", "--patient"), "Say either"),
        (("--clinic", "York", "--patient"), "There is no clinic called York."),
        (("--patient",), "Missing option '--clinic'"),
    ],
)
def test_an_invitation_that_cannot_be_is_told(
    operator: Operator, words: tuple[str, ...], said: str
) -> None:
    operator.run("clinic", "add", "Leeds")

    printed = operator.run("user", "invite", "Robin", *words)

    assert printed.exit_code != 0
    assert said in printed.output


def test_a_forgotten_password_is_reset_by_hand_and_kept_on_record(
    operator: Operator, database: Database, people: People
) -> None:
    people.person("Ann")

    printed = operator.run("user", "reset", email_of("Ann"), "--reason", "She rang.")

    assert printed.exit_code == 0, printed.output
    code = code_in(printed.output, "reset")
    assert isinstance(reset_password(database, code=code, new=NEW), PasswordReset)
    assert enter(database, email_of("Ann"), NEW)
    with database.reading(A_TEST) as connection:
        events = connection.execute(
            text("SELECT action, reason, detail, by_user FROM account_event ORDER BY at")
        ).all()
    assert tuple(events[0]) == ("reset", "She rang.", "link for a password", None)


def test_nobody_and_a_locked_account_get_no_link(operator: Operator, people: People) -> None:
    people.person("Ann")
    operator.run("user", "lock", email_of("Ann"), "--reason", "She asked for it.")

    for email, said in ((email_of("Ann"), "is locked out"), ("x@y.example", "Nobody signs in")):
        printed = operator.run("user", "reset", email, "--reason", "They rang.")
        assert printed.exit_code == 1
        assert said in printed.output
        assert "#" not in printed.output


def test_another_address_is_given_by_hand(
    operator: Operator, database: Database, people: People
) -> None:
    people.person("Ann")
    sent = operator.run("user", "reset", email_of("Ann"), "--reason", "She rang.")
    old_code = code_in(sent.output, "reset")

    changed = operator.run(
        "user", "email", email_of("Ann"), " Ann.New@People.example", "--reason", "She rang."
    )

    assert changed.exit_code == 0, changed.output
    assert enter(database, "ann.new@people.example")
    assert not enter(database, email_of("Ann"))
    assert reset_password(database, code=old_code, new=NEW) == CodeOver()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("bob@people.example", "signs in with bob@people.example already"), ("ann", "expected an")],
)
def test_an_address_that_cannot_be_changes_nothing(
    operator: Operator, database: Database, people: People, wanted: str, said: str
) -> None:
    people.person("Ann")
    people.person("Bob")

    changed = operator.run("user", "email", email_of("Ann"), wanted, "--reason", "She rang.")

    assert changed.exit_code != 0
    assert said in changed.output
    assert enter(database, email_of("Ann"))


@pytest.mark.parametrize("name", ["", "R" * 121, "Rob\x07in", "Rob\udcffin"])
def test_a_name_that_cannot_be_shown_is_refused(operator: Operator, name: str) -> None:
    operator.run("clinic", "add", "Leeds")

    printed = operator.run("user", "invite", name, "--clinic", "Leeds", "--patient")

    assert printed.exit_code == 2
    assert "expected a name" in printed.output


@pytest.mark.parametrize("command", [("reset", "a@b.example"), ("email", "a@b.example", "c@d.ex")])
def test_the_operator_says_why(operator: Operator, command: tuple[str, ...]) -> None:
    assert "Missing option '--reason'" in operator.run("user", *command).output
