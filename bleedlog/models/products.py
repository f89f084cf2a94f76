"""Factor IX products as data: half-lives with their source. A clinician must confirm them.

The half-life decides how long a factor IX result "may include infused factor": five
half-lives after a dose of that product, 21 days if the product is not known.
"""

from dataclasses import dataclass

UNKNOWN_PRODUCT_DAYS = 21
"""How long infused factor may still be measured when the product is not known."""


@dataclass(frozen=True, slots=True)
class Product:
    """A clotting factor IX product. `half_life_hours` is a typical terminal half-life."""

    code: str
    name: str
    half_life_hours: float | None
    source: str


PRODUCTS = (
    Product("benefix", "BeneFIX", 18, "EU product information, nonacog alfa"),
    Product("rixubis", "RIXUBIS", 26, "EU product information, nonacog gamma"),
    Product("replenine", "Replenine-VF", 19, "UK product information, plasma-derived factor IX"),
    Product("alphanine", "AlphaNine", 24, "UK product information, plasma-derived factor IX"),
    Product("alprolix", "ALPROLIX", 82, "EU product information, eftrenonacog alfa"),
    Product("idelvion", "IDELVION", 102, "EU product information, albutrepenonacog alfa"),
    Product("refixia", "Refixia", 93, "EU product information, nonacog beta pegol"),
)

_BY_WORD = {word.lower(): product for product in PRODUCTS for word in (product.code, product.name)}


def find_product(words: str) -> Product | None:
    """The product of that code or name, or None for free text that is no known product."""
    return _BY_WORD.get(words.strip().lower())
