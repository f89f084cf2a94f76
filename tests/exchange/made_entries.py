"""Diaries that Hypothesis makes of entries, awkward ones before all: links, zones, odd texts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from bleedlog.models.clinic_record import UNITS
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import DOSE_UNIT
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import (
    BLEED_KINDS,
    Answer,
    Assay,
    Cause,
    Certainty,
    InfusionReason,
    Kind,
    Manifestation,
    OtherTreatment,
    Precision,
    Response,
    Severity,
    Side,
    Site,
    Size,
    Source,
    Stiffness,
    Treated,
    Verdict,
)

FIRST_DAY = date(2024, 3, 28)
"""The clocks go forward in Europe three days later."""

ZONES = ("Europe/London", "Europe/Paris", "Pacific/Auckland", "America/New_York")
TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30
) | st.text(alphabet=st.sampled_from("'=+-@\t\r\n\",; é"), max_size=6)

DAYS = st.integers(0, 6).map(lambda number: (FIRST_DAY + timedelta(number)).isoformat())
CLOCKS = st.sampled_from(["", "T00:00", "T01:30", "T09:05", "T12:00", "T23:59"])
MOMENTS = st.builds(str.__add__, DAYS, CLOCKS)


def _maybe(values: Any) -> Any:
    return st.none() | (values if hasattr(values, "map") else st.sampled_from(values))


def _words(vocabulary: Any) -> Any:
    return st.lists(st.sampled_from(vocabulary), unique=True, max_size=3).map(" ".join)


_HAPPENING = {
    "start": MOMENTS,
    "zone": st.sampled_from(ZONES),
    "precision": _maybe(Precision),
    "source": st.sampled_from(Source),
    "note": _maybe(TEXTS),
    "private": st.booleans(),
}
_BLEED = {
    "end": _maybe(MOMENTS),
    "manifestation": _maybe(Manifestation),
    "site": _maybe([Site.KNEE, Site.ANKLE, Site.THIGH, Site.OTHER]),
    "side": _maybe(Side),
    "cause": _maybe(Cause),
    "certainty": _maybe(Certainty),
    "severity": _maybe(Severity),
    "pain": _maybe(st.integers(0, 10)),
    "symptoms": _maybe(_words(["swelling", "warm", "-odd", "x_1"])),
    "size": _maybe(Size),
    "stiffness": _maybe(Stiffness),
    "swelling": _maybe(st.booleans()),
    "treated": _maybe(Treated),
    "treated_from": _maybe(MOMENTS),
    "treated_until": _maybe(MOMENTS),
    "other_treatment": _maybe(_words(OtherTreatment)),
    "response": _maybe(Response),
    "new_bleed": st.booleans(),
}
_INFUSION = {
    "product": _maybe(TEXTS),
    "dose_iu": _maybe(st.floats(0.5, 1e5)),
    "batch": _maybe(TEXTS),
    "reason": _maybe(InfusionReason),
}
_MEASURE = {
    "value": st.floats(0, 124),
    "unit": _maybe(TEXTS.filter(lambda text: len(text) <= 20)),
    "assay": _maybe(Assay),
    "reagent": _maybe(TEXTS),
    "lab": _maybe(TEXTS),
    "upper_limit": _maybe(st.floats(0.1, 1e5)),
    "hours_since_factor": _maybe(st.floats(0, 1e5)),
}
_SPAN = {"start": DAYS, "end": DAYS}
_FIELDS: dict[Kind, dict[str, Any]] = {
    **dict.fromkeys(BLEED_KINDS, _BLEED),
    **{kind: _MEASURE | {"unit": st.sampled_from(UNITS[kind])} for kind in UNITS},
    Kind.INFUSION: _INFUSION,
    Kind.CHECK_IN: _SPAN | {"answer": st.sampled_from(Answer)},
    Kind.OBSERVED: _SPAN,
    Kind.BLEED_COUNT: _SPAN | _MEASURE | {"value": st.integers(0, 9)},
    Kind.GENE_THERAPY: _INFUSION | _MEASURE | {"unit": st.sampled_from([None, DOSE_UNIT])},
    Kind.STEROID_COURSE: {"end": _maybe(MOMENTS), "product": _maybe(TEXTS)},
    Kind.JOINT_SCORE: _MEASURE,
    Kind.BACK_ON_PROPHYLAXIS: {"end": _maybe(MOMENTS)},
    Kind.REVIEW: {},
}
_MOST = [Kind.BLEED, Kind.BRUISE, Kind.JOINT_PAIN, Kind.INFUSION, Kind.CHECK_IN, Kind.ADJUDICATION]


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Drop times that an input class would refuse: those before what they follow."""

    def is_before(text: str, earlier: str) -> bool:
        one, other = parse_moment(text), parse_moment(earlier)
        if one.clock is not None and other.clock is not None:
            return one.minute(values["zone"]) < other.minute(values["zone"])
        return one.day < other.day

    start = values["start"]
    for name in ("end", "treated_from"):
        if values.get(name) is not None and is_before(values[name], start):
            values[name] = None
    first, last = values.get("treated_from"), values.get("treated_until")
    if last is not None and (first is None or is_before(last, first) or is_before(last, start)):
        values["treated_until"] = None
    if first is not None and values.get("treated") is Treated.NO:
        values["treated"] = None
    return values


@st.composite
def diaries(draw: Any) -> list[EntryInput]:
    """A diary's entries in the order entered, linked in every way, sound or not."""
    kinds = draw(st.lists(st.sampled_from(_MOST) | st.sampled_from(Kind), max_size=9))
    ids = [UUID(int=number + 1) for number in range(len(kinds))]
    named = st.sampled_from([*ids, UUID(int=999)])
    entries = []
    therapies = 0
    for kind, own in zip(kinds, ids, strict=True):
        therapies += kind is Kind.GENE_THERAPY
        if kind is Kind.GENE_THERAPY and therapies > 1:
            continue
        fields = _HAPPENING | _FIELDS.get(kind, {})
        values = {"id": own, **{name: draw(values) for name, values in fields.items()}}
        if "end" in values and fields["end"] is DAYS:
            days = sorted([values["start"], values["end"]])
            after = date.fromisoformat(days[1]) + timedelta(1)
            values |= {"start": days[0], "end": after.isoformat()}
        else:
            values = _in_order(values)
        other = draw(_maybe(named))
        if kind in BLEED_KINDS and not values["new_bleed"] and other != own:
            values["same_as"] = other
        if kind is Kind.INFUSION:
            values["treats"] = other
        if kind is Kind.ADJUDICATION:
            values |= {"about": draw(named), "verdict": draw(st.sampled_from(Verdict))}
            if values["verdict"] is Verdict.SAME_AS:
                others = [one for one in [*ids, UUID(int=999)] if one != values["about"]]
                values["same_as"] = draw(st.sampled_from(others))
        entries.append(INPUTS[kind](**values))
    return entries
