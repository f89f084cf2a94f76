"""The strip below the name: treatment, the last factor IX and ALT, target joints."""

from bleedlog.models.number_words import number_words
from bleedlog.services.summary import Summary
from bleedlog.statistics.laboratory import LiverValue
from bleedlog.web.clinic.facts import ASSAYS
from bleedlog.web.clinic.joints import Place
from bleedlog.web.summary.sheet import SheetFact
from bleedlog.web.words import full_months, long_date, short_date

MOST_NAMED = 2
"""Target joints that the strip names; the list of joints has them all."""


def facts_of(found: Summary, place: Place) -> tuple[SheetFact, ...]:
    """The strip's facts, in reading order.

    Args:
        found: What there is to say.
        place: Words for codes of a site and a side.
    """
    return _treatment(found), _factor_level(found), _alt(found), _target_joints(found, place)


def _treatment(found: Summary) -> SheetFact:
    person = found.figures.person
    label, day = "Gene therapy", person.treated_on
    if day is None:
        return SheetFact(label, "None noted")
    if day > found.today:
        return SheetFact(label, long_date(day), "planned")
    months = full_months(day, found.today)
    return SheetFact(label, long_date(day), f"{months} {'month' if months == 1 else 'months'} ago")


def _factor_level(found: Summary) -> SheetFact:
    levels = found.figures.laboratory.factor_levels
    if not levels:
        return SheetFact("Last factor IX", "No result")
    level = levels[-1]
    notes = [ASSAYS.get(level.assay or "", "assay not said"), short_date(level.day)]
    notes += ["may include infused factor"] if level.may_include_infused else []
    return SheetFact(
        "Last factor IX", f"{number_words(level.value)} {level.unit}", ", ".join(notes)
    )


def _alt(found: Summary) -> SheetFact:
    values = found.figures.laboratory.alt
    if not values:
        return SheetFact("Last ALT", "No result")
    last = values[-1]
    note = f"{_limit(last)}, {short_date(last.day)}"
    return SheetFact("Last ALT", f"{number_words(last.value)} {last.unit}", note)


def _limit(last: LiverValue) -> str:
    if last.upper_limit is None:
        return "limit not said"
    above = "above its " if last.value > last.upper_limit else ""
    return f"{above}limit {number_words(last.upper_limit)}"


def _target_joints(found: Summary, place: Place) -> SheetFact:
    joints = found.figures.person.target_joints
    still = [one for one in joints if one.resolved is None]
    past = len(joints) - len(still)
    resolved = f"{past} resolved" if past else ""
    if not still:
        return SheetFact("Target joints", "None now" if past else "None", resolved)
    names = [place(one.site, one.side) for one in still[:MOST_NAMED]]
    if len(still) > MOST_NAMED:
        names.append(f"{len(still) - MOST_NAMED} more")
    since = f"since {short_date(still[0].since)}" if len(still) == 1 else ""
    note = ", ".join(part for part in (since, resolved) if part)
    return SheetFact("Target joints", ", ".join(names), note)
