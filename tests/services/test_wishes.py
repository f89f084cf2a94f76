"""How often somebody is asked, and which dose is offered: theirs to say, each change noted."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from bleedlog.models.infusion import InfusionInput
from bleedlog.models.person_input import CheckInWishInput, UsualDoseInput
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import AccessRole
from bleedlog.services.looking import NoSuchDiaryError
from bleedlog.services.profile import get_profile, set_usual_dose
from bleedlog.services.wishes import get_wishes, set_check_ins
from tests.people import People
from tests.services.ada import Ada

NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)


def usual(product: str | None, dose: float | None) -> UsualDoseInput:
    return UsualDoseInput(product=product, usual_dose_iu=dose)


def test_doses_that_were_taken_are_offered_once_each_newest_first(ada: Ada) -> None:
    given: dict[str, tuple[str | None, float | None]] = {
        "2023-01-01": ("IDELVION", 9000),
        "2024-01-01": ("ALPROLIX", 2000),
        "2024-02-01": ("benefix", 3000),
        "2024-02-02": ("BeneFIX", 3000),
        "2024-02-03": ("Something new", 1500),
        "2024-02-04": ("BeneFIX", 4000),
        "2024-02-05": ("BeneFIX", None),
    }
    for day, (product, dose) in given.items():
        ada.log(InfusionInput(start=day, product=product, dose_iu=dose))
    set_usual_dose(ada.record, by=ada.viewer, patient_id=ada.patient, usual=usual("benefix", 4000))

    found = get_wishes(ada.record, by=ada.viewer, patient_id=ada.patient, now=NOON)

    assert (found.profile.product, found.profile.usual_dose_iu) == ("benefix", 4000)
    assert found.doses == (
        usual("Something new", 1500),
        usual("benefix", 3000),
        usual("alprolix", 2000),
    )


def test_only_who_may_change_the_profile_changes_it(ada: Ada, people: People) -> None:
    logger = people.user("Carer")
    people.access(logger, ada.patient, AccessRole.CARER_LOG)
    by = Viewer(logger)
    with pytest.raises(NoSuchDiaryError):
        set_usual_dose(ada.record, by=by, patient_id=ada.patient, usual=usual("benefix", 1))
    with pytest.raises(NoSuchDiaryError):
        set_check_ins(
            ada.record,
            by=by,
            patient_id=ada.patient,
            wish=CheckInWishInput(check_in_days=14),
            today=date(2024, 3, 20),
        )
    with pytest.raises(NoSuchDiaryError):
        get_wishes(ada.record, by=by, patient_id=ada.patient, now=NOON)
    assert "carer changed" not in ada.events()
    for usual_now in (usual("benefix", 4000), usual("benefix", 3000), usual("benefix", 3000)):
        set_usual_dose(ada.record, by=ada.viewer, patient_id=ada.patient, usual=usual_now)
    assert ada.events()[-2:] == ["patient changed"] * 2, "the same again changes nothing"
    known = get_profile(ada.record, by=ada.viewer, patient_id=ada.patient)
    assert [(one.field, one.before) for one in known.changes] == [
        ("usual_dose_iu", "4000"),
        ("usual_dose_iu", None),
        ("product", None),
    ]


@pytest.mark.parametrize("days", [0, 2, 29, 365, -7])
def test_an_interval_that_nobody_offers_is_refused(days: int) -> None:
    with pytest.raises(ValidationError):
        CheckInWishInput(check_in_days=days)
