"""What the clinic's pages say, read from their HTML."""

import re
from html import unescape

from werkzeug.test import TestResponse

TAGS = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    """A part of a page as text, spaces made one."""
    return " ".join(unescape(TAGS.sub(" ", html)).split())


def tiles(page: TestResponse) -> dict[str, str]:
    """The strip of facts: each label with all that is said below it."""
    found = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", page.text, re.DOTALL)
    return {words(label): words(said) for label, said in found}


def rates(page: TestResponse, table: str = "Bleeds a year by window") -> dict[str, list[str]]:
    """The table of windows: each window's name with the words of its cells."""
    start = page.text.index(f'aria-label="{table}"')
    body = page.text[start : page.text.index("</table>", start)]
    found = {}
    for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', body, re.DOTALL):
        head, *cells = re.split(r"<td[^>]*>", row)
        name = re.search(r"<span[^>]*>(.*?)</span>", head, re.DOTALL)
        assert name is not None
        found[words(name[1])] = [words(head), *(words(cell) for cell in cells)]
    return found
