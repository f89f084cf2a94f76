"""Where files stand, how long they are, what they are called and what no file says."""

import re
from pathlib import Path

from tests.rules.tree import files_ending, lines_matching, lines_of, project_files

TOP_LEVEL = {
    # rooms
    "bleedlog", "templates", "static", "tests", ".ci",
    # Python
    "pyproject.toml", "wsgi.py", "requirements.lock", "requirements-dev.lock",
    "requirements-node.lock",
    # npm
    "package.json", "package-lock.json", ".npmrc",
    # people
    "README.md", "CHANGELOG.md", "LICENSE", "Makefile",
    # tools
    ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", ".dockerignore",
    "Dockerfile", "compose.yaml", "Caddyfile",
}  # fmt: skip

LONGEST = {".py": 300, ".js": 150, ".html": 150}
LONGER_FOR_A_REASON: dict[str, str] = {}

# Names that say nothing about what is inside.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
               "extensions", "shared", "stuff", "scripts", "docs"}  # fmt: skip


def test_top_level_holds_what_the_house_has_and_no_more() -> None:
    assert {path.parts[0] for path in project_files()} - TOP_LEVEL == set()


def test_files_are_short_enough_to_read() -> None:
    too_long = {
        str(path): len(lines_of(path))
        for path in files_ending(*LONGEST)
        if len(lines_of(path)) > LONGEST[path.suffix]
        # A migration is one step that nobody edits again: it is read whole or not at all.
        and path.parts[:4] != ("bleedlog", "storage", "migrations", "versions")
    }

    assert {path: n for path, n in too_long.items() if path not in LONGER_FOR_A_REASON} == {}
    assert set(LONGER_FOR_A_REASON) - set(too_long) == set(), "no longer needs its reason"


def test_rooms_and_files_are_named_after_what_they_hold() -> None:
    named_after_nothing = [
        str(path)
        for path in project_files()
        if EMPTY_NAMES & {Path(part).stem.lower() for part in path.parts}
    ]

    assert named_after_nothing == []


def test_nothing_is_left_for_later() -> None:
    # Written so that this line is not found by itself.
    later = r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K|for[ ]now|placeholder[ ]implementation)\b"

    assert lines_matching(later, files_ending(".py", ".js", ".html", ".css", ".toml", ".md")) == []


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    machine = r"(?<![\w.])/(work|root|home|Users)/\w"
    registry = r"\b(pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|deb[.]debian[.]org)"

    assert lines_matching(rf"{machine}|{registry}", project_files(), re.IGNORECASE) == []


def test_types_are_not_imported_only_for_the_checker() -> None:
    """Such an import hides a circle between rooms; the package's own door is the one exception."""
    rooms = tuple(
        path
        for path in files_ending(".py")
        if path.parts[0] == "bleedlog" and path != Path("bleedlog/__init__.py")
    )

    assert lines_matching(r"\bTYPE_CHECKING\b", rooms) == []


def test_models_keep_their_annotations() -> None:
    """Annotations kept as text break the relationships of SQLModel classes."""
    models = tuple(path for path in files_ending(".py") if path.parts[:2] == ("bleedlog", "models"))

    assert lines_matching(r"from __future__ import annotations", models) == []
