"""What the clinic's pages know of a patient, and who may open them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import (
    AdjudicationInput,
    AltInput,
    BackOnProphylaxisInput,
    FixActivityInput,
    SteroidCourseInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput, InfusionInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Answer, Source, Verdict
from bleedlog.services.clinic import PatientPage, get_patient_page
from bleedlog.services.entries import log_entry
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.statistics.rule import Rule
from bleedlog.storage.events import list_events
from tests.people import People
from tests.services.ada import bleed

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


class Leeds:
    """A clinic with a clinician and a patient, Bo."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.doctor = Viewer(people.staff("Dr A", self.clinic))
        self.bo = people.patient("Bo", centre=self.clinic)

    def log(self, entry: EntryInput) -> None:
        log_entry(self.record, by=self.doctor, patient_id=self.bo, entry=entry)

    def page(self, **options: Any) -> PatientPage:
        rule = options.pop("rule", Rule())
        return get_patient_page(
            self.record, by=self.doctor, patient_id=self.bo, rule=rule, now=NOW, **options
        )


@pytest.fixture
def leeds(people: People) -> Leeds:
    return Leeds(people)


def test_every_look_is_noted_for_the_patient(leeds: Leeds) -> None:
    leeds.page()
    user = leeds.people.user("Bo")
    leeds.people.access(user, leeds.bo)
    with leeds.record.reading(Viewer(user)) as connection:
        [event] = list_events(connection, Viewer(user), leeds.bo)
    assert (event.action, event.acting_as, event.clinic_id) == ("looked", "clinic", leeds.clinic)
    assert event.by_user == leeds.doctor.user_id


def test_another_clinics_patient_is_nobody(leeds: Leeds) -> None:
    elsewhere = Viewer(leeds.people.staff("Dr E", leeds.people.clinic("York")))
    with pytest.raises(NoSuchDiaryError):
        get_patient_page(leeds.record, by=elsewhere, patient_id=leeds.bo, rule=Rule(), now=NOW)


@pytest.mark.parametrize(
    ("product", "dose_day", "may_include"),
    [
        # Five half-lives: 82 h of ALPROLIX are 17 days, 18 h of BeneFIX not quite 4.
        ("alprolix", "2026-01-20", True),
        ("alprolix", "2026-01-10", False),
        ("BeneFIX", "2026-01-29", True),
        ("BeneFIX", "2026-01-25", False),
        # Of an unknown product 21 days.
        ("something else", "2026-01-12", True),
        (None, "2026-01-10", False),
        # A dose after the test was not in it.
        ("alprolix", "2026-02-03", False),
    ],
)
def test_a_result_after_a_dose_may_include_it(
    leeds: Leeds, product: str | None, dose_day: str, may_include: bool
) -> None:
    leeds.log(InfusionInput(start=dose_day, product=product))
    leeds.log(FixActivityInput(start="2026-02-01", value=38, unit="IU/dL"))
    [level] = leeds.page().figures.laboratory.factor_levels
    assert (level.value, level.day) == (38, date(2026, 2, 1))
    assert level.may_include_infused is may_include


@pytest.mark.parametrize("verdict", Verdict)
def test_unsure_bleeds_wait_until_they_are_settled(leeds: Leeds, verdict: Verdict) -> None:
    earlier, unsure = bleed(start="2026-02-28"), bleed(start="2026-03-01", certainty="unsure")
    leeds.log(earlier)
    leeds.log(unsure)
    assert [row.id for row in leeds.page().unsure] == [unsure.id]
    same_as = earlier.id if verdict is Verdict.SAME_AS else None
    leeds.log(
        AdjudicationInput(start="2026-03-02", about=unsure.id, verdict=verdict, same_as=same_as)
    )
    assert leeds.page().unsure == ()


def test_filters_change_what_is_counted(leeds: Leeds) -> None:
    leeds.log(bleed(start="2026-03-01", certainty="unsure"))
    leeds.log(bleed(start="2026-03-05", cause="surgical"))
    leeds.log(bleed(start="2026-03-10", source="imported"))

    def counted(**options: Any) -> int:
        [window] = leeds.page(**options).figures.person.windows
        rate = window.rates["all"]
        assert rate is not None
        return rate.episodes

    assert counted() == 2
    assert counted(rule=Rule(exclude_unsure=True)) == 1
    assert counted(rule=Rule(include_surgical=True)) == 3
    assert counted(without=frozenset({Source.IMPORTED, Source.RECALLED})) == 1


def test_a_filter_by_source_leaves_the_day_of_the_treatment(leeds: Leeds) -> None:
    leeds.log(CheckInInput(start="2024-03-01", end="2026-03-01", answer=Answer.NO_BLEEDS))
    leeds.log(bleed(start="2024-05-01", source="imported"))
    leeds.log(GeneTherapyInput(start="2025-03-01", source=Source.IMPORTED))
    leeds.log(BackOnProphylaxisInput(start="2026-01-01", source=Source.IMPORTED))
    person = leeds.page(without=frozenset({Source.IMPORTED})).figures.person
    assert (person.treated_on, person.back_on_prophylaxis) == (date(2025, 3, 1), date(2026, 1, 1))
    lead_in = person.window("lead_in")
    assert lead_in is not None
    assert lead_in.rates["all"] is not None
    assert lead_in.rates["all"].episodes == 0


@pytest.mark.parametrize(
    ("source", "from_day", "afterwards"),
    [
        # Of 365 days 36 are not more than a tenth, 37 are.
        (Source.RECALLED, "2025-01-24", False),
        (Source.RECALLED, "2025-01-23", True),
        (Source.IMPORTED, "2025-01-23", True),
        (Source.CLINIC, "2025-01-23", False),
        (Source.PROSPECTIVE, "2025-01-23", False),
    ],
)
def test_a_lead_in_told_afterwards_is_known_as_one(
    leeds: Leeds, source: Source, from_day: str, afterwards: bool
) -> None:
    leeds.log(GeneTherapyInput(start="2025-03-01"))
    leeds.log(CheckInInput(start="2024-03-01", end=from_day, answer=Answer.NO_BLEEDS))
    told = CheckInInput(start=from_day, end="2025-03-01", answer=Answer.NO_BLEEDS, source=source)
    leeds.log(told)
    assert leeds.page().figures.recalled_lead_in is afterwards


@pytest.mark.parametrize(
    ("first", "last", "afterwards"),
    [
        (Source.IMPORTED, Source.PROSPECTIVE, {"lead_in"}),
        (Source.PROSPECTIVE, Source.RECALLED, {"lead_in", "last_12_months_before"}),
        (Source.PROSPECTIVE, Source.PROSPECTIVE, set()),
    ],
)
def test_a_long_lead_ins_last_year_is_known_for_itself(
    leeds: Leeds, first: Source, last: Source, afterwards: set[str]
) -> None:
    leeds.log(GeneTherapyInput(start="2025-03-01"))
    quiet = Answer.NO_BLEEDS
    leeds.log(CheckInInput(start="2022-03-01", end="2024-03-01", answer=quiet, source=first))
    leeds.log(CheckInInput(start="2024-03-01", end="2025-03-01", answer=quiet, source=last))
    assert leeds.page().figures.afterwards == afterwards


@pytest.mark.parametrize(("hours", "may_include"), [(504, True), (504.5, False), (None, False)])
def test_without_a_dose_in_the_diary_the_laboratory_s_hours_count(
    leeds: Leeds, hours: float | None, may_include: bool
) -> None:
    """21 days are 504 hours."""
    leeds.log(
        FixActivityInput(start="2026-02-01", value=38, unit="IU/dL", hours_since_factor=hours)
    )
    [level] = leeds.page().figures.laboratory.factor_levels
    assert level.may_include_infused is may_include


def test_a_dose_in_the_diary_is_better_known_than_hours_on_a_form(leeds: Leeds) -> None:
    leeds.log(InfusionInput(start="2026-01-25T09:00", product="BeneFIX"))
    leeds.log(
        FixActivityInput(start="2026-02-01T09:00", value=38, unit="IU/dL", hours_since_factor=168)
    )
    [level] = leeds.page().figures.laboratory.factor_levels
    assert not level.may_include_infused


def test_results_stay_whatever_the_filters_leave_out(leeds: Leeds) -> None:
    leeds.log(InfusionInput(start="2026-01-31", source=Source.IMPORTED))
    leeds.log(FixActivityInput(start="2026-02-01", value=38, unit="IU/dL", source=Source.IMPORTED))
    leeds.log(AltInput(start="2026-02-01", value=60, unit="U/L", upper_limit=40))
    leeds.log(SteroidCourseInput(start="2026-02-03", end="2026-03-01", product="prednisolone"))
    found = leeds.page(without=frozenset({Source.IMPORTED})).figures.laboratory
    [level] = found.factor_levels
    assert level.may_include_infused
    assert [one.times_limit for one in found.alt] == [1.5]
    assert [(one.first, one.last, one.product) for one in found.steroids] == [
        (date(2026, 2, 3), date(2026, 3, 1), "prednisolone")
    ]
