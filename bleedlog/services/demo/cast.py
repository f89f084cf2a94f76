"""Everybody in the demo, one after the other, with the whole of their diaries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bleedlog.services.demo.awkward import AWKWARD, Awkwardness
from bleedlog.services.demo.centres import CENTRES, STAFFED
from bleedlog.services.demo.cohort import ordinary_lives
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told
from bleedlog.services.demo.lives import live
from bleedlog.services.demo.names import NAMES, nhs_numbers
from bleedlog.services.demo.person import Person, invent_person
from bleedlog.services.demo.scripted import (
    CHILDREN,
    PATIENT,
    SINCE_FIRST_DAY,
    child_life,
    patient_life,
    tell_patient,
)

PEOPLE = 60
"""All who have a diary in the demo."""

_AT_STAFFED_CENTRE = 4
"""Ordinary lives there, beside the others."""
_YOUNGEST, _OLDEST = 25, 74
"""Of the ordinary lives: grown up when they were infused, up to five years ago."""
_SCRIPTED = 1 + len(CHILDREN)
ORDINARY = PEOPLE - _SCRIPTED - len(AWKWARD)


class Keeper(StrEnum):
    """Who of the logins keeps a diary."""

    PATIENT = "patient"
    CARER = "carer"


@dataclass(frozen=True, slots=True)
class Member:
    """One person with their diary."""

    life: Life
    told: list[Told]
    """In the order in which it came."""
    keeper: Keeper | None = None
    awkwardness: Awkwardness | None = None

    @property
    def person(self) -> Person:
        """Who they are."""
        return self.life.person


def everybody(seed: int, today: date) -> Iterator[Member]:
    """The people of the demo made from that seed on the day `today`, each when asked for.

    The same seed and day give the same people, diaries and ids.
    """
    casting = _Casting(seed, today)
    yield casting.patient()
    yield from casting.children()
    yield from casting.awkward()
    yield from casting.ordinary()


class _Casting:
    """Everybody has dice of their own, so that a change to one life moves no other."""

    def __init__(self, seed: int, today: date) -> None:
        self._seed, self._today = seed, today
        self._nhs_numbers = nhs_numbers(Dice(seed, 0))

    def patient(self) -> Member:
        name, age = PATIENT
        since = self._today - timedelta(days=SINCE_FIRST_DAY)
        person = self._person(0, name, age, since, product="idelvion")
        life = patient_life(person, self._today)
        return Member(life, tell_patient(life, self._dice(0)), keeper=Keeper.PATIENT)

    def children(self) -> Iterator[Member]:
        for number, child in enumerate(CHILDREN, start=1):
            since = self._today - timedelta(days=child.days)
            person = self._person(number, child.name, child.age, since)
            life = child_life(person, child, self._today)
            yield Member(life, live(life, self._dice(number)), keeper=Keeper.CARER)

    def awkward(self) -> Iterator[Member]:
        for number, one in enumerate(AWKWARD, start=_SCRIPTED):
            plan = one.plan(self._today)
            person = self._person(number, one.name, one.age, plan["first_day"], centre=one.centre)
            life = Life(person=person, today=self._today, **plan)
            told = live(life, self._dice(number), retell=one.retell)
            yield Member(life, told, awkwardness=one.awkwardness)

    def ordinary(self) -> Iterator[Member]:
        plans = ordinary_lives(Dice(self._seed, 3), ORDINARY, self._today)
        for place, (name, plan) in enumerate(zip(NAMES, plans, strict=False)):
            number = PEOPLE - ORDINARY + place
            dice = self._dice(number)
            age = min(_OLDEST, max(_YOUNGEST, round(dice.around(42, 14))))
            person = self._person(number, name, age, plan["first_day"], centre=_centre(place))
            life = Life(person=person, **plan)
            yield Member(life, live(life, dice))

    def _dice(self, number: int) -> Dice:
        return Dice(self._seed, 2, number)

    def _person(
        self,
        number: int,
        name: str,
        age: int,
        since: date,
        *,
        centre: int = STAFFED,
        product: str | None = None,
    ) -> Person:
        return invent_person(
            Dice(self._seed, 1, number),
            number=number,
            name=name,
            nhs_number=next(self._nhs_numbers),
            centre=centre,
            age=age,
            today=self._today,
            since=since,
            product=product,
        )


def _centre(place: int) -> int:
    """The centre of the ordinary life at that place of their list."""
    if place < _AT_STAFFED_CENTRE:
        return STAFFED
    others = [number for number in range(len(CENTRES)) if number != STAFFED]
    return others[place % len(others)]
