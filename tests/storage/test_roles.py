"""The role of the server on PostgreSQL: made by the owner, fit or refused."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import inspect, make_url, text

from bleedlog import create_app
from bleedlog.config import ConfigurationError, Settings
from bleedlog.services.record import open_record
from bleedlog.storage.engine import Database
from bleedlog.storage.roles import RIGHTS, RoleRefusedError, let_in
from tests.cli.operator import SECRET, Operator
from tests.databases import OWNER, Addresses, address_in, as_superuser, make_database
from tests.people import A_TEST, People

pytestmark = pytest.mark.postgresql


@pytest.fixture
def new_role(postgresql_url: str) -> Callable[[str], str]:
    """Makes a role with those powers and gives its name; the cluster goes with the test run."""

    def make(powers: str) -> str:
        name = f"role_{secrets.token_hex(4)}"
        as_superuser(postgresql_url, f"CREATE ROLE {name} LOGIN {powers}")
        return name

    return make


def by(addresses: Addresses, role: str) -> str:
    return make_url(addresses.owner).set(username=role).render_as_string(hide_password=False)


def settings(url: str) -> Settings:
    return Settings(database_url=url, secret_key=SECRET)


def test_every_table_says_what_the_server_may_do_with_it(postgresql_addresses: Addresses) -> None:
    owner = Database(postgresql_addresses.owner)
    with owner.reading(A_TEST) as connection:
        tables = set(inspect(connection).get_table_names())
    owner.dispose()

    assert set(RIGHTS) == tables, "say it in RIGHTS (bleedlog/storage/roles.py)"


def test_an_installation_from_nothing(postgresql_url: str) -> None:
    """As the README says: an empty database of the owner's, both URLs, one command."""
    name, role = f"new_{secrets.token_hex(4)}", f"app_{secrets.token_hex(4)}"
    make_database(postgresql_url, name)
    password = "with 'quotes' and \\ and ü"
    url = make_url(address_in(postgresql_url, name, role)).set(password=password)
    operator = Operator(
        url.render_as_string(hide_password=False), address_in(postgresql_url, name, OWNER)
    )

    made = operator.run("db", "upgrade")
    again = operator.run("db", "upgrade")
    checked = operator.run("db", "check")
    added = operator.run("clinic", "add", "Leeds")

    assert [one.exit_code for one in (made, again, checked, added)] == [0, 0, 0, 0], made.output
    assert f"The server comes in as {role}, which owns nothing." in made.output
    assert password not in made.output
    server = open_record(settings(operator.url))
    with server.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM clinic")).scalar() == 1
        assert connection.execute(text("SELECT current_user")).scalar() == role
    server.dispose()
    owner = Database(operator.owner_url)
    with owner.reading(A_TEST) as connection:
        super_able = connection.execute(
            text(
                "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication"
                " FROM pg_roles WHERE rolname = :role"
            ),
            {"role": role},
        ).scalar()
    owner.dispose()
    assert super_able is False
    assert password_fits(postgresql_url, role, password)


def password_fits(url: str, role: str, password: str) -> bool:
    """Whether that is the role's password, which the server keeps as SCRAM-SHA-256 (RFC 5802)."""
    superuser = Database(url)
    with superuser.reading() as connection:
        kept = connection.execute(
            text("SELECT rolpassword FROM pg_authid WHERE rolname = :role"), {"role": role}
        ).scalar_one()
    superuser.dispose()
    _, rounds, keys = kept.split("$")
    iterations, salt = rounds.split(":")
    salted = hashlib.pbkdf2_hmac(
        "sha256", password.encode(), base64.b64decode(salt), int(iterations)
    )
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = base64.b64encode(hashlib.sha256(client).digest()).decode()
    return bool(stored == keys.split(":")[0])


def test_a_role_that_was_given_too_much_loses_it(
    postgresql_addresses: Addresses, new_role: Callable[[str], str]
) -> None:
    role = new_role("")
    owner = Database(postgresql_addresses.owner)
    with owner.transaction(A_TEST) as connection:
        connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
    let_in(owner, by(postgresql_addresses, role))
    with owner.reading(A_TEST) as connection:
        found = {
            (table, right): connection.execute(
                text("SELECT has_table_privilege(:role, :table, :right)"),
                {"role": role, "table": table, "right": right},
            ).scalar()
            for table in ("diary_event", "account_event", "entry_revision", "entry", "app_user")
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES")
        }
    owner.dispose()

    assert {key for key, holds in found.items() if holds} == {
        (table, right)
        for table in ("diary_event", "account_event", "entry_revision", "entry", "app_user")
        for right in ("SELECT", "INSERT")
    }


@pytest.mark.parametrize(
    ("powers", "said"),
    [
        ("SUPERUSER", "is a superuser"),
        ("BYPASSRLS", "bypasses row-level security"),
        ("CREATEROLE", "can make roles"),
        (f"IN ROLE {OWNER}", "owns the tables"),
    ],
)
def test_a_powerful_role_does_not_start_a_server(
    postgresql_addresses: Addresses, new_role: Callable[[str], str], powers: str, said: str
) -> None:
    url = by(postgresql_addresses, new_role(powers))

    with pytest.raises(ConfigurationError, match=said) as caught:
        create_app(settings(url))
    assert len(caught.value.faults) == 1
    assert "\n" not in caught.value.faults[0]
    for words in (["serve"], ["db", "check"]):
        answer = Operator(url).run(*words)
        assert answer.exit_code == 1
        assert caught.value.faults[0] in answer.output


def test_neither_does_the_owner(postgresql_addresses: Addresses) -> None:
    answer = Operator(postgresql_addresses.owner).run("serve")

    assert answer.exit_code == 1
    assert "bleedlog_owner, which can make roles and owns the tables" in answer.output
    assert "BLEEDLOG_OWNER_DATABASE_URL" in answer.output


def test_a_role_that_grew_is_refused_at_its_next_connection(
    postgresql_url: str, postgresql_addresses: Addresses, new_role: Callable[[str], str]
) -> None:
    role = new_role("")
    owner = Database(postgresql_addresses.owner)
    let_in(owner, by(postgresql_addresses, role))
    owner.dispose()
    app = create_app(settings(by(postgresql_addresses, role)))
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    app.extensions["bleedlog.record"].dispose()
    as_superuser(postgresql_url, f"ALTER ROLE {role} BYPASSRLS")

    assert client.get("/readyz").status_code == 500


def test_the_console_says_that_it_needs_the_owner(postgresql_addresses: Addresses) -> None:
    only_application = Operator(postgresql_addresses.application)

    for words in (
        ["export", "--patient", "ann@people.example", "--reason", "asked"],
        ["clinic", "add", "Leeds"],
    ):
        answer = only_application.run(*words)
        assert answer.exit_code == 1
        assert "sees nobody's diary. Set BLEEDLOG_OWNER_DATABASE_URL" in answer.output


def test_the_console_sees_a_diary_as_the_owner(postgresql_addresses: Addresses) -> None:
    owner = Database(postgresql_addresses.owner)
    People(owner).person("Ann")
    owner.dispose()
    operator = Operator(postgresql_addresses.application, postgresql_addresses.owner)

    answer = operator.run("export", "--patient", "ann@people.example", "--reason", "asked")

    assert answer.exit_code == 0, answer.output
    assert "There is no diary" not in answer.output
    assert "kind" in answer.output.splitlines()[0]


def test_an_owner_who_may_make_no_roles_is_told_what_to_run(
    postgresql_url: str, new_role: Callable[[str], str]
) -> None:
    owner, name = new_role(""), f"poor_{secrets.token_hex(4)}"
    as_superuser(postgresql_url, f'CREATE DATABASE "{name}" OWNER {owner}')
    database = Database(address_in(postgresql_url, name, owner))
    with pytest.raises(RoleRefusedError, match='CREATE ROLE "nobody_yet" LOGIN PASSWORD'):
        let_in(database, address_in(postgresql_url, name, "nobody_yet"))
    database.dispose()
