"""Versions are locked, with hashes and without the name of any host."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from plotly.offline import get_plotlyjs_version

from tests.rules.tree import ROOT, lines_matching, project_files

PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]


def pins(lock: str) -> dict[str, tuple[str, int]]:
    """Version and number of hashes by package."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {
        block.split("==")[0]: (block.split("==")[1].split()[0], block.count("--hash=sha256:"))
        for block in blocks
    }


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pin_has_its_hashes(lock: str) -> None:
    locked = pins(lock)

    assert len(locked) > 0
    assert [name for name, (_, hashes) in locked.items() if hashes == 0] == []


def test_locks_name_no_host_and_no_path_of_a_machine() -> None:
    locks = tuple(path for path in project_files() if re.search(r"\.lock$|-lock\.json$", path.name))

    assert len(locks) == len(PYTHON_LOCKS) + 2, "npm's: what pages load, and Lighthouse"
    assert lines_matching(r"://|--(extra-)?index-url|--find-links|\"resolved\"", locks) == []


def test_locks_answer_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for lock, requirements in asked.items():
        locked = pins(lock)
        for requirement in map(Requirement, requirements):
            version, _ = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version, prereleases=True), requirement


def test_what_runs_is_what_was_tested() -> None:
    runs, tested = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: tested.get(name) for name in runs} == runs


def test_npm_lock_has_the_asked_versions_with_their_hashes() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {
        path.removeprefix("node_modules/"): entry
        for path, entry in lock["packages"].items()
        if path
    }

    assert {name: entry["version"] for name, entry in packages.items()} == asked
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


def test_browser_and_python_draw_with_the_same_plotly() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert asked["plotly.js"] == get_plotlyjs_version()


def test_python_and_npm_know_the_same_version_of_bleedlog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    for file in ("package.json", "package-lock.json"):
        described = json.loads((ROOT / file).read_text(encoding="utf-8"))
        assert described["version"] == project["version"], file
