"""The few scripts that stand in the pages themselves, because each must go before words are seen.

In a file of its own, a script is one more thing that is asked for before that. The policy
(`headers.py`) allows these by their hashes, and nothing else that stands in a page.
"""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

IN_PAGES = ("js/after_paint.js", "js/code_from_link.js", "js/zone_of_phone.js")
"""Where they lie in the folder of static files."""


def scripts_in_pages(folder: Path) -> Mapping[str, Markup]:
    """What stands in pages, by the file that says it: the file without its comments.

    Args:
        folder: the folder of static files.

    Raises:
        ValueError: a file says what would end the script of the page that it stands in.
    """
    return {path: _said((folder / path).read_text(encoding="utf-8")) for path in IN_PAGES}


def _said(text: str) -> Markup:
    said = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    if "</" in said or "<!--" in said:
        message = f"this cannot stand in a page: {said}"
        raise ValueError(message)
    return Markup(said)  # noqa: S704 - our own file, and it was looked at


def source_of(script: str) -> str:
    """How a content security policy names a script by what it says (CSP 3, 2.3.1)."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
