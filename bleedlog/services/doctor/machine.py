"""This machine: who can read the secrets, whether there is room, what pages and PDFs need."""

import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

import brotli

from bleedlog.exchange.pdf import LIBRARIES, PdfUnavailableError, check_pdf
from bleedlog.services.doctor.finding import Finding, good, look, wrong

MEGABYTE = 1024 * 1024
TOO_LITTLE = 100 * MEGABYTE
"""A photo takes four, and SQLite writes everything twice."""
SOON_TOO_LITTLE = 1024 * MEGABYTE
BUILT = ("build/plotly.min.js", "build/plotly.css")


def look_at_secrets(environment: Mapping[str, str]) -> Iterator[Finding]:
    """The files that settings name, which nobody but the server should read."""
    for name, path in sorted(environment.items()):
        if not (name.startswith("BLEEDLOG_") and name.endswith("_FILE") and path):
            continue
        try:
            mode = Path(path).stat().st_mode
        except OSError:
            # That it cannot be read is said with the settings.
            continue
        if mode & (stat.S_IRWXO | stat.S_IWGRP):
            yield wrong(
                "secret file", f"others can read or change what {name} names", f"chmod 600 {path}"
            )
        else:
            yield good("secret file", f"{name} is for the server alone")


def look_at_disk(folder: Path | None) -> Iterator[Finding]:
    """Whether files can be written, and for how long yet. `folder`: of the diaries, if any."""
    places = {"temporary folder": Path(gettempdir())}
    if folder is not None:
        places["diaries' folder"] = folder
    for what, place in places.items():
        if not place.is_dir():
            yield wrong(what, f"there is no folder {place}", f"mkdir -p {place}")
            continue
        try:
            with TemporaryFile(dir=place):
                pass
        except OSError as error:
            yield wrong(
                what,
                f"{place} cannot be written to ({error.strerror})",
                f"make it belong to who runs the server: chown {os.geteuid()} {place}",
            )
            continue
        free = shutil.disk_usage(place).free
        room = f"{free // MEGABYTE:,} MB free in {place}"
        if free < TOO_LITTLE:
            yield wrong(what, room, "make room, or nothing more can be stored")
        elif free < SOON_TOO_LITTLE:
            yield look(what, room, "make room soon")
        else:
            yield good(what, room)


def look_at_static_files() -> Iterator[Finding]:
    """What pages load: there, and compressed as it is."""
    package = Path(__file__).parents[2]
    inside = package / "static"
    static = inside if inside.is_dir() else package.parent / "static"
    missing = [name for name in BUILT if not (static / name).is_file()]
    if missing:
        yield wrong("pages' files", f"{', '.join(missing)} missing", "make setup, or a new wheel")
        return
    files = [
        path
        for path in static.rglob("*")
        if path.suffix in {".js", ".css", ".svg"} and path.is_file()
    ]
    stale = [path for path in files if not _is_compressed(path)]
    if stale:
        yield look(
            "pages' files",
            f"{len(stale)} of {len(files)} go out uncompressed",
            "make setup, or a new wheel",
        )
    else:
        yield good("pages' files", f"{len(files)}, built and compressed")


def look_at_pdf() -> Iterator[Finding]:
    """What PDFs are drawn with: libraries and a font that no Python package brings."""
    try:
        check_pdf()
    except PdfUnavailableError as error:
        yield look("PDF summary", f"cannot be drawn ({error}); its page prints as well", LIBRARIES)
    else:
        yield good("PDF summary", "can be drawn")


def _is_compressed(path: Path) -> bool:
    copy = path.with_name(f"{path.name}.br")
    try:
        return bool(brotli.decompress(copy.read_bytes()) == path.read_bytes())
    except (OSError, brotli.error):
        return False
