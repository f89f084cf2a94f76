"""The outline of a body seen from the front, and where on it each place is, in px.

It is the figure of the log form's body map (templates/components/body_map.html), 216 by 344 px.
The person looks out of the picture: their right is on its left.
"""

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bleedlog.models.vocabulary import Side, Site

Points = NDArray[np.float64]
Corner = tuple[float, float]

WIDTH, HEIGHT = 216, 344

_LINES: Sequence[tuple[float, Sequence[Corner]]] = (
    (17, ((108, 54), (108, 68))),
    (23, ((77, 80), (50, 132), (31, 184))),
    (23, ((139, 80), (166, 132), (185, 184))),
    (19, ((30, 188), (25, 203))),
    (19, ((186, 188), (191, 203))),
    (32, ((83, 174), (80, 244), (81, 306))),
    (32, ((133, 174), (136, 244), (135, 306))),
    (21, ((80, 316), (71, 327))),
    (21, ((136, 316), (145, 327))),
)
"""Neck, arms, hands, legs, feet: width and corners."""

_TORSO: Sequence[tuple[Corner, Corner, Corner, Corner]] = (
    ((70, 72), (80, 65), (136, 65), (146, 72)),
    ((146, 72), (152, 86), (147, 112), (144, 132)),
    ((144, 132), (142, 146), (146, 166), (148, 178)),
    ((148, 178), (132, 190), (84, 190), (68, 178)),
    ((68, 178), (70, 166), (74, 146), (72, 132)),
    ((72, 132), (69, 112), (64, 86), (70, 72)),
)
"""Curves: where each begins, its two handles, where it ends."""

_HEAD = (108.0, 32.0, 20.0, 24.0)

_LEFT: Mapping[Site, Corner] = {
    Site.SHOULDER: (142, 82),
    Site.UPPER_ARM: (153, 107),
    Site.ELBOW: (166, 132),
    Site.FOREARM: (176, 158),
    Site.WRIST: (186, 184),
    Site.HAND: (190, 201),
    Site.FINGER: (192, 209),
    Site.HIP: (138, 172),
    Site.ILIOPSOAS: (124, 168),
    Site.BUTTOCK: (126, 188),
    Site.THIGH: (134, 210),
    Site.KNEE: (136, 244),
    Site.CALF: (135, 276),
    Site.ANKLE: (135, 306),
    Site.FOOT: (143, 323),
    Site.TOE: (148, 331),
    Site.EYE: (116, 28),
}
_MIDDLE: Mapping[Site, Corner] = {
    Site.HEAD: (108, 14),
    Site.FACE: (108, 34),
    Site.JAW: (108, 48),
    Site.NECK: (108, 62),
    Site.THROAT: (108, 66),
    Site.CHEST: (108, 96),
    Site.BACK: (108, 120),
    Site.ABDOMEN: (108, 144),
    Site.GROIN: (108, 176),
    Site.GENITALS: (108, 186),
}


def spot_of(site: Site | None, side: Side | None) -> Corner | None:
    """Where a place is; None without one, or without the side that a paired place has."""
    if site is None:
        return None
    if site in _MIDDLE:
        return _MIDDLE[site]
    if site not in _LEFT or side not in {Side.LEFT, Side.RIGHT}:
        return None
    x, y = _LEFT[site]
    return (x if side is Side.LEFT else WIDTH - x), y


@functools.cache
def body_outline() -> tuple[Points, ...]:
    """Closed areas that together are the body, all turning the same way. Each of shape (n, 2)."""
    return tuple(_areas())


def _areas() -> Iterator[Points]:
    yield _same_turn(np.concatenate([_curve(one) for one in _TORSO]))
    x, y, across, down = _HEAD
    yield _same_turn(np.array([x, y]) + _round(22) * (across, down))
    for width, corners in _LINES:
        for first, last in itertools.pairwise(corners):
            yield _same_turn(_capsule(np.array(first), np.array(last), width / 2))


def _curve(curve: tuple[Corner, Corner, Corner, Corner], steps: int = 5) -> Points:
    t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
    a, b, c, d = (np.array(one, dtype=float) for one in curve)
    points: Points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return points


def _round(steps: int, start: float = 0, turn: float = 2 * math.pi) -> Points:
    angles = start + np.linspace(0, turn, steps)
    return np.column_stack((np.cos(angles), np.sin(angles)))


def _capsule(first: Points, last: Points, radius: float) -> Points:
    """A line with round ends, as an area."""
    along = math.atan2(*(last - first)[::-1])
    return np.concatenate(
        (
            last + radius * _round(7, along - math.pi / 2, math.pi),
            first + radius * _round(7, along + math.pi / 2, math.pi),
        )
    )


def _same_turn(points: Points) -> Points:
    """Areas that overlap and turn in opposite ways would cancel each other out."""
    x, y = points.T
    area = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))
    return points if area > 0 else points[::-1]
