"""Stored numbers are read as they were typed."""

import pytest

from bleedlog.models.number_words import number_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (36.9, "36.9"),
        (0.00001, "0.00001"),
        (2000, "2000"),
        (12345.67, "12345.67"),
        (1_234_567, "1,234,567"),
        (1_234_567.5, "1,234,567.5"),
        (2e13, "2 × 10¹³"),
        (1.95e13, "1.95 × 10¹³"),
        (-3.5, "-3.5"),
    ],
)
def test_nothing_is_rounded_and_nothing_reads_like_a_program(value: float, words: str) -> None:
    assert number_words(value) == words
