"""Single cells: the guard against formulas can always be taken off again; numbers stay exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleedlog.exchange.diary_file_cells import guarded, number_of, number_text, unguarded

TEXTS = st.text(alphabet=st.sampled_from("'=+-@\t\r\n a1\uff1d\uff20"), max_size=8) | st.text()


@given(TEXTS)
def test_a_guarded_text_is_itself_again_and_never_a_formula(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["plain", "a=b", "'tis", "'", "", "5-6", "1+1"])
def test_a_text_that_no_spreadsheet_takes_for_a_formula_stays(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "'=1"]
)
def test_a_text_that_one_could_take_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@given(st.floats(min_value=0, max_value=1e15))
def test_a_number_is_read_as_it_was_written_and_written_the_same_again(number: float) -> None:
    text = number_text(number)
    assert number_of(text) == number
    assert number_text(number_of(text)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(2000.0, "2000"), (36.9, "36.9"), (0.0, "0"), (-0.0, "0"), (2e13, f"2{'0' * 13}")],
)
def test_numbers_are_written_as_people_write_them(number: float, text: str) -> None:
    assert number_text(number) == text
