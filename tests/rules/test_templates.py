"""Templates: escaped by Jinja, allowed by the content security policy, one component a file."""

import re
from pathlib import Path

from tests.rules.tree import ROOT, files_ending, lines_matching, project_files


def templates() -> tuple[Path, ...]:
    return tuple(path for path in project_files() if path.parts[0] == "templates")


def test_templates_end_in_html_because_flask_escapes_only_those() -> None:
    assert [str(path) for path in templates() if path.suffix not in {".html", ".txt"}] == []


def test_a_component_is_one_macro_named_like_its_file() -> None:
    misnamed = {}
    for path in templates():
        if path.parts[1] != "components":
            continue
        macros = re.findall(r"{%-?\s*macro\s+(\w+)", (ROOT / path).read_text(encoding="utf-8"))
        if macros != [path.stem]:
            misnamed[str(path)] = macros

    assert misnamed == {}


def test_pages_hold_no_style_or_script_that_the_policy_would_block() -> None:
    # What stands there is allowed by its hash (tests/web/test_in_pages.py).
    allowed = '<script type="module">{{ scripts_in_pages[path] }}</script>'
    inline_style = r"<[^>]*\sstyle\s*=|<style\b"
    inline_handler = r"<[^>]*\son[a-z]+\s*=\s*[\"']"
    inline_script = r"<script(?![^>]*\b(?:src=|data-then=|type=\"application/json\"))[^>]*>"
    blocked = re.compile(f"{inline_style}|{inline_handler}|{inline_script}")
    found = {}
    for path in files_ending(".html"):
        text = (ROOT / path).read_text(encoding="utf-8")
        shown = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
        if path == Path("templates/components/in_page.html"):
            shown = shown.replace(allowed, "")
        if hits := blocked.findall(shown):
            found[str(path)] = hits

    assert found == {}


def test_pages_load_nothing_from_elsewhere() -> None:
    elsewhere = r"(src|action|srcset|poster)=\"(https?:)?//|<link[^>]*href=\"(https?:)?//"

    assert lines_matching(elsewhere, files_ending(".html")) == []


def test_styles_load_nothing_from_elsewhere() -> None:
    assert lines_matching(r"url\(\s*[\"']?(https?:)?//|@import[^;]*//", files_ending(".css")) == []
