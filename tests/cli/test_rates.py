"""`bleedlog rates`: JSON for programs, options, faults by line, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.rates_command import DIARY, SECOND, run
from tests.rates_of_text import rates_of_text


def test_json_is_the_contract_s_object(tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(DIARY)
    result = run(str(file), "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == rates_of_text(DIARY)


def test_a_minus_reads_standard_input() -> None:
    assert json.loads(run("-", "--json").stdout)["patients"][0]["treated_on"] == "2024-03-01"


def test_options_are_handed_on() -> None:
    result = run(
        *("-", "--json", "--treated", "2023-09-01", "--lead-in-months", "3", "--zone", "UTC"),
        *("--merge-hours", "48.5", "--min-days", "30", "--confidence", "0.9"),
        *("--exclude-unsure", "--include-surgical"),
    )
    found = json.loads(result.stdout)
    assert found["rule"] == {
        "version": 1,
        "merge_hours": 48.5,
        "min_days": 30,
        "confidence": 0.9,
        "exclude_unsure": True,
        "include_surgical": True,
    }
    (patient,) = found["patients"]
    assert patient["treated_on"] == "2023-09-01"
    assert patient["windows"][0]["start"] == "2023-06-01"


@pytest.mark.parametrize(
    "option",
    [
        ("--treated", "01.03.2024"),
        ("--treated", "2024-02-30"),
        ("--treated", "0001-01-01"),
        ("--treated", "1899-12-31"),
        ("--treated", "2200-01-01"),
        ("--lead-in-months", "0"),
        ("--zone", "Mars/Olympus"),
        ("--merge-hours", "-1"),
        ("--merge-hours", "nan"),
        ("--min-days", "-1"),
        ("--confidence", "0"),
        ("--confidence", "1"),
        ("--confidence", "95"),
        ("--confidence", "1e-300"),
        ("--confidence", "0.9999999999999999"),
        ("--confidence", "nan"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(option: tuple[str, str]) -> None:
    result = run("-", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("01.03.2024", "expected a day like 2024-03-01"),
        ("2024-3-1", "expected a day like 2024-03-01"),
        ("", "expected a day like 2024-03-01"),
        ("2024-02-30", "expected a day that the calendar has"),
        ("1899-12-31", "expected a date from 1900 to 2199"),
    ],
)
def test_a_day_that_is_none_is_told_as_people_write_days(day: str, expected: str) -> None:
    assert expected in run("-", "--treated", day).stderr


def test_every_fault_is_a_line_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(DIARY.replace("knee", "knie").replace("2024-10-01", "2024-10-32"))
    result = run(str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert [line.split(" found ")[0] for line in lines] == [
        f"{file}:4: site:",
        f"{file}:5: site:",
        f"{file}:6: site:",
        f"{file}:7: start:",
    ]
    assert all(", expected " in line for line in lines)


def test_windows_1252_is_named_and_nothing_counted() -> None:
    result = run("-", given="kind,start,note\nbleed,2024-03-01,café\n".encode("cp1252"))
    assert result.exit_code == 2
    assert result.stderr.startswith("-:2: file: found byte 0xE9; this file looks like Windows-1252")


def test_a_huge_file_is_refused_by_its_size_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    result = run(str(file))
    assert result.exit_code == 2
    assert result.stderr == f"{file}:1: file: found 200 MB or more, expected at most 150 MB\n"


@pytest.mark.parametrize("name", ["missing.csv", ""])
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str) -> None:
    result = run(str(tmp_path / name))
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_a_treatment_day_for_several_people_is_refused() -> None:
    result = run("-", "--treated", "2024-01-01", given=DIARY + SECOND)
    assert result.exit_code == 2
    assert result.stderr.startswith('-:8: patient: found "P2", a second person, expected')


def python(code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def test_rates_start_without_the_web_and_help_without_anything() -> None:
    code = (
        "import sys; from bleedlog.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False)\n"
        "print([name for name in ('flask', 'sqlmodel', 'numpy', 'statsmodels')"
        " if name in sys.modules])"
    )
    assert python(code, "--help").stdout.splitlines()[-1] == "[]"
    assert python(code, "rates", "--help").stdout.splitlines()[-1] == "['sqlmodel', 'numpy']"


@pytest.mark.parametrize(
    ("redirected", "status", "told"),
    [
        ("<&-", 2, "Error: Could not open file '-': it is closed"),
        (">/dev/full", 1, "Error: The figures could not be written: No space left on device"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_closed_input_and_a_full_disk_are_one_clear_line(
    redirected: str, status: int, told: str, option: list[str]
) -> None:
    code = "from bleedlog.cli import main; main()"
    done = subprocess.run(
        [
            *("sh", "-c", f'exec "$@" {redirected}', "sh"),
            *(sys.executable, "-c", code, "rates", "-", *option),
        ],
        check=False,
        capture_output=True,
        text=True,
        input=DIARY,
        timeout=120,
    )
    assert (done.returncode, done.stderr, done.stdout) == (status, f"{told}\n", "")


def test_progress_stays_out_of_pipes() -> None:
    code = "from bleedlog.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "rates", "-", "--json"],
        check=True,
        capture_output=True,
        input=DIARY.encode(),
        timeout=120,
    )
    assert done.stderr == b""
    parsed: dict[str, Any] = json.loads(done.stdout)
    assert parsed["schema"] == "bleedlog.rates/1"


def test_an_output_that_cannot_show_a_name_gets_it_escaped() -> None:
    code = "from bleedlog.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "rates", "-"],
        check=False,
        capture_output=True,
        input="patient,kind,start\nZo\u00eb \u5c71,bleed,2024-03-01\n".encode(),
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Zo\xeb \\u5c71: no gene therapy\n")
