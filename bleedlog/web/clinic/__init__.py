"""The clinic's pages: its patients, one patient, who works there, whom it invites."""

from bleedlog.web.clinic import (
    about,
    emergency,
    entries,
    factor_reset,
    intervals,
    invite,
    left,
    looks,
    patient,
    patient_charts,
    patients,
    ready,
    record_add,
    record_rows,
    records,
    schedule,
    staff,
)
from bleedlog.web.clinic.blueprint import blueprint

__all__ = [
    "about",
    "blueprint",
    "emergency",
    "entries",
    "factor_reset",
    "intervals",
    "invite",
    "left",
    "looks",
    "patient",
    "patient_charts",
    "patients",
    "ready",
    "record_add",
    "record_rows",
    "records",
    "schedule",
    "staff",
]
