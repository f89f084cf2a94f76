"""The negative binomial GEE, against its own equations, and when it must refuse."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import optimize, stats
from statsmodels.discrete.discrete_model import NegativeBinomial

from bleedlog.statistics.cohort_model import Pairs, cohort_model, model_ratio, pairs_of
from bleedlog.statistics.counts import count_windows
from bleedlog.statistics.rule import Rule
from tests.statistics.diary_columns import Bleed, Recorded, diaries_of

KINDS = ("all", "spontaneous", "joint", "treated")


def pairs(
    before: Sequence[int], after: Sequence[int], years: float | Sequence[float] = 1.0
) -> Pairs:
    time = np.broadcast_to(np.asarray(years, dtype=np.float64), (len(before),))
    return Pairs(np.array(before), time, np.array(after), time * 1.5)


def made_up(people: int, alpha: float, seed: int) -> Pairs:
    chance = np.random.default_rng(seed)
    own = chance.gamma(1 / alpha, alpha, people) if alpha else np.ones(people)
    before, after = chance.uniform(0.5, 1.5, people), chance.uniform(0.5, 1.0, people)
    return Pairs(chance.poisson(4 * before * own), before, chance.poisson(1.5 * after * own), after)


def columns(two: Pairs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    people = len(two.before)
    return (
        np.concatenate((two.before, two.after)),
        np.column_stack((np.ones(2 * people), np.repeat([0.0, 1.0], people))),
        np.concatenate((two.before_years, two.after_years)),
    )


def gee_by_hand(two: Pairs, alpha: float) -> tuple[float, float, float]:
    """Log ratio and its errors, plain and bias-reduced, from the textbook's matrices.

    Liang and Zeger's equations are solved as they stand, the correlation of the two periods
    from the products of Pearson residuals; Mancl and DeRouen's residuals are
    (I - H)^-1 (y - mu).
    """
    people = len(two.before)
    outcome, design, years = columns(two)
    rows = [np.array([person, person + people]) for person in range(people)]

    def parts(beta: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        mean = years * np.exp(design @ beta)
        spread = np.sqrt(mean + alpha * mean**2)
        pearson = (outcome - mean) / spread
        together = sum(pearson[pair].prod() for pair in rows) / (people - 2)
        scale = (pearson**2).sum() / (2 * people - 2)
        share = together / scale
        inside = np.array([[1, share], [share, 1]])
        found = []
        for pair in rows:
            slope = design[pair] * mean[pair, None]
            weight = np.linalg.inv(np.outer(spread[pair], spread[pair]) * inside)
            found.append((slope, weight, outcome[pair] - mean[pair]))
        return found

    def score(beta: np.ndarray) -> np.ndarray:
        return sum((d.T @ w @ rest for d, w, rest in parts(beta)), np.zeros(2))

    start = np.log(
        [two.before.sum() / two.before_years.sum(), two.after.sum() / two.after_years.sum()]
    )
    beta = optimize.root(score, [start[0], start[1] - start[0]], tol=1e-13).x
    bread = np.linalg.inv(sum((d.T @ w @ d for d, w, _ in parts(beta)), np.zeros((2, 2))))
    errors = []
    for is_reduced in (False, True):
        middle = np.zeros((2, 2))
        for slope, weight, rest in parts(beta):
            hat = slope @ bread @ slope.T @ weight
            left = np.linalg.solve(np.eye(2) - hat, rest) if is_reduced else rest
            one = slope.T @ weight @ left
            middle += np.outer(one, one)
        errors.append(float(np.sqrt((bread @ middle @ bread)[1, 1])))
    return float(beta[1]), errors[0], errors[1]


@pytest.mark.parametrize(
    ("people", "alpha", "seed", "is_reduced"),
    [(54, 0.8, 1, False), (40, 0.5, 2, False), (39, 0.5, 3, True), (12, 1.5, 7, True)],
)
def test_the_ratio_and_its_error_solve_the_textbooks_equations(
    people: int, alpha: float, seed: int, is_reduced: bool
) -> None:
    two = made_up(people, alpha, seed)
    found = model_ratio(two)
    assert found.estimable
    assert found.alpha is not None
    effect, plain, reduced = gee_by_hand(two, found.alpha)
    error = reduced if is_reduced else plain
    assert found.people == people
    assert found.ratio == pytest.approx(np.exp(effect), rel=1e-8)
    assert found.low == pytest.approx(np.exp(effect - 1.959963985 * error), rel=1e-8)
    assert found.high == pytest.approx(np.exp(effect + 1.959963985 * error), rel=1e-8)
    assert found.p == pytest.approx(2 * stats.norm.sf(abs(effect) / error), rel=1e-6)


@pytest.mark.parametrize(("people", "alpha", "seed"), [(54, 0.8, 1), (30, 2.0, 5), (200, 0.1, 6)])
def test_alpha_is_the_maximum_likelihood_estimate(people: int, alpha: float, seed: int) -> None:
    two = made_up(people, alpha, seed)
    outcome, design, years = columns(two)
    reference = NegativeBinomial(outcome, design, offset=np.log(years)).fit(
        method="nm", maxiter=5000, xtol=1e-10, ftol=1e-12, disp=False
    )
    assert model_ratio(two).alpha == pytest.approx(reference.params[2], rel=1e-5)


def test_less_spread_than_chance_would_give_is_the_poisson_distribution() -> None:
    # Newton steps hang here: the likelihood rises all the way down to alpha = 0.
    two = pairs([4, 5, 4, 5, 4, 5, 4, 5, 4, 5], [2, 1, 1, 2, 2, 1, 2, 1, 1, 2])
    found = model_ratio(two)
    assert found.alpha == 0
    # Equal times: the ratio is that of the pooled rates, 15/15 years over 45/10 years.
    assert found.ratio == pytest.approx(1 / 4.5, rel=1e-9)


def test_a_tiny_alpha_is_found_where_newton_steps_run_away() -> None:
    # Means of 8; the squares of what is left are 164, chance alone would give 160.
    before = [4, 12, 4, 12, 8, 8, 8, 8, 5, 11]
    after = [8, 8, 4, 12, 4, 12, 5, 11, 8, 8]
    year = np.ones(10)
    found = model_ratio(Pairs(np.array(before), year, np.array(after), year))
    # Near 0 alpha is that excess over the sum of the squared means, 20 * 64.
    assert found.alpha == pytest.approx(4 / 1280, rel=0.1)


def test_noninferior_is_an_upper_limit_under_1_point_8() -> None:
    steady = [3, 4, 5, 4, 3, 4, 5, 4, 3, 4, 5, 4]
    fewer = model_ratio(pairs(steady, [1, 2, 1, 1, 2, 1, 1, 0, 2, 1, 1, 2]))
    assert fewer.high is not None
    assert fewer.high < 1.8
    assert fewer.noninferior
    more = model_ratio(pairs(steady, [9, 12, 14, 10, 8, 11, 15, 12, 9, 13, 14, 11]))
    assert more.high is not None
    assert more.high > 1.8
    assert not more.noninferior


def test_the_confidence_sets_the_reach_of_the_interval() -> None:
    two = made_up(54, 0.8, 1)
    wide, narrow = model_ratio(two, 0.95), model_ratio(two, 0.8)
    assert wide.ratio == narrow.ratio
    assert wide.ratio is not None
    assert wide.high is not None
    assert narrow.high is not None
    # Quantiles of the normal distribution: 1.959964 and 1.281552.
    assert np.log(wide.high / wide.ratio) / np.log(narrow.high / wide.ratio) == pytest.approx(
        1.959964 / 1.281552, rel=1e-6
    )


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([2] * 9, [1] * 9, "fewer than 10 people"),
        ([], [], "fewer than 10 people"),
        # GEE "converges" on a period without a bleed, on a ratio of nearly 0 or infinity.
        ([2, 3] * 6, [0] * 12, "no bleed in months 7 to 18"),
        ([0] * 12, [2, 3] * 6, "no bleed in the lead-in"),
        ([0] * 12, [0] * 12, "no bleed in either period"),
        # One person is all of the data: GEE's answer is 1.0 (1.0-1.0).
        (
            [1] + [0] * 11,
            [1] + [0] * 11,
            "too few people had bleeds to say how sure the ratio is",
        ),
        ([50] + [0] * 11, [3] + [0] * 11, "too few people had bleeds to say how sure the ratio is"),
        # Everybody alike: there is no spread to settle on.
        ([2] * 12, [1] * 12, "the calculation did not settle on a ratio"),
    ],
)
def test_without_a_sound_answer_it_says_why(
    before: list[int], after: list[int], reason: str
) -> None:
    year = np.ones(len(before))
    found = model_ratio(Pairs(np.array(before), year, np.array(after), year))
    assert not found.estimable
    assert found.reason == reason
    assert (found.people, found.ratio, found.low, found.high) == (None, None, None, None)
    assert (found.p, found.alpha, found.noninferior) == (None, None, None)


@pytest.mark.parametrize(
    ("before", "after", "years"),
    [
        # Without the first person nothing is left to set the others against.
        ([1] + [0] * 11, [1] + [0] * 11, [1e17] + [1.0] * 11),
        # The steps run off to a log ratio of 1e72, where the score is 0 as well.
        ([0, 2, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0], [2, 0, 0, 0, 9, 1, 0, 0, 0, 1, 1, 1],
         [0.001, 0.1, 1, 0.01, 0.001, 10, 0.1, 10, 0.1, 0.01, 0.1, 0.01]),
    ],
)  # fmt: skip
def test_where_one_outweighs_all_others_there_is_no_answer(
    before: list[int], after: list[int], years: list[float]
) -> None:
    time = np.array(years)
    found = model_ratio(Pairs(np.array(before), time, np.array(after), time))
    assert found.reason == "the spread between people could not be worked out"


def cohort_of(people: int) -> list[Recorded]:
    """A year before and 18 months after, with bleeds that differ from person to person."""
    return [
        Recorded(
            [("2023-01-01", "2025-07-01")],
            [Bleed(f"2023-{month:02d}-10") for month in range(1, 3 + who % 5)]
            + [Bleed(f"2024-{month:02d}-10") for month in range(8, 8 + who % 3)],
            treated_on="2024-01-01",
        )
        for who in range(people)
    ]


def test_only_people_with_observed_time_in_both_windows_are_in_the_model() -> None:
    no_after = Recorded([("2023-01-01", "2024-03-01")], [Bleed("2023-02-01")], "2024-01-01")
    no_before = Recorded([("2024-01-01", "2025-07-01")], [Bleed("2024-08-01")], "2024-01-01")
    no_treatment = Recorded([("2023-01-01", "2025-07-01")], [Bleed("2023-02-01")])
    others = [no_after, no_before, no_treatment]
    model = cohort_model(count_windows(diaries_of(*cohort_of(9), *others), Rule()), Rule())
    assert (model.before, model.after) == ("lead_in", "months_7_18")
    assert {kind: model.rates[kind].reason for kind in KINDS} == dict.fromkeys(
        KINDS, "fewer than 10 people"
    )
    counts = count_windows(diaries_of(*cohort_of(10), *others), Rule())
    assert cohort_model(counts, Rule()).rates["all"].people == 10
    two = pairs_of(counts, "all")
    assert two.before.tolist() == [2, 3, 4, 5, 6, 2, 3, 4, 5, 6]
    assert two.after.tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]
    assert two.before_years.tolist() == [365 / 365.25] * 10
    # 1 July 2024 to 1 July 2025.
    assert two.after_years.tolist() == [365 / 365.25] * 10


def test_each_kind_leaves_out_those_of_whom_it_is_not_known() -> None:
    counted = Recorded(
        [("2023-01-01", "2025-07-01")],
        [Bleed("2024-08-10")],
        "2024-01-01",
        counts=[("2023-01-01", "2024-01-01", 12)],
    )
    counts = count_windows(diaries_of(*cohort_of(10), counted), Rule())
    rates = cohort_model(counts, Rule()).rates
    assert (rates["all"].people, rates["joint"].people) == (11, 10)
    assert pairs_of(counts, "all").before.tolist()[-1] == 12
    assert rates["treated"].reason == "no treated bleed in either period"


def test_without_one_of_the_windows_there_is_nobody_to_compare() -> None:
    untreated = Recorded([("2023-01-01", "2025-07-01")], [Bleed("2023-02-01")])
    rates = cohort_model(count_windows(diaries_of(untreated), Rule()), Rule()).rates
    assert rates["all"].reason == "fewer than 10 people"
