"""NHS numbers (CHI numbers in Scotland, H&C numbers in Northern Ireland): ten digits, one a check.

The check digit is by the modulus 11 of the NHS Data Dictionary, "NHS NUMBER", which the package
`nhs-number` computes.
"""

from enum import StrEnum

from nhs_number.validate import is_valid

DIGITS = 10


class NhsNumberFault(StrEnum):
    """What is wrong with a number that was typed."""

    OTHER_SIGNS = "other_signs"
    """Something else than digits is in it."""
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    """It has ten digits, and they do not fit together: one was mistyped."""


def plain_nhs_number(typed: str) -> str:
    """Without the spaces and dashes between its groups."""
    return "".join(typed.replace("-", "").split())


def fault_of_nhs_number(number: str) -> NhsNumberFault | None:
    """What is wrong with a number of `plain_nhs_number`; None for one that can be."""
    if not (number.isascii() and number.isdigit()):
        return NhsNumberFault.OTHER_SIGNS
    if len(number) != DIGITS:
        return NhsNumberFault.LENGTH
    return None if is_valid(number) else NhsNumberFault.CHECK_DIGIT
