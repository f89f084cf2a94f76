"""Looking an installation over, from its settings to its disk."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import make_url

from bleedlog.config import ConfigurationError, Settings
from bleedlog.services.doctor.database import look_at_database
from bleedlog.services.doctor.finding import Finding, good, wrong
from bleedlog.services.doctor.machine import (
    look_at_disk,
    look_at_pdf,
    look_at_secrets,
    look_at_static_files,
)
from bleedlog.services.doctor.surroundings import look_at_address, look_at_mail


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything that there is to look at, each as soon as it is known.

    Without settings that will do, only what needs none is looked at. Nothing is changed.
    """
    try:
        settings = Settings.from_environment(environment)
    except ConfigurationError as error:
        for fault in error.faults:
            # A fault says what to do itself.
            yield wrong("settings", fault, "")
        yield from look_at_secrets(environment)
        yield from look_at_static_files()
        yield from look_at_pdf()
        return
    yield good("settings", f"all that is needed is there, for {settings.base_url}")
    yield from look_at_secrets(environment)
    yield from look_at_database(settings)
    yield from look_at_disk(_folder_of(settings))
    yield from look_at_static_files()
    yield from look_at_pdf()
    yield from look_at_mail(settings)
    yield from look_at_address(settings)


def _folder_of(settings: Settings) -> Path | None:
    """Where this machine keeps the diaries, if it does."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database).absolute().parent
