"""What happens to an invented person: the plan that their diary is told from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import Moment, zone_of
from bleedlog.models.vocabulary import ActingAs, Manifestation, Side, Site
from bleedlog.services.demo.person import Person

Span = tuple[date, date]
"""Half-open: the first day, the day after the last."""

Joint = tuple[Site, Side]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bleed is, as the phone's list of places has it."""

    manifestation: Manifestation
    site: Site | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An entry, the instant at which it reached the server, and who told it."""

    entry: EntryInput
    at: datetime
    by: ActingAs


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A life as far as a diary knows it. Days are local."""

    person: Person
    today: date
    first_day: date
    """The first day that the diary tells of."""
    told_until: date
    """The day after the last that the person tells of; results may come later."""
    infused_on: date | None = None
    bleeds_before: float = 4.19
    """Bleeds a year before the infusion; always, without one."""
    bleeds_after: float = 1.51
    """Bleeds a year in the months 7 to 18; fewer later."""
    steady: bool = False
    """Whether as many bleeds come as are expected, evenly, and not by chance."""
    level: float = 39.0
    """Factor IX activity at month 6, one-stage, IU/dL."""
    favourite_joints: tuple[Joint, ...] = ()
    """Joints that bleed most, the worst first."""
    troubled: bool = False
    """Whether one joint bled again and again on its own before the infusion."""
    asked_every: int | None = 7
    """Days between two check-ins, twice as many after a quiet year; None: never answers."""
    silences: tuple[Span, ...] = ()
    doubts: bool = True
    """Whether some of what may be a bleed is told as such, or as unsure."""
    remembers: bool = True
    """Whether gaps may be filled afterwards."""
    alt_rise: int | None = None
    """Days from the infusion to the day on which ALT begins to rise."""
    steroids_for: int | None = None
    """Days on steroids after a rise; None while they still run."""
    back_on_prophylaxis: date | None = None
    away: tuple[Span, str] | None = None
    """Days spent in another time zone."""
    told_by: ActingAs = ActingAs.PATIENT
    visits: bool = True
    """Whether the centre tells of its visits."""

    def zone_on(self, day: date) -> str:
        """The time zone in which the person spends that day."""
        if self.away is not None and self.away[0][0] <= day < self.away[0][1]:
            return self.away[1]
        return self.person.profile.zone

    def is_silent(self, day: date) -> bool:
        """Whether the person tells nothing on that day."""
        return any(first <= day < end for first, end in self.silences)

    def instant(self, day: date, minute: int) -> datetime:
        """That minute of the local day, as an instant in UTC."""
        clock = time(minute // 60, minute % 60)
        return datetime.combine(day, clock, tzinfo=zone_of(self.zone_on(day))).astimezone(UTC)


def moment(day: date, minute: int | None = None) -> str:
    """A local day, with a minute of it if known, as an entry has it."""
    return Moment(day, None if minute is None else time(minute // 60, minute % 60)).text
