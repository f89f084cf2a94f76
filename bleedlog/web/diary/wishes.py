"""The settings of a diary: how often the check-in asks, which dose is the usual one."""

from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from bleedlog.models.moment import local_now, local_today
from bleedlog.models.person_input import CheckInWishInput, UsualDoseInput
from bleedlog.models.products import PRODUCTS, find_product
from bleedlog.services.profile import set_usual_dose
from bleedlog.services.wishes import Wishes, get_wishes, set_check_ins
from bleedlog.web.current import current_record, current_viewer
from bleedlog.web.diary.blueprint import blueprint
from bleedlog.web.diary.cards import product_words
from bleedlog.web.diary.fields import AtMost, ChoiceField, NumberField, readable
from bleedlog.web.diary.forms import DOSE_MESSAGE
from bleedlog.web.diary.whose import OpenDiary, current_diary
from bleedlog.web.opening import Audience, open_to
from bleedlog.web.words import CHECK_INS


class WishForm(FlaskForm):
    """What every setting's form carries along."""

    patient = HiddenField()


class CheckInsForm(WishForm):
    """How often the check-in asks."""

    days = ChoiceField(
        "How often shall we ask about bleeds?",
        choices={str(days): words.capitalize() for days, words in CHECK_INS.items()},
        validators=[InputRequired("Choose how often")],
    )


class UsualDoseForm(WishForm):
    """The dose that the app offers when factor is logged."""

    product = StringField("Product", [AtMost(80, "the product")], filters=[readable])
    dose_iu = NumberField("Dose", [Optional(), NumberRange(1, 100_000, DOSE_MESSAGE)], DOSE_MESSAGE)


def _wishes(diary: OpenDiary) -> Wishes:
    return get_wishes(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        now=local_now(diary.zone),
    )


def _show(template: str, form: WishForm, diary: OpenDiary, **page: Any) -> str:
    form.patient.data = str(diary.patient_id)
    page |= {
        "whose": diary.whose,
        "patient_id": diary.patient_id,
        "query": diary.query,
        "save": f"Save for {diary.name}" if diary.one_of_several else "Save",
        "saved": "saved" in request.args,
    }
    return render_template(
        template,
        page=page,
        form=form,
        has_errors=bool(form.errors),
        back_href=f"/more{diary.query}",
        active="more",
    )


@blueprint.get("/settings/check-ins")
@open_to(Audience.PATIENT)
def check_ins() -> ResponseReturnValue:
    """How often the check-in asks."""
    diary = current_diary()
    days = str(_wishes(diary).profile.check_in_days)
    return _show("diary/check_ins.html", CheckInsForm(formdata=None, days=days), diary)


@blueprint.post("/settings/check-ins")
@open_to(Audience.PATIENT)
def set_interval() -> ResponseReturnValue:
    """Keep how often."""
    diary = current_diary()
    form = CheckInsForm()
    if not form.validate():
        _wishes(diary)
        return _show("diary/check_ins.html", form, diary)
    set_check_ins(
        current_record(),
        by=current_viewer(),
        patient_id=diary.patient_id,
        wish=CheckInWishInput(check_in_days=int(form.days.data)),
        today=local_today(diary.zone),
    )
    if "from" in request.form:
        return redirect(f"/?asked=1{diary.also}", 303)
    return redirect(f"/settings/check-ins?saved=1{diary.also}", 303)


@blueprint.get("/settings/usual-dose")
@open_to(Audience.PATIENT)
def usual_dose() -> ResponseReturnValue:
    """The usual dose, and other doses that were taken of late, each a tap away."""
    diary = current_diary()
    wishes = _wishes(diary)
    profile = wishes.profile
    form = UsualDoseForm(
        formdata=None,
        product=product_words(profile.product) if profile.product else None,
        dose_iu=profile.usual_dose_iu,
    )
    return _show_dose(form, wishes, diary)


def _show_dose(form: UsualDoseForm, wishes: Wishes, diary: OpenDiary) -> str:
    return _show(
        "diary/usual_dose.html",
        form,
        diary,
        usual=_dose_words(wishes.profile.product, wishes.profile.usual_dose_iu),
        products=[product.name for product in PRODUCTS],
        others=[
            {
                "words": _dose_words(dose.product, dose.usual_dose_iu),
                "product": dose.product or "",
                "dose": f"{dose.usual_dose_iu:.10g}",
            }
            for dose in wishes.doses
        ],
    )


def _dose_words(product: str | None, dose: float | None) -> str | None:
    """Such as "BeneFIX, 4,000 IU"; None for nothing."""
    parts = (product_words(product) if product else None, f"{dose:,.10g} IU" if dose else None)
    return ", ".join(part for part in parts if part) or None


@blueprint.post("/settings/usual-dose")
@open_to(Audience.PATIENT)
def set_dose() -> ResponseReturnValue:
    """Keep another usual dose."""
    diary = current_diary()
    form = UsualDoseForm()
    if not form.validate():
        return _show_dose(form, _wishes(diary), diary)
    product = (form.product.data or "").strip() or None
    known = find_product(product) if product else None
    try:
        usual = UsualDoseInput(
            product=known.code if known else product, usual_dose_iu=form.dose_iu.data
        )
    except ValidationError:
        abort(400)
    set_usual_dose(current_record(), by=current_viewer(), patient_id=diary.patient_id, usual=usual)
    return redirect(f"/settings/usual-dose?saved=1{diary.also}", 303)
