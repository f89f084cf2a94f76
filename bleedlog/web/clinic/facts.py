"""The facts above the fold: what a haematologist needs in ten seconds."""

from dataclasses import dataclass

from bleedlog.charts.finding import comparable_ratio
from bleedlog.charts.words import (
    count_words,
    days_words,
    per_year,
    rate_words,
    ratio_words,
    window_words,
)
from bleedlog.services.clinic import PatientPage
from bleedlog.statistics.results import PRIMARY_AFTER, PersonFigures, Window
from bleedlog.web.words import entry_title, long_date, since_words

ASSAYS = {"one_stage": "one-stage", "chromogenic": "chromogenic"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One tile of the strip."""

    label: str
    value: str | None = None
    unit: str | None = None
    note: str | None = None
    before: str | None = None
    after: str | None = None
    tone: str | None = None


def facts_of(found: PatientPage) -> list[Fact]:
    """The strip's tiles, in reading order."""
    person = found.figures.person
    return [
        *_rates(person),
        _completeness(person),
        _factor_level(found),
        _since_infusion(found),
        _to_settle(found),
    ]


def primary_windows(person: PersonFigures) -> tuple[Window | None, Window | None]:
    """The lead-in and the window that stands against it: months 7-18, or what there is."""
    after = person.window(PRIMARY_AFTER) or person.window("establishment")
    return person.window("lead_in"), after


def _rates(person: PersonFigures) -> list[Fact]:
    if person.treated_on is None:
        last = person.windows[-1] if person.windows else None
        rate = _headline(last)
        tone = None if rate else "words"
        return [Fact("Bleeds a year", rate or "Not known", note=_said(last), tone=tone)]
    before, after = primary_windows(person)
    rates = _rate_tile(before, after)
    comparison = person.comparison(PRIMARY_AFTER)
    ratio = comparable_ratio(person, PRIMARY_AFTER)
    if ratio is not None and ratio.estimable:
        figure, _, interval = ratio_words(ratio).partition(" (")
        note = f"{interval.rstrip(')')}, exact" if interval else "exact"
        tone = None if interval else "words"
        return [rates, Fact("Rate ratio", figure, note=note, tone=tone)]
    why = "not estimable: no bleeds before or after" if ratio else "months 7 to 18 not begun"
    if ratio is None and comparison is not None:
        why = "a window is too short or has too many days not noted"
    if before is None or not before.observed_days:
        why = "nothing noted before the infusion"
    return [rates, Fact("Rate ratio", "Not comparable", note=why, tone="words")]


def _rate_tile(before: Window | None, after: Window | None) -> Fact:
    """Two figures, or words in their place, which are set smaller."""
    begun = after is not None and after.name == PRIMARY_AFTER
    rates = _headline(before), _headline(after) if begun else None
    note = f"{_said(before)}; {_said(after)}"
    if begun and rates == (None, None):
        return Fact("Bleeds a year", "Not known", note=note, tone="words")
    return Fact(
        "Bleeds a year",
        before=rates[0] or "not known",
        after=rates[1] or ("not known" if begun else "too early"),
        note=note,
        tone="words" if None in rates else None,
    )


def _headline(window: Window | None) -> str | None:
    rate = window.rates["all"] if window is not None and window.headline else None
    return None if rate is None or rate.abr is None else per_year(rate.abr)


def _said(window: Window | None) -> str:
    if window is None or window.observed_days == 0:
        return "nothing noted"
    rate, name = window.rates["all"], window_words(window.name).lower()
    if rate is None:
        return f"{name}: not known"
    if not window.headline:
        why = "too short" if window.too_short else "sparse"
        return f"{name}: {rate.episodes} in {count_words(window.observed_days, 'day')}, {why}"
    return f"{name}: {rate_words(rate, unit='')}"


def _completeness(person: PersonFigures) -> Fact:
    if person.treated_on is None:
        last = person.windows[-1] if person.windows else None
        share = None if last is None else _share(last)
        return Fact(
            "Diary complete", share or "nothing yet", note=days_words(last) if last else None
        )
    before, after = primary_windows(person)
    notes = [days_words(window) for window in (before, after) if window is not None]
    shares = _share(before), _share(after)
    return Fact(
        "Diary complete",
        before=shares[0] or "nothing",
        after=shares[1] or "nothing",
        note="; ".join(notes) or "no days noted",
        tone="words" if None in shares else None,
    )


def _share(window: Window | None) -> str | None:
    if window is None or not window.elapsed_days:
        return None
    return f"{window.observed_days / window.elapsed_days:.0%}"


def _factor_level(found: PatientPage) -> Fact:
    levels = found.figures.laboratory.factor_levels
    if not levels:
        return Fact("FIX activity", "No result", tone="words")
    level = levels[-1]
    parts = [ASSAYS.get(level.assay or "", ""), long_date(level.day)]
    if level.may_include_infused:
        parts.append("may include infused factor")
    note = ", ".join(part for part in parts if part)
    return Fact("FIX activity", f"{level.value:g}", unit=level.unit, note=note)


def _since_infusion(found: PatientPage) -> Fact:
    person = found.figures.person
    if person.treated_on is None:
        return Fact("Infusion", "Not yet", tone="words")
    if person.treated_on > found.today:
        return Fact("Infusion", f"Planned {long_date(person.treated_on)}", tone="words")
    months = (found.today.year - person.treated_on.year) * 12
    months += found.today.month - person.treated_on.month
    months -= found.today.day < person.treated_on.day
    note = long_date(person.treated_on)
    if person.back_on_prophylaxis is not None:
        note = f"back on prophylaxis since {long_date(person.back_on_prophylaxis)}"
    unit = "month" if months == 1 else "months"
    tone = "warning" if person.back_on_prophylaxis is not None else None
    return Fact("Since infusion", str(months), unit=unit, note=note, tone=tone)


def _to_settle(found: PatientPage) -> Fact:
    if found.unsure:
        last = found.unsure[-1]
        count = len(found.unsure)
        value = f"{count} bleed{'s' if count > 1 else ''} “not sure”"
        note = f"{entry_title(last)}, {long_date(last.start_day)}"
        return Fact("To settle", value, note=note, tone="warning")
    if found.going:
        last = found.going[-1]
        note = f"since {since_words(last.start, found.today)}"
        return Fact("Still going", entry_title(last), note=note, tone="warning")
    joints = [joint for joint in found.figures.person.target_joints if joint.resolved is None]
    if joints:
        count = len(joints)
        return Fact("Target joints", f"{count} open", tone="words")
    return Fact("To settle", "Nothing", tone="words")
