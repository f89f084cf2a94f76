"""Setting an installation up from the command line, as an operator does."""

import pytest
from sqlalchemy import text

from bleedlog.services.accounts import Place, Refused, SignedIn, sign_in
from bleedlog.storage.engine import Database
from tests.cli.operator import SECRET, Operator
from tests.databases import Addresses
from tests.people import A_TEST, People

PASSWORD = "four plain words together"


@pytest.fixture
def operator(addresses: Addresses) -> Operator:
    return Operator(addresses.application, addresses.owner)


def account_of(database: Database, email: str) -> SignedIn:
    outcome = sign_in(
        database, email=email, password=PASSWORD, keep=False, place=Place("x"), secret_key=SECRET
    )
    assert isinstance(outcome, SignedIn)
    return outcome


def test_a_patient_gets_a_sign_in_a_diary_and_a_centre_that_may_look(
    operator: Operator, database: Database
) -> None:
    operator.run("clinic", "add", "Leeds", "--phone", "0113 496 0000")
    added = operator.run(
        *("user", "add", "Sam@People.example", "Sam Sample", "--patient", "--born", "1985-03-02"),
        *("--centre", "Leeds", "--centre-may-look", "--password-stdin"),
        typed=f"{PASSWORD}\n",
    )

    assert added.exit_code == 0, added.output
    (diary,) = account_of(database, "sam@people.example").account.diaries
    assert (diary.name, diary.is_own, diary.zone) == ("Sam Sample", True, "Europe/London")
    with database.reading(A_TEST) as connection:
        born = connection.execute(text("SELECT born FROM patient")).scalar()
        assert str(born) == "1985-03-02"
        assert connection.execute(text("SELECT count(*) FROM consent")).scalar() == 1
        events = connection.execute(text("SELECT action, acting_as, reason FROM diary_event")).all()
        assert sorted(tuple(event) for event in events) == [
            ("created", "console", "bleedlog user add"),
            ("granted", "console", "bleedlog user add"),
        ]


def test_staff_get_their_clinic(operator: Operator, database: Database) -> None:
    operator.run("clinic", "add", "Leeds")
    added = operator.run(
        *("user", "add", "nia@clinic.example", "Nia Nurse", "--clinic", "Leeds"),
        *("--role", "viewer", "--password-stdin"),
        typed=f"{PASSWORD}\n",
    )

    assert added.exit_code == 0, added.output
    (work,) = account_of(database, "nia@clinic.example").account.clinics
    assert (work.name, work.role) == ("Leeds", "viewer")


def test_a_password_is_asked_for_twice_and_not_shown(
    operator: Operator, database: Database
) -> None:
    added = operator.run(
        "user", "add", "pat@people.example", "Pat", typed=f"{PASSWORD}\n{PASSWORD}\n"
    )

    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    assert account_of(database, "pat@people.example").account.diaries == ()


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["user", "add", "not-an-address", "Pat", "--password-stdin"], PASSWORD,
         "email: expected an email address"),
        (["user", "add", "a@b.example", "  ", "--password-stdin"], PASSWORD,
         "name: expected a name"),
        (["user", "add", "a@b.example", "Pat", "--password-stdin"], "short", "12 characters"),
        (["user", "add", "a@b.example", "Pat", "--password-stdin"], "password1234",
         "Many people use this password"),
        (["user", "add", "a@b.example", "Pat", "--clinic", "Atlantis", "--password-stdin"],
         PASSWORD, "no clinic called Atlantis"),
        (["user", "add", "a@b.example", "Pat", "--patient", "--zone", "Mars/North",
          "--password-stdin"], PASSWORD, "time zone"),
        (["user", "add", "a@b.example", "Pat", "--born", "1985-03-02"], "", "go with --patient"),
        (["user", "add", "a@b.example", "Pat", "--patient", "--born", "1985-02-30"], "",
         "1985-02-30"),
        (["user", "add", "a@b.example", "Pat", "--patient", "--born", "2185-03-02",
          "--password-stdin"], PASSWORD, "expected a day from 1900 to today"),
        (["user", "add", "a@b.example", "Pat", "--patient", "--born", "0085-03-02",
          "--password-stdin"], PASSWORD, "expected a day from 1900 to today"),
        (["clinic", "add", "Leeds", "--zone", "Mars/North"], "", "time zone"),
        (["clinic", "add", "Leeds", "--phone", "ask Ann"], "",
         "phone: expected a number that a phone can dial"),
        (["clinic", "add", "Leeds", "--phone", "12"], "",
         "phone: expected a number that a phone can dial"),
        (["user", "lock", "a@b.example", "--reason", "gone"], "", "Nobody signs in with"),
        (["user", "lock", "a@b.example", "--reason", " "], "", "say why: it is kept"),
        (["user", "lock", "a@b.example"], "", "--reason"),
        (["user", "reset-factor", "a@b.example", "--reason", "x"], "", "Nobody signs in with"),
        (["user", "reset-factor", "a@b.example", "--reason", " "], "", "say why: it is kept"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_not_stored(
    sqlite_url: str, sqlite_database: Database, words: list[str], typed: str, said: str
) -> None:
    answer = Operator(sqlite_url).run(*words, typed=f"{typed}\n")

    assert isinstance(answer.exception, SystemExit), answer.exception
    assert answer.exit_code != 0
    assert said in answer.output
    with sqlite_database.reading(A_TEST) as connection:
        for table in ("app_user", "patient", "clinic", "account_event"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608


def test_a_password_that_is_no_text_is_refused_plainly(sqlite_url: str) -> None:
    words = ("user", "add", "a@b.example", "Pat", "--password-stdin")

    answer = Operator(sqlite_url).run(*words, typed=b"four \xff plain words together\n")

    assert isinstance(answer.exception, SystemExit), answer.exception
    assert "expected a password in UTF-8" in answer.output


def test_a_locked_user_is_out_until_it_is_undone(operator: Operator, database: Database) -> None:
    operator.run("user", "add", "pat@people.example", "Pat", "--password-stdin", typed=PASSWORD)
    account_of(database, "pat@people.example")

    locked = operator.run("user", "lock", "PAT@people.example", "--reason", "left the ward")

    assert locked.exit_code == 0, locked.output
    place = Place("x")
    refused = sign_in(
        database,
        email="pat@people.example",
        password=PASSWORD,
        keep=False,
        place=place,
        secret_key=SECRET,
    )
    assert refused == Refused()
    with database.reading(A_TEST) as connection:
        assert connection.execute(text("SELECT count(*) FROM sign_in_session")).scalar() == 0
        reasons = connection.execute(text("SELECT reason FROM account_event ORDER BY at"))
        assert list(reasons.scalars())[-1] == "left the ward"

    operator.run("user", "lock", "pat@people.example", "--reason", "came back", "--undo")
    account_of(database, "pat@people.example")


def test_a_lost_second_factor_is_taken_off(operator: Operator, database: Database) -> None:
    operator.run("user", "add", "pat@people.example", "Pat", "--password-stdin", typed=PASSWORD)
    user = account_of(database, "pat@people.example").account.user_id
    People(database).code_app(user)
    assert account_of(database, "pat@people.example").account.needs_second_factor

    reset = operator.run("user", "reset-factor", "PAT@people.example", "--reason", "lost phone")

    assert reset.exit_code == 0, reset.output
    assert "Pat has no second factor now" in reset.output
    assert not account_of(database, "pat@people.example").account.needs_second_factor
    with database.reading(A_TEST) as connection:
        reasons = connection.execute(text("SELECT reason FROM account_event"))
        assert "lost phone" in list(reasons.scalars())


def test_an_e_mail_and_a_clinics_name_are_taken_once(operator: Operator) -> None:
    first, second = (
        operator.run("user", "add", email, "Pat", "--password-stdin", typed=PASSWORD)
        for email in ("pat@people.example", "PAT@people.example")
    )
    clinic, again = (operator.run("clinic", "add", "Leeds") for _ in range(2))

    assert (first.exit_code, clinic.exit_code) == (0, 0)
    assert "signs in with pat@people.example already" in second.output
    assert "There is a clinic called Leeds already." in again.output


def test_a_database_is_brought_to_this_version_and_checked(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    operator = Operator(f"sqlite:///{tmp_path_factory.mktemp('new')}/diary.db")

    assert "bleedlog db upgrade" in operator.run("db", "check").output
    assert "bleedlog db upgrade" in operator.run("serve").output
    assert operator.run("db", "upgrade").exit_code == 0
    assert operator.run("db", "upgrade").exit_code == 0, "doing it again is harmless"
    assert operator.run("db", "check").exit_code == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"BLEEDLOG_SECRET_KEY": "short"}, "BLEEDLOG_SECRET_KEY must be 32 random characters"),
        ({"BLEEDLOG_SECRET_KEY": "changeme-0123456789-abcdefghijklmno"}, "looks like an example"),
        ({"BLEEDLOG_DATABASE_URL": ""}, "BLEEDLOG_DATABASE_URL is missing"),
        ({"BLEEDLOG_DATABASE_URL": "mysql://x"}, "must begin with sqlite:// or postgresql://"),
        ({"BLEEDLOG_BASE_URL": "http://diary.example.org"}, "must begin with https://"),
        ({"BLEEDLOG_PROXIES": "many"}, "BLEEDLOG_PROXIES must be a number"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG is set"),
    ],
)
def test_nothing_starts_on_unsafe_settings(
    sqlite_url: str, wrong: dict[str, str], said: str
) -> None:
    for words in (["serve"], ["db", "check"], ["user", "add", "a@b.example", "Pat"]):
        answer = Operator(sqlite_url).run(*words, **wrong)
        assert answer.exit_code == 1
        assert said in answer.output


def test_a_database_that_is_away_is_said_so() -> None:
    operator = Operator("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1")

    for words in (["db", "check"], ["db", "upgrade"], ["serve"]):
        answer = operator.run(*words)
        assert answer.exit_code == 1
        assert "does not answer" in answer.output
