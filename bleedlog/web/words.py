"""The record's words, dates and times as people say them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from bleedlog.models.moment import parse_moment, zone_of
from bleedlog.models.number_words import number_words
from bleedlog.models.vocabulary import (
    Answer,
    Assay,
    Cause,
    GivenBy,
    InfusionReason,
    Kind,
    Manifestation,
    OtherTreatment,
    Response,
    Severity,
    Side,
    Site,
    Size,
    Stiffness,
    Verdict,
)

SITES = {
    Site.SHOULDER: "shoulder",
    Site.ELBOW: "elbow",
    Site.WRIST: "wrist",
    Site.HIP: "hip",
    Site.KNEE: "knee",
    Site.ANKLE: "ankle",
    Site.HAND: "hand",
    Site.FOOT: "foot",
    Site.FINGER: "finger",
    Site.TOE: "toe",
    Site.HEAD: "head",
    Site.FACE: "face",
    Site.EYE: "eye",
    Site.JAW: "jaw",
    Site.NECK: "neck",
    Site.THROAT: "throat",
    Site.CHEST: "chest",
    Site.BACK: "back",
    Site.ABDOMEN: "tummy",
    Site.GROIN: "groin",
    Site.GENITALS: "private parts",
    Site.UPPER_ARM: "upper arm",
    Site.FOREARM: "forearm",
    Site.BUTTOCK: "buttock",
    Site.ILIOPSOAS: "deep hip muscle",
    Site.THIGH: "thigh",
    Site.CALF: "calf",
    Site.OTHER: "other place",
}
MANIFESTATIONS = {
    Manifestation.JOINT: "Joint bleed",
    Manifestation.MUSCLE: "Muscle bleed",
    Manifestation.NOSE: "Nosebleed",
    Manifestation.MOUTH_GUM: "Bleeding gums",
    Manifestation.WOUND: "Wound that keeps bleeding",
    Manifestation.SKIN: "Bleed in the skin",
    Manifestation.URINE: "Blood in wee",
    Manifestation.GUT: "Blood in poo or sick",
    Manifestation.HEAD: "Head bleed",
    Manifestation.OTHER: "Bleed",
}
CAUSES = {
    Cause.SPONTANEOUS: "Came on its own",
    Cause.TRAUMATIC: "A knock or injury",
    Cause.ACTIVITY: "After activity",
    Cause.SURGICAL: "After surgery or a dentist",
    Cause.UNKNOWN: "Cause not known",
}
SEVERITIES = {Severity.MINOR: "minor", Severity.MODERATE: "moderate", Severity.MAJOR: "major"}
SIZES = {Size.COIN: "coin-sized", Size.PALM: "palm-sized", Size.LARGER: "larger than a palm"}
STIFFNESSES = {
    Stiffness.NONE: "no stiffness",
    Stiffness.MILD: "a little stiff",
    Stiffness.MODERATE: "stiff",
    Stiffness.SEVERE: "very stiff",
}
RESPONSES = {
    Response.EXCELLENT: "worked very well",
    Response.GOOD: "worked well",
    Response.MODERATE: "worked a little",
    Response.NONE: "did not work",
}
OTHER_TREATMENTS = {
    OtherTreatment.TRANEXAMIC_ACID: "tranexamic acid",
    OtherTreatment.ICE_AND_REST: "ice and rest",
    OtherTreatment.PAINKILLER: "painkiller",
    OtherTreatment.DRESSING: "dressing",
    OtherTreatment.OTHER: "something else",
}
REASONS = {
    InfusionReason.PROPHYLAXIS: "regular dose",
    InfusionReason.BLEED: "for a bleed",
    InfusionReason.FOLLOW_UP: "follow-up dose",
    InfusionReason.BEFORE_ACTIVITY: "before activity",
    InfusionReason.SURGERY: "for surgery or a dentist",
    InfusionReason.OTHER: "another reason",
}
GIVERS = {
    GivenBy.SELF: "given by {person}",
    GivenBy.CARER: "given by a carer",
    GivenBy.SCHOOL: "given at school",
    GivenBy.HOSPITAL: "given in hospital",
}
ASSAYS = {Assay.ONE_STAGE: "one-stage", Assay.CHROMOGENIC: "chromogenic"}
VERDICTS = {
    Verdict.BLEED: "A bleed",
    Verdict.NOT_A_BLEED: "Not a bleed",
    Verdict.SAME_AS: "A part of another bleed",
}
ANSWERS: Mapping[Answer | None, str] = {
    Answer.NO_BLEEDS: "No bleeds",
    Answer.HAD_BLEEDS: "You said there was a bleed",
    None: "Not remembered",
}
CHECK_INS = {1: "every day", 7: "every week", 14: "every 2 weeks", 28: "every 4 weeks"}
"""How often the check-in asks, by its interval in days."""
KINDS = {
    Kind.BLEED: "Bleed",
    Kind.BRUISE: "Bruise",
    Kind.JOINT_PAIN: "Joint pain",
    Kind.INFUSION: "Factor IX",
    Kind.CHECK_IN: "Check-in",
    Kind.OBSERVED: "Diary kept",
    Kind.BLEED_COUNT: "Number of bleeds",
    Kind.GENE_THERAPY: "Gene therapy",
    Kind.FIX_ACTIVITY: "Factor IX level",
    Kind.INHIBITOR: "Inhibitor",
    Kind.ALT: "ALT",
    Kind.AST: "AST",
    Kind.AFP: "AFP",
    Kind.ANTIBODY: "AAV5 antibody",
    Kind.STEROID_COURSE: "Steroid course",
    Kind.JOINT_SCORE: "Joint score",
    Kind.BACK_ON_PROPHYLAXIS: "Back on regular factor IX",
    Kind.ADJUDICATION: "Settled by the clinic",
    Kind.REVIEW: "Reviewed together",
}


def place_words(site: Site | None, side: Side | None) -> str:
    """Such as "Left knee", "Chest", or nothing."""
    if site is None:
        return ""
    words = SITES[site]
    if side in {Side.LEFT, Side.RIGHT}:
        words = f"{side} {words}"
    return words[0].upper() + words[1:]


def entry_title(entry: Any) -> str:
    """What an entry is, in a few words: "Left knee bleed", "Factor IX, 2,000 IU"."""
    if entry.kind is Kind.BLEED:
        return _bleed_title(entry)
    if entry.kind is Kind.CHECK_IN:
        return ANSWERS[entry.answer]
    if entry.kind in {Kind.BRUISE, Kind.JOINT_PAIN} and entry.site is not None:
        what = "bruise" if entry.kind is Kind.BRUISE else "pain"
        return f"{place_words(entry.site, entry.side)} {what}"
    return f"{KINDS[entry.kind]}{_amount(entry)}"


_SAID_BY_PLACE = {None, Manifestation.JOINT, Manifestation.MUSCLE, Manifestation.HEAD}
"""What needs no word besides the place."""


def _bleed_title(entry: Any) -> str:
    place = place_words(entry.site, entry.side)
    if entry.manifestation in _SAID_BY_PLACE and place:
        return f"{place} bleed"
    name = MANIFESTATIONS.get(entry.manifestation, "Bleed")
    return f"{name}, {place[0].lower()}{place[1:]}" if place else name


def _amount(entry: Any) -> str:
    if entry.dose_iu is not None:
        return f", {entry.dose_iu:,.0f} IU"
    if entry.value is None:
        return ""
    return f", {number_words(entry.value)} {entry.unit or ''}".rstrip()


def verdict_words(ruling: Any, named: Any) -> str:
    """What a clinic settled: "not a bleed", "the same as Left knee bleed, 3 May 2026"."""
    if ruling.verdict is Verdict.BLEED:
        return "a bleed"
    if ruling.verdict is Verdict.NOT_A_BLEED:
        return "not a bleed"
    if named is None:
        return "the same as another bleed"
    gone = " (taken out of the diary, so this counts without it)" if named.withdrawn else ""
    return f"the same as {entry_title(named)}, {long_date(named.start_day)}{gone}"


def long_date(day: date) -> str:
    """Such as "6 August 2026"."""
    return f"{day.day} {day:%B %Y}"


def on_day(at: datetime, zone: str) -> str:
    """The day of an instant in that IANA zone, such as "6 August 2026"."""
    return long_date(at.astimezone(zone_of(zone)).date())


def day_month(day: date) -> str:
    """Such as "6 August"."""
    return f"{day.day} {day:%B}"


def short_date(day: date) -> str:
    """Such as "6 Aug 2026"."""
    return f"{day.day} {day:%b %Y}"


def weekday_date(day: date) -> str:
    """Such as "Sunday 15 November"."""
    return f"{day:%A} {day.day} {day:%B}"


def clock_words(clock: time) -> str:
    """Such as "2pm", "2:30pm", "noon", "midnight"."""
    if (clock.hour, clock.minute) in {(0, 0), (12, 0)}:
        return "midnight" if clock.hour == 0 else "noon"
    hour = clock.hour % 12 or 12
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{hour}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def moment_words(text: str) -> str:
    """A stored moment as "21 November 2026, 4pm" or "21 November 2026"."""
    moment = parse_moment(text)
    day = long_date(moment.day)
    return day if moment.clock is None else f"{day}, {clock_words(moment.clock)}"


def since_words(text: str, today: date) -> str:
    """A stored moment seen from today: "today, 4pm", "yesterday", "on 3 November 2026"."""
    moment = parse_moment(text)
    ago = (today - moment.day).days
    day = {0: "today", 1: "yesterday"}.get(ago, long_date(moment.day))
    return day if moment.clock is None else f"{day}, {clock_words(moment.clock)}"


def span_words(first: date, end: date) -> str:
    """A half-open span in whole days: "9 to 12 November", "9 November"."""
    last = date.fromordinal(end.toordinal() - 1)
    if last == first:
        return day_month(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_month(last)}"
    if first.year == last.year:
        return f"{day_month(first)} to {day_month(last)}"
    return f"{long_date(first)} to {long_date(last)}"


def full_months(since: date, today: date) -> int:
    """Months that have passed whole: none from 31 January to 28 February."""
    months = (today.year - since.year) * 12 + today.month - since.month
    return months - (today.day < since.day)


def nhs_number_words(number: str | None) -> str:
    """An NHS number in its three groups: "999 000 0018"."""
    if number is None:
        return ""
    return f"{number[:3]} {number[3:6]} {number[6:]}".strip()
