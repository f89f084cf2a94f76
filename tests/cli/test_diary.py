"""`bleedlog export` and `bleedlog import`: a diary as a file, from the console."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from bleedlog.storage.engine import Database
from tests.cli.operator import Operator
from tests.databases import Addresses, owner_of
from tests.people import A_TEST, People, email_of

WHY = ("--reason", "moving house")
FILE = (
    "kind,id,treats,start,end,site,side,note,private,source\r\n"
    "no_bleeds,,,2024-01-01,2024-02-01,,,,,prospective\r\n"
    'bleed,a,,2024-02-01T09:30,2024-02-02,knee,left,"=1+1, ""ow""\r\nstill",,recalled\r\n'
    "bleed,b,,2024-02-20,,head,,hers alone,yes,prospective\r\n"
    "infusion,,a,2024-02-01T10:00,,,,,,clinic\r\n"
    "gene_therapy,,,2024-06-01,,,,,,clinic\r\n"
)


@pytest.fixture
def operator(addresses: Addresses, database: Database) -> Operator:
    people = People(database)
    for name in ("Ada", "Bo"):
        people.access(people.user(name), people.patient(name))
    return Operator(addresses.application, addresses.owner)


def entries_of(database: Database) -> int:
    with database.reading(A_TEST) as connection:
        return int(connection.execute(text("SELECT count(*) FROM entry")).scalar_one())


def exported(operator: Operator, name: str, *options: str) -> bytes:
    done = operator.run("export", "--patient", email_of(name), *WHY, *options)
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


@pytest.mark.parametrize("options", [(), ("--with-private-notes",)])
def test_a_diary_goes_out_and_comes_into_an_empty_one_to_the_byte(
    operator: Operator, options: tuple[str, ...]
) -> None:
    filled = operator.run("import", "-", "--patient", email_of("Ada"), *WHY, typed=FILE.encode())
    assert (filled.exit_code, filled.stdout) == (0, "5 entries added, 0 were there already.\n")
    first = exported(operator, "Ada", *options)
    assert (b"hers alone" in first) is bool(options)

    operator.run("import", "-", "--patient", email_of("Bo"), *WHY, typed=first)

    assert exported(operator, "Bo", *options) == first


def test_an_id_names_a_diary_too_and_a_file_is_written(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    operator.run("import", "-", "--patient", email_of("Ada"), *WHY, typed=FILE.encode())
    with database.reading(A_TEST) as connection:
        patient = UUID(str(connection.execute(text("SELECT patient_id FROM entry")).scalar()))
    file = tmp_path / "ada.csv"

    done = operator.run("export", "--patient", str(patient), *WHY, "-o", str(file))

    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"5 entries written to {file}.",
        "1 private note was left out (--with-private-notes writes it).",
    ]
    assert file.read_bytes() == exported(operator, "Ada")


def test_one_entry_is_called_one(operator: Operator, tmp_path: Path) -> None:
    one = "kind,start\nbleed,2024-03-01\n"
    brought = [
        operator.run("import", "-", "--patient", email_of("Ada"), *WHY, typed=one).stdout
        for _ in range(2)
    ]
    file = str(tmp_path / "ada.csv")
    written = operator.run("export", "--patient", email_of("Ada"), *WHY, "-o", file).stderr

    assert brought == [
        "1 entry added, 0 were there already.\n",
        "0 entries added, 1 was there already.\n",
    ]
    assert written == f"1 entry written to {file}.\n"


def test_every_fault_is_told_and_nothing_kept(operator: Operator, database: Database) -> None:
    wrong = FILE.replace("knee", "knie").replace("2024-06-01", "2024-06-31")
    done = operator.run("import", "-", "--patient", email_of("Ada"), *WHY, typed=wrong.encode())
    assert done.exit_code == 2
    assert [line.split(" found")[0] for line in done.stderr.splitlines()] == [
        "-:3: site:",
        "-:7: start:",
    ]
    assert entries_of(database) == 0


@pytest.mark.parametrize("command", [("import", "-"), ("export",)])
def test_nobody_s_diary_and_no_reason_are_refused_plainly(
    operator: Operator, command: tuple[str, ...]
) -> None:
    nobody = operator.run(*command, "--patient", "nobody@people.example", *WHY, typed=FILE)
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "Error: There is no diary of that email or id.\n",
    )
    silent = operator.run(*command, "--patient", email_of("Ada"), "--reason", "  ", typed=FILE)
    assert silent.exit_code == 2
    assert "say why" in silent.stderr


@pytest.mark.parametrize(
    ("reason", "said"), [("x" * 501, "at most 500 characters"), ("\udcff", "expected UTF-8 text")]
)
def test_a_reason_that_cannot_be_kept_is_refused_plainly(
    operator: Operator, reason: str, said: str
) -> None:
    done = operator.run("export", "--patient", email_of("Ada"), "--reason", reason)
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_longest_reason_is_kept(operator: Operator, database: Database) -> None:
    operator.run("export", "--patient", email_of("Ada"), "--reason", "x" * 500)
    with owner_of(database).reading() as connection:
        kept = connection.execute(text("SELECT reason FROM diary_event")).scalar_one()
    assert kept == "x" * 500


def test_a_full_disk_is_one_clear_line(operator: Operator) -> None:
    operator.run("import", "-", "--patient", email_of("Ada"), *WHY, typed=FILE.encode())
    done = operator.run("export", "--patient", email_of("Ada"), *WHY, "-o", "/dev/full")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: The diary could not be written: No space left on device\n"
