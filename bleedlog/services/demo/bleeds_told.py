"""How a bleed is told: the entry, the doses that were taken for it, and what came of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from bleedlog.models.bleed import BleedInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import (
    Cause,
    Certainty,
    InfusionReason,
    Manifestation,
    OtherTreatment,
    Response,
    Severity,
    Treated,
)
from bleedlog.services.demo.batches import batch_of
from bleedlog.services.demo.bleed_notes import (
    AGAIN_NOTES,
    HOURS,
    NOTES,
    PAIN,
    PRIVATE_NOTES,
    SYMPTOMS,
)
from bleedlog.services.demo.bleeding import Onset
from bleedlog.services.demo.check_ins import Asked
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Told, moment

SHOWN_AS_GOING_ON = timedelta(days=16)
"""For longer than this, a bleed without an end is not shown as going on."""

_SWELLS_AGAIN = 0.07
_CERTAINTY = {Certainty.UNSURE: 0.06, Certainty.CERTAIN: 0.4, None: 0.54}
_NO_DOUBT = {Certainty.CERTAIN: 0.4, None: 0.6}
_EVENING = time(21)


_A_MINUTE = timedelta(minutes=1)


class Named(NamedTuple):
    """An entry that another names, and when it was told."""

    id: UUID
    at: datetime


class BleedTeller:
    """Tells the bleeds of one life."""

    def __init__(self, life: Life, dice: Dice, asked: Sequence[Asked]) -> None:
        self._life, self._dice, self._asked = life, dice, asked
        self._latest = datetime.combine(life.told_until - timedelta(days=1), _EVENING)

    def tell(self, onset: Onset) -> Iterator[Told]:
        """The entries of a bleed, which may swell again and be told twice."""
        life, dice = self._life, self._dice
        began = datetime.combine(onset.day, time(onset.minute // 60, onset.minute % 60))
        ends = self._end(onset, began)
        at = self._told_at(onset)
        entry_id = dice.id_at(at)
        yield from self._entry(onset, began, ends, at, entry_id)
        again = began + timedelta(hours=dice.between(20, 60))
        limb = {Manifestation.JOINT, Manifestation.MUSCLE}
        if (
            onset.place.manifestation in limb
            and dice.happens(_SWELLS_AGAIN)
            and again < self._latest
            and not life.is_silent(again.date())
        ):
            yield self._again(onset, again, ends, Named(entry_id, at))

    def _end(self, onset: Onset, began: datetime) -> datetime:
        hours = self._dice.between(*HOURS[onset.place.manifestation])
        ends = began + timedelta(hours=hours * (0.7 if onset.treated else 1))
        return max(began, min(ends, self._latest))

    def _told_at(self, onset: Onset) -> datetime:
        """At once, on the next morning, or when asked next."""
        life, dice = self._life, self._dice
        when = dice.pick({"now": 0.65, "morning": 0.15, "asked": 0.2})
        if when == "morning" and onset.day + timedelta(days=1) < life.told_until:
            return life.instant(onset.day + timedelta(days=1), dice.whole(8 * 60, 12 * 60))
        if when == "asked":
            then = next((one for one in self._asked if one.day > onset.day), None)
            if then is not None:
                return life.instant(then.day, then.minute + dice.whole(1, 5))
        return life.instant(onset.day, min(onset.minute + dice.whole(5, 100), 24 * 60 - 5))

    def _entry(
        self, onset: Onset, began: datetime, ends: datetime, at: datetime, entry_id: UUID
    ) -> Iterator[Told]:
        life, dice = self._life, self._dice
        timed = dice.happens(0.6)
        doses = list(self._doses(began, at, entry_id)) if onset.treated else []
        if dice.happens(0.12):  # treated, but the doses were not logged
            doses = []
        said: dict[str, Any] = {
            "id": entry_id,
            "start": moment(onset.day, onset.minute if timed else None),
            "zone": life.zone_on(onset.day),
            "manifestation": onset.place.manifestation,
            "site": onset.place.site,
            "side": onset.place.side,
            "cause": None if dice.happens(0.05) else onset.cause,
            "certainty": dice.pick(_CERTAINTY if life.doubts else _NO_DOUBT),
            "treated": self._treated(onset, logged=bool(doses)),
            **self._details(onset),
        }
        if self._tells_end(ends):
            said["end"] = _end_text(ends, timed=timed and (ends - began) < timedelta(hours=12))
        if said["treated"] is Treated.YES and not doses and dice.happens(0.5):
            said["treated_from"] = moment(onset.day)
        yield Told(BleedInput.model_validate(said), at, life.told_by)
        yield from doses

    def _tells_end(self, ends: datetime) -> bool:
        recent = self._latest - ends < SHOWN_AS_GOING_ON
        return recent or self._dice.happens(0.85)

    def _treated(self, onset: Onset, *, logged: bool) -> Treated | None:
        if onset.treated:
            return None if logged and self._dice.happens(0.25) else Treated.YES
        return self._dice.pick({Treated.NO: 0.75, Treated.UNKNOWN: 0.05, None: 0.2})

    def _details(self, onset: Onset) -> dict[str, Any]:
        """What is asked behind "Add more", where somebody answered it."""
        dice, shows = self._dice, onset.place.manifestation
        pain = dice.whole(*PAIN[shows])
        symptoms = SYMPTOMS.get(shows, ())
        noticed = dice.shuffled(symptoms)[: dice.whole(1, 2)] if symptoms else []
        details: dict[str, Any] = {}
        if dice.happens(0.6):
            details["pain"] = pain
        if dice.happens(0.6):
            severity = Severity.MODERATE if pain >= 4 else Severity.MINOR
            details["severity"] = Severity.MAJOR if pain >= 8 else severity
        if noticed and dice.happens(0.4):
            details["symptoms"] = " ".join(noticed)
        if dice.happens(0.35):
            details["other_treatment"] = _other_treatment(dice, shows)
        if onset.treated and dice.happens(0.55):
            details["response"] = dice.pick(
                {Response.EXCELLENT: 0.35, Response.GOOD: 0.5, Response.MODERATE: 0.15}
            )
        if dice.happens(0.15):
            details["private"] = dice.happens(0.2)
            notes = PRIVATE_NOTES if details["private"] else NOTES[onset.cause]
            details["note"] = dice.one_of(notes)
        return details

    def _doses(self, began: datetime, bleed_at: datetime, entry_id: UUID) -> Iterator[Told]:
        life, dice = self._life, self._dice
        given = began + timedelta(minutes=dice.whole(15, 200))
        for number in range(dice.pick({1: 0.62, 2: 0.26, 3: 0.12})):
            if given >= self._latest:
                return
            at = life.instant(given.date(), given.hour * 60 + given.minute)
            yield Told(
                InfusionInput.model_validate(
                    {
                        "id": dice.id_at(at),
                        "start": moment(given.date(), given.hour * 60 + given.minute),
                        "zone": life.zone_on(given.date()),
                        "product": life.person.profile.product,
                        "dose_iu": life.person.dose_iu,
                        "batch": batch_of(life.person, given.date()),
                        "reason": InfusionReason.FOLLOW_UP if number else InfusionReason.BLEED,
                        "given_by": life.person.given_by,
                        "treats": entry_id,
                    }
                ),
                max(at, bleed_at) + timedelta(minutes=dice.whole(2, 30)),
                life.told_by,
            )
            given += timedelta(hours=dice.between(18, 30))

    def _again(self, onset: Onset, again: datetime, ends: datetime, first: Named) -> Told:
        """The bleed told a second time, within three days at the same place."""
        life, dice = self._life, self._dice
        minute = again.hour * 60 + again.minute
        at = max(life.instant(again.date(), min(minute + 10, 24 * 60 - 1)), first.at + _A_MINUTE)
        said = {
            "id": dice.id_at(at),
            "start": moment(again.date(), minute),
            "zone": life.zone_on(again.date()),
            "manifestation": onset.place.manifestation,
            "site": onset.place.site,
            "side": onset.place.side,
            "cause": dice.pick({Cause.UNKNOWN: 0.5, onset.cause: 0.5}),
            "same_as": first.id if dice.happens(0.35) else None,
            "note": dice.one_of(AGAIN_NOTES) if dice.happens(0.5) else None,
            "end": moment(max(ends, again).date()),
        }
        return Told(BleedInput.model_validate(said), at, life.told_by)


def _end_text(ends: datetime, *, timed: bool) -> str:
    return moment(ends.date(), ends.hour * 60 + ends.minute if timed else None)


def _other_treatment(dice: Dice, shows: Manifestation) -> str:
    if shows in {Manifestation.NOSE, Manifestation.MOUTH_GUM}:
        return OtherTreatment.TRANEXAMIC_ACID.value
    if shows is Manifestation.WOUND:
        return OtherTreatment.DRESSING.value
    return dice.pick(
        {
            OtherTreatment.ICE_AND_REST.value: 0.7,
            f"{OtherTreatment.ICE_AND_REST} {OtherTreatment.PAINKILLER}": 0.3,
        }
    )
