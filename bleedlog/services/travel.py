"""Diaries that travel: a file is read into a diary whole or not at all, and written out again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from bleedlog.exchange.diary_file import DiaryRow, read_diary
from bleedlog.exchange.diary_file_faults import DiaryFault, DiaryFileError, shown
from bleedlog.exchange.diary_file_writer import rows_of_diary, write_diary
from bleedlog.models.audit import Action
from bleedlog.models.clinic_record import AdjudicationInput
from bleedlog.models.entry_input import EntryInput
from bleedlog.models.moment import DEFAULT_ZONE
from bleedlog.models.permissions import Permission
from bleedlog.models.viewer import Viewer
from bleedlog.models.vocabulary import Kind
from bleedlog.services.already_there import AlreadyThere
from bleedlog.services.entry_faults import faults_of_future
from bleedlog.services.looking import NoSuchDiaryError, OpenedDiary, looking, writing
from bleedlog.services.record import Record
from bleedlog.storage.entries import list_entries, list_gene_therapies
from bleedlog.storage.entry_states import add_entries, next_seq
from bleedlog.storage.patients import find_patient_by_email

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file that is read into a diary: far more than a life of entries."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    unchanged: int
    """Entries that the diary had already."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A diary as a file."""

    text: str
    entries: int
    """That have a row of their own."""
    private_notes_left_out: int


def find_patient(record: Record, *, by: Viewer, wanted: str) -> UUID:
    """The patient of that email or id, for the console (`by`).

    Raises:
        NoSuchDiaryError: if there is none.
    """
    try:
        return UUID(wanted)
    except ValueError:
        pass
    with record.reading(by) as connection:
        found = find_patient_by_email(connection, wanted)
    if found is None:
        raise NoSuchDiaryError
    return found


def import_diary(
    record: Record,
    *,
    by: Viewer,
    patient_id: UUID,
    text: str,
    zone: str = DEFAULT_ZONE,
    progress: Progress | None = None,
) -> Imported:
    """Read one person's diary file into their diary: all of it, or nothing and every fault.

    A row without an id gets one from what it says, so that a file read twice is there once.

    Args:
        record: The open record.
        by: Who brings it.
        patient_id: Whose diary.
        text: Of the file.
        zone: IANA zone of rows that name none.
        progress: Told now and then which share is read.

    Raises:
        NoSuchDiaryError: if `by` may not write in this diary.
        DiaryFileError: with every fault; nothing was stored.
    """
    rows = read_diary(text, zone=zone, progress=progress)
    faults = [*_faults_of_people(rows), *_faults_of_time(rows)]
    if faults:
        raise DiaryFileError(sorted(faults, key=lambda fault: fault.line))
    with writing(record, by=by, patient_id=patient_id) as diary:
        return _import_into(diary, rows)


def _import_into(diary: OpenedDiary, rows: Sequence[DiaryRow]) -> Imported:
    # The number is taken first: it holds the diary against others until the end.
    first_seq = next_seq(diary.connection, diary.patient_id)
    there = AlreadyThere(diary)
    faults: list[DiaryFault] = []
    fresh: list[EntryInput] = []
    unchanged = 0
    for row in rows:
        for entry in (row.entry, row.adjudication):
            if entry is None:
                continue
            if there.says(entry):
                unchanged += 1
            elif not there.has_id(entry.id):
                fresh.append(entry)
            else:
                faults.append(_fault_of_other_content(row, entry))
                break  # of a row that is another one, the verdict is no fault of its own
    faults += _faults_of_second_therapy(diary, rows, {entry.id for entry in fresh})
    if faults:
        raise DiaryFileError(sorted(faults, key=lambda fault: fault.line))
    add_entries(
        diary.connection,
        patient_id=diary.patient_id,
        entries=fresh,
        first_seq=first_seq,
        at=datetime.now(UTC),
        by_user=diary.by.user_id,
        entered_by=diary.standing.acting_as,
        clinic_id=diary.standing.clinic_id,
    )
    diary.note(Action.IMPORTED, detail=f"{len(fresh)} entries")
    return Imported(added=len(fresh), unchanged=unchanged)


def _fault_of_other_content(row: DiaryRow, entry: EntryInput) -> DiaryFault:
    """Of what the diary has with other content, in the words of the file, not by our ids."""
    if isinstance(entry, AdjudicationInput):
        found = f"{shown(entry.verdict)}, where the diary has another verdict"
        return DiaryFault(row.line, "adjudication", found, "the same one, or none")
    if not row.written_id:
        # Its id is made of its cells, so only what stands in none of them can differ.
        found = "nothing, and the diary has this row in another time zone"
        return DiaryFault(row.line, "zone", found, "the zone of then")
    found = f"{shown(row.written_id)}, which the diary has with other content"
    return DiaryFault(row.line, "id", found, "a new id, or no id")


def _faults_of_people(rows: Sequence[DiaryRow]) -> list[DiaryFault]:
    second = next((row for row in rows if row.patient != rows[0].patient), None)
    if second is None:
        return []
    found = f"{shown(second.patient)}, a second person"
    return [DiaryFault(second.line, "patient", found, "one person's diary")]


def _faults_of_time(rows: Sequence[DiaryRow]) -> list[DiaryFault]:
    now = datetime.now(UTC)
    return [
        DiaryFault(
            row.line, fault.field, shown(str(getattr(row.entry, fault.field))), "a past time"
        )
        for row in rows
        for fault in faults_of_future(row.entry, now)
    ]


def _faults_of_second_therapy(
    diary: OpenedDiary, rows: Sequence[DiaryRow], fresh: set[UUID]
) -> list[DiaryFault]:
    if not list_gene_therapies(diary.connection, diary.by, diary.patient_id):
        return []
    expected = "no gene therapy, since the diary has one"
    return [
        DiaryFault(row.line, "kind", "gene_therapy", expected)
        for row in rows
        if row.entry.kind is Kind.GENE_THERAPY and row.entry.id in fresh
    ]


def export_diary(
    record: Record, *, by: Viewer, patient_id: UUID, private_notes: bool = False
) -> Exported:
    """One person's diary as a version-1 file; the look is noted.

    Private notes stay behind unless asked for.

    Raises:
        NoSuchDiaryError: if `by` may not take this diary along.
    """
    with looking(
        record,
        by=by,
        patient_id=patient_id,
        page="diary file",
        action=Action.EXPORTED,
        permission=Permission.DOWNLOAD,
    ) as diary:
        rows = list_entries(diary.connection, by, patient_id)
    entered = sorted(rows, key=lambda row: row.first_seq)
    left_out = 0 if private_notes else sum(row.private for row in entered)
    text = write_diary(entered, private_notes=private_notes)
    written = len(rows_of_diary(entered))
    return Exported(text=text, entries=written, private_notes_left_out=left_out)
