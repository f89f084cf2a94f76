"""The clinic's pages: its patients, one patient."""

from bleedlog.web.clinic import patient, patients
from bleedlog.web.clinic.blueprint import blueprint

__all__ = ["blueprint", "patient", "patients"]
