"""Regular doses of clotting factor IX: before the infusion, and hardly after it."""

from collections.abc import Iterator
from datetime import date, timedelta

from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import InfusionReason
from bleedlog.services.demo.batches import batch_of
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told, moment

GOES_ON_FOR = 17
"""Days from the infusion on with regular doses, until factor IX is made (HOPE-B let people go on
until their activity was 5 IU/dL)."""

_LOGGED = 0.93
_BEFORE_ACTIVITY = 0.02


def tell_doses(life: Life, dice: Dice) -> Iterator[Told]:
    """The regular doses that somebody logs."""
    stops = life.told_until
    if life.infused_on is not None:
        stops = min(stops, life.infused_on + timedelta(days=GOES_ON_FOR))
    yield from _doses(life, dice, life.first_day, stops)
    if life.back_on_prophylaxis is not None:
        yield from _doses(life, dice, life.back_on_prophylaxis, life.told_until)


def _doses(life: Life, dice: Dice, first: date, end: date) -> Iterator[Told]:
    usual = dice.whole(7 * 60, 8 * 60 + 30)
    planned = float(dice.whole(0, 2))
    while (day := first + timedelta(days=int(planned))) < end:
        planned += life.person.days_between_doses
        late = dice.pick({0: 0.85, 1: 0.15})
        day += timedelta(days=late)
        if day >= end or life.is_silent(day) or not dice.happens(_LOGGED):
            continue
        yield _dose(life, dice, day, usual + dice.whole(-20, 40))


def _dose(life: Life, dice: Dice, day: date, minute: int) -> Told:
    at = life.instant(day, minute + dice.whole(5, 240))
    reason = InfusionReason.PROPHYLAXIS
    if dice.happens(_BEFORE_ACTIVITY):
        reason = InfusionReason.BEFORE_ACTIVITY
    entry = InfusionInput.model_validate(
        {
            "id": dice.id_at(at),
            "start": moment(day, minute if dice.happens(0.8) else None),
            "zone": life.zone_on(day),
            "product": life.person.profile.product,
            "dose_iu": life.person.dose_iu,
            "batch": batch_of(life.person, day) if dice.happens(0.7) else None,
            "reason": reason,
            "given_by": life.person.given_by,
        }
    )
    return Told(entry, at, life.told_by)
