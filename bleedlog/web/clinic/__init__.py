"""The clinic's pages: its patients, one patient, help for a colleague."""

from bleedlog.web.clinic import factor_reset, patient, patients
from bleedlog.web.clinic.blueprint import blueprint

__all__ = ["blueprint", "factor_reset", "patient", "patients"]
