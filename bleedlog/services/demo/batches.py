"""Batch numbers of an invented pharmacy: another one each quarter."""

from datetime import date

from bleedlog.services.demo.person import Person

_MONTHS = 3


def batch_of(person: Person, day: date) -> str:
    """The batch that the person uses on that day."""
    quarter = (day.month - 1) // _MONTHS + 1
    return f"{person.product.code[:2].upper()}{day.year % 100:02}{quarter}-{person.centre}"
