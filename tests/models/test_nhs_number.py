"""NHS numbers: what is typed, what can be one."""

import pytest
from pydantic import ValidationError

from bleedlog.models.nhs_number import NhsNumberFault, fault_of_nhs_number, plain_nhs_number
from bleedlog.models.person_input import PatientInput


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "9434765919"),
        (" 9434765919\t", "9434765919"),
    ],
)
def test_groups_may_be_typed(typed: str, plain: str) -> None:
    """The NHS Data Dictionary's own example, which its text computes: 9 is the check digit."""
    assert plain_nhs_number(typed) == plain
    assert PatientInput(name="A", nhs_number=typed).nhs_number == plain


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("9434765919", None),
        ("9434765918", NhsNumberFault.CHECK_DIGIT),
        # Two digits swapped: the mistake that people make.
        ("9434756919", NhsNumberFault.CHECK_DIGIT),
        # 10 would be the check digit: there is no such number.
        ("1000000010", NhsNumberFault.CHECK_DIGIT),
        ("943476591", NhsNumberFault.LENGTH),
        ("94347659190", NhsNumberFault.LENGTH),
        ("943476591O", NhsNumberFault.OTHER_SIGNS),
        ("٩٤٣٤٧٦٥٩١٩", NhsNumberFault.OTHER_SIGNS),
        ("\uff19434765919", NhsNumberFault.OTHER_SIGNS),
        ("²434765919", NhsNumberFault.OTHER_SIGNS),
    ],
)
def test_a_number_that_is_none_is_told_from_one_that_is(
    number: str, fault: NhsNumberFault | None
) -> None:
    assert fault_of_nhs_number(number) == fault
    if fault is not None:
        with pytest.raises(ValidationError):
            PatientInput(name="A", nhs_number=number)


def test_no_number_is_none() -> None:
    for typed in (None, "", "  ", "-"):
        assert PatientInput(name="A", nhs_number=typed).nhs_number is None
