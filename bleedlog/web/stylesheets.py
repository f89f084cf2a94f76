"""One stylesheet for all pages of a layout, put together at set-up from the files in static/css.

    python -m bleedlog.web.stylesheets

Each file would be a request of its own that a page waits for before it shows anything, and most
of them a connection of their own: on a slow network that is half of the time until words are read.
What is put together says the same in fewer bytes, without comments and indentation. Where it says
anything else (somebody edited a file and has not set up again), pages link the files themselves.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

_FRAME = ("css/bleedlog.css", "css/base.css", "css/components.css")

SHEETS: Mapping[str, tuple[str, ...]] = {
    "phone": (*_FRAME, "css/pages/phone.css", "css/charts.css", "css/pages/sheet.css"),
    "desk": (
        *(*_FRAME, "css/pages/desk.css", "css/pages/records.css", "css/pages/worklist.css"),
        *("css/charts.css", "css/pages/sheet.css"),
    ),
}
"""The files of which a layout's stylesheet is made, in order, by the layout's name."""

_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
# After a colon only: before one, a space stands between somebody and their pseudo-class.
_SPACE = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s*;?\s*(})\s*|\s*([{;,])\s*|(:)\s+|\s+"""
)


def built_path(name: str) -> str:
    """Where a layout's stylesheet lies in the folder of static files."""
    return f"build/{name}.css"


def put_together(texts: Mapping[str, str], name: str) -> str:
    """A layout's stylesheet, from what the files of the folder say, by path.

    Raises:
        KeyError: where one of its files is missing.
    """
    return "".join(_pressed(texts[path]) for path in SHEETS[name])


def _pressed(text: str) -> str:
    bare = _COMMENT.sub(lambda found: found[1] or "", text)
    return _SPACE.sub(lambda found: next(filter(None, found.groups()), " "), bare).strip()


def write_stylesheets(folder: Path) -> None:
    """Put the stylesheets of all layouts together, in the folder of static files."""
    for name, paths in SHEETS.items():
        texts = {path: (folder / path).read_text(encoding="utf-8") for path in paths}
        built = folder / built_path(name)
        built.parent.mkdir(exist_ok=True)
        built.write_text(put_together(texts, name), encoding="utf-8")


if __name__ == "__main__":
    write_stylesheets(Path(sys.argv[1]))
