"""What whoever runs the server says about a provider: right, or told plainly what is wrong."""

from pathlib import Path

import pytest

from bleedlog.config import ConfigurationError, Settings

GOOD = {
    "BLEEDLOG_DATABASE_URL": "sqlite:////var/lib/bleedlog/diary.db",
    "BLEEDLOG_SECRET_KEY": "0123456789-abcdefghij-of-tests-and-no-more",
    "BLEEDLOG_OIDC_ISSUER": "https://login.example.org/tenant",
    "BLEEDLOG_OIDC_CLIENT_ID": "us",
    "BLEEDLOG_OIDC_CLIENT_SECRET": "hush-hush",
}


def test_without_an_issuer_there_is_no_provider() -> None:
    assert Settings.from_environment(GOOD | {"BLEEDLOG_OIDC_ISSUER": ""}).provider is None


def test_a_provider_is_as_it_was_told() -> None:
    more = {
        "BLEEDLOG_OIDC_NAME": "NHS login",
        "BLEEDLOG_OIDC_TRUSTED_FACTORS": "aal2  mfa ",
        "BLEEDLOG_OIDC_ACR_VALUES": "AAL2_OR_AAL3_ANY",
    }
    settings = Settings.from_environment(GOOD | more)

    assert settings.provider is not None
    assert settings.provider.issuer == "https://login.example.org/tenant"
    assert settings.provider.name == "NHS login"
    assert settings.provider.trusted_factors == {"aal2", "mfa"}
    assert settings.provider.acr_values == "AAL2_OR_AAL3_ANY"
    assert "hush-hush" not in repr(settings)


def test_nothing_is_trusted_unless_it_is_said() -> None:
    provider = Settings.from_environment(GOOD).provider

    assert provider is not None
    assert provider.trusted_factors == frozenset()


@pytest.mark.parametrize("name", ["CLIENT_SECRET", "PRIVATE_KEY"])
def test_what_is_secret_may_stand_in_a_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / "secret"
    path.write_text("hush\n", encoding="utf-8")
    said = GOOD | {"BLEEDLOG_OIDC_CLIENT_SECRET": "", f"BLEEDLOG_OIDC_{name}_FILE": str(path)}

    provider = Settings.from_environment(said).provider

    assert provider is not None
    assert {provider.client_secret, provider.private_key} == {"hush", None}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ISSUER", "http://login.example.org", "must look like https://"),
        ("ISSUER", "login.example.org", "must look like https://"),
        ("ISSUER", "https://login.example.org/?tenant=1", "must look like https://"),
        ("ISSUER", "https://[::1", "must look like https://"),
        ("CLIENT_ID", "", "BLEEDLOG_OIDC_CLIENT_ID is missing"),
        ("CLIENT_SECRET", "", "Set one of BLEEDLOG_OIDC_CLIENT_SECRET"),
        ("PRIVATE_KEY", "a key", "Set one of BLEEDLOG_OIDC_CLIENT_SECRET"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(name: str, value: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Settings.from_environment(GOOD | {f"BLEEDLOG_OIDC_{name}": value})

    (fault,) = caught.value.faults
    assert told in fault
