"""A clinic with a clinician, patients, and what they need, for tests of its worklist."""

from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import time_machine
from sqlalchemy import func, select, update

from bleedlog.models.check_in import CheckInInput
from bleedlog.models.clinic_record import (
    AltInput,
    FixActivityInput,
)
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.infusion import GeneTherapyInput
from bleedlog.models.tables import metadata
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Answer
from bleedlog.services.entries import log_entry
from bleedlog.services.needs import Reason
from bleedlog.services.worklist import (
    ListedPatient,
    Worklist,
    find_patients,
    get_worklist,
    list_reasons,
)
from tests.people import A_TEST, People

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
"""A Friday."""


class Leeds:
    """A clinic with a clinician."""

    def __init__(self, people: People) -> None:
        self.people, self.record = people, people.record
        self.clinic = people.clinic("Leeds")
        self.nia = Viewer(people.staff("Nia", self.clinic))

    def patient(self, name: str, *entries: EntryInput, **profile: Any) -> UUID:
        """Somebody who shares with the clinic since 1 March."""
        patient = self.people.patient(name, self.clinic)
        tables = metadata.tables
        with self.record.transaction(A_TEST) as connection:
            shared = update(tables["consent"]).where(tables["consent"].c.patient_id == patient)
            connection.execute(shared.values(granted_at=datetime(2026, 3, 1, tzinfo=UTC)))
            if profile:
                told = update(tables["patient"]).where(tables["patient"].c.id == patient)
                connection.execute(told.values(**profile))
        for entry in entries:
            self.log(patient, entry)
        return patient

    def log(self, patient: UUID, entry: EntryInput, *, at: str | None = None) -> None:
        """Log it now, or as at that moment (UTC)."""
        told = nullcontext() if at is None else time_machine.travel(f"{at}+00:00", tick=False)
        with told:
            log_entry(self.record, by=self.nia, patient_id=patient, entry=entry)

    def seen(self, now: datetime = NOW, **asked: Any) -> Worklist:
        return get_worklist(self.record, by=asked.pop("by", self.nia), now=now, **asked)

    def names(self, **asked: Any) -> list[str]:
        return [one.profile.name for one in self.seen(**asked).rows]

    def only(self, now: datetime = NOW) -> ListedPatient:
        """The one patient that there is."""
        [listed] = self.seen(now).rows
        return listed

    def found(self, search: str) -> list[str]:
        found = find_patients(self.record, by=self.nia, now=NOW, search=search)
        return [one.profile.name for one in found.rows]

    def reasons(self, patient: UUID) -> tuple[Reason, ...] | None:
        return list_reasons(self.record, by=self.nia, patient_id=patient, now=NOW)

    def digests(self) -> int:
        """How many are kept."""
        with self.record.reading(A_TEST) as connection:
            table = metadata.tables["diary_digest"]
            return connection.execute(select(func.count()).select_from(table)).scalar_one()


def quiet(first: str = "2026-03-01", end: str = "2026-03-20") -> CheckInInput:
    return CheckInInput(start=first, end=end, answer=Answer.NO_BLEEDS)


def infusion(day: str) -> GeneTherapyInput:
    return GeneTherapyInput.model_validate({"start": day})


def result(kind: type[EntryInput], day: str, value: float, **more: Any) -> EntryInput:
    unit = "IU/dL" if kind is FixActivityInput else "U/L"
    return kind.model_validate({"start": day, "value": value, "unit": unit, **more})


def normal_results(day: str) -> tuple[EntryInput, EntryInput]:
    """Normal results."""
    return result(AltInput, day, 20, upper_limit=45), result(FixActivityInput, day, 38)
