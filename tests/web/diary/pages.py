"""What a page of the diary says, read from its HTML."""

import re
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests.web.browser import Browser

HIDDEN = re.compile(r'<input(?=[^>]* type="hidden")(?=[^>]* name="([^"]+)")[^>]* value="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>")
SUMMARY = re.compile(r'<a href="#([^"]+)">([^<]+)</a></li>')
TAGS = re.compile(r"<[^>]+>")


def hidden(page: TestResponse) -> dict[str, str]:
    """What a page's form carries along unseen."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page.text)}


def send(browser: Browser, path: str, answers: dict[str, Any]) -> TestResponse:
    """Open a form, answer it and send it to where it was opened."""
    return browser.post(path, hidden(browser.get(path)) | answers)


def title(page: TestResponse) -> str:
    """The page's title."""
    found = TITLE.search(page.text)
    assert found is not None
    return unescape(found[1])


def summary(page: TestResponse) -> dict[str, str]:
    """The error summary: which message leads to the element of which id."""
    if 'class="error-summary"' not in page.text:
        return {}
    start = page.text.index('class="error-summary"')
    part = page.text[start : page.text.index("</ul>", start)]
    return {target: unescape(message) for target, message in SUMMARY.findall(part)}


def words(page: TestResponse) -> str:
    """The text of a page's main part, spaces made one."""
    start = page.text.index("<main")
    main = page.text[start : page.text.index("</main>", start)]
    return " ".join(unescape(TAGS.sub(" ", main)).split())


def is_chosen(page: TestResponse, name: str, value: str) -> bool:
    """Whether a radio or checkbox is checked."""
    found = re.search(rf'<input[^>]* name="{name}" value="{value}"([^>]*)>', page.text)
    assert found is not None
    return "checked" in found[1]


def typed(page: TestResponse, name: str) -> str:
    """What stands in a typed field."""
    area = re.search(
        rf'<textarea[^>]* name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page.text, re.DOTALL
    )
    if area:
        return unescape(area[1])
    field = re.search(rf'<input(?=[^>]* name="{name}")[^>]* value="([^"]*)"', page.text)
    assert field is not None
    return unescape(field[1])


def is_open(page: TestResponse, words: str) -> bool:
    """Whether a part of the form that opens at a press is open."""
    found = re.search(rf"<details([^>]*)><summary>{words}</summary>", page.text)
    assert found is not None
    return "open" in found[1]
