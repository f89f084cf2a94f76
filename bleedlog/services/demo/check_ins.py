"""When an invented person answers "Any bleeds since ...?", and what they say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.moment import parse_moment
from bleedlog.models.vocabulary import BLEED_KINDS, Answer, Source
from bleedlog.services.demo.dice import Dice
from bleedlog.services.demo.life import Life, Span, Told, moment

LONGEST_CHECK_IN = 28
FIRST_CHECK_IN = 7
A_QUIET_YEAR = 365
"""Days from the infusion on after which somebody is asked half as often."""

_ANSWERS = 0.9
_REMEMBERS_GAPS = 0.2
_MINUTES_TO_TELL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Asked:
    """A check-in that was answered."""

    day: date
    minute: int
    """Of the local day."""


def answered_check_ins(life: Life, dice: Dice) -> list[Asked]:
    """The days on which somebody answers, in order."""
    if life.asked_every is None:
        return []
    usual = dice.whole(18 * 60, 21 * 60)
    found = []
    day = life.first_day + timedelta(days=min(FIRST_CHECK_IN, life.asked_every) - 1)
    while day < life.told_until:
        if dice.happens(_ANSWERS) and not life.is_silent(day):
            found.append(Asked(day, usual + dice.whole(-90, 90)))
        quiet = life.infused_on is not None and (day - life.infused_on).days > A_QUIET_YEAR
        day += timedelta(days=life.asked_every * (2 if quiet else 1))
    return found


def tell_check_ins(
    life: Life, dice: Dice, asked: Sequence[Asked], bleeds: Sequence[Told]
) -> Iterator[Told]:
    """The answers as the phone stores them: each from the day of the last one on, at most 28.

    Bleeds told within minutes of an answer came with a "Yes". A gap that is longer may be
    remembered month by month.
    """
    onsets = [
        (told.at, parse_moment(told.entry.start).day)
        for told in bleeds
        if told.entry.kind in BLEED_KINDS
    ]
    told_until: date | None = None
    for one in asked:
        at = life.instant(one.day, one.minute)
        end = one.day + timedelta(days=1)
        earliest = end - timedelta(days=LONGEST_CHECK_IN)
        if told_until is None:
            first = max(one.day - timedelta(days=FIRST_CHECK_IN), life.first_day)
        else:
            first = max(told_until - timedelta(days=1), earliest)
            if told_until < earliest and life.remembers and dice.happens(_REMEMBERS_GAPS):
                yield from _remembered(life, dice, told_until, earliest, at)
        bled = any(
            at < then <= at + _MINUTES_TO_TELL and first <= onset < end for then, onset in onsets
        )
        answer = Answer.HAD_BLEEDS if bled else Answer.NO_BLEEDS
        yield check_in(life, dice, (first, end), at, answer=answer)
        told_until = end


def _remembered(life: Life, dice: Dice, first: date, end: date, at: datetime) -> Iterator[Told]:
    """A gap filled afterwards, a calendar month at a time, as far as somebody remembers."""
    while first < end:
        month_ends = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
        until = min(month_ends, end)
        if dice.happens(0.75):
            at += timedelta(seconds=20)
            yield check_in(life, dice, (first, until), at, source=Source.RECALLED)
        first = until


def check_in(
    life: Life,
    dice: Dice,
    span: Span,
    at: datetime,
    *,
    answer: Answer = Answer.NO_BLEEDS,
    source: Source = Source.PROSPECTIVE,
) -> Told:
    """An answer about those days that came at that instant."""
    entry = CheckInInput(
        id=dice.id_at(at),
        start=moment(span[0]),
        end=moment(span[1]),
        zone=life.zone_on(span[1] - timedelta(days=1)),
        answer=answer,
        source=source,
    )
    return Told(entry, at, life.told_by)
