"""More examples on request: `pytest tests/twin --hypothesis-profile=thorough`."""

from hypothesis import settings

settings.register_profile("thorough", max_examples=4000, deadline=None)
