"""Static files, served by WhiteNoise under the hash of their contents, for ever the same.

In a checkout `static/` lies beside the package, in a wheel inside it. What was compressed at
set-up (`python -m whitenoise.compress static`) goes out compressed, and what was put together
there (`stylesheets.py`) is linked; either is left alone where it no longer says what its files
say, so that an edited file is never served as it was.
"""

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, normpath
from wsgiref.types import WSGIApplication

import brotli
from whitenoise import WhiteNoise

from bleedlog.web.stylesheets import SHEETS, built_path, put_together

_IMPORT = re.compile(r"""^import (?:[^"']+ from )?"(\.[^"]+)";""", re.MULTILINE)

PACKAGE = Path(__file__).resolve().parents[1]


def folder_of(name: str) -> Path:
    """`templates` or `static`: inside the package in a wheel, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


class StaticFiles:
    """The files of a folder as they are when the server starts."""

    def __init__(self, folder: Path) -> None:
        """Read every file once: for the hash, and to see which compressed copies are true."""
        self._folder = folder
        self._stats: dict[str, os.stat_result] = {}
        digest = hashlib.sha256()
        styles: dict[str, str] = {}
        for path in _visible(folder):
            content = path.read_bytes()
            if path.suffix == ".css":
                styles[path.relative_to(folder).as_posix()] = content.decode()
            digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode())
            digest.update(content)
            for one in (path, *_true_copies(path, content)):
                self._stats[str(one)] = one.stat()
        self.prefix = f"/static/{digest.hexdigest()[:16]}/"
        self._sheets = {name: _sheets(styles, name) for name in SHEETS}

    def asset(self, path: str) -> str:
        """The URL of a file, named by its path in the folder."""
        return self.prefix + path

    def styles(self, layout: str) -> list[str]:
        """The URLs of a layout's styles: of one file, or of all that it is made of."""
        return [self.asset(path) for path in self._sheets[layout]]

    def modules(self, path: str) -> list[str]:
        """The URLs of what a script imports at once, and what that imports, each once."""
        found = [path]
        for one in found:
            text = (self._folder / one).read_text(encoding="utf-8")
            names = (normpath(f"{dirname(one)}/{name}") for name in _IMPORT.findall(text))
            found += [name for name in names if name not in found]
        return [self.asset(name) for name in found[1:]]

    def serve_around(self, application: WSGIApplication) -> WhiteNoise:
        """A WSGI application that answers for the files and leaves the rest to `application`."""
        files = WhiteNoise(
            application,
            allow_all_origins=False,
            immutable_file_test=lambda _path, _url: True,
        )
        for path in self._stats:
            relative = Path(path).relative_to(self._folder).as_posix()
            files.add_file_to_dictionary(self.asset(relative), path, stat_cache=self._stats)
        return files


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_copy = path.suffix in {".br", ".gz"} and path.with_suffix("").is_file()
        if path.is_file() and not path.name.startswith(".") and not is_copy:
            yield path


def _sheets(styles: Mapping[str, str], name: str) -> tuple[str, ...]:
    built = styles.get(built_path(name))
    is_true = built is not None and built == put_together(styles, name)
    return (built_path(name),) if is_true else SHEETS[name]


def _true_copies(path: Path, content: bytes) -> Iterator[Path]:
    for ending, expand in ((".br", brotli.decompress), (".gz", gzip.decompress)):
        copy = path.with_name(path.name + ending)
        try:
            if expand(copy.read_bytes()) == content:
                yield copy
        except (OSError, EOFError, zlib.error, brotli.error):
            continue
