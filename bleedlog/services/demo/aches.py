"""What an invented person notes that is no bleed, or may be one: bruises and joint pain."""

from collections.abc import Iterator
from datetime import timedelta

from bleedlog.models.bleed import BruiseInput, JointPainInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.vocabulary import Cause, Certainty, Side, Site, Size, Stiffness
from bleedlog.services.demo.bleeding import JOINTS
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told, moment
from bleedlog.services.demo.person import YEAR

_BRUISES_A_YEAR = 1.4
_PAINS_A_YEAR = 1.8
_AFTER = 0.6
"""How much of it is left after the infusion: worn joints go on hurting."""
_CERTAINTY = {Certainty.CERTAIN: 0.04, Certainty.UNSURE: 0.06, None: 0.9}
"""Seldom does somebody say that it is a bleed."""

_BRUISED = (Site.THIGH, Site.CALF, Site.FOREARM, Site.UPPER_ARM, Site.HAND, Site.KNEE, Site.ELBOW)


def tell_aches(life: Life, dice: Dice) -> Iterator[Told]:
    """Bruises and joint pain, by chance over the whole diary."""
    days = (life.told_until - life.first_day).days - 1
    for kind, a_year in ((BruiseInput, _BRUISES_A_YEAR), (JointPainInput, _PAINS_A_YEAR)):
        for _ in range(dice.times(a_year * days / YEAR)):
            day = life.first_day + timedelta(days=dice.whole(0, days - 1))
            after = life.infused_on is not None and day >= life.infused_on
            if life.is_silent(day) or (after and not dice.happens(_AFTER)):
                continue
            minute = dice.whole(8 * 60, 22 * 60)
            at = life.instant(day, minute + dice.whole(5, 90))
            said: dict[str, object] = {
                "id": dice.id_at(at),
                "start": moment(day, minute if dice.happens(0.5) else None),
                "zone": life.zone_on(day),
                **_place(life, dice, kind),
            }
            if life.doubts and _may_bleed(life, after=after):
                said["certainty"] = dice.pick(_CERTAINTY)
            yield Told(kind.model_validate(said), at, life.told_by)


def _may_bleed(life: Life, *, after: bool) -> bool:
    return (life.bleeds_after if after else life.bleeds_before) > 0


def _place(life: Life, dice: Dice, kind: type[EntryInput]) -> dict[str, object]:
    if kind is JointPainInput:
        favourite = life.favourite_joints and dice.happens(0.7)
        site, side = life.favourite_joints[0] if favourite else dice.pick(JOINTS)
        pain = dice.whole(1, 6)
        return {
            "site": site,
            "side": side,
            "pain": pain,
            "stiffness": dice.one_of((Stiffness.MILD, Stiffness.MODERATE)),
            "swelling": dice.happens(0.15),
        }
    return {
        "site": dice.one_of(_BRUISED),
        "side": dice.one_of((Side.LEFT, Side.RIGHT)),
        "size": dice.pick({Size.COIN: 0.5, Size.PALM: 0.4, Size.LARGER: 0.1}),
        "cause": dice.pick({Cause.TRAUMATIC: 0.7, Cause.UNKNOWN: 0.2, None: 0.1}),
    }
