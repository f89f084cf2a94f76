"""`bleedlog rates`: tables for people, JSON for programs, faults by line, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bleedlog.cli import main
from bleedlog.cli.rates_table import window_words
from bleedlog.services.rates import rates_of_text

DIARY = """patient,kind,start,end,site,side,cause
P1,observed,2023-03-01,2025-09-01,,,
P1,gene_therapy,2024-03-01,,,,
P1,bleed,2023-04-01,,knee,left,spontaneous
P1,bleed,2023-05-01,,knee,left,spontaneous
P1,bleed,2023-06-02,,knee,left,spontaneous
P1,bleed,2024-10-01,,,,
"""
SECOND = "P2,bleed,2024-10-01,,,,\nP2,back_on_prophylaxis,2024-11-01,,,,\n"


def run(*arguments: str, given: str | bytes = DIARY) -> Result:
    return CliRunner().invoke(main, ["rates", *arguments], input=given)


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
        ("--lead-in-months", "0"),
        ("--zone", "Mars/Olympus"),
        ("--merge-hours", "-1"),
        ("--merge-hours", "nan"),
        ("--min-days", "-1"),
        ("--confidence", "0"),
        ("--confidence", "1"),
        ("--confidence", "95"),
        ("--confidence", "nan"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(option: tuple[str, str]) -> None:
    result = run("-", *option)
    assert result.exit_code == 2
    assert option[0] in result.stderr
    assert result.stdout == ""


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


def table(given: str) -> str:
    """The printed tables with their white space evened out."""
    result = run("-", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def test_people_get_tables_with_counts_intervals_known_days_and_the_rule() -> None:
    found = table(DIARY)
    assert "P1: treated 2024-03-01" in found
    assert "366 of 366" in found
    # 3 in 366 days: 2.99 a year; Garwood for 3 is 0.6187 to 8.7673.
    assert "All bleeds 3 2.99" in found
    assert "0.62 to 8.75" in found
    assert "unknown cause 1" in found
    assert "Target joint: left knee since 2023-06-02" in found
    assert "Counting rule 1." in found
    assert "72 hours" in found
    assert "All together" not in found


def test_what_cannot_be_compared_is_said() -> None:
    sparse = table(DIARY.replace("2023-03-01,2025-09-01", "2024-06-01,2025-09-01"))
    assert "not comparable" in sparse
    assert "too short, under 90 known days" in sparse
    assert "too little is known of days without a bleed" in sparse


def test_a_mid_p_interval_is_called_one_and_told_from_its_p() -> None:
    usual, middle = (" ".join(run("-", *option).stdout.split()) for option in ((), ("--mid-p",)))
    assert "mid-P" not in usual
    assert "Ratio Mid-P interval p" in middle
    assert "A person's ratios have mid-P intervals, and the p of the exact ones." in middle
    # 1 in 365 days after 3 in 366. With 4 trials at p = 0.7577, odds of 3.1359 * 365 / 366,
    # P(X = 0) and half of P(X = 1) are 2.5%.
    assert "All bleeds 0.33 0.01 to 4.16 0.63" in usual
    assert "All bleeds 0.33 0.01 to 3.14 0.63" in middle


def test_several_people_get_the_cohort_too() -> None:
    found = table(DIARY + SECOND)
    assert "P2: no gene therapy" in found
    assert "All together: 2 people" in found
    assert "fewer than 10" in found


def test_a_median_stands_with_its_quartiles_and_intervals_with_their_confidence() -> None:
    shown = " ".join(run("-", "--confidence", "0.9").stdout.split())
    assert "Intervals are 90%." in shown
    # One person's rate before: 3 in 366 days is median and both quartiles.
    assert "median, quartiles 2.99 2.99 to 2.99" in table(DIARY + SECOND)


def test_a_cohort_shows_its_bleed_free_share_and_its_unknown_causes() -> None:
    found = table(DIARY + DIARY.partition("\n")[2].replace("P1", "P2"))
    cohort = found.partition("All together")[2]
    # Clopper-Pearson: none of two is 0 to 84.2%, both are 15.8 to 100%.
    assert "All bleeds 6 2.99 1.10 to 6.52 2 people 0 bleed-free 0% 0% to 84%" in cohort
    assert "0.00 to 1.85 unknown cause 2 2 bleed-free 100% 16% to 100%" in cohort


def test_a_long_lead_in_has_its_last_year_beside_it_and_unknown_rates_say_so() -> None:
    found = table(
        "kind,start,end,value\nobserved,2020-03-01,2025-09-01,\ngene_therapy,2024-03-01,,\n"
        "bleed_count,2021-01-01,2022-01-01,7\nbleed,2023-06-01,,\nbleed,2023-06-01,,\n"
    )
    assert "Last 12 months before" in found
    # Seven by the count and two noted, and of the seven nobody knows which joint.
    assert "Before treatment All bleeds 9 2.25" in found
    assert "Joint not known" in found


def test_a_silent_stretch_shows_what_silence_would_mean() -> None:
    # 101 of 366 days: 1 bleed is 3.62 a year of them, 1.00 a year if the others were quiet.
    found = table(
        "kind,start,end\nobserved,2024-01-01,2024-04-10\nbleed,2024-02-01,\n"
        "observed,2024-12-31,2025-01-01\n"
    )
    assert "If silence meant no bleeds: 1.00 instead of 3.62 a year." in found


def test_ten_people_or_more_get_a_model() -> None:
    lines = ["patient,kind,start,end"]
    for number in range(12):
        before = [f"2023-{month:02}-10" for month in range(4, 6 + number % 4)]
        after = ["2024-10-10"] * (number % 2)
        lines += [
            f"P{number},observed,2023-03-01,2025-09-01",
            f"P{number},gene_therapy,2024-03-01,",
            *(f"P{number},bleed,{day}," for day in [*before, *after]),
        ]
    found = table("\n".join(lines))
    assert "All together: 12 people with known days" in found
    assert "12.0 years" in found
    # 2, 3, 4, 5 thrice each before, in 366 days; 6 after, in 365.
    assert "All bleeds 42 3.49" in found
    model = found.split("Model: Months 7 to 18 / Before treatment")[1]
    assert "All bleeds 0.14" in model
    assert " 12 " in model


def test_a_return_to_prophylaxis_stands_beside_its_windows() -> None:
    back = DIARY + "P1,back_on_prophylaxis,2025-01-01,,,,\n"
    found = table(back)
    # Of the four windows the primary one and all after month 6 reach beyond it.
    assert found.count("back on prophylaxis") == 2
    assert found.count("since 2025-01-01") == 2


def test_nobody_is_said_plainly() -> None:
    assert table("kind,start\n").startswith("There is nobody in this file.")
    assert "No day is known" in table("kind,start\nsteroid_course,2024-01-01\n")


def test_a_name_cannot_give_the_terminal_orders() -> None:
    result = run("-", given=DIARY.replace("P1", "[red]\x1b[31mP1:smile:"))
    assert "\x1b" not in result.stdout
    assert "[red]" in result.stdout
    assert ":smile:" in result.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lead_in", "Before treatment"),
        ("months_7_18", "Months 7 to 18"),
        ("months_19_30", "Months 19 to 30"),
        ("after_6m", "From month 7 on"),
        ("year_2", "Year 2"),
    ],
)
def test_windows_have_names_for_people(name: str, words: str) -> None:
    assert window_words(name) == words


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
