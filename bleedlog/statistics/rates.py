"""Exact intervals: a rate (Garwood), a ratio of two rates (conditional), a share.

The limits come straight from the inverse incomplete gamma and beta functions, which start
faster than scipy.stats and say the same. Beta's lower and upper tails are inverted apart, so
that odds near 0 and near infinity keep their digits.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from bleedlog.statistics.results import Ratio

Floats = NDArray[np.float64]

_NOT_ESTIMABLE = Ratio(
    ratio=None, low=None, high=None, high_infinite=False, p_central=None, estimable=False
)


def exact_interval(
    episodes: ArrayLike, years: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Garwood's exact limits of a Poisson rate, in episodes per year.

    Args:
        episodes: Whole numbers, any shape. With 0 the lower limit is 0.
        years: Observed years, of a shape that fits. With 0 both limits are NaN.
        confidence: Share of intervals that hold the truth, between 0 and 1.

    Returns:
        Lower and upper limit, in the shape of both together.

    Raises:
        ValueError: If the confidence is not between 0 and 1, or a number is below 0.

    Source: Garwood 1936; R's `poisson.test`.
    """
    tail = _tail(confidence)
    count, time = np.broadcast_arrays(
        np.asarray(episodes, dtype=np.float64), np.asarray(years, dtype=np.float64)
    )
    _refuse_negative(count, time)
    seen = time > 0
    length = np.where(seen, time, np.nan)
    # The limits of a number are inverted once, however many rates have it: that is what takes time.
    each, which = np.unique(count, return_inverse=True)
    low = np.where(each > 0, special.gammaincinv(np.maximum(each, 1.0), tail), 0.0)
    high = special.gammainccinv(each + 1.0, tail)
    which = which.reshape(count.shape)
    return low[which] / length, high[which] / length


def exact_share(
    part: ArrayLike, whole: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Clopper-Pearson limits of a share, such as the people without a bleed.

    Args:
        part: Whole numbers, any shape, at most `whole`.
        whole: Whole numbers of a shape that fits. With 0 both limits are NaN.
        confidence: Between 0 and 1.

    Raises:
        ValueError: If the confidence is not between 0 and 1, a number is below 0, or a part
            is larger than its whole.

    Source: Clopper and Pearson 1934; R's `binom.test`.
    """
    tail = _tail(confidence)
    have, total = np.broadcast_arrays(
        np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    )
    rest = total - have
    _refuse_negative(have, rest)
    low = np.where(have > 0, special.betaincinv(np.maximum(have, 1.0), rest + 1.0, tail), 0.0)
    high = np.where(rest > 0, special.betainccinv(have + 1.0, np.maximum(rest, 1.0), tail), 1.0)
    known = total > 0
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def rate_ratio(
    k_after: int,
    t_after: float,
    k_before: int,
    t_before: float,
    confidence: float = 0.95,
    *,
    mid_p: bool = False,
) -> Ratio:
    """Rate after over rate before, exact given the number of episodes in both together.

    Given their sum, the episodes after are binomial with share p; the ratio is
    p/(1-p) * t_before/t_after, with Clopper-Pearson's limits of p (the upper one is the lower
    one of the exchanged ratio, turned over). The p-value is central
    (twice the smaller tail, at most 1), because it agrees with that interval.

    Args:
        k_after: Episodes after.
        t_after: Observed years after.
        k_before: Episodes before.
        t_before: Observed years before.
        confidence: Between 0 and 1.
        mid_p: The interval counts the outcome seen by half. The p-value stays central.

    Returns:
        With no episode after, ratio 0 and an upper limit. With none before, only a lower
        limit and a p-value. With none at all, or no time on one side, nothing is estimable.

    Raises:
        ValueError: If the confidence is not between 0 and 1, or a number is below 0.

    Source: R's `poisson.test` of two rates; central p as in R's exactci.
    """
    tail = _tail(confidence)
    _refuse_negative(np.array([k_after, k_before]), np.array([t_after, t_before]))
    if k_after + k_before == 0 or t_after == 0 or t_before == 0:
        return _NOT_ESTIMABLE
    stretch = t_before / t_after
    low_odds = _mid_p_low if mid_p else _exact_low
    return Ratio(
        ratio=k_after / k_before * stretch if k_before else None,
        low=low_odds(k_after, k_before, tail) * stretch,
        high=stretch / low_odds(k_before, k_after, tail) if k_before else None,
        high_infinite=k_before == 0,
        p_central=_central_p(k_after, k_before, t_after / t_before),
        estimable=True,
    )


def _exact_low(k: int, rest: int, tail: float) -> float:
    """Clopper-Pearson's lower limit of p as odds p/(1-p)."""
    if k == 0:
        return 0.0
    share = special.betaincinv(k, rest + 1, tail)
    return float(share / special.betainccinv(rest + 1, k, tail))


def _mid_p_low(k: int, rest: int, tail: float) -> float:
    """Mid-P's lower limit of p as odds: where P(X > k) + P(X = k)/2 is the tail."""
    if k == 0:
        return 0.0
    if rest == 0:
        # p^k is twice the tail. Where that rounds to 1, so does p.
        beyond = math.expm1(-math.log(2 * tail) / k)
        return 1 / beyond if beyond else math.inf
    low, high = 0.0, 2 * (k + 1) / rest
    while low < (middle := (low + high) / 2) < high:
        half = (_at_least(k, rest, middle) + _at_least(k + 1, rest - 1, middle)) / 2
        low, high = (middle, high) if half < tail else (low, middle)
    return high


def _at_least(k: int, rest: int, odds: float) -> float:
    """P(X >= k) for X binomial of k + rest trials at these odds; exact at either end."""
    if odds <= 1:
        return float(special.betainc(k, rest + 1, odds / (1 + odds)))
    return float(special.betaincc(rest + 1, k, 1 / (1 + odds)))


def _central_p(k_after: int, k_before: int, odds: float) -> float:
    """Twice the smaller binomial tail at a ratio of 1, at most 1."""
    upper = _at_least(k_after, k_before, odds) if k_after else 1.0
    lower = _at_least(k_before, k_after, 1 / odds) if k_before else 1.0
    return min(1.0, 2 * min(upper, lower))


def _tail(confidence: float) -> float:
    """The share beyond each limit."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence}: expected more than 0 and less than 1")
    return (1 - confidence) / 2


def _refuse_negative(*columns: NDArray[np.float64] | NDArray[np.int64]) -> None:
    if any((column < 0).any() for column in columns):
        raise ValueError("episodes, people and years cannot be below 0")
