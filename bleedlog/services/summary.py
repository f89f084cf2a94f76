"""The one-page summary that somebody takes into an appointment."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bleedlog.models.audit import Action
from bleedlog.models.moment import zone_of
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Source
from bleedlog.services.figures import DiaryFigures, figures_of_diary
from bleedlog.services.looking import NoSuchDiaryError, looking
from bleedlog.services.questions import standing_questions
from bleedlog.services.record import Record
from bleedlog.statistics.rule import Rule
from bleedlog.storage.patients import find_profile

COUNTING_RULE_1 = Rule()


@dataclass(frozen=True, slots=True)
class Summary:
    """What the summary says. Nothing that anybody wrote into a note is among it."""

    profile: Any
    """The patient's columns, with centre_name."""
    today: date
    figures: DiaryFigures
    questions: tuple[str, ...]
    """What they want to ask and has not been talked about, in the order in which it came."""


def get_summary(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    rule: Rule = COUNTING_RULE_1,
    without: frozenset[Source] = frozenset(),
    as_noted: bool = False,
    now: datetime,
    takes_along: bool = False,
) -> Summary:
    """One person's summary; somebody else's look at it is noted.

    Args:
        record: The open record.
        by: Who looks.
        patient_id: Whose diary.
        rule: The counting rule and its options.
        without: Sources to leave out of what is counted.
        as_noted: Whether to count as if the clinic had settled nothing.
        now: Aware.
        takes_along: Whether they take a copy away, which is noted as that.

    Raises:
        NoSuchDiaryError: if `by` may not see the diary.
    """
    action = Action.EXPORTED if takes_along else Action.LOOKED
    with looking(record, by=by, patient_id=patient_id, page="summary", action=action) as opened:
        connection = opened.connection
        profile = find_profile(connection, by, patient_id)
        if profile is None:
            raise NoSuchDiaryError
        figures = figures_of_diary(
            connection,
            by,
            patient_id,
            rule,
            without=without,
            as_noted=as_noted,
            with_laboratory=True,
        )
        questions = standing_questions(opened)
    return Summary(
        profile=profile,
        today=now.astimezone(zone_of(profile.zone)).date(),
        figures=figures,
        questions=tuple(one.text for one in questions if one.answered_on is None),
    )
