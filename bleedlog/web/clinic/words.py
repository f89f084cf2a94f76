"""A patient's particulars as a clinic writes them."""

from bleedlog.models.vocabulary import PatientSeverity


def severity_words(severity: PatientSeverity | None) -> str:
    """Such as "severe haemophilia B"."""
    return f"{severity} haemophilia B" if severity else "haemophilia B"
