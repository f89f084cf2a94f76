"""The form about the person whose diary it is: who they are, and what they usually take."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from bleedlog.models.moment import DEFAULT_ZONE, local_today
from bleedlog.models.nhs_number import (
    DIGITS,
    NhsNumberFault,
    fault_of_nhs_number,
    plain_nhs_number,
)
from bleedlog.models.person_input import PatientInput
from bleedlog.models.products import find_product
from bleedlog.models.vocabulary import PatientSeverity
from bleedlog.services.profile import Profile
from bleedlog.services.sharing import SharedClinic
from bleedlog.web.account.code_forms import is_printable
from bleedlog.web.account.join_forms import plain_name
from bleedlog.web.diary.cards import product_words
from bleedlog.web.diary.fields import AtMost, ChoiceField, NumberField, PlainDateField
from bleedlog.web.diary.forms import DOSE_MESSAGE
from bleedlog.web.sharing.child import FUTURE, NO_CENTRE, zone_choices
from bleedlog.web.sharing.forms import ListField
from bleedlog.web.words import nhs_number_words

UNKNOWN = "unknown"
MANY_DIGITS = 9
"""More than a profile has editions, and few enough to read."""
BORN_MISSING = "Enter the date of birth. It was noted already."
NHS_FAULTS = {
    NhsNumberFault.OTHER_SIGNS: f"An NHS number has {DIGITS} digits and nothing else.",
    NhsNumberFault.CHECK_DIGIT: (
        "These digits are not an NHS number. Check each one against a letter from the NHS."
    ),
}
SEVERITIES = {
    PatientSeverity.SEVERE.value: "Severe (under 1%)",
    PatientSeverity.MODERATE.value: "Moderate (1% to 5%)",
    PatientSeverity.MILD.value: "Mild (over 5%)",
    UNKNOWN: "I can’t say",
}


def nhs_fault_words(number: str) -> str | None:
    """What is wrong with a number without spaces, for people; None if it can be one."""
    fault = fault_of_nhs_number(number)
    if fault is NhsNumberFault.LENGTH:
        return f"An NHS number has {DIGITS} digits. This has {len(number)}."
    return NHS_FAULTS[fault] if fault else None


class AboutForm(FlaskForm):
    """All of a profile that people can correct."""

    patient = HiddenField()
    edition = HiddenField()
    name = StringField(
        "Name",
        [DataRequired("Enter a name."), AtMost(120, "the name"), is_printable],
        filters=[plain_name],
    )
    born = PlainDateField("Date of birth")
    nhs_number = StringField("NHS number", filters=[plain_name])
    hospital_number = StringField(
        "Hospital number", [AtMost(40, "the hospital number"), is_printable], filters=[plain_name]
    )
    severity = ChoiceField("How severe is the haemophilia?", choices=SEVERITIES, default=UNKNOWN)
    product = StringField(
        "Usual factor IX", [AtMost(80, "the product"), is_printable], filters=[plain_name]
    )
    usual_dose_iu = NumberField(
        "Usual dose", [Optional(), NumberRange(1, 100_000, DOSE_MESSAGE)], DOSE_MESSAGE
    )
    centre = ListField("Haemophilia centre", choices=[], otherwise="")
    zone = ListField("Time zone", choices=[], otherwise=DEFAULT_ZONE)

    def validate_nhs_number(self, field: StringField) -> None:
        """Ten digits that fit together, or none."""
        number = plain_nhs_number(field.data or "")
        words = nhs_fault_words(number) if number else None
        if words:
            raise ValidationError(words)

    @property
    def seen(self) -> int:
        """The edition of the profile that was on the page; of none, if the page does not say."""
        text = self.edition.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < MANY_DIGITS else -1

    @property
    def centre_id(self) -> UUID | None:
        """Which clinic was chosen, once the form is valid."""
        return UUID(self.centre.data) if self.centre.data else None

    def read(self, profile: Profile) -> PatientInput | None:
        """What was typed, if it can be; else the fields say what is wrong."""
        is_whole = bool(self.validate())
        born = self.born.data
        if is_whole and born is None and profile.row.born is not None:
            self.born.errors = [BORN_MISSING]
            is_whole = False
        if is_whole and born is not None and born > local_today(self.zone.data):
            self.born.errors = [FUTURE]
            is_whole = False
        if not is_whole:
            return None
        product = self.product.data or None
        is_as_before = product is not None and product == _shown_product(profile)
        severity = self.severity.data
        return PatientInput(
            name=self.name.data or "",
            born=born,
            nhs_number=self.nhs_number.data or None,
            hospital_number=self.hospital_number.data or None,
            severity=None if severity in {None, UNKNOWN} else PatientSeverity(severity),
            product=profile.row.product if is_as_before else _known_name(product),
            usual_dose_iu=self.usual_dose_iu.data,
            zone=self.zone.data,
        )


def _known_name(product: str | None) -> str | None:
    known = find_product(product) if product else None
    return known.name if known else product


def _shown_product(profile: Profile) -> str | None:
    return product_words(profile.row.product) if profile.row.product else None


def about_form(profile: Profile, clinics: Sequence[SharedClinic], **more: Any) -> AboutForm:
    """The form as it was sent, or, with `formdata=None`, as the profile says."""
    row = profile.row
    form = AboutForm(
        **more,
        patient=str(row.id),
        edition=str(profile.edition),
        name=row.name,
        born=row.born,
        nhs_number=nhs_number_words(row.nhs_number),
        hospital_number=row.hospital_number,
        severity=row.severity.value if row.severity else UNKNOWN,
        product=_shown_product(profile),
        usual_dose_iu=row.usual_dose_iu,
        centre=str(row.centre_id or ""),
        zone=row.zone,
    )
    form.centre.choices = [NO_CENTRE, *((str(one.clinic_id), one.name) for one in clinics)]
    zones = dict(zone_choices())
    # One that is no place ("UTC") stays what it is until somebody chooses another.
    form.zone.choices = list(({row.zone: row.zone} | zones).items())
    if not profile.may_say_where:
        form.centre.data, form.zone.data = str(row.centre_id or ""), row.zone
    return form
