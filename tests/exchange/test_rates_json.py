"""Results become the `bleedlog.rates/1` object: keys in order, what is not known null."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from bleedlog.exchange.rates_json import rates_json
from bleedlog.models.vocabulary import Side, Site
from bleedlog.statistics.results import (
    CohortFigures,
    CohortModel,
    CohortRate,
    CohortWindow,
    Comparison,
    ModelRatio,
    PersonFigures,
    Rate,
    Ratio,
    TargetJoint,
    Window,
)
from bleedlog.statistics.rule import Rule

RATE = Rate(4, 4.058333333333334, 1.1057, 10.391)
SPONTANEOUS = replace(RATE, unknown_cause=2)
RATES: dict[str, Rate | None] = {
    "all": RATE,
    "spontaneous": SPONTANEOUS,
    "joint": None,
    "treated": Rate(0, None, 0.0, 3.69),
}
WINDOW = Window(
    name="lead_in",
    start=date(2023, 3, 1),
    end=date(2024, 3, 1),
    elapsed_days=366,
    observed_days=360,
    bleed_only_days=2,
    too_short=False,
    sparse=False,
    rates=RATES,
    if_silence_meant_none=RATES,
)
RATIO = Ratio(0.25, 0.01, 2.5, False, 0.2, True)
ENDLESS = Ratio(None, 0.3, None, True, 0.5, True)
COMPARISON = Comparison(
    "lead_in",
    "months_7_18",
    True,
    {"all": RATIO, "spontaneous": ENDLESS, "joint": None, "treated": RATIO},
)
PERSON = PersonFigures(
    rule=Rule(),
    treated_on=date(2024, 3, 1),
    first_observed=date(2023, 3, 1),
    end_of_data=date(2025, 9, 1),
    back_on_prophylaxis=None,
    windows=(WINDOW,),
    last_12_months_before=None,
    comparisons=(COMPARISON,),
    target_joints=(
        TargetJoint(2, 0, date(2024, 6, 2), None),
        TargetJoint(1, 1, date(2023, 6, 2), date(2025, 1, 10)),
    ),
    episodes=(),
    factor_use=(),
    infusions_not_needed=None,
    observed=((date(2023, 3, 1), date(2025, 9, 1)),),
)
COHORT = CohortFigures(
    rule=Rule(),
    people=0,
    windows=(),
    model=CohortModel(
        "lead_in",
        "months_7_18",
        dict.fromkeys(
            ("all", "spontaneous", "joint", "treated"), ModelRatio(False, "fewer than 10 people")
        ),
    ),
    mcf={"lead_in": (), "after": ()},
)


def shaped(
    *people: tuple[str, PersonFigures], cohort: CohortFigures = COHORT, rule: Rule | None = None
) -> dict[str, Any]:
    """As a program reads it."""
    result = rates_json(
        people,
        cohort,
        rule or Rule(),
        site_of={1: Site.KNEE, 2: Site.ANKLE}.get,
        side_of={1: Side.LEFT}.get,
    )
    read: dict[str, Any] = json.loads(json.dumps(result, allow_nan=False))
    return read


def test_one_person_is_shaped_as_the_contract_shows() -> None:
    found = shaped(("P1", PERSON))
    assert found["schema"] == "bleedlog.rates/1"
    (person,) = found["patients"]
    assert (person["patient"], person["treated_on"]) == ("P1", "2024-03-01")
    (window,) = person["windows"]
    assert list(window) == [
        "name",
        "start",
        "end",
        "elapsed_days",
        "observed_days",
        "bleed_only_days",
        "too_short",
        "sparse",
        "rates",
        "if_silence_meant_none",
    ]
    assert window["rates"] == {
        "all": {"episodes": 4, "abr": 4.058333333333334, "low": 1.1057, "high": 10.391},
        "spontaneous": {
            "episodes": 4,
            "abr": 4.058333333333334,
            "low": 1.1057,
            "high": 10.391,
            "unknown_cause": 2,
        },
        "joint": None,
        "treated": {"episodes": 0, "abr": None, "low": 0.0, "high": 3.69},
    }
    assert window["if_silence_meant_none"] == window["rates"]
    assert person["comparisons"][0]["rates"]["spontaneous"] == {
        "ratio": None,
        "low": 0.3,
        "high": None,
        "high_infinite": True,
        "p_central": 0.5,
        "estimable": True,
    }
    assert person["comparisons"][0]["rates"]["joint"] is None


def test_target_joints_stand_by_date_in_words() -> None:
    (person,) = shaped(("", PERSON))["patients"]
    assert person["target_joints"] == [
        {"site": "knee", "side": "left", "since": "2023-06-02", "resolved": "2025-01-10"},
        {"site": "ankle", "side": None, "since": "2024-06-02", "resolved": None},
    ]


def test_people_stand_by_name_and_an_untreated_one_has_no_date() -> None:
    untreated = replace(PERSON, treated_on=None)
    found = shaped(("b", PERSON), ("B", untreated), ("a", PERSON))["patients"]
    assert [one["patient"] for one in found] == ["B", "a", "b"]
    assert found[0]["treated_on"] is None


def test_whole_hours_are_whole_numbers_and_others_stay() -> None:
    assert json.dumps(shaped(rule=Rule(merge_hours=72.0))["rule"]) == (
        '{"version": 1, "merge_hours": 72, "min_days": 90, "confidence": 0.95, '
        '"exclude_unsure": false, "include_surgical": false}'
    )
    assert shaped(rule=Rule(merge_hours=71.5))["rule"]["merge_hours"] == 71.5


def test_the_cohort_has_windows_by_name_its_model_and_its_curves() -> None:
    rate = CohortRate(4, 2.0, 0.5, 5.1, 1, 0.5, 0.01, 0.99, 2.0, 1.0, 3.0)
    rates = dict.fromkeys(("all", "spontaneous", "joint", "treated"), rate)
    estimable = ModelRatio(True, None, 12, 0.4, 0.2, 0.8, 0.01, 0.3, True)
    refused = ModelRatio(False, "fewer than 10 people")
    cohort = CohortFigures(
        rule=Rule(),
        people=2,
        windows=(CohortWindow("lead_in", 2, 1.97, rates),),
        model=CohortModel(
            "lead_in",
            "months_7_18",
            {"all": estimable, "spontaneous": refused, "joint": refused, "treated": refused},
        ),
        mcf={"lead_in": (), "after": ((139, 0.22, 0.073),)},
    )
    found = shaped(cohort=cohort)["cohort"]
    assert list(found) == ["people", "windows", "model", "mcf"]
    assert found["windows"]["lead_in"]["years"] == 1.97
    assert list(found["windows"]["lead_in"]["rates"]["all"]) == [
        "episodes",
        "abr",
        "low",
        "high",
        "zero_people",
        "zero_share",
        "zero_low",
        "zero_high",
        "median",
        "q1",
        "q3",
    ]
    assert found["model"]["rates"]["all"] == {
        "estimable": True,
        "people": 12,
        "ratio": 0.4,
        "low": 0.2,
        "high": 0.8,
        "p": 0.01,
        "alpha": 0.3,
        "noninferior": True,
    }
    assert found["model"]["rates"]["joint"] == {
        "estimable": False,
        "reason": "fewer than 10 people",
    }
    assert found["mcf"] == {"lead_in": [], "after": [[139, 0.22, 0.073]]}
