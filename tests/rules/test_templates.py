"""Templates: escaped by Jinja, allowed by the content security policy, one component a file."""

import re
from pathlib import Path

from jinja2 import Environment, nodes

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


RECKONING = (*(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),)
REDUCING = ("sum", "round", "abs")
OUTLINES = ("body_figure.html", "body_map.html")
"""Of a body: the width of a line, and the number by which a place is drawn."""


def _joins_lists(one: nodes.Node) -> bool:
    """Whether a plus is between lists of names: no figure comes of it."""
    if isinstance(one, nodes.Add):
        return _joins_lists(one.left) or _joins_lists(one.right)
    if isinstance(one, nodes.CondExpr):
        return one.expr2 is not None and _joins_lists(one.expr2)
    return isinstance(one, nodes.List)


def test_templates_do_no_arithmetic() -> None:
    # Results are computed once, by statistics or a presenter: compute, then draw.
    found = []
    for path in templates():
        if path.name in OUTLINES:
            continue
        parsed = Environment(autoescape=True).parse((ROOT / path).read_text(encoding="utf-8"))
        reckoned: list[nodes.Expr]
        reckoned = [one for one in parsed.find_all(RECKONING) if not _joins_lists(one)]
        reckoned += [one for one in parsed.find_all(nodes.Filter) if one.name in REDUCING]
        found += [f"{path}:{one.lineno}" for one in reckoned]

    assert found == []
