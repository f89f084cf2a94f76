"""`python -m tests.bench [NAME...]`: every `bench_*.py` here, one after the other.

Each bench is a program of its own, `python -m tests.bench.bench_NAME`: it prints one table of
ratios measured in that one run, and ends with 1 when a budget is missed. A process each keeps
their memory apart.
"""

import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the named benches, or all; say at the end which missed a budget."""
    console = Console()
    benches = sorted(path.stem for path in HERE.glob("bench_*.py"))
    unknown = [name for name in names if f"bench_{name}" not in benches]
    if unknown:
        known = ", ".join(bench.removeprefix("bench_") for bench in benches)
        console.print(f"No such bench: {', '.join(unknown)}. There are: {known}.")
        return 2
    missed = []
    for bench in [f"bench_{name}" for name in names] or benches:
        console.rule(bench.removeprefix("bench_").replace("_", " "))
        began = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{bench}"],
            cwd=HERE.parents[1],
            check=False,
        )
        console.print(f"{time.perf_counter() - began:.0f} s", style="dim")
        if ended.returncode != 0:
            missed.append(bench)
    if missed:
        console.print(f"Missed a budget or failed: {', '.join(missed)}", style="bold")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
