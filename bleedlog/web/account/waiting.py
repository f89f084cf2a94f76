"""How long to wait, in words and as the header that programs read."""

import math
from datetime import timedelta

MINUTE = 60


def wait_in_words(wait: timedelta) -> str:
    """Such as "20 seconds" or "2 minutes", never shorter than the wait."""
    seconds = math.ceil(wait.total_seconds())
    if seconds < MINUTE:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = math.ceil(seconds / MINUTE)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def too_many_tries(wait: timedelta) -> str:
    """What a person is told."""
    return f"There were too many tries. Wait {wait_in_words(wait)}, then try again."


def retry_after(wait: timedelta) -> dict[str, str]:
    """The header, in whole seconds."""
    return {"Retry-After": str(math.ceil(wait.total_seconds()))}
