"""A server over https, somebody with a diary, and their phone with WebKit."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import People
from tests.webkit.certificate import Certificate, make_certificate
from tests.webkit.phone import Phone, WebkitMissingError, check_parts, screen
from tests.webkit.secure_site import SecureSite


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """What the server shows and the phone trusts."""
    return make_certificate(tmp_path)


@pytest.fixture
def site(migrated_file: Path, tmp_path: Path, certificate: Certificate) -> Iterator[SecureSite]:
    """A server of this test's own, which it may stop."""
    shutil.copyfile(migrated_file, tmp_path / "bleedlog.db")
    site = SecureSite(tmp_path, certificate)
    site.start()
    yield site
    site.close()


@pytest.fixture
def phone(tmp_path: Path, certificate: Certificate) -> Iterator[Phone]:
    """A phone whose browser was never opened."""
    try:
        check_parts()
    except WebkitMissingError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    folder = tmp_path / "phone"
    folder.mkdir()
    with screen() as display:
        phone = Phone(folder, display, certificate)
        yield phone
        phone.kill()
    assert phone.faults_of_scripts == []


@pytest.fixture
def people(site: SecureSite) -> People:
    """Adds people to the server's record."""
    return People(site.record)
