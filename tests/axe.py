"""What axe has against a page that is open in the browser."""

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The rules that look at colours at all."""

SIZE_RULES = (*COLOUR_RULES, "scrollable-region-focusable")
"""Those that look at where things are: what can differ between two widths of one layout."""

# Brought into a page once: it is half a megabyte, which takes as long to read as the rules to run.
# Only what is wrong comes back, for the same reason.
_IS_THERE = "'axe' in window"
_RUN = "axe.run({options}).then(({{ violations }}) => violations)"


def faults(tab: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """What breaks a rule, with what axe says of it; `rules`: those alone, else all that it has."""
    if not tab.evaluate(_IS_THERE):
        tab.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found: list[dict[str, Any]] = tab.evaluate(_RUN.format(options=json.dumps(options)))
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for fault in found
        for node in fault["nodes"]
    ]
