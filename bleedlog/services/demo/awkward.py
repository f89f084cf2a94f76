"""Awkward lives, as every clinic has them: this table says who is which.

| who                | what is awkward                                                         |
|--------------------|-------------------------------------------------------------------------|
| Bryn Ashlantern    | no lead-in: the diary began on the day of the infusion                  |
| Cyrus Bellfeather  | silent for seven months after the infusion                              |
| Desmond Coalbright | a bleed was still going on at the infusion                              |
| Elias Dunmarrow    | returned to prophylaxis after 15 months                                 |
| Finn Everwhistle   | not one bleed before the infusion                                       |
| Gethin Fogelwood   | notes bleeds, but never quiet days                                      |
| Howard Glimmerby   | only just infused: months 0 to 6, on steroids with a raised ALT         |
| Ishaan Harrowmint  | preparing: no infusion yet, a lead-in of five months                    |
| Jerome Inglewick   | only imports: everything came from another diary, the lead-in too       |
| Kazimir Jollyfield | bleed counts only                                                       |
| Leonard Kestrelby  | twenty years of diary, sixteen of them imported                         |
| Mustafa Lanternhay | unsure bleeds that wait for the centre; one settled as the same bleed   |
| Neville Mistlewood | silent now, for more than four weeks                                    |
| Olu Nightingrove   | more bleeds after than before                                           |
| Piotr Oxbowden     | said "Yes, there was a bleed", and has not told it                      |
| Quentin Parsleydew | the lead-in was told from memory, month by month                        |
| Ravi Quarrendale   | an operation, and a surgical bleed that no rate counts                  |
| Stefan Ripplestone | some weeks in another time zone                                         |
| Teddy Silverthatch | nothing told yet                                                        |
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bleedlog.models.vocabulary import Side, Site
from bleedlog.services.demo import retellings
from bleedlog.services.demo.centres import STAFFED
from bleedlog.services.demo.cohort import weekday
from bleedlog.services.demo.lives import Retelling
from bleedlog.services.demo.person import YEAR


class Awkwardness(StrEnum):
    """In which way a diary is awkward."""

    NO_LEAD_IN = "no_lead_in"
    SILENT_MONTHS = "silent_months"
    BLEEDING_AT_INFUSION = "bleeding_at_infusion"
    BACK_ON_PROPHYLAXIS = "back_on_prophylaxis"
    NO_BLEEDS_BEFORE = "no_bleeds_before"
    NEVER_QUIET = "never_quiet"
    JUST_INFUSED = "just_infused"
    PREPARING = "preparing"
    ONLY_IMPORTS = "only_imports"
    ONLY_COUNTS = "only_counts"
    TWENTY_YEARS = "twenty_years"
    UNSURE = "unsure"
    SILENT_NOW = "silent_now"
    MORE_AFTER = "more_after"
    WAITING = "waiting"
    FROM_MEMORY = "from_memory"
    OPERATED = "operated"
    ABROAD = "abroad"
    NOTHING_TOLD = "nothing_told"


@dataclass(frozen=True, slots=True)
class AwkwardLife:
    """One of them: who, and how the plan of their life differs."""

    awkwardness: Awkwardness
    name: str
    age: int
    centre: int
    plan: Callable[[date], dict[str, Any]]
    """Keyword arguments of `Life`, for the day of making."""
    retell: Retelling | None = None


def _days(number: float) -> timedelta:
    return timedelta(days=round(number))


def _months(number: float) -> timedelta:
    return _days(number * YEAR / 12)


def _infused(today: date, months: float, lead_in: float = 8, **differs: Any) -> dict[str, Any]:
    """The plan of somebody infused so many months ago, diary up to date."""
    infused_on = weekday(today - _months(months))
    return {
        "infused_on": infused_on,
        "first_day": infused_on - _months(lead_in),
        "told_until": today - _days(1),
        "steady": True,
        "favourite_joints": ((Site.ANKLE, Side.RIGHT),),
        **differs,
    }


def _no_lead_in(today: date) -> dict[str, Any]:
    return _infused(today, 16, lead_in=0, bleeds_after=2.2, level=31)


def _silent_months(today: date) -> dict[str, Any]:
    plan = _infused(today, 22, bleeds_before=5, bleeds_after=2, level=34)
    begins = plan["infused_on"] + _months(7)
    return plan | {"silences": ((begins, begins + _months(8)),), "remembers": False}


def _bleeding_at_infusion(today: date) -> dict[str, Any]:
    return _infused(today, 19.5, bleeds_before=6, bleeds_after=0.3, level=44)


def _back_on_prophylaxis(today: date) -> dict[str, Any]:
    plan = _infused(today, 26, bleeds_before=5, bleeds_after=6, level=3.2)
    return plan | {
        "back_on_prophylaxis": plan["infused_on"] + _months(15),
        "alt_rise": 32,
        "steroids_for": 96,
    }


def _no_bleeds_before(today: date) -> dict[str, Any]:
    return _infused(today, 21, bleeds_before=0, bleeds_after=1.2, level=28)


def _never_quiet(today: date) -> dict[str, Any]:
    return _infused(today, 20, lead_in=11, bleeds_before=8, bleeds_after=4, asked_every=None)


def _just_infused(today: date) -> dict[str, Any]:
    return _infused(
        today, 2.7, bleeds_before=4, bleeds_after=1, level=37, alt_rise=44, steroids_for=None
    )


def _preparing(today: date) -> dict[str, Any]:
    return {
        "first_day": today - _months(5),
        "told_until": today - _days(2),
        "bleeds_before": 5,
        "steady": True,
    }


def _only_imports(today: date) -> dict[str, Any]:
    return _infused(today, 24, lead_in=12, bleeds_before=6, bleeds_after=0.9, level=40)


def _only_counts(today: date) -> dict[str, Any]:
    return _infused(today, 25, lead_in=12)


def _twenty_years(today: date) -> dict[str, Any]:
    plan = _infused(today, 23, lead_in=217, bleeds_before=4.5, bleeds_after=0.3, level=47)
    gaps = [plan["first_day"] + _months(30 * number) for number in range(1, 7)]
    return plan | {
        "favourite_joints": ((Site.KNEE, Side.RIGHT), (Site.ELBOW, Side.LEFT)),
        "silences": tuple((gap, gap + _months(2)) for gap in gaps),
    }


def _unsure(today: date) -> dict[str, Any]:
    return _infused(today, 20, bleeds_before=5, bleeds_after=1, level=33)


def _silent_now(today: date) -> dict[str, Any]:
    return _infused(today, 14, told_until=today - _days(47), bleeds_before=4, bleeds_after=0.3)


def _more_after(today: date) -> dict[str, Any]:
    return _infused(today, 28, lead_in=12, bleeds_before=1, bleeds_after=10, level=9)


def _waiting(today: date) -> dict[str, Any]:
    return _infused(today, 12, told_until=today, bleeds_before=4, bleeds_after=0.3)


def _from_memory(today: date) -> dict[str, Any]:
    return _infused(today, 19, lead_in=12, bleeds_before=7, bleeds_after=0.3, level=52)


def _operated(today: date) -> dict[str, Any]:
    return _infused(today, 30, bleeds_before=4, bleeds_after=0.3, level=36)


def _abroad(today: date) -> dict[str, Any]:
    plan = _infused(today, 27, bleeds_before=6, bleeds_after=0.4, level=35)
    begins = plan["infused_on"] - _months(4)
    return plan | {"away": ((begins, begins + _days(60)), "America/New_York")}


def _nothing_told(today: date) -> dict[str, Any]:
    return {"first_day": today - _days(2), "told_until": today, "asked_every": None}


AWKWARD = (
    AwkwardLife(Awkwardness.NO_LEAD_IN, "Bryn Ashlantern", 33, STAFFED, _no_lead_in),
    AwkwardLife(Awkwardness.SILENT_MONTHS, "Cyrus Bellfeather", 24, STAFFED, _silent_months),
    AwkwardLife(
        Awkwardness.BLEEDING_AT_INFUSION, "Desmond Coalbright", 47, STAFFED,
        _bleeding_at_infusion, retellings.bled_into_the_infusion,
    ),
    AwkwardLife(
        Awkwardness.BACK_ON_PROPHYLAXIS, "Elias Dunmarrow", 58, STAFFED, _back_on_prophylaxis
    ),
    AwkwardLife(Awkwardness.NO_BLEEDS_BEFORE, "Finn Everwhistle", 29, STAFFED, _no_bleeds_before),
    AwkwardLife(Awkwardness.NEVER_QUIET, "Gethin Fogelwood", 38, STAFFED, _never_quiet),
    AwkwardLife(Awkwardness.JUST_INFUSED, "Howard Glimmerby", 61, STAFFED, _just_infused),
    AwkwardLife(Awkwardness.PREPARING, "Ishaan Harrowmint", 20, STAFFED, _preparing),
    AwkwardLife(
        Awkwardness.ONLY_IMPORTS, "Jerome Inglewick", 44, STAFFED, _only_imports,
        retellings.brought_in,
    ),
    AwkwardLife(
        Awkwardness.ONLY_COUNTS, "Kazimir Jollyfield", 66, STAFFED, _only_counts,
        retellings.only_counted,
    ),
    AwkwardLife(
        Awkwardness.TWENTY_YEARS, "Leonard Kestrelby", 52, STAFFED, _twenty_years,
        retellings.brought_in_long_ago,
    ),
    AwkwardLife(
        Awkwardness.UNSURE, "Mustafa Lanternhay", 35, STAFFED, _unsure, retellings.unsure_of_much
    ),
    AwkwardLife(Awkwardness.SILENT_NOW, "Neville Mistlewood", 49, STAFFED, _silent_now),
    AwkwardLife(Awkwardness.MORE_AFTER, "Olu Nightingrove", 41, 1, _more_after),
    AwkwardLife(
        Awkwardness.WAITING, "Piotr Oxbowden", 27, 2, _waiting, retellings.waiting_for_its_bleed
    ),
    AwkwardLife(
        Awkwardness.FROM_MEMORY, "Quentin Parsleydew", 55, 3, _from_memory,
        retellings.lead_in_from_memory,
    ),
    AwkwardLife(
        Awkwardness.OPERATED, "Ravi Quarrendale", 63, 4, _operated, retellings.after_surgery
    ),
    AwkwardLife(Awkwardness.ABROAD, "Stefan Ripplestone", 31, 5, _abroad),
    AwkwardLife(
        Awkwardness.NOTHING_TOLD, "Teddy Silverthatch", 22, 6, _nothing_told,
        retellings.nothing_told,
    ),
)  # fmt: skip
