"""What a profile said before, in words: which field, what stood there, who changed it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bleedlog.models.profile import ProfileField
from bleedlog.models.vocabulary import ActingAs, PatientSeverity
from bleedlog.web.diary.cards import product_words
from bleedlog.web.sharing.deeds import DETAILS
from bleedlog.web.sharing.visits import GONE, SERVER, local_day
from bleedlog.web.words import long_date, nhs_number_words

SEVERITIES = {
    PatientSeverity.SEVERE: "severe",
    PatientSeverity.MODERATE: "moderate",
    PatientSeverity.MILD: "mild",
}
NOTHING = "not noted"


@dataclass(frozen=True, slots=True)
class EarlierDetail:
    """One line of what was noted before."""

    what: str
    """Such as "NHS number"."""
    was: str
    until: str
    """The day on which it was changed."""
    by: str
    """Who changed it: "you", a name, a name at a clinic."""


_WORDS: Mapping[str, Callable[[str], str]] = {
    ProfileField.BORN: lambda text: long_date(date.fromisoformat(text)),
    ProfileField.NHS_NUMBER: nhs_number_words,
    ProfileField.SEVERITY: lambda text: SEVERITIES[PatientSeverity(text)],
    ProfileField.PRODUCT: product_words,
    ProfileField.USUAL_DOSE_IU: lambda text: f"{float(text):,.10g} IU",
    ProfileField.ZONE: lambda text: text.replace("_", " "),
}


def earlier_details(changes: Iterable[Any], *, zone: str, reader: object) -> list[EarlierDetail]:
    """The lines, newest first.

    Args:
        changes: As the service gives them.
        zone: IANA zone of whose diary it is.
        reader: The id of who reads.
    """
    return [
        EarlierDetail(
            what=_capital(DETAILS[one.field]),
            was=NOTHING if one.before is None else _WORDS.get(one.field, str)(one.before),
            until=long_date(local_day(one.at, zone)),
            by=_by(one, reader),
        )
        for one in changes
    ]


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _by(change: Any, reader: object) -> str:
    if change.acting_as is ActingAs.CONSOLE:
        return SERVER[0].lower() + SERVER[1:]
    if change.by_user == reader:
        return "you"
    name = change.user_name or GONE[0].lower() + GONE[1:]
    return f"{name} ({change.clinic_name})" if change.clinic_name else name
