"""When an invented person bleeds, where and why: chances set after HOPE-B's published figures.

Bleeds a year before and in the months 7 to 18, joint and treated shares follow from the rates and
ratios that are published (all 4.19 to 1.51, ratios of spontaneous 0.29, joint 0.22, treated 3.65
to 0.83). What was not published (the months 0 to 6, where bleeds are, how they show) is invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bleedlog.models.vocabulary import Cause, GivenBy, Manifestation, Side, Site
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Joint, Life, Place, Span
from bleedlog.services.demo.person import YEAR

SETTLING_DAYS = 182
"""The months 0 to 6."""

_WHILE_SETTLING = 1.2
_IN_YEAR = (1.0, 0.7, 0.62, 0.35, 0.3)
"""Bleeds of each year from month 7 on, against those of the first."""

_UNTOLD_IN_SILENCE = 0.8


@dataclass(frozen=True, slots=True)
class Shares:
    """How bleeds are, as shares of all."""

    joint: float
    causes: dict[Cause, float]
    treated: float


BEFORE = Shares(
    joint=0.56,
    causes={
        Cause.SPONTANEOUS: 0.37,
        Cause.TRAUMATIC: 0.37,
        Cause.ACTIVITY: 0.18,
        Cause.UNKNOWN: 0.08,
    },
    treated=0.87,
)
AFTER = Shares(
    joint=0.33,
    causes={
        Cause.SPONTANEOUS: 0.29,
        Cause.TRAUMATIC: 0.42,
        Cause.ACTIVITY: 0.2,
        Cause.UNKNOWN: 0.09,
    },
    treated=0.55,
)
CHILD = Shares(
    joint=0.3,
    causes={
        Cause.SPONTANEOUS: 0.16,
        Cause.TRAUMATIC: 0.55,
        Cause.ACTIVITY: 0.22,
        Cause.UNKNOWN: 0.07,
    },
    treated=0.8,
)

_SIDES = (Side.LEFT, Side.RIGHT)
JOINTS: dict[Joint, float] = {
    (site, side): weight / 2
    for site, weight in {
        Site.KNEE: 0.33,
        Site.ANKLE: 0.37,
        Site.ELBOW: 0.23,
        Site.SHOULDER: 0.04,
        Site.WRIST: 0.02,
        Site.HIP: 0.01,
    }.items()
    for side in _SIDES
}
_ELSEWHERE: dict[Place, float] = {
    Place(Manifestation.NOSE): 0.26,
    Place(Manifestation.MOUTH_GUM): 0.16,
    Place(Manifestation.WOUND): 0.08,
    Place(Manifestation.URINE): 0.02,
    Place(Manifestation.OTHER, Site.BACK): 0.02,
    **{
        Place(manifestation, site, side): weight / 2
        for manifestation, sites in (
            (
                Manifestation.MUSCLE,
                {Site.THIGH: 0.1, Site.CALF: 0.12, Site.FOREARM: 0.06, Site.UPPER_ARM: 0.04},
            ),
            (
                Manifestation.OTHER,
                {Site.HAND: 0.05, Site.FOOT: 0.04, Site.FINGER: 0.04, Site.TOE: 0.01},
            ),
        )
        for site, weight in sites.items()
        for side in _SIDES
    },
}


@dataclass(frozen=True, slots=True)
class Onset:
    """The beginning of a bleed."""

    day: date
    minute: int
    """Of the local day."""
    place: Place
    cause: Cause
    treated: bool


def onsets(life: Life, dice: Dice) -> list[Onset]:
    """The bleeds of a life of which its diary may be told, in order."""
    return sorted(
        (
            _onset(life, dice, day)
            for first, end, rate in _spells(life)
            for day in _days(life, dice, (first, end), rate)
            if not (life.is_silent(day) and dice.happens(_UNTOLD_IN_SILENCE))
        ),
        key=lambda onset: (onset.day, onset.minute),
    )


def _spells(life: Life) -> list[tuple[date, date, float]]:
    """Spans of the life with their bleeds a year."""
    last = life.told_until - timedelta(days=1)  # today is only half lived
    infused_on = life.infused_on
    if infused_on is None:
        return [(life.first_day, last, life.bleeds_before)]
    settled = infused_on + timedelta(days=SETTLING_DAYS)
    spells = [
        (life.first_day, infused_on, life.bleeds_before),
        (infused_on, settled, life.bleeds_after * _WHILE_SETTLING),
    ]
    for year in range(round((last - settled).days / YEAR) + 1):
        first = settled + timedelta(days=round(year * YEAR))
        end = settled + timedelta(days=round((year + 1) * YEAR))
        share = _IN_YEAR[min(year, len(_IN_YEAR) - 1)]
        spells.append((first, end, life.bleeds_after * share))
    return [(first, min(end, last), rate) for first, end, rate in spells if first < min(end, last)]


def _days(life: Life, dice: Dice, span: Span, rate: float) -> list[date]:
    length = (span[1] - span[0]).days
    expected = rate * length / YEAR
    if not life.steady:
        number = dice.times(expected)
        return [span[0] + timedelta(days=dice.whole(0, length - 1)) for _ in range(number)]
    number = round(expected)
    part = length / number if number else 0
    return [
        span[0] + timedelta(days=int((place + dice.between(0.2, 0.8)) * part))
        for place in range(number)
    ]


def _onset(life: Life, dice: Dice, day: date) -> Onset:
    after = life.infused_on is not None and day >= life.infused_on
    child = life.person.given_by is not GivenBy.SELF
    shares = AFTER if after else CHILD if child else BEFORE
    troubled = life.troubled and not after
    if dice.happens(0.85 if troubled else shares.joint):
        site, side = _joint(life, dice)
        place = Place(Manifestation.JOINT, site, side)
    else:
        place = dice.pick(_ELSEWHERE)
    return Onset(
        day=day,
        minute=dice.whole(7 * 60, 22 * 60 + 30),
        place=place,
        cause=_cause(dice, shares, place, troubled=troubled),
        treated=dice.happens(shares.treated),
    )


def _joint(life: Life, dice: Dice) -> Joint:
    if life.favourite_joints and dice.happens(0.85 if life.troubled else 0.6):
        worst, *others = life.favourite_joints
        return worst if not others or dice.happens(0.75) else dice.one_of(others)
    return dice.pick(JOINTS)


def _cause(dice: Dice, shares: Shares, place: Place, *, troubled: bool) -> Cause:
    if place.manifestation is Manifestation.WOUND:
        return Cause.TRAUMATIC
    if place.manifestation in {Manifestation.NOSE, Manifestation.URINE}:
        return dice.pick({Cause.SPONTANEOUS: 0.75, Cause.UNKNOWN: 0.25})
    if troubled and place.manifestation is Manifestation.JOINT:
        return dice.pick({Cause.SPONTANEOUS: 0.75, Cause.ACTIVITY: 0.25})
    return dice.pick(shares.causes)
