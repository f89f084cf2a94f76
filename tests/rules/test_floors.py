"""Imports go down the floors only, and the light rooms stay light."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import ROOT


def test_import_contracts_hold() -> None:
    # A program of its own: in this one it would switch off the loggers that other tests read.
    lint = "from importlinter.cli import lint_imports as run; raise SystemExit(run(no_cache=True))"
    program = [sys.executable, "-c", lint]

    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "too_heavy"),
    [
        # A worker starts within a second and 150 MB; the cohort model is asked for on few pages,
        # and photos are read by a program of their own.
        ("bleedlog.app", "statsmodels, pandas, polars, PIL.Image, pi_heif, weasyprint"),
        # The command line answers `--help` at once.
        ("bleedlog.cli", "statsmodels, pandas, polars, plotly"),
        ("bleedlog.statistics", "statsmodels, pandas, flask, sqlalchemy"),
    ],
)
def test_a_room_starts_without_what_it_does_not_need(
    room: str, too_heavy: str, tmp_path: Path
) -> None:
    program = (
        "import importlib, sys\n"
        f"importlib.import_module({room!r})\n"
        f"print(sorted(set({too_heavy!r}.split(', ')) & set(sys.modules)))\n"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )

    assert (answer.stdout.strip(), answer.stderr) == ("[]", "")
