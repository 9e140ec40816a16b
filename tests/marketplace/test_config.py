"""Settings: a wrong value is refused with the name of its variable."""

from pathlib import Path

import pytest

from marketplace.config import SettingsError, from_environment

GOOD_SECRET = "x" * 40


def test_an_empty_environment_works_on_one_machine() -> None:
    settings = from_environment({})

    assert settings.site_url == "http://127.0.0.1:8000"
    assert settings.is_local
    assert settings.cards_by_sandbox
    assert not settings.is_https
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("variable", "environment"),
    [
        ("PORT", {"PORT": "http"}),
        ("PORT", {"PORT": "70000"}),
        ("DATABASE_URL", {"DATABASE_URL": "mysql://x"}),
        ("SITE_URL", {"SITE_URL": "etalase.example.id"}),
        ("SITE_URL", {"SITE_URL": "https://etalase.example.id/toko"}),
        ("SECRET_KEY", {"SECRET_KEY": "short"}),
        ("SECRET_KEY", {"SITE_URL": "https://etalase.example.id"}),
        ("STRIPE_WEBHOOK_SECRET", {"STRIPE_SECRET_KEY": "sk_test_1"}),
        ("STRIPE_API_BASE", {"STRIPE_API_BASE": "ftp://x"}),
        ("MEILISEARCH_URL", {"MEILISEARCH_URL": "localhost:7700"}),
        ("SMTP_URL", {"SMTP_URL": "mail.example.id"}),
        ("MAIL_FROM", {"SMTP_URL": "smtp://mail.example.id", "MAIL_FROM": "nobody"}),
        ("TRUSTED_PROXIES", {"TRUSTED_PROXIES": "10.0.0.1,proxy"}),
        ("SENTRY_DSN", {"SENTRY_DSN": "x"}),
        ("REQUIRE_MFA", {"REQUIRE_MFA": "yes"}),
    ],
)
def test_a_wrong_value_names_its_variable(variable: str, environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as caught:
        from_environment(environment)

    assert caught.value.variable == variable
    assert str(caught.value).startswith(f"{variable}: ")


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "media"
    file.write_text("")

    with pytest.raises(SettingsError, match="MEDIA_DIR"):
        from_environment({"MEDIA_DIR": str(file)})


def test_a_public_site_has_secure_cookies_and_no_sandbox() -> None:
    settings = from_environment({"SITE_URL": "https://etalase.example.id", "SECRET_KEY": GOOD_SECRET})

    assert settings.is_https
    assert not settings.is_local
    assert not settings.cards_by_sandbox


def test_the_site_address_follows_host_and_port() -> None:
    assert from_environment({"HOST": "0.0.0.0", "PORT": "9000"}).site_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("text", "site", "required"),
    [
        ("", "", False),
        ("", "https://etalase.example.id", True),
        ("1", "", True),
        ("true", "", True),
        ("0", "https://etalase.example.id", False),
        ("FALSE", "https://etalase.example.id", False),
    ],
)
def test_a_second_factor_is_required_where_the_site_is_not_local_or_when_told(
    text: str, site: str, required: bool
) -> None:
    found = from_environment({"REQUIRE_MFA": text, "SITE_URL": site, "SECRET_KEY": GOOD_SECRET})

    assert found.require_mfa is required
