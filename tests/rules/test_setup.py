"""What the Makefile does with half a set-up, and with a package manager that fails."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import ROOT

COMMANDS = ("bash", "uname", "find", "flock", "touch", "mkdir", "rm")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project that is set up, as far as files and their ages tell."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    ages = (
        ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "package.json"),
        ("package-lock.json", ".npmrc", "bleedlog/web/stylesheets.py", ".venv/stamps/runtime"),
        ("static/build/plotly.min.js", ".venv/stamps/tools"),
        (".venv/stamps/compressed",),
    )
    for age, names in enumerate(ages):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            os.utime(path, (1_700_000_000 + age, 1_700_000_000 + age))
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    return tmp_path


def planned(folder: Path, target: str) -> str:
    """What make would run."""
    return subprocess.run(
        ["make", "--dry-run", target], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def test_what_is_set_up_is_left_alone(folder: Path) -> None:
    plan = planned(folder, "parts")

    assert "-r requirements" not in plan
    assert "whitenoise.compress" not in plan


@pytest.mark.parametrize("target", ["parts", "wheel"])
def test_where_python_is_gone_its_packages_are_put_in_again_at_once(
    folder: Path, target: str
) -> None:
    (folder / ".venv/bin/python").unlink()

    plan = planned(folder, target)

    assert "-r requirements.lock" in plan
    assert "-r requirements-dev.lock" in plan
    assert "whitenoise.compress" in plan


def test_the_demo_too_has_its_packages_put_in_where_python_is_gone(folder: Path) -> None:
    (folder / ".venv/bin/python").unlink()

    plan = planned(folder, "demo")

    assert "-r requirements.lock" in plan
    assert "-r requirements-dev.lock" not in plan


@pytest.mark.parametrize("part", ["runtime", "tools"])
def test_what_was_left_half_way_is_begun_anew(folder: Path, part: str) -> None:
    """Half a package has its name already, and pip would leave it as it is."""
    (folder / f".venv/stamps/{part}").unlink()
    (folder / f".venv/stamps/{part}.begun").touch()

    plan = planned(folder, "parts")

    assert 'if [ -n "yes" ]; then exit 0; fi' not in plan  # which would keep the folder
    assert "-r requirements.lock" in plan


def test_what_another_make_is_putting_in_just_now_is_not_taken_from_it(folder: Path) -> None:
    (folder / ".venv/stamps/tools").unlink()
    (folder / ".venv/stamps/tools.begun").write_text(f"{os.getpid()}\n", encoding="utf-8")

    assert "-r requirements" not in planned(folder, "demo")


def run_with(folder: Path, *, apt_get: str) -> subprocess.CompletedProcess[str]:
    """`make servers` as root on a Debian that has none of them."""
    machine = folder / "machine"
    machine.mkdir()
    for name in COMMANDS:
        (machine / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} here"))
    for name, text in {"id": "echo 0", "apt-get": apt_get}.items():
        (machine / name).write_text(f"#!{machine}/bash\n{text}\n", encoding="utf-8")
        (machine / name).chmod(0o755)
    return subprocess.run(
        [shutil.which("make") or "make", "servers"],
        cwd=folder,
        env={"PATH": str(machine), "CI": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_manager_that_fails_is_told_and_ends_a_run_that_may_skip_nothing(
    folder: Path,
) -> None:
    done = run_with(folder, apt_get='[ "$1" = update ]')

    assert done.returncode != 0
    assert "sudo apt-get install -y chromium-headless-shell" in done.stderr


def test_lists_of_packages_that_cannot_be_renewed_are_no_fault_where_those_of_before_do(
    folder: Path,
) -> None:
    done = run_with(folder, apt_get='[ "$1" != update ]')

    assert done.returncode == 0, done.stderr
    assert "Missing" not in done.stderr
