"""The follow-up page: said in words, confirmed, taken back; and a centre's intervals."""

import re
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words

FORM = r'action="[^"]*/{where}".*?name="id" value="([^"]+)"'


@pytest.fixture
def tom(bring: Bring) -> UUID:
    """Treated on 3 March 2025; it is 22 November 2026, a Sunday."""
    return bring(
        "gene_therapy,2025-03-03,,,",
        "alt,2026-09-07,22,U/L,45",
        "fix_activity,2026-03-03,38,IU/dL,",
        header="kind,start,value,unit,upper_limit",
    )


class Page:
    """Tom's follow-up as Nia sees it."""

    def __init__(self, browser: Browser, tom: UUID) -> None:
        self.browser, self.path = browser, f"/clinic/patients/{tom}/schedule"

    def said(self) -> str:
        return words(self.browser.get(self.path).text.partition("<main")[2])

    def send(self, where: str, **sent: Any) -> TestResponse:
        page = self.browser.get(self.path)
        token = re.search(r'name="csrf_token" value="([^"]*)"', page.text)
        assert token
        return self.browser.post(f"{self.path}/{where}", {"csrf_token": token[1], **sent})


@pytest.fixture
def page(nia: Browser, tom: UUID) -> Page:
    return Page(nia, tom)


NEW = "0189f7b2-0000-7000-8000-00000000000d"


def test_the_page_says_what_is_due(page: Page) -> None:
    said = page.said()
    assert "Liver enzymes (ALT, AST) Done Next in the week of 1 March 2027." in said
    assert "Factor IX level Overdue Was due in the week of 31 August 2026." in said
    assert "Ultrasound of the liver Only at risk" in said
    assert "every week; from month 3 every 3 months; from month 12 every 6 months" in said
    assert "up to date" not in said


def test_a_confirmed_week_is_seen_and_taken_back(
    page: Page, people: People, tom: UUID, new_browser: Any
) -> None:
    people.access(people.user("Tom"), tom)
    answer = page.send("confirm", id=NEW, test="fix", day="2026-12-09")
    assert "Confirmed: the person sees it" in words(page.browser.get(answer.location).text)
    assert "Tom sees: due: blood test, week of 7 December 2026, confirmed by Leeds." in page.said()
    phone = new_browser()
    phone.come_in("Tom")
    home = words(phone.get("/").text)
    assert "Due: blood test Confirmed Week of 7 December 2026, confirmed by Leeds." in home
    page.send(f"{NEW}/take-back")
    assert "Due: blood test" not in words(phone.get("/").text)


@pytest.mark.parametrize(
    ("where", "day", "why"),
    [
        ("confirm", "2026-11-15", "That week is over."),
        ("confirm", "", "Enter a date that exists"),
        ("confirm", "2026-02-30", "Enter a date that exists"),
        ("done", "2026-11-23", "This is in the future."),
    ],
)
def test_what_cannot_be_is_said(page: Page, where: str, day: str, why: str) -> None:
    page.send("risk", at_risk="yes")
    answer = page.send(where, id=NEW, test="ultrasound", day=day)
    assert (answer.status_code, "<title>Error: " in answer.text) == (200, True)
    assert why in words(answer.text)
    at = "done-ultrasound" if where == "done" else "day-ultrasound"
    assert f'<li><a href="#{at}">' in answer.text
    assert f'id="{at}-error"' in answer.text
    # What was typed is still there, and only there.
    typed = re.findall(r'id="((?:done|day)-ultrasound)" name="day" value="([^"]*)"', answer.text)
    assert [(name, value) for name, value in typed if name == at] == [(at, day)]
    assert [value for name, value in typed if name != at and value == day and day] == []


def test_who_is_at_risk_is_followed_up_by_ultrasound(page: Page) -> None:
    page.send("risk", at_risk="yes")
    assert "Ultrasound of the liver Overdue Was due in the week of 2 March 2026." in page.said()
    page.send("done", id=NEW, test="ultrasound", day="2026-03-02")
    assert "Ultrasound of the liver Done Next in the week of 1 March 2027." in page.said()
    assert "Noted by hand Ultrasound of the liver, 2 March 2026" in page.said()
    # A result shows that blood was taken; nobody notes it by hand.
    assert page.send("done", id=NEW, test="liver", day="2026-03-02").status_code == 400
    assert page.send("confirm", id="x", test="liver", day="2026-12-09").status_code == 400
    assert page.send("confirm", id=NEW, test="x", day="2026-12-09").status_code == 400


def test_the_team_sets_the_dates(nia: Browser, bring: Bring) -> None:
    who = bring(
        "gene_therapy,2025-03-03,,,", "alt,2026-11-20,88,U/L,45", "ast,2026-11-20,20,U/L,",
        header="kind,start,value,unit,upper_limit",
    )  # fmt: skip
    said = Page(nia, who).said()
    assert "Set by your team ALT 88 U/L on 20 November 2026 is above its upper limit, 45." in said
    assert "AST 20 U/L on 20 November 2026 has no upper limit noted" in said
    assert "Liver enzymes (ALT, AST) Set by your team" in said
    assert " Done " not in said


def test_without_an_infusion_it_says_so(nia: Browser, bring: Bring) -> None:
    assert "No infusion is recorded" in Page(nia, bring()).said()


def steps(*rows: tuple[str, str, str], test: str = "liver", do: str = "save") -> dict[str, Any]:
    return {
        "test": test, "do": do,
        "from_month": [row[0] for row in rows],
        "every": [row[1] for row in rows],
        "unit": [row[2] for row in rows],
    }  # fmt: skip


def test_a_centre_sets_its_intervals_and_goes_back(page: Page) -> None:
    browser = page.browser

    def send(sent: dict[str, Any]) -> TestResponse:
        found = re.search(
            r'name="csrf_token" value="([^"]*)"', browser.get("/clinic/schedule").text
        )
        assert found
        return browser.post("/clinic/schedule", {"csrf_token": found[1], **sent})

    send(steps(("0", "2", "week"), ("6", "6", "month"), ("", "", "month")))
    assert "Now: every 2 weeks; from month 6 every 6 months." in words(
        browser.get("/clinic/schedule").text
    )
    assert "(set by your centre)" in page.said()
    send(steps(do="published"))
    assert "(set by your centre)" not in page.said()
    for rows in (
        [("3", "2", "week")], [], [("0", "0", "week")], [("0", "x", "week")], [("0", "61", "week")],
        [("0", "1", "week"), ("0", "2", "week")], [("0", "1", "year")], [("0", "", "week")],
        [("601", "1", "week")],
    ):  # fmt: skip
        answer = send(steps(*rows))
        assert "<title>Error: " in answer.text, rows
        assert "Liver enzymes (ALT, AST): " in words(answer.text)
        assert '<li><a href="#liver">' in answer.text
        assert 'id="liver-error"' in answer.text
    assert send(steps(("0", "1", "week"), test="x")).status_code == 400
