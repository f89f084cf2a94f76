"""`bleedlog doctor`: each fault is found, said in one line, and what it says mends it."""

import errno
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from bleedlog.services.doctor import machine
from bleedlog.storage.engine import Database
from bleedlog.storage.schema import downgrade
from tests.cli.operator import Operator
from tests.databases import OWNER, TEMPLATE, Addresses, address_in, make_database, owner_of
from tests.mailbox import mailbox
from tests.people import A_TEST, People


def told(operator: Operator, **environment: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """How it ended, and each finding: its verdict and what was said, by what was looked at."""
    answer = operator.run("doctor", **environment)
    assert "Traceback" not in answer.output
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    *lines, _ = answer.output.splitlines()
    findings = {}
    for line in lines:
        verdict, _, rest = line.partition(" ")
        what, _, said = rest.strip().partition(": ")
        assert verdict in {"good", "look", "wrong"}, line
        findings[what] = (verdict, said)
    return answer.exit_code, findings


def wrongs(findings: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {what: said for what, (verdict, said) in findings.items() if verdict == "wrong"}


@pytest.fixture
def operator(addresses: Addresses) -> Operator:
    if addresses.application.startswith("sqlite"):
        Path(addresses.application.removeprefix("sqlite:///")).chmod(0o600)
    return Operator(addresses.application, addresses.owner)


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """A server on loopback that answers everything so; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_good_installation(operator: Operator, database: Database) -> None:
    People(database).person("Ann")
    with answering(b"ok\n") as address, mailbox() as box:
        code, findings = told(
            operator,
            BLEEDLOG_BASE_URL=address,
            BLEEDLOG_SMTP_URL=box.url,
            BLEEDLOG_MAIL_FROM="diary@example.org",
        )

    assert wrongs(findings) == {}
    assert code == 0
    assert findings["mail"] == ("good", "the mail server lets us in.")
    assert findings["address"] == ("good", f"{address} answers.")
    assert findings["clock"][0] == "good"
    if database.is_sqlite:
        assert findings["SQLite"][0] == "good"
    else:
        assert findings["database role"][1].startswith("bleedlog_app owns nothing")
        assert findings["owner's role"] == ("good", "bleedlog_owner, for the command line.")
    assert box.heard
    assert not any(b"MAIL FROM" in line.upper() for line in box.heard), "no mail is sent"


def test_without_settings_it_still_says_what_it_can() -> None:
    code, findings = told(Operator(""), BLEEDLOG_SECRET_KEY="short")

    assert code == 1
    assert set(findings) == {"settings", "pages' files", "PDF summary"}


def test_a_database_that_is_away() -> None:
    code, findings = told(Operator("postgresql://nobody@127.0.0.1:1/none?connect_timeout=1"))

    assert code == 1
    assert wrongs(findings)["database"].startswith("it does not answer. Mend it: see that it is up")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    code, findings = told(Operator(f"sqlite:///{tmp_path}/none.db"))

    assert code == 1
    assert wrongs(findings)["database"].endswith("Mend it: bleedlog db upgrade")
    assert list(tmp_path.iterdir()) == []


def test_an_old_schema_is_mended_as_it_says(operator: Operator, owner: Database) -> None:
    downgrade(owner, "0003")
    assert wrongs(told(operator)[1])["database"].endswith("Mend it: bleedlog db upgrade")

    assert operator.run("db", "upgrade").exit_code == 0
    assert wrongs(told(operator)[1]) == {}


def test_a_new_file_of_diaries_is_for_the_server_alone(tmp_path: Path) -> None:
    operator = Operator(f"sqlite:///{tmp_path}/diary.db")
    assert operator.run("db", "upgrade").exit_code == 0
    assert wrongs(told(operator)[1]) == {}

    (tmp_path / "diary.db").chmod(0o644)
    said = wrongs(told(operator)[1])["database file"]
    assert said.endswith(f"Mend it: chmod 600 {tmp_path}/diary.db")


@pytest.mark.parametrize("name", ["BLEEDLOG_SECRET_KEY_FILE", "BLEEDLOG_DATABASE_URL_FILE"])
def test_a_secret_that_others_can_read(tmp_path: Path, sqlite_url: str, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(
        sqlite_url if "DATABASE" in name else "0123456789-abcdefghij-of-tests-and-no-more"
    )
    secret.chmod(0o640)
    findings = told(Operator(sqlite_url), **{name: str(secret)})[1]
    assert "secret file" not in wrongs(findings)
    secret.chmod(0o644)
    findings = told(Operator(sqlite_url), **{name: str(secret)})[1]
    assert wrongs(findings)["secret file"].endswith(f"Mend it: chmod 600 {secret}")


def test_a_demo_that_is_none(sqlite_url: str) -> None:
    """The server would not start on it: staff show no second factor in a demo."""
    code, findings = told(Operator(sqlite_url), BLEEDLOG_DEMO="1")

    assert code == 1
    assert wrongs(findings)["demo"].startswith("BLEEDLOG_DEMO is for invented people")


def test_a_mail_server_that_refuses_us(sqlite_url: str) -> None:
    with mailbox(login="diary:right") as box:
        url = box.url.replace("smtp://", "smtp://diary:wrong@")
        findings = told(
            Operator(sqlite_url), BLEEDLOG_SMTP_URL=url, BLEEDLOG_MAIL_FROM="diary@example.org"
        )[1]

    assert "the mail server does not let us in" in wrongs(findings)["mail"]
    assert "wrong" not in wrongs(findings)["mail"], "no password is printed"


def test_proxies_that_cannot_be(sqlite_url: str) -> None:
    operator = Operator(sqlite_url)
    assert "proxy" in wrongs(told(operator, BLEEDLOG_PROXIES="1")[1])
    _, findings = told(operator, BLEEDLOG_BASE_URL="https://diary.invalid", BLEEDLOG_PROXIES="0")
    assert findings["proxy"][0] == "look"
    assert findings["address"][0] == "look"


def test_something_else_at_the_address(sqlite_url: str) -> None:
    with answering(b"<html>") as address:
        assert told(Operator(sqlite_url), BLEEDLOG_BASE_URL=address)[1]["address"][0] == "look"


def test_a_clock_that_is_behind(operator: Operator, database: Database) -> None:
    people = People(database)
    user = people.user("Ann")
    with database.transaction(A_TEST) as connection:
        value = user.hex if database.is_sqlite else str(user)
        connection.execute(
            text(
                "INSERT INTO account_event (user_id, id, at, action)"
                " VALUES (:user, :user, :at, 'signed_in')"
            ),
            {"user": value, "at": "2026-11-22 12:00:00.000000"},
        )
    with time_machine.travel("2026-11-20T12:00:00+00:00", tick=True):
        assert "clock" in wrongs(told(operator)[1])


def test_a_disk_that_is_full_or_soon(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "TOO_LITTLE", 1 << 60)
    assert "make room" in wrongs(told(Operator(sqlite_url))[1])["diaries' folder"]
    monkeypatch.setattr(machine, "TOO_LITTLE", 0)
    monkeypatch.setattr(machine, "SOON_TOO_LITTLE", 1 << 60)
    assert told(Operator(sqlite_url))[1]["diaries' folder"][0] == "look"


def test_a_folder_that_cannot_be_written(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_place: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Root, as whom tests may run, is refused nowhere.
    monkeypatch.setattr(machine, "TemporaryFile", refuse)

    said = wrongs(told(Operator(sqlite_url))[1])["diaries' folder"]
    assert "cannot be written to (Permission denied). Mend it: make it belong to" in said


def test_only_what_is_not_good(sqlite_url: str) -> None:
    answer = Operator(sqlite_url).run("doctor", "--only-faults")

    assert "good " not in answer.output
    assert "mail: none is sent" in answer.output


@pytest.mark.postgresql
class TestWalls:
    """What only PostgreSQL has."""

    @pytest.fixture
    def operator(self, postgresql_addresses: Addresses) -> Operator:
        return Operator(postgresql_addresses.application, postgresql_addresses.owner)

    def test_the_owner_as_the_server(self, postgresql_addresses: Addresses) -> None:
        findings = told(Operator(postgresql_addresses.owner))[1]

        assert "owns the tables: the server will not start" in wrongs(findings)["database role"]

    def test_a_wall_that_is_down_and_a_right_too_much(
        self, operator: Operator, postgresql_database: Database
    ) -> None:
        owner = owner_of(postgresql_database)
        with owner.transaction(A_TEST) as connection:
            connection.execute(text("ALTER TABLE entry DISABLE ROW LEVEL SECURITY"))
        assert "no row-level security on entry" in wrongs(told(operator)[1])["database walls"]
        with owner.transaction(A_TEST) as connection:
            connection.execute(text("ALTER TABLE entry ENABLE ROW LEVEL SECURITY"))
            connection.execute(text("GRANT DELETE ON diary_event TO bleedlog_app"))
        assert "can change diary_event" in wrongs(told(operator)[1])["database role"]

        assert operator.run("db", "upgrade").exit_code == 0
        assert wrongs(told(operator)[1]) == {}

    def test_an_owner_of_another_database(self, operator: Operator, postgresql_url: str) -> None:
        make_database(postgresql_url, "another", TEMPLATE)
        other = address_in(postgresql_url, "another", OWNER)

        _, findings = told(operator, BLEEDLOG_OWNER_DATABASE_URL=other)
        assert "leads to another database" in wrongs(findings)["owner's role"]

    def test_an_owner_who_owns_nothing(
        self, operator: Operator, postgresql_addresses: Addresses
    ) -> None:
        _, findings = told(operator, BLEEDLOG_OWNER_DATABASE_URL=postgresql_addresses.application)
        assert "bleedlog_app does not own the tables" in wrongs(findings)["owner's role"]

    def test_a_role_that_is_not_there_yet(self, postgresql_addresses: Addresses) -> None:
        nobody = postgresql_addresses.application.replace("bleedlog_app", "bleedlog_nobody")

        said = wrongs(told(Operator(nobody, postgresql_addresses.owner))[1])["database"]
        assert said.startswith("the owner's role gets in, and the server's does not. Mend it: b")
        assert "right host" in wrongs(told(Operator(nobody))[1])["database"]

    def test_a_role_without_rights(self, operator: Operator, postgresql_database: Database) -> None:
        with owner_of(postgresql_database).transaction(A_TEST) as connection:
            connection.execute(text("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM bleedlog_app"))

        said = wrongs(told(operator)[1])["database"]
        assert said == "The database's role was given no rights. Mend it: bleedlog db upgrade"
        assert "was given no rights" in operator.run("serve").output


def test_a_machine_that_draws_no_pdf_is_told_how_it_will(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(operator)[1]["PDF summary"] == ("good", "can be drawn.")
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    verdict, said = told(operator)[1]["PDF summary"]

    assert verdict == "look"
    assert "its page prints as well" in said
    assert "apt-get install libpango-1.0-0" in said
