"""The files of the project, as the laws about them see them."""

import functools
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Everything that git has or would take, relative to the root, in order."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout
    named = sorted(Path(name) for name in listing.split("\0") if name)
    return tuple(path for path in named if (ROOT / path).is_file())


def files_ending(*suffixes: str) -> tuple[Path, ...]:
    """Those of `project_files` with one of these endings."""
    return tuple(path for path in project_files() if path.suffix in suffixes)


@functools.cache
def lines_of(path: Path) -> tuple[str, ...]:
    """The lines of a text file; none for a picture or another file that is not text."""
    try:
        return tuple((ROOT / path).read_text(encoding="utf-8").splitlines())
    except UnicodeDecodeError:
        return ()


def lines_matching(pattern: str, paths: tuple[Path, ...], flags: int = 0) -> list[str]:
    """`path:number: line` of every line in which the pattern is found."""
    found = re.compile(pattern, flags)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(lines_of(path), start=1)
        if found.search(line)
    ]
