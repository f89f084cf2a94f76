"""What is taken in about people and clinics: names, addresses, zones, numbers to dial, wishes."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bleedlog.models.person_input import (
    CheckInWishInput,
    ClinicInput,
    PatientInput,
    UserInput,
    UsualDoseInput,
)


@pytest.mark.parametrize(
    ("input_class", "said", "field"),
    [
        (UserInput, {"email": "ann.example.org", "name": "Ann"}, "email"),
        (UserInput, {"email": "@example.org", "name": "Ann"}, "email"),
        (UserInput, {"email": "ann@", "name": "Ann"}, "email"),
        (UserInput, {"email": "ann lee@example.org", "name": "Ann"}, "email"),
        (UserInput, {"email": "ann\u200b@example.org", "name": "Ann"}, "email"),
        (UserInput, {"email": "ann@example.org", "name": " \t "}, "name"),
        (UserInput, {"email": "ann@example.org", "name": "Ann\u0007"}, "name"),
        (PatientInput, {"name": ""}, "name"),
        (PatientInput, {"name": "Sam", "zone": "Europe/Atlantis"}, "zone"),
        (PatientInput, {"name": "Sam", "product": "x\u0007"}, "product"),
        (ClinicInput, {"name": "Leeds", "zone": "here"}, "zone"),
        (ClinicInput, {"name": "Leeds", "phone": "12"}, "phone"),
        (ClinicInput, {"name": "Leeds", "phone": "0113 496 0000\u0007"}, "phone"),
        (CheckInWishInput, {"check_in_days": 2}, "check_in_days"),
        (UsualDoseInput, {"usual_dose_iu": 0}, "usual_dose_iu"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    input_class: type[BaseModel], said: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        input_class.model_validate(said)

    assert [fault["loc"] for fault in caught.value.errors()] == [(field,)]


def test_names_and_addresses_are_tidied() -> None:
    user = UserInput.model_validate({"email": " Ann@Example.ORG ", "name": "Ann \n Lee"})

    assert (user.email, user.name) == ("ann@example.org", "Ann Lee")


def test_blank_is_none() -> None:
    sam = PatientInput.model_validate(
        {"name": "Sam", "nhs_number": " ", "hospital_number": "  ", "product": ""}
    )
    leeds = ClinicInput.model_validate({"name": "Leeds", "phone": " "})

    assert (sam.nhs_number, sam.hospital_number, sam.product, leeds.phone) == (None,) * 4


@pytest.mark.parametrize("number", ["999", "0113 496 0000", "+44 (0)113 496 0000"])
def test_numbers_that_a_phone_dials(number: str) -> None:
    assert ClinicInput.model_validate({"name": "Leeds", "phone": number}).phone == number


@pytest.mark.parametrize("days", [1, 7, 14, 28])
def test_how_often_somebody_may_be_asked(days: int) -> None:
    assert CheckInWishInput(check_in_days=days).check_in_days == days
