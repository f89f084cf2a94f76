"""The whole `bleedlog.rates/1` object from the rows of a version-1 diary file."""

from collections.abc import Sequence

from tests.twin.cohort import crude_json, mcf_json
from tests.twin.diary_rows import Row, read_people
from tests.twin.model import model_json
from tests.twin.person import Json, Options, Person, comparisons_json, read_person, window_json
from tests.twin.target_joints import target_joints_json

SCHEMA = "bleedlog.rates/1"


def rule_json(options: Options) -> Json:
    """The rule that stands beside every figure."""
    return {
        "version": 1,
        "merge_hours": options.merge_hours,
        "min_days": options.min_days,
        "confidence": options.confidence,
        "exclude_unsure": options.exclude_unsure,
        "include_surgical": options.include_surgical,
    }


def person_json(person: Person) -> Json:
    """One person's windows, comparisons and target joints."""
    return {
        "patient": person.diary.name,
        "treated_on": person.treated_on.isoformat() if person.treated_on else None,
        "windows": [window_json(person, window) for window in person.windows],
        "comparisons": comparisons_json(person),
        "target_joints": target_joints_json(person),
    }


def rates_twin(rows: Sequence[Row], options: Options) -> Json:
    """Every figure of the file. `rows` are valid rows as `csv.DictReader` gives them."""
    people = [read_person(diary, options) for diary in read_people(rows, options.zone)]
    return {
        "schema": SCHEMA,
        "rule": rule_json(options),
        "patients": [person_json(person) for person in people],
        "cohort": {
            **crude_json(people, options.confidence),
            "model": model_json(people),
            "mcf": mcf_json(people),
        },
    }
