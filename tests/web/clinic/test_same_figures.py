"""One diary, counted once: page, table, sheet, program interface and command say the same."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from bleedlog.models.viewer import Viewer
from bleedlog.services.travel import export_diary
from bleedlog.statistics.results import CATEGORIES
from tests.cli.rates_command import run
from tests.people import People
from tests.web.browser import Browser
from tests.web.clinic.conftest import Bring
from tests.web.clinic.pages import rates, tiles
from tests.web.clinic.test_patient import HEADER, YEARS

BLEEDS = (
    *(f"bleed,2024-0{month}-01,,joint,knee,left,spontaneous,,prospective" for month in range(2, 9)),
    "bleed,2024-09-10,,nose,,,unknown,unsure,imported",
    "bleed,2024-10-20,,joint,ankle,right,surgical,,prospective",
    "bleed,2025-07-01,,joint,ankle,right,traumatic,,prospective",
    "bleed,2026-01-10,,joint,ankle,right,spontaneous,,prospective",
    "bleed,2026-01-14,,joint,ankle,right,spontaneous,,prospective",
)
WINDOWS = {
    "lead_in": "Lead-in",
    "establishment": "Months 0 to 6",
    "months_7_18": "Months 7 to 18",
    "after_6m": "From month 7 on",
}
Command = tuple[str, ...]


@dataclass(frozen=True)
class Tom:
    """Somebody with a sign-in of his own."""

    user: UUID
    diary: UUID

    @property
    def page(self) -> str:
        """His page at the clinic."""
        return f"/clinic/patients/{self.diary}"


@pytest.fixture
def tom(bring: Bring, people: People) -> Tom:
    """Him, with his diary."""
    tom = Tom(people.user("Tom"), bring(*YEARS, *BLEEDS, header=HEADER))
    people.access(tom.user, tom.diary)
    return tom


@pytest.mark.parametrize(
    ("page", "interface", "command"),
    [
        ("", "", ()),
        (
            "?hours=120&unsure=leave-out&surgical=count",
            "?merge_hours=120&exclude_unsure=true&include_surgical=true",
            ("--merge-hours", "120", "--exclude-unsure", "--include-surgical"),
        ),
        ("?lead_in=12", "?lead_in_months=12", ("--lead-in-months", "12")),
        (
            "?source=not-imported",
            "?without_source=imported",
            ("--without-source", "imported"),
        ),
    ],
)
def test_every_way_to_ask_has_the_same_figures(
    *,
    nia: Browser,
    new_browser: Callable[..., Browser],
    people: People,
    tom: Tom,
    page: str,
    interface: str,
    command: Command,
) -> None:
    own = new_browser()
    own.come_in("Tom")
    told = own.get(f"/api/v1/rates{interface}").get_json()
    told_person = told["patients"][0]
    text = export_diary(people.record, by=Viewer(tom.user), patient_id=tom.diary).text
    printed = json.loads(run("--json", *command, "-", given=text).stdout)["patients"][0]
    sheet = list(csv.DictReader(io.StringIO(nia.get(f"{tom.page}/rates.csv{page}").text)))
    answer = nia.get(f"{tom.page}{page}")
    shown = rates(answer)

    assert printed["windows"] == told_person["windows"]
    assert printed["comparisons"] == told_person["comparisons"]
    for window in told_person["windows"]:
        cells = shown[WINDOWS[window["name"]]]
        for column, kind in enumerate(CATEGORIES, 2):
            rate = window["rates"][kind]
            [row] = [one for one in sheet if (one["window"], one["kind"]) == (window["name"], kind)]
            assert float(row["abr"]) == rate["abr"]
            assert (float(row["low"]), float(row["high"])) == (rate["low"], rate["high"])
            assert int(row["episodes"]) == rate["episodes"]
            assert int(row["observed_days"]) == window["observed_days"]
            figures = f"{rate['abr']:.1f} {rate['low']:.1f} to {rate['high']:.1f} "
            assert cells[column].startswith(figures)
            assert cells[column].removeprefix(figures).split()[0] == str(rate["episodes"] or "No")
    see_ratio(told_person, sheet, shown)
    tile = tiles(answer)["Bleeds a year"]
    by_name = {one["name"]: one["rates"]["all"]["abr"] for one in told_person["windows"]}
    assert tile.startswith(f"before {by_name['lead_in']:.1f} → after {by_name['months_7_18']:.1f} ")


def see_ratio(person: dict[str, Any], sheet: list[dict[str, str]], shown: Any) -> None:
    [against] = [one for one in person["comparisons"] if one["after"] == "months_7_18"]
    ratio = against["rates"]["all"]
    [row] = [one for one in sheet if (one["window"], one["kind"]) == ("months_7_18", "all")]
    assert float(row["ratio"]) == ratio["ratio"]
    assert float(row["p_central"]) == ratio["p_central"]
    *_, said, p = shown["Months 7 to 18"]
    assert said.startswith(f"{ratio['ratio']:.2f} ")
    assert float(p) == round(ratio["p_central"], len(p) - len("0."))
