"""A patient's particulars as a clinic writes them."""

from bleedlog.models.vocabulary import PatientSeverity


def nhs_number_words(number: str | None) -> str:
    """An NHS number in its three groups: "999 000 0018"."""
    if number is None:
        return ""
    return f"{number[:3]} {number[3:6]} {number[6:]}".strip()


def severity_words(severity: PatientSeverity | None) -> str:
    """Such as "severe haemophilia B"."""
    return f"{severity} haemophilia B" if severity else "haemophilia B"
