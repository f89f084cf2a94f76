"""A whole life told: every entry of a diary, with the instants at which they came."""

from collections.abc import Callable, Iterator, Sequence

from bleedlog.models.vocabulary import Kind
from bleedlog.services.demo.aches import tell_aches
from bleedlog.services.demo.bleeding import Onset, onsets
from bleedlog.services.demo.bleeds_told import BleedTeller
from bleedlog.services.demo.check_ins import Asked, answered_check_ins, tell_check_ins
from bleedlog.services.demo.clinic_notes import tell_clinic_notes
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.doses import tell_doses
from bleedlog.services.demo.laboratory import tell_results
from bleedlog.services.demo.life import Life, Told

Retelling = Callable[[Life, Dice, list[Told]], list[Told]]
"""Changes what was told: what makes an awkward diary awkward."""


def live(
    life: Life,
    dice: Dice,
    *,
    bleeds: Sequence[Onset] | None = None,
    retell: Retelling | None = None,
) -> list[Told]:
    """The diary of a life, in the order in which its entries came.

    Args:
        life: The plan.
        dice: Chance, seeded for this person.
        bleeds: Instead of bleeds by chance.
        retell: Applied before the centre settles anything.
    """
    asked = answered_check_ins(life, dice)
    told = list(_bleeds(life, dice, asked, bleeds))
    told += tell_check_ins(life, dice, asked, told)
    told += tell_aches(life, dice)
    told += tell_doses(life, dice)
    if retell is not None:
        told = retell(life, dice, told)
    doses = [one for one in told if one.entry.kind is Kind.INFUSION]
    told += tell_results(life, dice, doses)
    told += tell_clinic_notes(life, dice, told)
    return sorted(told, key=lambda one: one.at)


def _bleeds(
    life: Life, dice: Dice, asked: Sequence[Asked], bleeds: Sequence[Onset] | None
) -> Iterator[Told]:
    teller = BleedTeller(life, dice, asked)
    for onset in onsets(life, dice) if bleeds is None else bleeds:
        yield from teller.tell(onset)
