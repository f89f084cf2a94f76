"""What is put together says to a browser just what its files say, rule by rule."""

from typing import Any

import pytest

from bleedlog.web.static_files import folder_of
from bleedlog.web.stylesheets import SHEETS, put_together
from tests.chromium import chromium

RULES = r"""text => {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = text;
  // A variable keeps the letters of its value, which mean the same with and without these spaces.
  const pressed = (text) => text.replace(/\s*,\s*/g, ",").replace(/\s+/g, " ");
  const plain = (rules) => [...rules].map((rule) => rule.cssRules?.length
    ? [pressed(rule.cssText.split("{")[0]), plain(rule.cssRules)]
    : pressed(rule.cssText));
  const found = plain(style.sheet.cssRules);
  style.remove();
  return found;
}"""
TRICKY = r"""
a :hover, a:hover /* which { } ; */ { content: "  a ; b  } /* no */ , c: "; color : red ; }
@media  (min-width: 3rem)  and (max-width:  5rem) {
  .a  >  .b + .c ~ d { margin: calc( 1px  +  2px ) } }
.e::before { content: 'it\'s ; { ' ; inset: 0  auto }
.f { --g:  1px ,  2px; width: var(--g) }
"""


@pytest.fixture(scope="module")
def rules() -> Any:
    tab = chromium().new_page()
    yield lambda text: tab.evaluate(RULES, text)
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", SHEETS)
def test_a_layouts_stylesheet_says_what_its_files_say(rules: Any, name: str) -> None:
    texts = {path: (folder_of("static") / path).read_text() for path in SHEETS[name]}

    said = rules(put_together(texts, name))

    assert said == [rule for path in SHEETS[name] for rule in rules(texts[path])]
    assert len(str(said)) > 20_000


@pytest.mark.browser
def test_strings_and_selectors_stay_as_they_are(rules: Any) -> None:
    first, *others = SHEETS["phone"]
    pressed = put_together({first: TRICKY} | dict.fromkeys(others, ""), "phone")

    assert rules(pressed) == rules(TRICKY)
    assert len(rules(pressed)) == 4
    assert "/* which" not in pressed
    assert '"  a ; b  } /* no */ , c: "' in pressed
