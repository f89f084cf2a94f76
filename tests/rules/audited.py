"""Whether an advisory is known for a package that the application runs on.

`python -m tests.rules.audited` (`make audit`) asks the advisory service of the package index. Where
none answers it says so and ends with 3: nothing was audited then, which is no all-clear.
"""

import json
import subprocess
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.rules.tree import ROOT

NOTHING_ASKED = 3
LOCKS = ("requirements.lock", "requirements-node.lock")


def advisories(lock: str) -> list[dict[str, Any]] | None:
    """What the service says of each package of a lock; None if there is no service that answers."""
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", lock),
            *("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    try:
        told: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return None
    return told if any("skip_reason" not in one for one in told) else None


def main() -> int:
    """Print what is known; 1 if there is anything, 3 if nobody could be asked."""
    say = Console()
    known = Table("package", "version", "advisory", "mended in", title="Known advisories")
    left_out: list[str] = []
    for lock in LOCKS:
        told = advisories(lock)
        if told is None:
            say.print(
                f"No advisory service answers from this machine, so nothing of {lock} was audited."
                " Run this where the package index tells of advisories.",
                soft_wrap=True,
            )
            return NOTHING_ASKED
        left_out += [one["name"] for one in told if "skip_reason" in one]
        for one in told:
            for fault in one.get("vulns", []):
                mended = ", ".join(fault["fix_versions"]) or "nowhere yet"
                known.add_row(one["name"], one["version"], fault["id"], mended)
    if left_out:
        say.print(f"Not audited: {', '.join(left_out)}.", soft_wrap=True)
    say.print(
        known if known.row_count else "No advisory is known for what the application runs on."
    )
    return int(known.row_count > 0)


if __name__ == "__main__":
    sys.exit(main())
