"""After a test run: whether the rooms that make figures were walked through in every direction.

`python -m tests.rules.covered` reads what the run measured and fails below the floor.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import TypedDict, cast

from coverage import Coverage
from coverage.exceptions import NoDataError
from rich.console import Console
from rich.table import Table

FLOOR = 95.0
ROOMS = ("statistics", "models")


class Totals(TypedDict):
    """What coverage counts in the files of a room."""

    num_statements: int
    covered_lines: int
    num_branches: int
    covered_branches: int


def totals_of(room: str, measurement: Coverage) -> Totals:
    """The counts of a room, its files that no test imported included.

    Raises:
        NoDataError: nothing was measured there.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        measurement.json_report(outfile=str(report), include=[f"bleedlog/{room}/*"])
        return cast(Totals, json.loads(report.read_text(encoding="utf-8"))["totals"])


def share(part: int, whole: int) -> float:
    """In percent; all of nothing is everything."""
    return 100.0 * part / whole if whole else 100.0


def main() -> int:
    """Print lines and branches of each room; 1 when one is below the floor."""
    measurement = Coverage(messages=False)
    measurement.load()
    table = Table(
        "room", "lines %", "branches %", title=f"Walked through by tests (floor {FLOOR} %)"
    )
    short = False
    for room in ROOMS:
        totals = totals_of(room, measurement)
        lines = share(totals["covered_lines"], totals["num_statements"])
        branches = share(totals["covered_branches"], totals["num_branches"])
        short = short or min(lines, branches) < FLOOR
        table.add_row(f"bleedlog/{room}", f"{lines:.1f}", f"{branches:.1f}")
        if min(lines, branches) < FLOOR:
            measurement.report(include=[f"bleedlog/{room}/*"], show_missing=True)
    Console().print(table)
    return int(short)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NoDataError:
        sys.exit("Nothing was measured: run pytest with --cov first.")
