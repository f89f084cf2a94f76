"""What `bleedlog rates --json` prints of a diary file's text."""

from typing import Any

from bleedlog.services.rates import figures_of_text, rates_of_figures


def rates_of_text(text: str, **options: Any) -> dict[str, Any]:
    """The `bleedlog.rates/1` object; arguments and errors of `figures_of_text`."""
    return rates_of_figures(figures_of_text(text, **options))
