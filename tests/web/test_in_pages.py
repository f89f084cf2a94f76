"""The scripts that stand in pages: what the policy names is what is sent, and nothing else."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest

from bleedlog.web.headers import content_security_policy
from bleedlog.web.in_pages import IN_PAGES, scripts_in_pages
from bleedlog.web.static_files import folder_of
from tests.people import People
from tests.web.browser import Browser


def sources(policy: str) -> list[str]:
    (scripts,) = re.findall(r"script-src ([^;]+)", policy)
    return [source for source in scripts.split() if source != "'self'"]


def test_the_policy_names_what_stands_in_the_pages_that_are_sent(
    browser: Browser, people: People
) -> None:
    people.user("Ann")
    answers = [browser.get(path) for path in ("/sign-in", "/join", "/reset")]
    browser.come_in("Ann")
    answers += [browser.get("/begin"), browser.get("/no-such-page")]
    (policy,) = {answer.headers["Content-Security-Policy"] for answer in answers}
    standing = set()
    for answer in answers:
        found = re.findall(r"<script type=\"module\">(.*?)</script>", answer.text, re.DOTALL)
        assert found, "each page has one"
        for text in found:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            standing.add(f"'sha256-{digest}'")
    assert standing == set(sources(policy))


def test_a_changed_script_is_another_one_to_the_policy(tmp_path: Path) -> None:
    shutil.copytree(folder_of("static") / "js", tmp_path / "js")
    before = sources(content_security_policy(scripts_in_pages(tmp_path).values()))
    first = tmp_path / IN_PAGES[0]

    first.write_text("// Other words about it.\n" + first.read_text())
    said = sources(content_security_policy(scripts_in_pages(tmp_path).values()))
    assert said == before, "comments stay at home"

    first.write_text(first.read_text() + "begin();\n")
    after = sources(content_security_policy(scripts_in_pages(tmp_path).values()))
    assert after[0] != before[0]
    assert after[1:] == before[1:]


@pytest.mark.parametrize("words", ["'</script>'", "'<!--'"])
def test_what_would_end_the_script_is_refused(tmp_path: Path, words: str) -> None:
    shutil.copytree(folder_of("static") / "js", tmp_path / "js")
    (tmp_path / IN_PAGES[1]).write_text(f"const words = {words};\n")

    with pytest.raises(ValueError, match="cannot stand in a page"):
        scripts_in_pages(tmp_path)
