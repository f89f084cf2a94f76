"""The real statistics against the slow, obvious twin, on diaries that Hypothesis makes."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.rates_of_text import rates_of_text
from tests.twin.diaries import DiaryFile, cohorts, diaries
from tests.twin.diary_twin import rates_twin
from tests.twin.long_lives import sore_joints, window_edges
from tests.twin.same_figures import differences, keys_in_order
from tests.twin.tangles import clock_nights, tangles

USUAL = settings.get_current_profile_name() != "thorough"


def examples(number: int) -> settings:
    """That many examples, or the share of `thorough` that takes as long."""
    most = number if USUAL else number * settings().max_examples // 240
    return settings(
        max_examples=most,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )


def real_rates(diary: DiaryFile) -> dict[str, Any]:
    """What `bleedlog rates --json` prints, read back."""
    printed = json.dumps(rates_of_text(diary.text, **asdict(diary.options)), allow_nan=False)
    result: dict[str, Any] = json.loads(printed)
    return result


def check(diary: DiaryFile) -> None:
    note(diary.text)
    note(str(diary.options))
    expected = rates_twin(diary.rows, diary.options)
    assert differences(expected, real_rates(diary)) == []


@pytest.mark.slow
@examples(150)
@given(diaries())
def test_figures_of_awkward_diaries_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


@pytest.mark.slow
@examples(240)
@given(tangles())
def test_figures_of_tangled_bleeds_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


@pytest.mark.slow
@examples(120)
@given(clock_nights())
def test_figures_of_nights_when_clocks_change_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


@pytest.mark.slow
@examples(120)
@given(sore_joints())
def test_figures_of_target_joints_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


@pytest.mark.slow
@examples(120)
@given(window_edges())
def test_figures_of_windows_from_awkward_days_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


@pytest.mark.slow
@examples(25)
@given(cohorts())
def test_figures_of_cohorts_with_a_model_are_the_twin_s(diary: DiaryFile) -> None:
    check(diary)


TWO_PEOPLE = """patient,kind,start,end,site,side,cause
A,observed,2023-01-01,2025-06-01,,,
A,gene_therapy,2023-10-01,,,,
A,bleed,2023-02-01,,knee,left,spontaneous
A,bleed,2023-03-01,,knee,left,spontaneous
A,bleed,2023-04-01,,knee,left,spontaneous
A,bleed,2024-07-01,,ankle,,traumatic
B,observed,2023-01-01,2024-06-01,,,
"""


def test_objects_have_their_keys_in_the_order_of_the_contract() -> None:
    found = keys_in_order(rates_of_text(TWO_PEOPLE))
    rate = ["episodes", "abr", "low", "high"]
    ratio = ["ratio", "low", "high", "high_infinite", "p_central", "estimable"]
    names = ["all", "spontaneous", "joint", "treated"]
    assert found["$"] == ["schema", "rule", "patients", "cohort"]
    assert found["$.rule"] == [
        "version",
        "merge_hours",
        "min_days",
        "confidence",
        "exclude_unsure",
        "include_surgical",
    ]
    patient = "$.patients[0]"
    assert found[patient] == ["patient", "treated_on", "windows", "comparisons", "target_joints"]
    assert found[f"{patient}.windows[0]"] == [
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
    assert found[f"{patient}.windows[0].rates"] == names
    assert found[f"{patient}.windows[0].rates.all"] == rate
    assert found[f"{patient}.windows[0].rates.spontaneous"] == [*rate, "unknown_cause"]
    assert found[f"{patient}.comparisons[0]"] == ["before", "after", "comparable", "rates"]
    assert found[f"{patient}.comparisons[0].rates.all"] == ratio
    assert found[f"{patient}.target_joints[0]"] == ["site", "side", "since", "resolved"]
    assert found["$.cohort"] == ["people", "windows", "model", "mcf"]
    assert found["$.cohort.windows.lead_in"] == ["people", "years", "rates"]
    assert found["$.cohort.windows.lead_in.rates.all"][:5] == [*rate, "zero_people"]


def test_too_few_people_is_the_reason_that_the_contract_names() -> None:
    model = rates_of_text(TWO_PEOPLE)["cohort"]["model"]
    assert (model["before"], model["after"]) == ("lead_in", "months_7_18")
    assert model["rates"]["joint"] == {"estimable": False, "reason": "fewer than 10 people"}
