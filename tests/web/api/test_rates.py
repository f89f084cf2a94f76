"""Rates for programs are the command line's, to the last digit."""

import json
from typing import Any

import pytest

from bleedlog.models.viewer import console
from bleedlog.services.travel import import_diary
from tests.cli.operator import Operator
from tests.people import People, email_of
from tests.web.api.conftest import Ann
from tests.web.api.program import Program

HISTORY = """kind,start,end,site,side,cause,certainty,treated_from,source
observed,2022-01-01,2024-03-01,,,,,,recalled
bleed,2022-04-02T08:00,,knee,left,spontaneous,certain,2022-04-02T09:00,recalled
bleed,2022-05-20T08:00,,knee,left,spontaneous,certain,2022-05-20T09:00,recalled
bleed,2022-07-09,,ankle,right,traumatic,unsure,,recalled
bleed,2023-01-15,,face,,unknown,certain,,prospective
bleed,2023-06-15,,hip,left,surgical,certain,,prospective
gene_therapy,2024-03-01,,,,,,,
no_bleeds,2024-03-02,2026-03-01,,,,,,
bleed,2025-02-03T10:00,,elbow,left,spontaneous,certain,2025-02-03T12:00,prospective
bleed,2025-02-05T10:00,,elbow,left,spontaneous,certain,,prospective
"""
CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"merge_hours": "24"}, ["--merge-hours", "24"]),
    ({"merge_hours": "36.5"}, ["--merge-hours", "36.5"]),
    ({"min_days": "3000"}, ["--min-days", "3000"]),
    ({"confidence": "0.8"}, ["--confidence", "0.8"]),
    ({"exclude_unsure": "true"}, ["--exclude-unsure"]),
    ({"include_surgical": "true", "exclude_unsure": "false"}, ["--include-surgical"]),
    ({"lead_in_months": "12"}, ["--lead-in-months", "12"]),
    ({"treated": "2023-03-01"}, ["--treated", "2023-03-01"]),
    ({"mid_p": "true"}, ["--mid-p"]),
    ({"without_source": ["recalled"]}, ["--without-source", "recalled"]),
    (
        {"without_source": ["recalled", "prospective"], "confidence": "0.9"},
        ["--without-source", "recalled", "--without-source", "prospective", "--confidence", "0.9"],
    ),
]


@pytest.fixture
def history(people: People, ann: Ann) -> None:
    """Years of Ann's, brought along."""
    import_diary(people.record, by=console("a test"), patient_id=ann.patient, text=HISTORY)


@pytest.mark.slow
@pytest.mark.usefixtures("history")
def test_the_figures_are_those_of_the_exported_file(reader: Program, sqlite_url: str) -> None:
    operator = Operator(sqlite_url)
    exported = operator.run("export", "--patient", email_of("Ann"), "--reason", "a test").stdout
    for query, words in CASES:
        answer = reader.get("/rates", **query)
        told = operator.run("rates", "-", "--json", *words, typed=exported)

        assert told.exit_code == 0, told.stderr
        assert answer.status_code == 200, query
        assert answer.get_json() == json.loads(told.stdout), query
        # Also the order of the keys, which is part of what is promised.
        assert json.dumps(answer.get_json()) == json.dumps(json.loads(told.stdout)), query


@pytest.mark.usefixtures("history")
def test_the_figures_are_of_this_diary(reader: Program) -> None:
    figures = reader.get("/rates").get_json()

    (ann,) = figures["patients"]
    windows = {window["name"]: window for window in ann["windows"]}
    assert ann["treated_on"] == "2024-03-01"
    # Knee twice, ankle, nose; the hip was surgical. Two at one elbow within 72 hours are one.
    assert windows["lead_in"]["rates"]["all"]["episodes"] == 4
    assert windows["months_7_18"]["rates"]["all"]["episodes"] == 1


def test_an_empty_diary_has_no_figures(reader: Program) -> None:
    answer = reader.get("/rates")

    assert answer.status_code == 200
    assert answer.get_json()["patients"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"merge_hours": "-1"},
        {"merge_hours": "nan"},
        {"merge_hours": "inf"},
        {"confidence": "1"},
        {"confidence": "0"},
        {"min_days": "1.5"},
        {"min_days": "1_0"},
        {"lead_in_months": "0"},
        {"exclude_unsure": "yes"},
        {"treated": "1.3.2024"},
        {"treated": "1066-10-14"},
        {"treated": "2024-02-30"},
        {"without_source": "hearsay"},
        {"merge_hour": "24"},
    ],
)
def test_an_option_that_will_not_do_is_refused(reader: Program, query: dict[str, str]) -> None:
    """One that is misspelt, too: nobody should read figures of another rule than they asked for."""
    answer = reader.get("/rates", **query)

    assert answer.status_code == 422
    assert answer.get_json()["faults"][0]["field"].split(".")[0] == next(iter(query))
