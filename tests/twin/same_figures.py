"""Where two JSON objects differ: whole numbers, dates and nulls exactly, figures closely."""

import math
from typing import Any

RELATIVE = 1e-9
TINY = 1e-12
"""A standard error that is nothing but rounding may be 0 in one and not in the other."""

FITTED_RELATIVE = 1e-5
"""The cohort's model is found by iteration: two programs stop at slightly different places."""

TINY_ALPHA = 1e-6
"""A dispersion near 0 is the root of a slope that is mostly rounding, and changes no ratio."""

FIXED_REASON = "fewer than 10 people"
"""Of the reasons for no model the text fixes this one; the words of the others are free."""


def differences(expected: Any, found: Any, path: str = "$") -> list[str]:
    """One line for every place in which `found` is not `expected`."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return _of_objects(expected, found, path)
    if isinstance(expected, list) and isinstance(found, list):
        return _of_lists(expected, found, path)
    if _is_number(expected) and _is_number(found):
        relative = FITTED_RELATIVE if ".model." in path else RELATIVE
        absolute = TINY_ALPHA if path.endswith(".alpha") else TINY
        same = math.isclose(expected, found, rel_tol=relative, abs_tol=absolute)
        whole = isinstance(expected, int) and "rule." not in path
        if same and (isinstance(found, int) or not whole):
            return []
    elif type(expected) is type(found) and expected == found:
        return []
    return [f"{path}: expected {expected!r}, found {found!r}"]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _of_objects(expected: dict[str, Any], found: dict[str, Any], path: str) -> list[str]:
    lines = [f"{path}.{key}: missing" for key in expected if key not in found]
    lines += [f"{path}.{key}: not expected" for key in found if key not in expected]
    for key, value in expected.items():
        is_free = key == "reason" and value != FIXED_REASON
        if key in found and not is_free:
            lines += differences(value, found[key], f"{path}.{key}")
    return lines


def _of_lists(expected: list[Any], found: list[Any], path: str) -> list[str]:
    if len(expected) != len(found):
        return [f"{path}: expected {len(expected)} items {expected!r}, found {found!r}"]
    lines: list[str] = []
    for index, (one, other) in enumerate(zip(expected, found, strict=True)):
        lines += differences(one, other, f"{path}[{index}]")
    return lines


def keys_in_order(value: Any, path: str = "$") -> dict[str, list[str]]:
    """The keys of every object, by its path."""
    orders: dict[str, list[str]] = {}
    if isinstance(value, dict):
        orders[path] = list(value)
        for key, inner in value.items():
            orders |= keys_in_order(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            orders |= keys_in_order(inner, f"{path}[{index}]")
    return orders
