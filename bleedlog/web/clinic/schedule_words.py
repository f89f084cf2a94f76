"""The follow-up schedule in words, for the clinic and for the person."""

from collections.abc import Mapping, Sequence
from datetime import date

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.number_words import number_words
from bleedlog.services.schedule import ScheduledTest, TeamReason
from bleedlog.statistics.schedule import Concern, State, Step
from bleedlog.web.clinic.record_words import kind_name, value_words, when_recorded
from bleedlog.web.words import long_date

TESTS: Mapping[FollowUpTest, str] = {
    FollowUpTest.LIVER: "Liver enzymes (ALT, AST)",
    FollowUpTest.FIX: "Factor IX level",
    FollowUpTest.ULTRASOUND: "Ultrasound of the liver",
    FollowUpTest.AFP: "AFP",
}
TAGS: Mapping[State, tuple[str, str | None]] = {
    State.OVERDUE: ("Overdue", "danger"),
    State.DUE: ("Due", "warning"),
    State.DONE: ("Done", None),
    State.LATER: ("Not due yet", "plain"),
    State.NOT_BEGUN: ("Not begun", "plain"),
    State.NOT_NEEDED: ("Only at risk", "plain"),
}
BY_TEAM = ("Set by your team", "plum")


def week_words(monday: date) -> str:
    """Such as "week of 7 December 2026"."""
    return f"week of {long_date(monday)}"


def state_words(one: ScheduledTest) -> str:
    """What the calendar says of a test; nothing soothing where the team sets the dates."""
    standing = one.standing
    week = "" if standing.week is None else week_words(standing.week)
    if one.by_team:
        late = standing.state in {State.DUE, State.OVERDUE}
        return f"By the calendar it was to be done in the {week}." if late else ""
    return {
        State.OVERDUE: f"Was due in the {week}.",
        State.DUE: f"Due in the {week}.",
        State.DONE: f"Next in the {week}." if week else "",
        State.LATER: f"First in the {week}." if week else "",
        State.NOT_BEGUN: "Begins with the infusion.",
        State.NOT_NEEDED: "",
    }[standing.state]


def reason_words(reason: TeamReason) -> str:
    """Such as "ALT 88 U/L on 3 May 2026 is above its upper limit, 45."."""
    row = reason.row
    if reason.concern is Concern.STEROIDS:
        what = value_words(row)
        return f"{what[0].upper()}{what[1:]}: {_small(when_recorded(row))}."
    said = f"{kind_name(row.kind)} {value_words(row)} on {long_date(row.start_day)}"
    why = {
        Concern.ABOVE_LIMIT: f"is above its upper limit, {number_words(row.upper_limit or 0)}.",
        Concern.ABOVE_BASELINE: "is at least twice the result before the infusion.",
        Concern.NO_LIMIT: "has no upper limit noted, so nobody can say that it is normal.",
    }[reason.concern]
    return f"{said} {why}"


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def steps_words(steps: Sequence[Step]) -> str:
    """Such as "every week; from month 3 every 3 months; from month 24 every 12 months"."""
    said = []
    for step in sorted(steps, key=lambda one: one.from_month):
        unit = "month" if step.months else "week"
        often = f"every {unit}" if step.every == 1 else f"every {step.every} {unit}s"
        said.append(often if step.from_month == 0 else f"from month {step.from_month} {often}")
    return "; ".join(said)
