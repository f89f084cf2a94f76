"""What a window finds, against all the time since month 7."""

from dataclasses import replace

import pytest

from bleedlog.charts.before_after import before_after
from bleedlog.statistics.results import PersonFigures, Ratio
from tests.charts.lives import FEWER, compared, tom

# Ratios whose intervals hold 1, and do not: what they are of is not asked here.
TOO_EARLY = Ratio(0.6, 0.2, 1.787, high_infinite=False, p_central=0.45, estimable=True)
MORE = Ratio(3.0, 1.4, 7.1, high_infinite=False, p_central=0.004, estimable=True)


def later(ratio: Ratio) -> PersonFigures:
    """Tom, whose months 7 to 18 find fewer bleeds, with that ratio over all since month 7."""
    lead_in, _, primary, after = tom().windows
    both = (compared(lead_in, primary, FEWER), compared(lead_in, after, ratio))
    return replace(tom(), comparisons=both)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (FEWER, "That is fewer than before."),
        (
            TOO_EARLY,
            "That is fewer than before. Over all the time since month 7 that does not show.",
        ),
        (MORE, "That is fewer than before. Over all the time since month 7 it is more."),
    ],
)
def test_a_fall_that_did_not_last_is_told_so(ratio: Ratio, said: str) -> None:
    chart = before_after(later(ratio), "desk", after="months_7_18")

    assert chart.summary.endswith(said)
    whole = before_after(later(ratio), "desk", after="after_6m")
    assert "Over all the time" not in whole.summary
