"""Several records at once: typed in rows or pasted, each with its verdict, all saved or none."""

import re
from html import unescape
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from tests.web.browser import Browser, hidden_fields
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import words

SHEET = (
    "Date\tTest\tResult\tUnits\tULN\tWard\n"
    "06/08/2026\tFIX\t0.4\tIU/mL\t\t7\n"
    "07/08/2026\tALT\t22\tU/L\t45\t7\n"
    "07/08/2026\tAST\t3000\tU/L\t45\t7\n"
    "\tALT\t9\n"
    "31/02/2026\tFerritin\t9\tU/L\t\t7"
)


class Rows:
    """The page of rows, sent as a browser sends it."""

    def __init__(self, browser: Browser, tom: UUID) -> None:
        self.browser = browser
        self.path = f"/clinic/patients/{tom}/records/several"
        self.page = browser.get(self.path)

    def fields(self) -> dict[str, object]:
        """Everything that the shown form would send."""
        main = self.page.text.partition('class="rows"')[2]
        sent: dict[str, object] = dict(hidden_fields(self.page))
        token = sent["csrf_token"]
        sent["csrf_token"] = token[0] if isinstance(token, list) else token
        for field in re.findall(r"<input[^>]*>", main):
            name = re.search(r' name="([^"]+)"', field)
            if name and name[1].startswith("row-") and ("checked" in field or "check" not in field):
                value = re.search(r' value="([^"]*)"', field)
                sent[name[1]] = unescape(value[1]) if value else ""
        for name_, body in re.findall(
            r'<select[^>]* name="([^"]+)"(.*?)</select>', main, re.DOTALL
        ):
            chosen = re.search(r'value="([^"]*)" selected', body)
            sent[name_] = unescape(chosen[1]) if chosen else ""
        return sent

    def send(self, do: str = "save", **more: str) -> TestResponse:
        fields = self.fields() | {"do": do}
        fields |= {name.replace("_", "-"): value for name, value in more.items()}
        self.page = self.browser.post(self.path, fields)
        return self.page

    def paste(self, text: str) -> TestResponse:
        return self.send("read", pasted=text)

    @property
    def said(self) -> str:
        return words(self.page.text.partition("<main")[2])


@pytest.fixture
def rows(nia: Browser, bring: Bring) -> Rows:
    return Rows(nia, bring())


def offered(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found
    return unescape(found[1])


def test_a_pasted_sheet_is_shown_row_by_row_and_saved_when_all_is_right(rows: Rows) -> None:
    page = rows.paste(SHEET)
    assert "<title>Error: " in page.text
    for expected in (
        "1 of 5 rows is ready. 3 ask for your word. 2 cannot be saved as they are.",
        "Some columns are not taken Ward",
        "You wrote 0.4 IU/mL. Save it as 40 IU/dL",
        "3000 U/L is more than usual.",
        "This row has 3 columns, the first has 6. Is a cell merged or missing?",
        "Row 4: Enter the date",
        "Row 5: “Ferritin” is not taken here.",
    ):
        assert expected in rows.said
    # Nothing is stored while one row is open.
    assert rows.send().status_code == 200
    page = rows.send(
        row_0_taken=offered(page, "row-0-taken"),
        row_2_sure=offered(page, "row-2-sure"),
        row_3_start="08/08/2026", row_3_unit="U/L", row_3_seen="yes",
        row_4_out="yes",
    )  # fmt: skip
    assert page.location.endswith("/records?many=4")
    listed = words(rows.browser.get(page.location).text)
    assert "Saved: 4 records" in listed
    for expected in ("40 IU/dL The laboratory wrote 0.4 IU/mL.", "AST 3000 U/L", "ALT 9 U/L"):
        assert expected in listed
    assert "Ferritin" not in listed


def test_what_the_laboratory_wrote_below_its_limit_is_kept(rows: Rows) -> None:
    """Most levels of severe haemophilia B are "<1"; the rows have no note to write it in."""
    rows.paste("Date\tTest\tResult\tUnit\n01/10/2026\tFIX\t<1\tIU/dL")
    assert "“<1” is no number. Enter the number to keep" in rows.said
    assert "write in the note" not in rows.said
    assert "Its note will say: The laboratory wrote <1 IU/dL." in rows.said
    saved = rows.send(**{"row-0-value": "0.5"})
    listed = words(rows.browser.get(saved.location).text)
    assert "0.5 IU/dL" in listed
    assert "The laboratory wrote <1 IU/dL." in listed


def test_rows_are_typed(rows: Rows) -> None:
    rows.send("more")
    assert rows.page.text.count('name="row"') == 10
    answer = rows.send(
        row_0_start="2026-11-01", row_0_kind="fix_activity", row_0_value="38",
        row_0_unit="iu/dl", row_0_assay="one_stage", row_0_hours_since_factor="",
        row_7_start="1 Jan 2025", row_7_end="31 Mar 2025", row_7_kind="bleed_count",
        row_7_value="2",
    )  # fmt: skip
    listed = words(rows.browser.get(answer.location).text)
    assert "38 IU/dL one-stage" in listed
    assert "1 January 2025 to 31 March 2025 Number of bleeds: 2 bleeds" in listed


def test_what_a_kind_has_no_place_for_is_said(rows: Rows) -> None:
    row = {"row_0_start": "2026-11-01", "row_0_kind": "joint_score", "row_0_value": "9"}
    rows.send(**row, row_0_unit="U/L", row_0_end="2026-11-02")
    assert "A record of this kind has no “Last day”: joint score" in rows.said


def test_nothing_typed_is_nothing_saved(rows: Rows) -> None:
    assert "Fill in at least one row" in words(rows.send().text)
    for text in ("", "hello", "Date,ALT\n"):
        assert "Nothing is saved yet" not in words(rows.paste(text).text)
        assert "There is a problem" in rows.said
    assert '<li><a href="#pasted">' in rows.paste("hello").text


def test_pasted_rows_come_after_typed_ones(rows: Rows) -> None:
    typed = {"row_0_start": "2026-11-01", "row_0_kind": "alt", "row_0_value": "30"}
    rows.send("more", **typed, row_0_unit="U/L")
    rows.paste("date,AST (U/L)\n02/11/2026,31")
    assert "2 of 2 rows are ready." in rows.said


def test_a_form_that_no_page_of_ours_sent_is_refused(rows: Rows) -> None:
    rows.page = rows.browser.get(rows.path)
    token = rows.fields()["csrf_token"]
    for ids in (["x"], [str(UUID(int=n)) for n in range(61)]):
        answer = rows.browser.post(rows.path, {"csrf_token": token, "row": ids})
        assert answer.status_code == 400
