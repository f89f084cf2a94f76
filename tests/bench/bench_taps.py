"""How many taps the commonest notes take, counted in Chromium by the browser tests themselves.

    python -m tests.bench.bench_taps

Exit status 1 says that a budget was missed.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.budgets import Measured, console, show

ROOT = Path(__file__).parents[2]
MOST = {
    "test_a_bleed_that_came_on_its_own_just_now_takes_four": ("A bleed, just now", 4),
    "test_no_bleeds_takes_one": ("No bleeds", 1),
    "test_the_usual_dose_takes_two": ("The usual dose", 2),
}
SIZES = ("phone", "small", "on its side")


def counted() -> dict[str, int]:
    """Taps by the name of the test that tapped."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "taps.xml"
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "tests/browser/test_taps.py",
             "-o", "junit_family=xunit1", f"--junitxml={report}"],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        cases = ET.parse(report).iter("testcase")  # noqa: S314 - pytest's own
        return {
            case.attrib["name"]: int(noted.attrib["value"])
            for case in cases
            for noted in case.iter("property")
            if noted.attrib["name"] == "taps"
        }


def main() -> int:
    """Print the table; 1 when a budget is missed."""
    with console.status("Tapping"):
        taps = counted()
    return show(
        [
            Measured(f"{what}, from the home page", size, taps[f"{test}[{size}]"], most, "taps")
            for test, (what, most) in MOST.items()
            for size in SIZES
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
