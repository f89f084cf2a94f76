"""Who an invented person is: what stands in their profile."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bleedlog.models.moment import DEFAULT_ZONE, zone_of
from bleedlog.models.person_input import PatientInput
from bleedlog.models.products import Product, find_product
from bleedlog.models.vocabulary import GivenBy, PatientSeverity
from bleedlog.services.demo.dice import Dice

YEAR = 365.25

# How often each product is met, and the days between two regular doses of it.
_PRODUCTS = {"idelvion": 0.35, "alprolix": 0.25, "refixia": 0.15, "benefix": 0.25}
_DAYS_BETWEEN_DOSES = {"idelvion": 7.0, "alprolix": 7.0, "refixia": 7.0, "benefix": 3.5}
_UNITS_PER_KG = {"idelvion": 40, "alprolix": 50, "refixia": 40, "benefix": 35}
_SMALLEST_VIAL = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person with haemophilia B."""

    id: UUID
    profile: PatientInput
    centre: int
    """Number of their centre."""
    weight_kg: float
    product: Product
    dose_iu: float
    days_between_doses: float
    given_by: GivenBy
    since: datetime
    """When their diary was opened."""

    @property
    def units_per_kg(self) -> float:
        """Of the usual dose."""
        return self.dose_iu / self.weight_kg


def invent_person(
    dice: Dice,
    *,
    number: int,
    name: str,
    nhs_number: str,
    centre: int,
    age: int,
    today: date,
    since: date,
    product: str | None = None,
) -> Person:
    """Somebody of that name and age whose diary was opened on the day `since`."""
    child = age < 16
    weight = max(16.0, dice.around(20 + 3 * (age - 5), 2) if child else dice.around(82, 12))
    code = product or dice.pick(_PRODUCTS)
    usual = find_product(code)
    if usual is None:
        message = f"no product is called {code}"
        raise ValueError(message)
    dose = round(weight * _UNITS_PER_KG[code] / _SMALLEST_VIAL) * _SMALLEST_VIAL
    opened = datetime.combine(since, time(9, 30), tzinfo=zone_of(DEFAULT_ZONE))
    return Person(
        id=dice.id_at(opened),
        profile=PatientInput.model_validate(
            {
                "name": name,
                "born": today - timedelta(days=round((age + dice.between(0.05, 0.95)) * YEAR)),
                "nhs_number": nhs_number,
                "hospital_number": f"D{number:02}{dice.whole(0, 9999):04}",
                "severity": dice.pick(
                    {PatientSeverity.SEVERE: 0.81, PatientSeverity.MODERATE: 0.19}
                ),
                "product": usual.name,
                "usual_dose_iu": dose,
                "risk_flag": dice.happens(0 if child else 0.15),
            }
        ),
        centre=centre,
        weight_kg=round(weight, 1),
        product=usual,
        dose_iu=dose,
        days_between_doses=_DAYS_BETWEEN_DOSES[code],
        given_by=GivenBy.CARER if child else GivenBy.SELF,
        since=opened,
    )
