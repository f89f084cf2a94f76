"""The clinic's people, as tests/web/clinic has them."""

from tests.web.clinic.conftest import _noon, bring, leeds, nia

__all__ = ["_noon", "bring", "leeds", "nia"]
