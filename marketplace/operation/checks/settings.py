"""Settings: names that are nearly right, and combinations that let in more people than meant."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from ipaddress import ip_network
from urllib.parse import parse_qs, urlsplit

from marketplace.config import LOCAL_HOSTS, Settings
from marketplace.operation.findings import Finding, look, ok, wrong

ABOUT = "settings"
NAMES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "SITE_URL",
    "SITE_NAME",
    "HOST",
    "PORT",
    "MEDIA_DIR",
    "SEARCH_INDEX_DIR",
    "MEILISEARCH_URL",
    "MEILISEARCH_API_KEY",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_API_BASE",
    "SMTP_URL",
    "MAIL_FROM",
    "TRUSTED_PROXIES",
    "SENTRY_DSN",
    "REQUIRE_MFA",
)
"""CONTRACT.md, Settings."""
ALIKE = 0.85
"""How like one of our names (0 to 1) another must be to be taken for it."""


def examine(settings: Settings, env: Mapping[str, str]) -> Iterator[Finding]:
    """Look at the settings; they were read already, so each by itself is possible."""
    found = [*_misspelt(env), *_reach(settings), *_production(settings)]
    yield from found or [ok(ABOUT, f"{settings.site_url}, {'this machine only' if settings.is_local else 'public'}")]


def _misspelt(env: Mapping[str, str]) -> Iterator[Finding]:
    for name in sorted(env.keys() - set(NAMES)):
        for ours in get_close_matches(name, NAMES, 1, ALIKE):
            if ours not in env:
                yield look(ABOUT, f"{name} is not read", f"Is {ours} meant?")


def _reach(settings: Settings) -> Iterator[Finding]:
    if settings.is_local and settings.host not in LOCAL_HOSTS:
        yield wrong(
            ABOUT,
            f"HOST={settings.host} lets the network in, while SITE_URL says that the site is for this machine only",
            "Set SITE_URL to the site's real address, or HOST=127.0.0.1: a local site has the demo and the sandbox.",
        )
    if not settings.is_local and not settings.is_https:
        yield wrong(
            ABOUT,
            f"SITE_URL={settings.site_url}: passwords travel readable",
            "Let nginx end TLS and set SITE_URL=https://...",
        )
    for proxy in settings.trusted_proxies:
        if ip_network(proxy, strict=False).prefixlen == 0:
            yield wrong(
                ABOUT,
                f"TRUSTED_PROXIES={proxy}: anybody may claim any address",
                "Name the proxy's own address, for example 127.0.0.1.",
            )


def _production(settings: Settings) -> Iterator[Finding]:
    if settings.is_local:
        return
    if not settings.trusted_proxies:
        yield look(
            ABOUT,
            "TRUSTED_PROXIES is not set",
            "Behind a proxy all visitors seem to come from one address and share its limits: set it to the proxy's.",
        )
    if settings.database_url.startswith("sqlite"):
        yield look(ABOUT, "The database is SQLite", "Take PostgreSQL for a real site: backup, then restore into it.")
    if not settings.require_mfa:
        yield look(ABOUT, "REQUIRE_MFA is off: a password alone opens every account", "Leave REQUIRE_MFA unset.")
    if settings.stripe_secret_key.startswith("sk_test_"):
        yield look(ABOUT, "STRIPE_SECRET_KEY is a test key: no card is really charged", "Set the live key.")
    if settings.smtp_url.startswith("smtp:") and _sends_password_readable(settings.smtp_url):
        yield wrong(ABOUT, "SMTP_URL sends the password readable", "Add ?starttls=1, or use smtps://.")


def _sends_password_readable(url: str) -> bool:
    parts = urlsplit(url)
    secured = parse_qs(parts.query).get("starttls", ["0"])[0] not in ("0", "", "false")
    return bool(parts.password) and not secured and parts.hostname not in LOCAL_HOSTS
