"""Where a statistics library is wrong, and what is right: why these figures are our own.

Each test shows the fault beside our answer. One that fails because the library was put right
has done its work. SurPyval's and lifelines' faults stand in `test_mcf.py` (they are no
dependencies of this project): people without a bleed dropped, no robust variance.
"""

import warnings
from collections.abc import Iterator
from math import log

import numpy as np
import pytest
from statsmodels.genmod.cov_struct import Exchangeable
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.stats import rates as library

from bleedlog.statistics.cohort_model import Pairs, model_ratio
from bleedlog.statistics.rates import exact_interval, rate_ratio


@pytest.fixture(autouse=True)
def _libraries_may_warn() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_no_bleed_has_a_lower_limit_of_0() -> None:
    assert library.confint_poisson(0, 1, method="midp-c")[0] > 2
    low, high = exact_interval(0, 1)
    assert low == 0
    assert high == pytest.approx(-log(0.025), rel=1e-12)


def test_no_bleed_after_leaves_an_interval_not_a_point() -> None:
    low, high = library.confint_poisson_2indep(0, 1, 5, 0.5, method="score", compare="ratio")
    assert high - low < 1e-6
    found = rate_ratio(0, 1, 5, 0.5)
    assert found.low == 0
    assert found.high == pytest.approx(0.5456, abs=5e-5)


def test_no_bleed_at_all_is_an_answer_and_no_error() -> None:
    with pytest.raises(ValueError, match="n must be"):
        library.test_poisson_2indep(0, 1, 0, 1, method="exact-cond")
    assert not rate_ratio(0, 1, 0, 1).estimable


def test_a_period_without_a_bleed_has_no_ratio() -> None:
    before, after, year = np.array([2, 3] * 6), np.zeros(12, dtype=np.int64), np.ones(12)
    fitted = GEE(
        np.concatenate((before, after)),
        np.column_stack((np.ones(24), np.repeat([0.0, 1.0], 12))),
        groups=np.tile(np.arange(12), 2),
        family=Poisson(),
        cov_struct=Exchangeable(),
    ).fit(cov_type="bias_reduced")
    # "Converged", on one hundred thousand millionth, and sure of it.
    assert fitted.converged
    assert fitted.params[1] < -20
    assert fitted.bse[1] < 1
    found = model_ratio(Pairs(before, year, after, year))
    assert (found.estimable, found.reason) == (False, "no bleed in months 7 to 18")


def test_one_person_with_all_the_bleeds_is_no_evidence() -> None:
    one, year = np.array([1] + [0] * 11), np.ones(12)
    fitted = GEE(
        np.concatenate((one, one)),
        np.column_stack((np.ones(24), np.repeat([0.0, 1.0], 12))),
        groups=np.tile(np.arange(12), 2),
        family=Poisson(),
        cov_struct=Exchangeable(),
    ).fit(cov_type="robust")
    # A ratio of 1.0 (1.0-1.0).
    assert fitted.converged
    assert abs(fitted.params[1]) < 1e-6
    assert fitted.cov_params()[1, 1] < 1e-12
    assert not model_ratio(Pairs(one, year, one, year)).estimable
