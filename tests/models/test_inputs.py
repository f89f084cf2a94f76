"""What an entry may say: limits, words, times against each other."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from bleedlog.models.bleed import BleedInput, BruiseInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AltInput,
    AntibodyInput,
    FixActivityInput,
    JointScoreInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import new_id
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.vocabulary import (
    Answer,
    Kind,
    Precision,
    Site,
    Source,
    Treated,
    Verdict,
)


def faults(input_class: type[Any], **said: Any) -> dict[str, str]:
    """The faults by field."""
    with pytest.raises(ValidationError) as caught:
        input_class(**said)
    return {
        str(fault["loc"][0]) if fault["loc"] else "": fault["msg"]
        for fault in caught.value.errors()
    }


def test_every_kind_has_its_input_class() -> None:
    assert set(INPUTS) == set(Kind)
    assert all(input_class.kind is kind for kind, input_class in INPUTS.items())


def test_new_ids_are_version_7_and_grow() -> None:
    first, second = new_id(), new_id()
    assert first.version == second.version == 7
    assert first != second


def test_precision_follows_from_the_time_unless_said() -> None:
    assert BleedInput(start="2024-03-01").precision is Precision.DAY
    assert BleedInput(start="2024-03-01T09:00").precision is Precision.EXACT
    said = BleedInput(start="2024-03-01", precision=Precision.MONTH)
    assert said.precision is Precision.MONTH


def test_a_bleed_says_what_the_form_asks() -> None:
    said = {
        "start": "2024-03-01T09:00",
        "end": "2024-03-02T10:00",
        "site": "knee",
        "side": "left",
        "cause": "spontaneous",
        "pain": 10,
        "symptoms": "swelling  warmth",
        "treated_from": "2024-03-01T09:30",
        "treated_until": "2024-03-01T21:30",
        "other_treatment": "ice_and_rest painkiller",
        "source": "recalled",
    }
    bleed = BleedInput.model_validate(said)
    assert (bleed.site, bleed.source) == (Site.KNEE, Source.RECALLED)
    assert bleed.symptoms == "swelling warmth"
    assert bleed.treated is Treated.YES


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"pain": 11}, "pain"),
        ({"pain": -1}, "pain"),
        ({"site": "elbo"}, "site"),
        ({"side": "both"}, "side"),
        ({"note": "x" * 2001}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"end": "2024-02-29"}, "end"),
        ({"end": "2024-03-01T08:59"}, "end"),
        ({"end": "soon"}, "end"),
        ({"treated_from": "2024-02-29T09:00"}, "treated_from"),
        ({"treated_until": "2024-03-02"}, "treated_until"),
        ({"treated_from": "2024-03-02", "treated_until": "2024-03-01"}, "treated_until"),
        ({"symptoms": "Swelling!"}, "symptoms"),
        ({"symptoms": " ".join(f"word{n}" for n in range(13))}, "symptoms"),
        ({"other_treatment": "magic"}, "other_treatment"),
        ({"other_treatment": "ice_and_rest ice_and_rest"}, "other_treatment"),
        ({"colour": "red"}, "colour"),
        ({"cause": "spontaneously"}, "cause"),
    ],
)
def test_what_cannot_be_is_a_fault_of_its_field(said: dict[str, Any], field: str) -> None:
    assert list(faults(BleedInput, start="2024-03-01T09:00", **said)) == [field]


def test_an_end_on_the_day_of_the_start_needs_no_clock() -> None:
    # One of the two has no time, so the dates decide.
    assert BleedInput(start="2024-03-01T22:00", end="2024-03-01").end == "2024-03-01"
    assert BleedInput(start="2024-03-01", end="2024-03-01T06:00").end == "2024-03-01T06:00"


def test_on_the_night_the_clocks_go_back_the_clock_is_utc() -> None:
    # Both 01:30 are read as the first of the two, so they are the same instant.
    night = "2024-10-27T01:30"
    assert BleedInput(start=night, end=night).end == night


def test_a_start_that_is_none_faults_only_the_start() -> None:
    assert list(faults(BleedInput, start="yesterday", end="2024-03-01", pain=3)) == ["start"]


def test_blank_words_are_no_words() -> None:
    bruise = BruiseInput(start="2024-03-01", symptoms=" ", other_treatment="", note="")
    assert (bruise.symptoms, bruise.other_treatment, bruise.note) == (None, None, None)


def test_same_as_is_another_entry_and_not_new() -> None:
    own = uuid4()
    assert list(faults(BleedInput, id=own, start="2024-03-01", same_as=own)) == ["same_as"]
    assert faults(BleedInput, start="2024-03-01", same_as=uuid4(), new_bleed=True)


def test_not_treated_has_no_treatment_time() -> None:
    assert faults(BleedInput, start="2024-03-01", treated="no", treated_from="2024-03-01")


@pytest.mark.parametrize("input_class", [ObservedInput, BleedCountInput, CheckInInput])
def test_spans_are_whole_days_with_an_end(input_class: type[Any]) -> None:
    more: dict[str, Any] = {}
    if input_class is BleedCountInput:
        more = {"value": 3}
    if input_class is CheckInInput:
        more = {"answer": Answer.NO_BLEEDS}
    span = input_class(start="2024-03-01", end="2024-03-08", **more)
    assert span.end == "2024-03-08"
    assert list(faults(input_class, start="2024-03-01", **more)) == ["end"]
    assert "end" in faults(input_class, start="2024-03-01", end="2024-03-01", **more)
    assert "end" in faults(input_class, start="2024-03-01", end="2024-03-08T10:00", **more)
    assert "start" in faults(input_class, start="2024-03-01T10:00", end="2024-03-08", **more)


@pytest.mark.parametrize("value", [-1, 2.5, None])
def test_a_bleed_count_is_a_whole_number(value: object) -> None:
    said = {"start": "2024-03-01", "end": "2024-03-08", "value": value}
    assert list(faults(BleedCountInput, **said)) == ["value"]


@pytest.mark.parametrize(
    ("input_class", "unit"),
    [
        (FixActivityInput, "IU/dL"),
        (FixActivityInput, "%"),
        (AltInput, "U/L"),
        (AntibodyInput, "1:n"),
    ],
)
def test_a_result_has_its_kinds_unit(input_class: type[Any], unit: str) -> None:
    assert input_class(start="2024-03-01", value=39, unit=unit).unit == unit


@pytest.mark.parametrize("unit", [None, "", "IU/mL", "iu/dl"])
def test_a_result_in_another_unit_is_never_taken(unit: str | None) -> None:
    said = {"start": "2024-03-01", "value": 0.4, "unit": unit}
    assert faults(FixActivityInput, **said)["unit"] == "Value error, expected IU/dL or %"


def test_a_gene_therapys_dose_is_per_kg() -> None:
    dose = GeneTherapyInput(start="2024-03-01", value=2e13, unit="gc/kg")
    assert dose.value == 2e13
    assert list(faults(GeneTherapyInput, start="2024-03-01", value=2, unit="vg")) == ["unit"]


@pytest.mark.parametrize("field", ["product", "batch"])
def test_nul_characters_are_refused_everywhere(field: str) -> None:
    assert list(faults(InfusionInput, start="2024-03-01", **{field: "a\x00b"})) == [field]


def test_scores_and_courses() -> None:
    assert JointScoreInput(start="2024-03-01", value=124).value == 124
    assert list(faults(JointScoreInput, start="2024-03-01", value=125)) == ["value"]
    assert SteroidCourseInput(start="2024-03-01").end is None
    assert list(faults(SteroidCourseInput, start="2024-03-02", end="2024-03-01")) == ["end"]


def test_a_dose_is_more_than_nothing() -> None:
    assert InfusionInput(start="2024-03-01", dose_iu=2000).dose_iu == 2000
    assert list(faults(InfusionInput, start="2024-03-01", dose_iu=0)) == ["dose_iu"]
    assert list(faults(InfusionInput, start="2024-03-01", dose_iu=float("inf"))) == ["dose_iu"]


def test_an_adjudication_names_another_exactly_for_same_as() -> None:
    about, other = uuid4(), uuid4()
    start = "2024-03-01"
    settled = AdjudicationInput(start=start, about=about, verdict=Verdict.NOT_A_BLEED)
    assert settled.same_as is None
    joined = AdjudicationInput(start=start, about=about, verdict=Verdict.SAME_AS, same_as=other)
    assert joined.same_as == UUID(str(other))
    assert faults(AdjudicationInput, start=start, about=about, verdict=Verdict.SAME_AS)
    assert faults(AdjudicationInput, start=start, about=about, verdict=Verdict.BLEED, same_as=other)
    assert "same_as" in faults(
        AdjudicationInput, start=start, about=about, verdict=Verdict.SAME_AS, same_as=about
    )


def test_a_treatment_is_not_blamed_for_an_onset_that_cannot_be() -> None:
    """Each field is told its own fault, whatever else is wrong."""
    said = {"start": "soon", "site": "knee", "side": "left"}
    treated = {"treated_from": "2024-03-01T09:30", "treated_until": "2024-03-01T21:30"}
    backwards = treated | {"treated_until": "2024-03-01T08:00"}

    assert set(faults(BleedInput, **said, **treated)) == {"start"}
    assert set(faults(BleedInput, **said, **backwards)) == {"start", "treated_until"}
    assert set(faults(BleedInput, **said, zone="Mars/Olympus", **treated)) == {"start", "zone"}
