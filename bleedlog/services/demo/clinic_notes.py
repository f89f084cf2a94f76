"""What an invented centre records: infusion, steroids, joint scores, visits, what it settles."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from bleedlog.models.clinic_record import (
    AdjudicationInput,
    BackOnProphylaxisInput,
    JointScoreInput,
    ReviewInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import BLEED_KINDS, ActingAs, Certainty, Source, Verdict
from bleedlog.services.demo.centres import CENTRES
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told, moment

PRODUCT = "Hemgenix"
DOSE = 2e13
"""Genome copies per kg: the one dose of etranacogene dezaparvovec (EU product information)."""

VISITS = (-90, -12, 28, 91, 182, 273, 365)
"""Days from the infusion on; then every half year."""

_WITHOUT_INFUSION = 91
_HALF_YEAR = 182
_SCORED_EVERY = 350
_SETTLED = 0.75
_STEROIDS_BEGIN_AFTER = 4
_CLINIC_ENDS = 16 * 60
_A_DAY = timedelta(days=1)

_REVIEWS = (
    None,
    None,
    "Diary and results gone through together.",
    "No change to the plan.",
    "Doing well. Joints examined.",
)


def tell_clinic_notes(life: Life, dice: Dice, told: Sequence[Told]) -> Iterator[Told]:
    """What the centre recorded until today about the person who told `told`."""
    teller = _Centre(life, dice)
    if life.infused_on is not None:
        yield teller.infusion(life.infused_on)
        yield from teller.steroids(life.infused_on)
    if life.back_on_prophylaxis is not None:
        yield teller.note(BackOnProphylaxisInput, life.back_on_prophylaxis)
    if not life.visits:
        return
    visits = _visits(life)
    yield from teller.visits(visits)
    for entry in told:
        yield from teller.settle(entry.entry, visits)


def _visits(life: Life) -> list[date]:
    if life.infused_on is None:
        first, step = life.first_day + timedelta(days=30), _WITHOUT_INFUSION
        days = [first + timedelta(days=number) for number in range(0, 7400, step)]
    else:
        offsets = [*VISITS, *(VISITS[-1] + _HALF_YEAR * number for number in range(1, 40))]
        days = [life.infused_on + timedelta(days=offset) for offset in offsets]
    # On a weekday.
    days = [day - timedelta(days=max(0, day.weekday() - 4)) for day in days]
    return [day for day in days if life.first_day < day < life.today - timedelta(days=1)]


class _Centre:
    def __init__(self, life: Life, dice: Dice) -> None:
        self._life, self._dice = life, dice
        self._joint_score = dice.whole(2, 34)

    def infusion(self, day: date) -> Told:
        """The gene therapy."""
        return self.note(
            GeneTherapyInput,
            day,
            10 * 60 + 5 * self._dice.whole(0, 20),
            product=PRODUCT,
            value=DOSE,
            unit="gc/kg",
            weight_kg=self._life.person.weight_kg,
            batch=f"DEMO-{self._dice.whole(100, 999)}",
            centre=CENTRES[self._life.person.centre].name,
        )

    def steroids(self, infused_on: date) -> Iterator[Told]:
        """A course that began soon after ALT rose."""
        life = self._life
        if life.alt_rise is None:
            return
        begins = infused_on + timedelta(days=life.alt_rise + _STEROIDS_BEGIN_AFTER)
        if begins >= life.today:
            return
        end = None
        if life.steroids_for is not None:
            end = moment(min(begins + timedelta(days=life.steroids_for), life.today - _A_DAY))
        yield self.note(SteroidCourseInput, begins, product="prednisolone", end=end)

    def visits(self, days: Sequence[date]) -> Iterator[Told]:
        """Reviews, with the joints scored about once a year."""
        last_scored: date | None = None
        for day in days:
            yield self.note(ReviewInput, day, note=self._dice.one_of(_REVIEWS))
            if last_scored is None or (day - last_scored).days >= _SCORED_EVERY:
                self._joint_score = max(0, self._joint_score + self._dice.whole(-2, 1))
                yield self.note(JointScoreInput, day, value=self._joint_score)
                last_scored = day

    def settle(self, entry: EntryInput, visits: Sequence[date]) -> Iterator[Told]:
        """At the next visit, what somebody was not sure of."""
        unsure = getattr(entry, "certainty", None) is Certainty.UNSURE
        if entry.kind not in BLEED_KINDS or not unsure:
            return
        onset = parse_moment(entry.start).day
        visit = next((day for day in visits if day > onset), None)
        if visit is not None and self._dice.happens(_SETTLED):
            verdict = self._dice.pick({Verdict.BLEED: 0.6, Verdict.NOT_A_BLEED: 0.4})
            yield self.note(AdjudicationInput, visit, about=entry.id, verdict=verdict)

    def note(
        self, kind: type[EntryInput], day: date, minute: int | None = None, **fields: Any
    ) -> Told:
        """An entry of the centre's."""
        at = self._life.instant(day, _CLINIC_ENDS + self._dice.whole(0, 60))
        entry = kind.model_validate(
            {
                "id": self._dice.id_at(at),
                "start": moment(day, minute),
                "zone": self._life.person.profile.zone,
                "source": Source.CLINIC,
                **fields,
            }
        )
        return Told(entry, at, ActingAs.CLINIC)
