"""What makes a diary awkward, applied to what was told: imported, recalled, counted, unfinished."""

from datetime import date, datetime, timedelta
from typing import Any

from bleedlog.models.bleed import BleedInput
from bleedlog.models.check_in import BleedCountInput, CheckInInput, ObservedInput
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.infusion import InfusionInput
from bleedlog.models.vocabulary import (
    ActingAs,
    Answer,
    Cause,
    Certainty,
    InfusionReason,
    Kind,
    Manifestation,
    Precision,
    Side,
    Site,
    Source,
    Treated,
    Verdict,
)
from bleedlog.services.demo.check_ins import check_in
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Joint, Life, Told, moment

_DAY = timedelta(days=1)
_NOON = 12 * 60
JOINT = Manifestation.JOINT


def nothing_told(_life: Life, _dice: Dice, _told: list[Told]) -> list[Told]:
    """An empty diary."""
    return []


def brought_in(life: Life, _dice: Dice, told: list[Told]) -> list[Told]:
    """Everything came at once from another diary, days without bleeds as declared ones."""
    at = life.instant(life.told_until, 8 * 60)
    return [_brought_in(one, at) for one in told]


def brought_in_long_ago(life: Life, _dice: Dice, told: list[Told]) -> list[Told]:
    """All but the last four years came from another diary."""
    day = life.today - timedelta(days=4 * 365)
    at = life.instant(day, _NOON)
    return [one if one.at > at else _brought_in(one, at) for one in told]


def _brought_in(told: Told, at: datetime) -> Told:
    said = told.entry.model_dump(exclude_none=True) | {"source": Source.IMPORTED}
    kind = type(told.entry)
    if isinstance(told.entry, CheckInInput):
        kind = ObservedInput
        del said["answer"]
    return Told(kind.model_validate(said), at, told.by)


def only_counted(life: Life, dice: Dice, _told: list[Told]) -> list[Told]:
    """Only numbers of bleeds are known: of the year before, and of each half year after."""
    if life.infused_on is None:
        return []
    spans = [(life.first_day, life.infused_on, 6)]
    first, counts = life.infused_on, iter((2, 1, 0, 1, 0, 0))
    while (end := first + timedelta(days=182)) <= life.told_until:
        spans.append((first, end, next(counts, 0)))
        first = end
    told = []
    for first, end, number in spans:
        at = life.instant(end, _NOON)
        entry = BleedCountInput(
            id=dice.id_at(at), start=moment(first), end=moment(end), value=number,
            source=Source.CLINIC,
        )  # fmt: skip
        told.append(Told(entry, at, ActingAs.CLINIC))
    return told


def lead_in_from_memory(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    """The time before the infusion was told afterwards, month by month."""
    if life.infused_on is None:
        return told
    begins = life.infused_on - timedelta(days=14)
    at = life.instant(begins, _NOON)
    kept = [one for one in told if one.at >= at]
    for one in told:
        if one.at < at and one.entry.kind is Kind.BLEED:
            said = one.entry.model_dump(exclude_none=True)
            said["start"] = said["start"][:10]
            said |= {"source": Source.RECALLED, "precision": Precision.MONTH}
            for name in ("end", "treated_from", "treated_until", "same_as"):
                said.pop(name, None)
            kept.append(Told(BleedInput.model_validate(said), at, one.by))
    first = life.first_day
    while first < begins:
        end = min((first.replace(day=1) + timedelta(days=31)).replace(day=1), begins)
        if dice.happens(0.85):
            kept.append(check_in(life, dice, (first, end), at, source=Source.RECALLED))
        first = end
    return kept


def waiting_for_its_bleed(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    """The last answer was "Yes", and the bleed was not told yet."""
    before = _told_before(told, life.instant(life.told_until - 6 * _DAY, 0))
    last = max(one.entry.end for one in before if isinstance(one.entry, CheckInInput))
    at = life.instant(life.told_until - _DAY, 20 * 60)
    span = (date.fromisoformat(last), life.told_until)
    return [*before, check_in(life, dice, span, at, answer=Answer.HAD_BLEEDS)]


def _told_before(told: list[Told], at: datetime) -> list[Told]:
    """What was told before that instant, without what names something told later."""
    kept = [one for one in told if one.at < at]
    ids = {one.entry.id for one in kept}
    return [
        one
        for one in kept
        if {getattr(one.entry, name, None) for name in ("treats", "same_as")} <= {None, *ids}
    ]


def bled_into_the_infusion(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    """A bleed that began two days before the infusion and went on for three days after it."""
    if life.infused_on is None:
        return told
    day = life.infused_on
    first = _bleed(
        life, dice, day - 2 * _DAY, 9 * 60, (Site.ANKLE, Side.LEFT),
        cause=Cause.SPONTANEOUS, treated=Treated.YES, end=moment(day + 3 * _DAY), pain=6,
    )  # fmt: skip
    again = _bleed(
        life, dice, day + _DAY, 8 * 60, (Site.ANKLE, Side.LEFT),
        end=moment(day + 3 * _DAY), note="The ankle from before, still swollen.",
    )  # fmt: skip
    doses = [
        _dose(life, dice, day + number * _DAY, treats=first, reason=reason)
        for number, reason in ((-2, InfusionReason.BLEED), (-1, InfusionReason.FOLLOW_UP))
    ]
    return [*told, first, again, *doses]


def after_surgery(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    """A planned operation with its doses, and the bleed that followed."""
    day = life.today - timedelta(days=150)
    bleed = _bleed(
        life, dice, day + 2 * _DAY, 15 * 60, (Site.KNEE, Side.RIGHT), cause=Cause.SURGICAL,
        certainty=Certainty.CERTAIN, end=moment(day + 5 * _DAY), note="After the knee operation.",
    )  # fmt: skip
    doses = [
        _dose(life, dice, day + number * _DAY, reason=InfusionReason.SURGERY) for number in range(5)
    ]
    return [*told, bleed, *doses]


def unsure_of_much(life: Life, dice: Dice, told: list[Told]) -> list[Told]:
    """Bleeds that nobody is sure of wait for the centre; one of old was the same as another."""
    waiting = [
        _bleed(
            life, dice, life.told_until - number * _DAY, 11 * 60 + number, joint,
            certainty=Certainty.UNSURE, cause=Cause.UNKNOWN,
            end=moment(life.told_until - (number - 1) * _DAY), pain=3,
        )
        for number, joint in (
            (20, (Site.ELBOW, Side.RIGHT)),
            (12, (Site.KNEE, Side.LEFT)),
            (5, (Site.ANKLE, Side.LEFT)),
        )
    ]  # fmt: skip
    day = life.told_until - timedelta(days=110)
    first = _bleed(life, dice, day, 10 * 60, (Site.KNEE, Side.LEFT), cause=Cause.ACTIVITY)
    second = _bleed(life, dice, day + 5 * _DAY, 9 * 60, (Site.KNEE, Side.LEFT), pain=4)
    at = life.instant(day + 20 * _DAY, 16 * 60)
    verdict = AdjudicationInput(
        id=dice.id_at(at), start=moment(day + 20 * _DAY), about=second.entry.id,
        verdict=Verdict.SAME_AS, same_as=first.entry.id, source=Source.CLINIC,
        note="Never settled in between: one bleed.",
    )  # fmt: skip
    return [*told, *waiting, first, second, Told(verdict, at, ActingAs.CLINIC)]


def _bleed(life: Life, dice: Dice, day: date, minute: int, joint: Joint, **fields: Any) -> Told:
    at = life.instant(day, minute + 25)
    said = {
        "id": dice.id_at(at),
        "start": moment(day, minute),
        "zone": life.zone_on(day),
        "manifestation": JOINT,
        "site": joint[0],
        "side": joint[1],
        **fields,
    }
    return Told(BleedInput.model_validate(said), at, life.told_by)


def _dose(
    life: Life, dice: Dice, day: date, *, reason: InfusionReason, treats: Told | None = None
) -> Told:
    at = life.instant(day, 18 * 60)
    entry = InfusionInput.model_validate(
        {
            "id": dice.id_at(at),
            "start": moment(day, 17 * 60 + 30),
            "zone": life.zone_on(day),
            "product": life.person.profile.product,
            "dose_iu": life.person.dose_iu,
            "reason": reason,
            "given_by": life.person.given_by,
            "treats": None if treats is None else treats.entry.id,
        }
    )
    return Told(entry, at, life.told_by)
