"""Events as visits: who was in the diary, from when to when, what they did there and why.

One page of a clinic asks twice, for itself and for its charts, and nobody reads a diary in one
page: what the same person did in the same way within half an hour is one line. The audit itself
keeps each event.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from bleedlog.models.moment import zone_of
from bleedlog.models.vocabulary import ActingAs
from bleedlog.web.sharing.deeds import deed_words, is_look
from bleedlog.web.words import clock_words, long_date, weekday_date

APART = timedelta(minutes=30)
"""How long nothing may happen within one visit."""

SERVER = "The people who run this server"
GONE = "Somebody whose account is gone"


@dataclass(slots=True)
class Visit:
    """One line, while its events are gathered: the newest comes first."""

    who: str
    where: str
    """Which clinic, or that they help with the diary."""
    whose: str
    """The name of the person, where the events are of many."""
    what: str
    why: str | None
    is_emergency: bool
    first: datetime
    last: datetime
    times: int = 1
    counts: bool = False
    """Whether it says how often."""

    @property
    def when(self) -> str:
        """Such as "2pm", "2pm to 2:20pm"."""
        begun, ended = clock_words(self.first.time()), clock_words(self.last.time())
        return begun if begun == ended else f"{begun} to {ended}"

    @property
    def said(self) -> str:
        """What was done, and how often where that matters."""
        return f"{self.what}, {self.times} times" if self.counts and self.times > 1 else self.what


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day with its visits, newest first."""

    day: date
    words: str
    visits: tuple[Visit, ...]


def days_of(events: Iterable[Any], *, zone: str, whose: str, today: date) -> list[VisitDay]:
    """Events, newest first, as days of visits.

    Args:
        events: As the service gives them.
        zone: IANA zone of the person whose diary it is.
        whose: "your", or "Sam’s"; "the" where the events are of many.
        today: The day there.
    """

    def day_of(event: Any) -> date:
        return local_day(event.at, zone)

    return [
        VisitDay(day, _day_words(day, today), tuple(_visits(found, zone, whose)))
        for day, found in groupby(events, day_of)
    ]


def local_day(at: datetime, zone: str) -> date:
    """The day on which that was, there."""
    return at.astimezone(zone_of(zone)).date()


def _day_words(day: date, today: date) -> str:
    ago = (today - day).days
    named = weekday_date(day) if day.year == today.year else long_date(day)
    return {0: f"Today, {named}", 1: f"Yesterday, {named}"}.get(ago, named)


def _visits(events: Iterable[Any], zone: str, whose: str) -> Iterator[Visit]:
    visits: list[Visit] = []
    latest: dict[tuple[Any, ...], Visit] = {}
    for event in events:
        at = event.at.astimezone(zone_of(zone))
        what = deed_words(event.action, event.detail, whose)
        key = (
            event.patient_id,
            event.by_user,
            event.user_name,
            event.acting_as,
            event.clinic_id,
            what,
            event.reason,
        )
        visit = latest.get(key)
        if visit is not None and visit.first - at <= APART:
            visit.first = at
            visit.times += 1
            continue
        visit = Visit(
            who=_who(event),
            where=_where(event),
            whose=getattr(event, "patient_name", None) or "",
            what=what,
            why=event.reason,
            is_emergency=event.acting_as is ActingAs.CLINIC and event.reason is not None,
            first=at,
            last=at,
            counts=not is_look(event.action),
        )
        latest[key] = visit
        visits.append(visit)
    return iter(visits)


def _who(event: Any) -> str:
    if event.acting_as is ActingAs.CONSOLE:
        return SERVER
    return called(event)


def called(event: Any) -> str:
    """Whoever did it by the name that they had then, with today's where that is another."""
    then, today = event.user_name or GONE, event.name_today
    return f"{then} (now {today})" if today and today != then else then


def _where(event: Any) -> str:
    if event.acting_as is ActingAs.CLINIC:
        return getattr(event, "clinic_name", None) or "a clinic"
    return "helps with the diary" if event.acting_as is ActingAs.CARER else ""
