"""The README tells the truth: its commands, links, pictures and settings exist."""

import re
import subprocess
from functools import cache

import pytest

from tests.rules.tree import ROOT, files_ending, lines_of

PLACED_BY_THE_SYSTEM = {"BLEEDLOG_DEMO"}


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE))


def test_targets_that_people_were_promised_exist() -> None:
    promised = {"setup", "demo", "test", "check", "bench", "wheel", "sbom", "lock", "clean", "help"}

    assert make_targets() == promised


@pytest.mark.parametrize("target", ["demo", "wheel", "sbom"])
def test_who_runs_or_packs_it_needs_no_browser_and_no_database_server(target: str) -> None:
    planned = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout

    assert planned
    assert "chromium" not in planned
    assert "postgresql" not in planned


def test_readme_names_the_two_commands_and_no_target_that_is_missing() -> None:
    named = set(re.findall(r"(?:^|`|\s{4})make ([a-z]+)", readme(), flags=re.MULTILINE))

    assert {"demo", "test"} <= named
    assert named - make_targets() == set()


def test_links_and_pictures_of_the_readme_exist() -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", readme()) + re.findall(r"src=\"([^\"]+)\"", readme())
    here = [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]

    assert [target for target in here if not (ROOT / target).exists()] == []


def test_readme_names_every_setting_that_the_code_reads() -> None:
    read = {
        name
        for path in files_ending(".py")
        if path.parts[0] in {"bleedlog", "wsgi.py"}
        for line in lines_of(path)
        for name in re.findall(r"\bBLEEDLOG_[A-Z][A-Z_]*[A-Z]\b", line)
    }

    assert {name for name in read - PLACED_BY_THE_SYSTEM if name not in readme()} == set()
