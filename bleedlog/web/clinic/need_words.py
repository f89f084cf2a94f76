"""Why a clinic should look at somebody, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bleedlog.models.follow_up import FollowUpTest
from bleedlog.models.vocabulary import Side, Site
from bleedlog.services.digesting import UNREVIEWED_DAYS
from bleedlog.services.needs import SILENT_AFTER, Need, Reason
from bleedlog.statistics.schedule import Concern
from bleedlog.web.clinic.schedule_words import BY_TEAM, week_words
from bleedlog.web.words import SITES, long_date

TAGS: Mapping[Need, tuple[str, str | None]] = {
    Need.BY_TEAM: BY_TEAM,
    Need.UNSURE: ("To settle", "warning"),
    Need.TARGET_JOINT: ("Target joint", "danger"),
    Need.BACK_NEW: ("Prophylaxis", "plum"),
    Need.NEW_BLEEDS: ("New bleeds", None),
    Need.OVERDUE: ("Overdue", "danger"),
    Need.SILENT: ("Silent", "warning"),
    Need.DUE: ("Due", "plain"),
    Need.BACK: ("Prophylaxis", "plain"),
}
ORDER: Mapping[Need, str] = {
    Need.BY_TEAM: "Liver results or steroids leave the dates of blood tests to your team.",
    Need.UNSURE: "Bleeds that nobody is sure of wait to be settled.",
    Need.TARGET_JOINT: "A joint became a target joint since the last review.",
    Need.BACK_NEW: "Back on prophylaxis since the last review.",
    Need.NEW_BLEEDS: (
        "New bleeds: told since the last review, whenever they began."
        f" Without a review: begun in the last {UNREVIEWED_DAYS} days."
    ),
    Need.OVERDUE: "Tests are overdue: the week in which they were due is over.",
    Need.SILENT: f"No day was noted for more than {SILENT_AFTER.days // 7} weeks.",
    Need.DUE: "Tests are due.",
    Need.BACK: "Back on prophylaxis, and reviewed since.",
}
"""What presses most first, as the foot of the list explains it."""
SHORT_TESTS: Mapping[FollowUpTest, str] = {
    FollowUpTest.LIVER: "liver enzymes",
    FollowUpTest.FIX: "factor IX level",
    FollowUpTest.ULTRASOUND: "ultrasound of the liver",
    FollowUpTest.AFP: "AFP",
}


@dataclass(frozen=True, slots=True)
class SaidReason:
    """A reason as the list shows it."""

    tag: str
    tone: str | None
    words: str
    page: str = ""
    """Of the person's pages the one where it is seen to."""


def said_reason(reason: Reason) -> SaidReason:
    """The tag of a reason, and one sentence."""
    said = _WORDS[reason.need](reason)
    return SaidReason(*TAGS[reason.need], said[0].upper() + said[1:], _PAGES[reason.need])


def _by_team(reason: Reason) -> str:
    said = [_concern(*one) for one in reason.concerns]
    said += ["steroids running"] if reason.steroids else []
    late = _tests(reason)
    return "; ".join([*said, *([f"by the calendar: {late}"] if late else [])])


def _concern(kind: str, concern: str, day: date) -> str:
    return {
        Concern.ABOVE_LIMIT: f"{kind.upper()} above its limit on {long_date(day)}",
        Concern.ABOVE_BASELINE: f"{kind.upper()} twice its baseline on {long_date(day)}",
        Concern.NO_LIMIT: f"{kind.upper()} of {long_date(day)} has no limit noted",
    }[Concern(concern)]


def _unsure(reason: Reason) -> str:
    day = long_date(reason.day) if reason.day else ""
    if reason.count == 1:
        return f"1 unsure bleed, {day}"
    return f"{reason.count} unsure bleeds, the oldest {day}"


def _target_joints(reason: Reason) -> str:
    return "; ".join(
        f"{_joint(site, side)} since {long_date(since)}" for site, side, since in reason.joints
    )


def _joint(site: str, side: str | None) -> str:
    words = SITES[Site(site)]
    return f"{side} {words}" if side in {Side.LEFT, Side.RIGHT} else words


def _back(reason: Reason) -> str:
    reviewed = "" if reason.need is Need.BACK else ", not reviewed since"
    return f"back on prophylaxis since {long_date(reason.day)}{reviewed}" if reason.day else ""


def _new_bleeds(reason: Reason) -> str:
    bleeds = "1 bleed" if reason.count == 1 else f"{reason.count} bleeds"
    if reason.reviewed is not None:
        return f"{bleeds} told since the review on {long_date(reason.reviewed)}"
    return f"{bleeds} in the last {UNREVIEWED_DAYS} days, no review noted"


def _tests(reason: Reason) -> str:
    by_week: dict[date, list[str]] = {}
    for test, week in reason.tests:
        by_week.setdefault(week, []).append(SHORT_TESTS[test])
    return "; ".join(
        f"{_and(tests)}, {week_words(week)}" for week, tests in sorted(by_week.items())
    )


def _and(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _silent(reason: Reason) -> str:
    weeks = f"{reason.count} weeks"
    if reason.day is None:
        return f"nothing noted in {weeks} of sharing"
    return f"no day noted for {weeks}, since {long_date(reason.day)}"


_WORDS = {
    Need.BY_TEAM: _by_team,
    Need.UNSURE: _unsure,
    Need.TARGET_JOINT: _target_joints,
    Need.BACK_NEW: _back,
    Need.NEW_BLEEDS: _new_bleeds,
    Need.OVERDUE: _tests,
    Need.SILENT: _silent,
    Need.DUE: _tests,
    Need.BACK: _back,
}
_PAGES = {
    Need.BY_TEAM: "/schedule",
    Need.UNSURE: "/entries",
    Need.TARGET_JOINT: "/appointment",
    Need.BACK_NEW: "/appointment",
    Need.NEW_BLEEDS: "/appointment",
    Need.OVERDUE: "/schedule",
    Need.SILENT: "/appointment",
    Need.DUE: "/schedule",
    Need.BACK: "/schedule",
}
