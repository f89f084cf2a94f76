"""The form of one record: its fields are typed as text, so that whatever was typed is kept."""

from collections.abc import Iterable

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField

from bleedlog.models.entry_input import SpanInput
from bleedlog.models.kinds import INPUTS
from bleedlog.models.result_units import units_known
from bleedlog.models.vocabulary import Assay, Kind
from bleedlog.services.entry_faults import Fault
from bleedlog.web.clinic.record_words import FIELDS
from bleedlog.web.diary.fields import ChoiceField, readable
from bleedlog.web.words import ASSAYS

HEMGENIX = "Hemgenix (etranacogene dezaparvovec)"


class RecordForm(FlaskForm):
    """Every field that a record can have; each kind's page shows its own."""

    id = HiddenField()
    revision = HiddenField()
    sure = HiddenField()
    taken = HiddenField()
    start = StringField("Date", filters=[readable])
    time = StringField("Time, if it is known", filters=[readable])
    end = StringField("Last day", filters=[readable])
    value = StringField("Result", filters=[readable])
    unit = SelectField("Unit", choices=[], validate_choice=False)
    upper_limit = StringField("Upper limit of this laboratory", filters=[readable])
    assay = ChoiceField("Assay", choices=[], validate_choice=False)
    reagent = StringField("Reagent", filters=[readable])
    lab = StringField("Laboratory", filters=[readable])
    hours_since_factor = StringField("Hours since the last factor IX", filters=[readable])
    product = StringField("Medicine", filters=[readable])
    weight_kg = StringField("Weight", filters=[readable])
    batch = StringField("Batch", filters=[readable])
    centre = StringField("Where it was given", filters=[readable])
    note = TextAreaField("Note", filters=[readable])

    def asked(self, kind: Kind) -> list[Field]:
        """The kind's fields, as they come on its page."""
        return [self[name] for name in FIELDS[kind]]

    def typed(self) -> dict[str, str]:
        """What was typed, by field."""
        return {field.name: str(field.data or "") for field in self}

    def tell(self, faults: Iterable[Fault], kind: Kind) -> tuple[str, ...]:
        """Put faults beside their fields; gives those that the page has no field for."""
        rest = []
        for fault in faults:
            if fault.field in FIELDS[kind]:
                field = self[fault.field]
                field.errors = [*field.errors, fault.message]
            else:
                rest.append(fault.message)
        return tuple(rest)


def record_form(kind: Kind, typed: dict[str, str] | None = None) -> RecordForm:
    """The kind's form, as it was sent, or as `typed` says."""
    form = RecordForm() if request.method == "POST" else RecordForm(formdata=None, data=typed)
    form.unit.choices = [("", "Choose"), *((unit, unit) for unit in units_known(kind))]
    form.assay.choices = [(one.value, ASSAYS[one].capitalize()) for one in Assay]
    if kind is Kind.ANTIBODY:
        form.unit.choices = [("1:n", "1:n")]
    if form.unit.data and (form.unit.data, form.unit.data) not in form.unit.choices:
        # Whatever was sent stays to be seen.
        form.unit.choices.append((form.unit.data, form.unit.data))
    if issubclass(INPUTS[kind], SpanInput):
        form.start.label.text = "First day"
    labels = {
        Kind.ANTIBODY: "Titre: the n of 1:n",
        Kind.JOINT_SCORE: "HJHS total",
        Kind.BLEED_COUNT: "How many bleeds",
        Kind.GENE_THERAPY: "Dose",
    }
    form.value.label.text = labels.get(kind, "Result")
    if kind is Kind.STEROID_COURSE:
        form.start.label.text = "First day"
        form.end.label.text = "Last day, if it has ended"
    return form
