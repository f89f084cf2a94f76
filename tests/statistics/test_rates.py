"""Exact intervals against R's printed results, published tables and plain arithmetic."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from bleedlog.statistics.rates import exact_interval, exact_share, rate_ratio


@pytest.mark.parametrize(
    ("events", "units", "low", "high", "digits"),
    [
        (137, 24.19893, 4.753125, 6.692709, 6),
        (15, 400, 0.0209884653, 0.0618505472, 10),
        (1, 3 / 365.25, 3.1, 678, 0),
    ],
)
def test_the_interval_of_a_rate_is_the_one_that_r_prints(
    events: int, units: float, low: float, high: float, digits: int
) -> None:
    found = exact_interval(events, units)
    assert found[0] == pytest.approx(low, abs=0.5 * 10**-digits if digits else 0.05)
    assert found[1] == pytest.approx(high, abs=0.5 * 10**-digits)


@pytest.mark.parametrize(("days", "high"), [(365.25, 3.69), (30, 44.9), (311, 4.33)])
def test_no_bleed_has_a_lower_limit_of_0_and_an_upper_limit(days: float, high: float) -> None:
    low, found = exact_interval(0, days / 365.25)
    assert low == 0
    assert found == pytest.approx(-math.log(0.025) * 365.25 / days, rel=1e-12)
    assert round(float(found), 2 if high < 10 else 1) == high


def test_no_time_has_no_interval() -> None:
    low, high = exact_interval([0, 0], [0.0, 1.0])
    assert np.isnan(low).tolist() == [True, False]
    assert np.isnan(high).tolist() == [True, False]


def test_intervals_of_many_rates_come_at_once_in_their_shape() -> None:
    low, high = exact_interval([[0, 1, 2], [3, 4, 5]], [[1.0], [2.0]])
    assert low.shape == high.shape == (2, 3)
    assert low[1, 2] == exact_interval(5, 2.0)[0]
    assert high[0, 1] == exact_interval(1, 1.0)[1]


@given(
    st.integers(0, 20_000),
    st.floats(1 / 365.25, 1e6),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999]),
)
def test_the_interval_is_that_of_the_chi_square_distribution(
    events: int, years: float, confidence: float
) -> None:
    tail = (1 - confidence) / 2
    low, high = exact_interval(events, years, confidence)
    expected = stats.chi2.ppf(tail, 2 * events) / 2 / years if events else 0
    assert low == pytest.approx(expected, rel=1e-9)
    assert high == pytest.approx(stats.chi2.isf(tail, 2 * events + 2) / 2 / years, rel=1e-9)


@pytest.mark.parametrize("events", [1, 7, 3_000, 1_000_000])
def test_both_limits_leave_half_of_the_doubt_outside(events: int) -> None:
    low, high = exact_interval(events, 1.0)
    assert stats.poisson.sf(events - 1, low) == pytest.approx(0.025, rel=1e-9)
    assert stats.poisson.cdf(events, high) == pytest.approx(0.025, rel=1e-9)


def test_a_share_is_clopper_and_pearsons() -> None:
    low, high = exact_share([0, 34, 54, 0], [54, 54, 54, 0])
    # None of n: 1 - 0.025^(1/n); all of n: 0.025^(1/n).
    assert (low[0], high[0]) == (0, pytest.approx(1 - 0.025 ** (1 / 54), rel=1e-12))
    assert (low[2], high[2]) == (pytest.approx(0.025 ** (1 / 54), rel=1e-12), 1)
    outside = stats.binomtest(34, 54).proportion_ci(method="exact")
    assert low[1] == pytest.approx(outside.low, rel=1e-9)
    assert high[1] == pytest.approx(outside.high, rel=1e-9)
    assert np.isnan([low[3], high[3]]).all()


def test_the_ratio_of_two_rates_is_the_one_that_r_prints() -> None:
    found = rate_ratio(11, 800, 21, 3011)
    assert found.ratio == pytest.approx(1.971488, abs=5e-7)
    assert found.low == pytest.approx(0.8584264, abs=5e-8)
    assert found.high == pytest.approx(4.2772659, abs=5e-8)
    assert found.estimable
    assert not found.high_infinite


@pytest.mark.parametrize(
    ("after", "before", "exact", "mid_p", "p"),
    [
        # OpenEpi's worked output "Comparing 2 Person-Time Rates": two strata and both together.
        ((17, 100025), (3, 122268), (2.004, 36.89), (2.21, 29.63), 0.0005538),
        ((8, 78531), (1, 77932), (1.064, 352.3), (1.27, 177.6), 0.04015),
        ((25, 178556), (4, 200200), (2.42, 27.71), (2.616, 23.57), 0.00002923),
    ],
)
def test_exact_and_mid_p_limits_and_central_p_are_the_published_ones(
    after: tuple[int, float],
    before: tuple[int, float],
    exact: tuple[float, float],
    mid_p: tuple[float, float],
    p: float,
) -> None:
    found = rate_ratio(*after, *before)
    assert (found.low, found.high) == pytest.approx(exact, rel=5e-4)
    assert found.p_central == pytest.approx(p, rel=5e-4)
    middle = rate_ratio(*after, *before, mid_p=True)
    assert (middle.low, middle.high) == pytest.approx(mid_p, rel=5e-4)
    assert middle.p_central == found.p_central


def test_no_bleed_after_has_ratio_0_and_an_upper_limit() -> None:
    found = rate_ratio(0, 1, 5, 0.5)
    assert (found.ratio, found.low) == (0, 0)
    # By hand: 1 - p = 0.025^(1/5), p/(1-p) * 0.5; and 2 * (1/3)^5.
    assert found.high == pytest.approx((0.025**-0.2 - 1) / 2, rel=1e-12)
    assert found.high == pytest.approx(0.546, abs=5e-4)
    assert found.p_central == pytest.approx(2 / 243, rel=1e-12)
    assert found.p_central == pytest.approx(0.0082, abs=5e-5)
    assert not found.high_infinite


def test_no_bleed_before_has_a_lower_limit_and_infinity() -> None:
    found = rate_ratio(5, 0.5, 0, 1)
    assert found.ratio is None
    assert found.high is None
    assert found.high_infinite
    assert found.low == pytest.approx(2 / (0.025**-0.2 - 1), rel=1e-12)
    assert found.p_central == pytest.approx(2 / 243, rel=1e-12)
    assert found.estimable


def test_no_bleed_at_all_is_not_estimable() -> None:
    found = rate_ratio(0, 2, 0, 1)
    assert not found.estimable
    assert not found.high_infinite
    assert (found.ratio, found.low, found.high, found.p_central) == (None, None, None, None)


@pytest.mark.parametrize("times", [(0, 1), (1, 0)])
def test_without_time_on_one_side_nothing_is_estimable(times: tuple[float, float]) -> None:
    assert not rate_ratio(1, times[0], 1, times[1]).estimable


def test_one_bleed_after_five_is_too_early_to_tell() -> None:
    found = rate_ratio(1, 1, 5, 1)
    assert found.ratio == 0.2
    assert found.low == pytest.approx(0.004, abs=5e-4)
    assert found.high == pytest.approx(1.8, abs=0.05)
    # By hand: 2 * (1 + 6) / 2^6.
    assert found.p_central == pytest.approx(14 / 64, rel=1e-12)


def test_the_central_p_is_never_more_than_1() -> None:
    assert rate_ratio(3, 1, 3, 1).p_central == 1


def test_mid_p_limits_at_0_are_plain_powers() -> None:
    # Half of P(X = 0) is the tail: (1-p)^5 = 0.05, so p/(1-p) = 0.05^(-1/5) - 1.
    found = rate_ratio(0, 1, 5, 1, mid_p=True)
    assert found.low == 0
    assert found.high == pytest.approx(0.05**-0.2 - 1, rel=1e-12)
    turned = rate_ratio(5, 1, 0, 1, mid_p=True)
    assert turned.high_infinite
    assert turned.low == pytest.approx(1 / (0.05**-0.2 - 1), rel=1e-12)


@pytest.mark.parametrize("confidence", [1e-300, 1e-12, 1 - 1e-12])
def test_no_confidence_is_too_odd_for_the_mid_p_limits(confidence: float) -> None:
    found = rate_ratio(2, 1, 0, 1, confidence, mid_p=True)
    assert found.low is not None
    # p^2/2 is the tail: half of what the confidence leaves.
    share = math.sqrt(1 - confidence)
    assert found.low == pytest.approx(share / (1 - share) if share < 1 else math.inf, rel=1e-3)


counts = st.integers(0, 5_000)
times = st.floats(1 / 365.25, 1e3)


@given(counts, times, counts, times, st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_the_ratio_is_that_of_the_beta_and_binomial_distributions(
    k_after: int, t_after: float, k_before: int, t_before: float, confidence: float
) -> None:
    found = rate_ratio(k_after, t_after, k_before, t_before, confidence)
    both = k_after + k_before
    if not both:
        assert not found.estimable
        return
    tail = (1 - confidence) / 2
    if k_after:
        share = stats.beta.ppf(tail, k_after, k_before + 1)
        rest = stats.beta.isf(tail, k_before + 1, k_after)
        assert found.low == pytest.approx(share / rest * t_before / t_after, rel=1e-9)
    if k_before:
        share = stats.beta.isf(tail, k_after + 1, k_before)
        rest = stats.beta.ppf(tail, k_before, k_after + 1)
        assert found.high == pytest.approx(share / rest * t_before / t_after, rel=1e-9)
    expected = t_after / (t_after + t_before)
    below = stats.binom.cdf(k_after, both, expected)
    above = stats.binom.sf(k_after - 1, both, expected)
    assert found.p_central == pytest.approx(min(1, 2 * min(below, above)), rel=1e-7, abs=1e-12)


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([0.05, 0.5, 0.95, 0.999]))
def test_mid_p_limits_leave_half_of_the_doubt_outside_counting_the_outcome_by_half(
    k_after: int, k_before: int, confidence: float
) -> None:
    found = rate_ratio(k_after, 1, k_before, 1, confidence, mid_p=True)
    tail = (1 - confidence) / 2
    both = k_after + k_before
    assert found.low is not None
    assert found.high is not None
    low, high = (odds / (1 + odds) for odds in (found.low, found.high))
    above = stats.binom.sf(k_after, both, low) + stats.binom.pmf(k_after, both, low) / 2
    assert above == pytest.approx(tail, rel=1e-9)
    below = stats.binom.cdf(k_after - 1, both, high) + stats.binom.pmf(k_after, both, high) / 2
    assert below == pytest.approx(tail, rel=1e-9)


@given(counts, counts)
def test_the_interval_excludes_1_exactly_when_the_central_p_is_small(
    k_after: int, k_before: int
) -> None:
    found = rate_ratio(k_after, 1, k_before, 2)
    if not found.estimable:
        return
    assert found.low is not None
    assert found.p_central is not None
    excludes = found.low > 1 or (found.high is not None and found.high < 1)
    assert excludes == (found.p_central < 0.05)


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 95])
def test_a_confidence_that_is_no_share_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        exact_interval(1, 1, confidence)
    with pytest.raises(ValueError, match="confidence"):
        rate_ratio(1, 1, 1, 1, confidence)
    with pytest.raises(ValueError, match="confidence"):
        exact_share(1, 2, confidence)


def test_numbers_below_0_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        exact_interval(-1, 1)
    with pytest.raises(ValueError, match="below 0"):
        exact_interval([1, 1], [1, -1])
    with pytest.raises(ValueError, match="below 0"):
        rate_ratio(1, -1, 1, 1)
    with pytest.raises(ValueError, match="below 0"):
        exact_share(3, 2)
