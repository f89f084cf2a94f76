"""The README tells the truth: its commands, links, pictures and settings exist."""

import re
import shlex
import subprocess
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from bleedlog.cli import main
from bleedlog.exchange.diary_file import read_diary
from tests.rules.tree import ROOT, files_ending, lines_of

PLACED_BY_THE_SYSTEM = {"BLEEDLOG_DEMO"}


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE))


def test_targets_that_people_were_promised_exist() -> None:
    promised = {
        "setup",
        "demo",
        "test",
        "check",
        "bench",
        "audit",
        "wheel",
        "sbom",
        "lock",
        "clean",
        "help",
    }

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


def test_help_names_the_settings_without_which_no_server_starts() -> None:
    needed = re.findall(r"^\| `(\w+)` .*\| the server does not start \|$", readme(), re.MULTILINE)
    said = CliRunner().invoke(main, ["serve", "--help"]).output

    assert len(needed) == 2
    assert [name for name in needed if name not in said] == []


def test_what_the_readme_says_of_running_it_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = readme().split("## Running it\n\n")[1].split("\n\n")[0]
    lines = [line.split(" #")[0].strip() for line in part.splitlines()]
    words = [word for line in lines if line.startswith("export ") for word in line.split()[1:]]
    settings = dict(word.split("=", 1) for word in words)
    makes_key = next(line for line in lines if "> secret.key" in line)
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("bleedlog ")]
    monkeypatch.chdir(tmp_path)
    subprocess.run(["bash", "-c", makes_key], check=True)
    assert Path("secret.key").stat().st_mode & 0o077 == 0

    assert commands[-1] == ["serve"]
    for command in commands[:-1]:
        typed = "four plain words together\n" * 2
        done = CliRunner(env=settings).invoke(main, command, input=typed)
        assert done.exit_code == 0, (command, done.output)


def test_the_readmes_diary_file_is_one() -> None:
    example = next(block for block in readme().split("\n\n") if "    kind,start," in block)

    rows = read_diary(example.replace("    ", ""))

    assert [row.entry.kind.value for row in rows] == ["check_in", "bleed", "gene_therapy"]
