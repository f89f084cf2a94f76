"""Observed time: the days of which somebody said whether there was a bleed."""

from dataclasses import dataclass

import numpy as np

from bleedlog.statistics.codes import NO_DAY, Span
from bleedlog.statistics.columns import Days, Diaries, Flags, Ints
from bleedlog.statistics.entries import logged_bleeds

DAY_BITS = 32
"""A day and its person in one number: person * 2**32 + day, so that they sort as a pair."""

NEVER = -(1 << 62)
"""A number before every person's every day; differences with one stay within int64."""


@dataclass(frozen=True, slots=True)
class ObservedTime:
    """Observed days as spans, one row per span, by person, then first day.

    Spans of a person neither overlap nor touch: each is as long as it can be.
    """

    person: Ints
    first: Days
    """First day, local."""
    end: Days
    """Day after the last."""
    joint_person: Ints
    """The same time without bleed counts, which know no joints (for target joints)."""
    joint_first: Days
    joint_end: Days
    bleed_only_person: Ints
    """One row per observed day that is known from nothing but a bleed's onset, sorted."""
    bleed_only_day: Days
    first_day: Days
    """First observed day per person, or `NO_DAY`. Shape (people,)."""
    end_of_data: Days
    """Day after the last observed day per person, or `NO_DAY`. Shape (people,)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What was said, as numbers of person and day (`person_day`), sorted."""

    first: Ints
    """First day of each span, spans neither overlapping nor touching."""
    end: Ints
    """Day after the last of each span. Same shape as `first`."""
    bleed_only: Ints
    """Each day, once, that lies in none of the spans and has a bleed's onset."""


def observed_time(diaries: Diaries) -> ObservedTime:
    """Gather the observed days of everybody; the same under every option of the rule.

    Observed are `no_bleeds` check-ins, declared observations, bleed counts, `had_bleeds`
    check-ins in whose span a bleed with its onset is logged, and the onset days of logged
    bleeds, sure or not (clinical rules, observed time and windows).
    """
    claims = gather_claims(diaries)
    first, end = _all_days(claims)
    joint_first, joint_end = first, end
    counts = diaries.spans.kind == Span.BLEED_COUNT
    if counts.any():
        joint_first, joint_end = _all_days(gather_claims(diaries, with_counts=False))
    first_day, end_of_data = data_range(claims, diaries.people)
    person, joint_person = _person(first), _person(joint_first)
    only_person = _person(claims.bleed_only)
    return ObservedTime(
        person=person,
        first=_day(first, person),
        end=_day(end, person),
        joint_person=joint_person,
        joint_first=_day(joint_first, joint_person),
        joint_end=_day(joint_end, joint_person),
        bleed_only_person=only_person,
        bleed_only_day=_day(claims.bleed_only, only_person),
        first_day=first_day,
        end_of_data=end_of_data,
    )


def person_day(person: Ints, day: Days) -> Ints:
    """Put person and local day into one number that sorts by person, then day."""
    number: Ints = (person << DAY_BITS) + day
    return number


def gather_claims(diaries: Diaries, *, with_counts: bool = True) -> Claims:
    """Unite the spans of everybody, and find the days known only from a bleed's onset.

    A span without a day (its end not after its first) claims nothing.
    """
    bleeds, spans = diaries.bleeds, diaries.spans
    logged = logged_bleeds(bleeds)
    onsets = person_day(bleeds.person, bleeds.onset_day)[logged]
    if (onsets[1:] < onsets[:-1]).any():
        onsets.sort()

    first, end = person_day(spans.person, spans.first), person_day(spans.person, spans.end)
    claims = (spans.end > spans.first) & (spans.kind != Span.FORGOTTEN)
    had_bleeds = np.flatnonzero(spans.kind == Span.HAD_BLEEDS)
    if had_bleeds.size:
        claims[had_bleeds] &= _holds_any(first[had_bleeds], end[had_bleeds], onsets)
    if not with_counts:
        claims &= spans.kind != Span.BLEED_COUNT
    if not claims.all():
        first, end = first[claims], end[claims]
    first, end = united(first, end)

    alone = onsets[~lie_in(first, end, onsets)]
    again = np.zeros(alone.size, dtype=np.bool_)
    again[1:] = alone[1:] == alone[:-1]
    return Claims(first, end, alone[~again])


def data_range(claims: Claims, people: int) -> tuple[Days, Days]:
    """Give each person's first observed day and the day after the last, or `NO_DAY`."""
    first_day = np.full(people, NO_DAY, dtype=np.int32)
    end_of_data = np.full(people, NO_DAY, dtype=np.int32)
    for first, end in (
        (claims.first, claims.end),
        (claims.bleed_only, claims.bleed_only + 1),
    ):
        person = _person(first)
        changes = person[1:] != person[:-1]
        opens = np.flatnonzero(np.concatenate(([True], changes))[: person.size])
        closes = np.flatnonzero(np.concatenate((changes, [True]))[: person.size])
        who = person[opens]
        earliest, latest = _day(first[opens], who), _day(end[closes], who)
        known = first_day[who]
        first_day[who] = np.where(known == NO_DAY, earliest, np.minimum(known, earliest))
        # `NO_DAY` is less than any day.
        end_of_data[who] = np.maximum(end_of_data[who], latest)
    return first_day, end_of_data


def united(first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Unite spans that overlap or touch. People never touch: their numbers lie far apart."""
    if not first.size:
        return first, end
    if (first[1:] < first[:-1]).any():
        order = np.argsort(first, kind="stable")
        first, end = first[order], end[order]
    end = np.maximum.accumulate(end)
    apart = first[1:] > end[:-1]
    if apart.all():
        return first, end
    return (
        first[np.concatenate(([True], apart))],
        end[np.concatenate((apart, [True]))],
    )


def lie_in(first: Ints, end: Ints, days: Ints) -> Flags:
    """Flag the days (any number) that lie in one of the united spans."""
    ends = np.concatenate(([NEVER], end))
    inside: Flags = days < ends[np.searchsorted(first, days, side="right")]
    return inside


def _holds_any(first: Ints, end: Ints, onsets: Ints) -> Flags:
    holds: Flags = np.searchsorted(onsets, first) < np.searchsorted(onsets, end)
    return holds


def _all_days(claims: Claims) -> tuple[Ints, Ints]:
    if not claims.bleed_only.size:
        return claims.first, claims.end
    return united(
        np.concatenate((claims.first, claims.bleed_only)),
        np.concatenate((claims.end, claims.bleed_only + 1)),
    )


def _person(number: Ints) -> Ints:
    # Days may be negative, so round to the nearest person.
    person: Ints = (number + (1 << (DAY_BITS - 1))) >> DAY_BITS
    return person


def _day(number: Ints, person: Ints) -> Days:
    return (number - (person << DAY_BITS)).astype(np.int32)
