"""Seeded chance: the same seed makes the same people, diaries and ids."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import numpy as np

T = TypeVar("T")

_RANDOM_BITS = 74


class Dice:
    """Chance for one person. Who it is for is part of the seed, so that nobody moves others."""

    def __init__(self, *seed: int) -> None:
        self._generator = np.random.default_rng(seed)

    def happens(self, share: float) -> bool:
        """Whether something happens that happens in that share of cases."""
        return bool(self._generator.random() < share)

    def pick(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        left = self._generator.random() * sum(weights.values())
        for option, weight in weights.items():
            left -= weight
            if left < 0:
                return option
        return list(weights)[-1]

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options, all as often."""
        return options[self.whole(0, len(options) - 1)]

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(self._generator.integers(low, high, endpoint=True))

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`."""
        return float(self._generator.uniform(low, high))

    def around(self, middle: float, spread: float) -> float:
        """A normally distributed number."""
        return float(self._generator.normal(middle, spread))

    def times(self, expected: float) -> int:
        """How often something happens that is expected so many times (Poisson)."""
        return int(self._generator.poisson(expected))

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in another order."""
        return [options[place] for place in self._generator.permutation(len(options))]

    def id_at(self, at: datetime) -> UUID:
        """A UUID of version 7 for that aware instant (RFC 9562, 5.7)."""
        milliseconds = int(at.timestamp() * 1000)
        random = int.from_bytes(self._generator.bytes(10)) >> (80 - _RANDOM_BITS)
        high, low = random >> 62, random & ((1 << 62) - 1)
        return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)
