"""Units of results: other spellings are taken, other units only offered."""

import pytest

from bleedlog.models.result_units import offer_for, unit_meant
from bleedlog.models.vocabulary import Kind


@pytest.mark.parametrize(
    ("kind", "written", "unit"),
    [
        (Kind.FIX_ACTIVITY, "iu/dl", "IU/dL"),
        (Kind.FIX_ACTIVITY, " IU / dL ", "IU/dL"),
        (Kind.FIX_ACTIVITY, "%", "%"),
        (Kind.FIX_ACTIVITY, "iu/ml", "IU/mL"),
        (Kind.ALT, "iu/l", "IU/L"),
        (Kind.ALT, "µkat/L", "ukat/L"),
        (Kind.AFP, "µg/L", "ug/L"),
        (Kind.AFP, "μg/l", "ug/L"),
        (Kind.AFP, "kU/L", "kIU/L"),
        (Kind.AFP, "U/mL", "IU/mL"),
        (Kind.ANTIBODY, "", "1:n"),
        (Kind.INHIBITOR, "NBU/mL", "BU/mL"),
        (Kind.FIX_ACTIVITY, "", None),
        (Kind.FIX_ACTIVITY, "mmol/L", None),
        (Kind.ALT, "IU/dL", None),
        (Kind.JOINT_SCORE, "points", None),
    ],
)
def test_a_unit_is_known_by_its_spellings(kind: Kind, written: str, unit: str | None) -> None:
    assert unit_meant(kind, written) == unit


@pytest.mark.parametrize(
    ("kind", "value", "unit", "offered"),
    [
        (Kind.FIX_ACTIVITY, 0.4, "IU/mL", "40 IU/dL"),
        # As decimals, not as 7.000000000000001.
        (Kind.FIX_ACTIVITY, 0.07, "IU/mL", "7 IU/dL"),
        (Kind.FIX_ACTIVITY, 380, "IU/L", "38 IU/dL"),
        # One microkatal a litre is 60 U/L.
        (Kind.ALT, 0.7, "ukat/L", "42 U/L"),
        # WHO 72/225: one unit of AFP is 1.21 ng.
        (Kind.AFP, 10, "kIU/L", "12.1 ug/L"),
    ],
)
def test_another_unit_is_offered(kind: Kind, value: float, unit: str, offered: str) -> None:
    offer = offer_for(kind, value, unit, None)
    assert offer is not None
    assert (offer.written, offer.said) == (f"{value:g} {unit}", offered)


def test_the_upper_limit_goes_along() -> None:
    offer = offer_for(Kind.ALT, 0.7, "ukat/L", 0.75)
    assert offer is not None
    assert (offer.value, offer.upper_limit, offer.said) == (42, 45, "42 U/L, upper limit 45")


def test_the_same_number_needs_no_offer() -> None:
    assert offer_for(Kind.FIX_ACTIVITY, 38, "%", None) is None
    assert offer_for(Kind.ALT, 38, "IU/L", 45) is None


def test_an_offer_for_another_result_is_another_offer() -> None:
    first, second = (offer_for(Kind.FIX_ACTIVITY, value, "IU/mL", None) for value in (0.4, 0.5))
    assert first is not None
    assert second is not None
    assert first.mark != second.mark
