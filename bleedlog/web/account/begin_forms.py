"""What is asked of somebody who begins their own diary."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import InputRequired

from bleedlog.models.moment import DEFAULT_ZONE, local_today
from bleedlog.web.account.join_forms import OptionalChoice, name_field
from bleedlog.web.diary.fields import PlainDateField
from bleedlog.web.sharing.forms import ListField

FUTURE = "This date is still to come"
YES, NO = "yes", "no"


class BeginForm(FlaskForm):
    """Whose diary it is, who treats them, and whether that centre may look."""

    id = HiddenField()
    name = name_field()
    born = PlainDateField("Date of birth", validators=[InputRequired("Enter your date of birth.")])
    centre = ListField("Your haemophilia centre", choices=[], otherwise="")
    may_look = OptionalChoice(
        "May this centre look at your diary?",
        choices={YES: "Yes, they may look", NO: "No, not now"},
    )
    zone = ListField("Time zone", choices=[], otherwise=DEFAULT_ZONE)

    def is_whole(self) -> bool:
        """Whether everything that is needed was said, and can be."""
        is_whole = bool(self.validate())
        if self.centre.data and self.may_look.data is None:
            self.may_look.errors = ["Say whether this centre may look."]
            is_whole = False
        if is_whole and self.born.data and self.born.data > local_today(self.zone.data):
            self.born.errors = [FUTURE]
            is_whole = False
        return is_whole
