"""What an invented laboratory finds: factor IX, liver enzymes, and what is looked for yearly.

Factor IX follows HOPE-B's published means (one-stage 39.0 IU/dL at month 6, 36.9 at month 18);
chromogenic results are lower. Days of tests are those of the follow-up schedule. How fast it
rises, how results scatter, and how ALT rises and falls are invented.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bleedlog.models.clinic_record import UNITS
from bleedlog.models.kinds import INPUTS
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import ActingAs, Assay, Kind, Source
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told, moment

WEEKS_OF_TESTS = 13
LATER_TESTS = (105, 119, 150, 182, 273, 365, 548, 730)
"""Days from the infusion on; then yearly."""

CHROMOGENIC_SHARE = 0.45
RISES_WITHIN = 11.0
"""Days after which factor IX has come to two thirds of its level."""

_MONTH = 30.44
_LASTS = (36.9 / 39.0) ** (1 / 12)
"""Factor IX of one month against that of the month before, from month 6 on."""

_BEFORE = (-80, -25)
_YEAR = 365
_RECOVERY = 0.9
"""IU/dL that a dose of one unit per kg adds."""
_STILL_SEEN = timedelta(days=21)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Laboratory:
    """Where a centre's tests are done."""

    name: str
    reagent: str
    alt_limit: float


LABORATORIES = (
    Laboratory("Coagulation laboratory A (demo)", "SynthASil", 40),
    Laboratory("Coagulation laboratory B (demo)", "Actin FS", 45),
    Laboratory("Coagulation laboratory C (demo)", "APTT-SP", 50),
)


def tell_results(life: Life, dice: Dice, doses: Sequence[Told]) -> Iterator[Told]:
    """The results that came before today. `doses` are the infusions that show in factor IX."""
    if life.infused_on is None:
        days = [life.first_day + timedelta(days=number) for number in range(20, 4000, 182)]
        yield from _results(_Bench(life, dice, doses), [day for day in days if day < life.today])
        return
    offsets = [*_BEFORE, *(7 * week for week in range(1, WEEKS_OF_TESTS + 1)), *LATER_TESTS]
    offsets += [_YEAR * year for year in range(3, 20)]
    days = [life.infused_on + timedelta(days=offset) for offset in offsets]
    bench = _Bench(life, dice, doses)
    yield from _results(bench, [day for day in days if life.first_day <= day < life.today])


def _results(bench: "_Bench", days: Sequence[date]) -> Iterator[Told]:
    last_yearly: date | None = None
    for planned in days:
        day = min(planned + timedelta(days=bench.dice.whole(0, 2)), bench.life.today - _DAY)
        drawn = bench.dice.whole(9 * 60, 12 * 60)
        yield from bench.factor_ix(day, drawn)
        yield from bench.liver(day, drawn)
        if last_yearly is None or (day - last_yearly).days >= _YEAR - 10:
            yield from bench.yearly(day, drawn)
            last_yearly = day
    yield from bench.antibodies()


class _Bench:
    """Tests of one life."""

    def __init__(self, life: Life, dice: Dice, doses: Sequence[Told]) -> None:
        self.life, self.dice = life, dice
        self._laboratory = LABORATORIES[life.person.centre % len(LABORATORIES)]
        self._alt = dice.between(15, 0.75 * self._laboratory.alt_limit)
        self._peak = dice.between(1.5, 3.6)
        self._titre = dice.happens(0.4)
        self._doses = sorted(
            datetime.fromisoformat(told.entry.start)
            for told in doses
            if parse_moment(told.entry.start).clock is not None
        )

    def factor_ix(self, day: date, drawn: int) -> Iterator[Told]:
        """Factor IX by one-stage assay, often by chromogenic assay too."""
        own = self._own_level(day)
        hours, infused = self._from_doses(datetime.combine(day, datetime.min.time()), drawn)
        since = {"hours_since_factor": hours} if hours is not None else {}
        if self.dice.happens(0.6):
            value = (own * CHROMOGENIC_SHARE + infused) * self.dice.around(1, 0.07)
            yield self._result(
                Kind.FIX_ACTIVITY, day, drawn, max(0.5, value), assay=Assay.CHROMOGENIC, **since
            )
        value = max(0.5, (own + infused) * self.dice.around(1, 0.07))
        yield self._result(
            Kind.FIX_ACTIVITY,
            day,
            drawn,
            value,
            assay=Assay.ONE_STAGE,
            reagent=self._laboratory.reagent,
            **since,
        )

    def _own_level(self, day: date) -> float:
        life = self.life
        born_with = 1.0
        if life.infused_on is None or day < life.infused_on:
            return born_with
        days = (day - life.infused_on).days
        months = max(0.0, days / _MONTH - 6)
        level = life.level * (1 - math.exp(-days / RISES_WITHIN)) * float(_LASTS**months)
        if life.alt_rise is not None and days > life.alt_rise:
            # What the liver loses while ALT is up comes back in part.
            level *= 0.88 if days > life.alt_rise + 70 else 0.78
        return max(born_with, level)

    def _from_doses(self, midnight: datetime, drawn: int) -> tuple[float | None, float]:
        """Hours since the last dose, and what it still adds."""
        then = midnight + timedelta(minutes=drawn)
        before = [dose for dose in self._doses if then - _STILL_SEEN < dose <= then]
        if not before:
            return None, 0.0
        hours = (then - before[-1]).total_seconds() / 3600
        half_life = self.life.person.product.half_life_hours or 24.0
        added = self.life.person.units_per_kg * _RECOVERY * 0.5 ** (hours / half_life)
        return round(hours, 1), added

    def liver(self, day: date, drawn: int) -> Iterator[Told]:
        """ALT, and AST less often."""
        alt = self._alt * self.dice.around(1, 0.12) * self._rise(day)
        limit = self._laboratory.alt_limit
        yield self._result(Kind.ALT, day, drawn, round(alt), upper_limit=limit)
        if self.dice.happens(0.5):
            ast = round(max(9.0, alt * self.dice.between(0.7, 0.95)))
            yield self._result(Kind.AST, day, drawn, ast, upper_limit=limit)

    def _rise(self, day: date) -> float:
        """How far ALT is above the usual: up within two weeks, down within two months."""
        life = self.life
        if life.alt_rise is None or life.infused_on is None:
            return 1.0
        days = (day - life.infused_on).days - life.alt_rise
        if days < 0:
            return 1.0
        top = self._peak * self._laboratory.alt_limit / self._alt - 1
        return 1 + top * (min(1.0, (days + 4) / 14) if days < 14 else math.exp(-(days - 14) / 22))

    def yearly(self, day: date, drawn: int) -> Iterator[Told]:
        """No inhibitor; AFP for those at risk."""
        yield self._result(Kind.INHIBITOR, day, drawn, 0.0)
        if self.life.person.profile.risk_flag:
            yield self._result(Kind.AFP, day, drawn, self.dice.between(1.5, 5.5))

    def antibodies(self) -> Iterator[Told]:
        """Antibodies against AAV5, looked for once before the infusion."""
        if self.life.infused_on is None:
            return
        day = self.life.infused_on - timedelta(days=40)
        if self._titre and day >= self.life.first_day:
            titre = self.dice.one_of((5, 10, 20, 40, 80, 160, 320))
            yield self._result(Kind.ANTIBODY, day, 10 * 60, titre)

    def _result(self, kind: Kind, day: date, drawn: int, value: float, **fields: Any) -> Told:
        at = self.life.instant(day, 23 * 60)
        entry = INPUTS[kind].model_validate(
            {
                "id": self.dice.id_at(at),
                "start": moment(day, drawn),
                "zone": self.life.person.profile.zone,
                "value": round(value, 1),
                "unit": UNITS[kind][0],
                "lab": self._laboratory.name,
                "source": Source.CLINIC,
                **fields,
            }
        )
        return Told(entry, at, ActingAs.CLINIC)
