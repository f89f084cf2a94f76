"""The facts above the fold: what a haematologist needs in ten seconds."""

from dataclasses import dataclass
from datetime import timedelta

from bleedlog.charts.finding import back_words, comparable_ratio, finding, is_borne_out
from bleedlog.charts.words import (
    count_words,
    days_words,
    per_year,
    rate_words,
    ratio_words,
    window_words,
)
from bleedlog.models.number_words import number_words
from bleedlog.services.clinic import PatientPage
from bleedlog.services.needs import SILENT_AFTER
from bleedlog.statistics.results import PRIMARY_AFTER, PersonFigures, Window
from bleedlog.statistics.windows import AFTER_6M
from bleedlog.web.clinic.joints import Place
from bleedlog.web.words import entry_title, full_months, long_date, since_words

ONE_DAY = timedelta(days=1)
FIRST_MONTHS = 6
"""After the infusion, which are a window of their own."""
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


def facts_of(
    found: PatientPage, place: Place, after: str = PRIMARY_AFTER, *, all_days: bool = True
) -> list[Fact]:
    """The strip's tiles, in reading order.

    Args:
        found: the patient.
        place: words for codes of a site and a side.
        after: which window stands against the lead-in.
        all_days: Whether all noted days are counted: of some, nobody says since when none is.
    """
    person = found.figures.person
    return [
        *_rates(person, after, come=_has_come(found, after)),
        _completeness(found, after, _silent(found) if all_days else []),
        _factor_level(found),
        _since_infusion(found),
        _open_bleeds(found),
        _target_joints(person, place),
    ]


def _windows(person: PersonFigures, after: str) -> tuple[Window | None, Window | None]:
    """The lead-in and the window that stands against it, or the first months until it begins."""
    return person.window("lead_in"), person.window(after) or person.window("establishment")


def _has_come(found: PatientPage, asked: str) -> bool:
    """Whether that window has begun by the calendar, whatever was noted in it."""
    treated_on = found.figures.person.treated_on
    if treated_on is None:
        return False
    begins = int(asked.split("_")[1]) - 1 if asked.startswith("months_") else FIRST_MONTHS
    return full_months(treated_on, found.today) >= begins


def _rates(person: PersonFigures, asked: str, *, come: bool) -> list[Fact]:
    if person.treated_on is None:
        last = person.windows[-1] if person.windows else None
        rate = _headline(person, last)
        tone = None if rate else "words"
        note = "; ".join(part for part in (_said(person, last), back_words(person, last)) if part)
        return [Fact("Bleeds a year", rate or "Not known", note=note, tone=tone)]
    before, after = _windows(person, asked)
    rates = _rate_tile(person, asked, come=come)
    comparison = person.comparison(asked)
    ratio = comparable_ratio(person, asked)
    if ratio is not None and ratio.estimable:
        figure, _, interval = ratio_words(ratio).partition(" (")
        exact = f"{interval.rstrip(')')}, exact" if interval else "exact"
        note = "; ".join(part for part in (exact, back_words(person, after)) if part)
        tone = None if interval else "words"
        return [rates, Fact("Rate ratio", figure, note=note, tone=tone)]
    why = "not estimable: no bleeds before or after" if ratio else _missing(asked, come=come)
    if ratio is None and comparison is not None:
        why = "a window is too short or has too many days not noted"
        if person.divided & {"lead_in", asked}:
            why = "a number of bleeds reaches beyond a window"
    if before is None or not before.observed_days:
        why = "nothing noted before the infusion"
    return [rates, Fact("Rate ratio", "Not comparable", note=why, tone="words")]


def _missing(asked: str, *, come: bool) -> str:
    """Why there is no such window: its time has not come, or nothing of it is noted."""
    name = _named(asked)
    if not come:
        return f"{name} not begun"
    return f"nothing noted {name if name.startswith('since') else f'in {name}'}"


def _rate_tile(person: PersonFigures, asked: str, *, come: bool) -> Fact:
    """Two figures, or words in their place, which are set smaller."""
    before, after = _windows(person, asked)
    begun = after is not None and after.name != "establishment"
    rates = _headline(person, before), _headline(person, after) if begun else None
    note = "; ".join(
        part
        for part in (
            _said(person, before, "lead_in"),
            _said(person, after, asked if come else "establishment"),
            _since(person, asked),
            back_words(person, after),
        )
        if part
    )
    if (begun or come) and rates == (None, None):
        return Fact("Bleeds a year", "Not known", note=note, tone="words")
    return Fact(
        "Bleeds a year",
        before=rates[0] or "not known",
        after=rates[1] or ("not known" if begun or come else "too early"),
        note=note,
        tone="words" if None in rates else None,
    )


def _since(person: PersonFigures, asked: str) -> str:
    """All since month 7, where it does not bear out what that window finds: it may be long ago."""
    if finding(person, asked) is None or is_borne_out(person, asked):
        return ""
    return _said(person, person.window(AFTER_6M))


def _headline(person: PersonFigures, window: Window | None) -> str | None:
    if window is None or not window.headline or window.name in person.divided:
        return None
    rate = window.rates["all"]
    return None if rate is None or rate.abr is None else per_year(rate.abr)


def _named(window: str) -> str:
    """A window's name inside a sentence."""
    words = window_words(window)
    return words[0].lower() + words[1:]


def _said(person: PersonFigures, window: Window | None, missing: str = "") -> str:
    """What is known of a window; `missing` is its name where there is none."""
    if window is None or window.observed_days == 0:
        name = window.name if window else missing
        return f"{_named(name)}: nothing noted" if name else "nothing noted"
    rate, name = window.rates["all"], _named(window.name)
    if rate is None:
        return f"{name}: not known"
    if not window.headline:
        why = "too short" if window.too_short else "sparse"
        return f"{name}: {rate.episodes} in {count_words(window.observed_days, 'day')}, {why}"
    if window.name in person.divided:
        return f"{name}: a number of bleeds reaches beyond it"
    return f"{name}: {rate_words(rate, unit='')}"


def _completeness(found: PatientPage, asked: str, silent: list[str]) -> Fact:
    person = found.figures.person
    if person.treated_on is None:
        last = person.windows[-1] if person.windows else None
        share = None if last is None else _share(last)
        note = "; ".join([days_words(last), *silent]) if last else None
        return Fact("Diary complete", share or "nothing yet", note=note)
    before, after = _windows(person, asked)
    notes = [days_words(window) for window in (before, after) if window is not None] + silent
    shares = _share(before), _share(after)
    return Fact(
        "Diary complete",
        before=shares[0] or "nothing",
        after=shares[1] or "nothing",
        note="; ".join(notes) or "no days noted",
        tone="words" if None in shares else None,
    )


def _silent(found: PatientPage) -> list[str]:
    """Since when no day is noted, if for long: windows end with the last noted day."""
    end = found.figures.person.end_of_data
    if end is None or found.today - (end - ONE_DAY) <= SILENT_AFTER:
        return []
    return [f"no day noted since {long_date(end - ONE_DAY)}"]


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
    return Fact("FIX activity", number_words(level.value), unit=level.unit, note=note)


def _since_infusion(found: PatientPage) -> Fact:
    person = found.figures.person
    if person.treated_on is None:
        return Fact("Infusion", "Not yet", tone="words")
    if person.treated_on > found.today:
        return Fact("Infusion", f"Planned {long_date(person.treated_on)}", tone="words")
    months = full_months(person.treated_on, found.today)
    note = long_date(person.treated_on)
    if person.back_on_prophylaxis is not None:
        note = f"back on prophylaxis since {long_date(person.back_on_prophylaxis)}"
    unit = "month" if months == 1 else "months"
    tone = "warning" if person.back_on_prophylaxis is not None else None
    return Fact("Since infusion", str(months), unit=unit, note=note, tone=tone)


def _open_bleeds(found: PatientPage) -> Fact:
    """Bleeds that still go on, and those of which nobody is sure."""
    values, notes = [], []
    if found.going:
        last = found.going[-1]
        values.append(f"{len(found.going)} still going")
        notes.append(f"{entry_title(last)} since {since_words(last.start, found.today)}")
    if found.unsure:
        last = found.unsure[-1]
        values.append(f"{len(found.unsure)} unsure")
        notes.append(f"{entry_title(last)}, {long_date(last.start_day)}")
    if not values:
        return Fact("Open bleeds", "None", tone="words")
    return Fact("Open bleeds", ", ".join(values), note="; ".join(notes), tone="warning")


def _target_joints(person: PersonFigures, place: Place) -> Fact:
    """Joints that are target joints now; those that were, below."""
    still = [one for one in person.target_joints if one.resolved is None]
    past = len(person.target_joints) - len(still)
    resolved = f"{past} resolved" if past else None
    if not still:
        return Fact("Target joints", "None", note=resolved, tone="words")
    names = ", ".join(place(one.site, one.side) for one in still)
    since = f"since {long_date(still[0].since)}" if len(still) == 1 else None
    note = ", ".join(part for part in (since, resolved) if part)
    return Fact("Target joints", names, note=note or None, tone="words")
