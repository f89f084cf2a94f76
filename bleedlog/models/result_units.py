"""Units of results as laboratories write them: other spellings, and what another unit would be.

A spelling ("iu/dl") means the same number and is taken. Another unit ("IU/mL") means another
number: it is never converted without somebody's word, only offered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bleedlog.models.clinic_record import UNITS
from bleedlog.models.number_words import number_words
from bleedlog.models.vocabulary import Kind

_PER_DL = {"IU/mL": "100", "U/mL": "100", "kIU/L": "100", "IU/L": "0.1", "U/L": "0.1"}
_ENZYME = {"ukat/L": "60", "nkat/L": "0.06"}

OTHERS: Mapping[Kind, Mapping[str, Decimal]] = {
    kind: {unit: Decimal(factor) for unit, factor in factors.items()}
    for kind, factors in (
        # 1 IU/mL is the factor of normal plasma, 100 %.
        (Kind.FIX_ACTIVITY, _PER_DL),
        # 1 katal is a mole a second, 1 U a micromole a minute.
        (Kind.ALT, _ENZYME),
        (Kind.AST, _ENZYME),
        # The WHO's standard 72/225: 1 IU is 1.21 ng.
        (Kind.AFP, {"IU/mL": "1.21", "kIU/L": "1.21", "mg/L": "1000"}),
    )
}
"""Units that mean another number, with what one of them is in the kind's usual unit."""

_SAME_SPELLING: Mapping[Kind, Mapping[str, str]] = {
    Kind.FIX_ACTIVITY: {"u/dl": "IU/dL", "iu/100ml": "IU/dL", "%ofnormal": "%"},
    Kind.INHIBITOR: {"nbu/ml": "BU/mL", "u/ml": "BU/mL", "nbu": "BU"},
    # Of a tumour marker, laboratories write U for IU.
    Kind.AFP: {"mcg/l": "ug/L", "ku/l": "kIU/L", "u/ml": "IU/mL"},
    Kind.ANTIBODY: {"": "1:n", "1:": "1:n", "1:x": "1:n"},
}
"""Further words for a kind's own units, in small letters without spaces."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a result would be in the kind's usual unit; somebody has to say that it is so."""

    written: str
    """As it was written: "0.4 IU/mL"."""
    value: float
    unit: str
    upper_limit: float | None = None

    @property
    def said(self) -> str:
        """In the usual unit: "40 IU/dL"."""
        limit = (
            "" if self.upper_limit is None else f", upper limit {number_words(self.upper_limit)}"
        )
        return f"{number_words(self.value)} {self.unit}{limit}"

    @property
    def mark(self) -> str:
        """The offer as a form carries it back: with another result it is another offer."""
        return f"{self.written} = {self.said}"


def unit_meant(kind: Kind, text: str) -> str | None:
    """The kind's own or another known unit that is written so, or None for a word unknown."""
    plain = _plain(text)
    spelled = {_plain(unit): unit for unit in (*OTHERS.get(kind, ()), *UNITS.get(kind, ()))}
    return _SAME_SPELLING.get(kind, {}).get(plain) or spelled.get(plain)


def units_known(kind: Kind) -> tuple[str, ...]:
    """The units that a form offers: the kind's own first, then those that mean another number."""
    return (*UNITS.get(kind, ()), *OTHERS.get(kind, ()))


def offer_for(kind: Kind, value: float, unit: str, upper_limit: float | None) -> Offer | None:
    """What that result would be in the usual unit, or None if the unit is not another one."""
    factor = OTHERS.get(kind, {}).get(unit)
    if factor is None:
        return None
    limit = None if upper_limit is None else _times(upper_limit, factor)
    return Offer(f"{number_words(value)} {unit}", _times(value, factor), UNITS[kind][0], limit)


def _times(value: float, factor: Decimal) -> float:
    # Decimal as it is written: 0.07 IU/mL are 7 IU/dL, not 7.000000000000001.
    return float(Decimal(str(value)) * factor)


def _plain(text: str) -> str:
    return "".join(text.replace("µ", "u").replace("μ", "u").lower().split())
