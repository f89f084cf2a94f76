"""Until when infused factor may be measured, and an ALT in its own upper limits."""

from datetime import date

import numpy as np
import pytest

from bleedlog.statistics.laboratory import LiverValue, may_include_infused


def infused(results: list[int], doses: list[tuple[int, int]]) -> list[bool]:
    given, seen_for = (np.array([one[at] for one in doses], dtype=np.int64) for at in (0, 1))
    flags: list[bool] = may_include_infused(
        np.array(results, dtype=np.int64), given, seen_for
    ).tolist()
    return flags


def test_a_dose_is_seen_from_its_minute_on_with_both_ends() -> None:
    assert infused([99, 100, 150, 151], [(100, 50)]) == [False, True, True, False]


def test_a_long_acting_dose_is_seen_behind_a_later_short_one() -> None:
    doses = [(500, 10), (100, 1000)]
    assert infused([1100, 1101, 505, 50], doses) == [True, False, True, False]


def test_without_doses_or_results_nothing_is_infused() -> None:
    assert infused([1, 2], []) == [False, False]
    assert infused([], [(1, 1)]) == []


@pytest.mark.parametrize(("limit", "times"), [(40, 2.25), (None, None), (0, None)])
def test_an_alt_is_known_in_its_own_limits(limit: float | None, times: float | None) -> None:
    assert LiverValue(date(2026, 1, 1), 90, "U/L", limit).times_limit == times
