"""Settings from the environment, each with a default that works on one machine (CONTRACT.md, Settings)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from marketplace.core.numbers import whole

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ("marketplace", "certification", "catalog", "orders")
"""The four storeys, bottom up. ``create_app`` knows them by these names only."""

DEFAULT_SECRET = "for-this-machine-only-" + "0" * 16
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """A setting is wrong; the message names the variable and says how to mend it."""

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one process. Made once, by ``from_environment``."""

    database_url: str
    secret_key: str
    site_url: str
    site_name: str = "Etalase Desa"
    host: str = "127.0.0.1"
    port: int = 8000
    media_dir: Path = ROOT / "var" / "media"
    search_index_dir: Path = ROOT / "var" / "search"
    mail_dir: Path = ROOT / "var" / "mail"
    meilisearch_url: str = ""
    meilisearch_api_key: str = ""
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    trusted_proxies: tuple[str, ...] = ()
    sentry_dsn: str = ""
    require_mfa: bool = False
    """Whether officials, approvers, finance and operators must have a second factor."""

    @property
    def is_local(self) -> bool:
        """Whether the site is only for this machine: the demo and the sandbox are allowed then."""
        return (urlsplit(self.site_url).hostname or "") in LOCAL_HOSTS

    @property
    def can_ask_by_mail(self) -> bool:
        """Whether a link in a mail reaches its person: over a server, or as a file on this machine."""
        return bool(self.smtp_url) or self.is_local

    @property
    def is_https(self) -> bool:
        """Whether visitors come by TLS: secure cookies and HSTS then."""
        return self.site_url.startswith("https://")

    @property
    def cards_by_sandbox(self) -> bool:
        """Whether the payment sandbox stands in for Stripe: no key, and the site is local."""
        return not self.stripe_secret_key and self.is_local


def from_environment(env: Mapping[str, str]) -> Settings:
    """Read and check all settings; raise ``SettingsError`` naming the variable that is wrong."""
    host = env.get("HOST", "127.0.0.1").strip()
    port = _port(env.get("PORT", "8000"))
    settings = Settings(
        database_url=_database_url(env.get("DATABASE_URL", "")),
        secret_key=env.get("SECRET_KEY", "") or DEFAULT_SECRET,
        site_url=_site_url(env.get("SITE_URL", ""), host, port),
        site_name=env.get("SITE_NAME", "").strip() or "Etalase Desa",
        host=host,
        port=port,
        media_dir=_folder(env, "MEDIA_DIR", "media"),
        search_index_dir=_folder(env, "SEARCH_INDEX_DIR", "search"),
        mail_dir=ROOT / "var" / "mail",
        meilisearch_url=_web_address(env, "MEILISEARCH_URL"),
        meilisearch_api_key=env.get("MEILISEARCH_API_KEY", ""),
        stripe_secret_key=env.get("STRIPE_SECRET_KEY", ""),
        stripe_webhook_secret=env.get("STRIPE_WEBHOOK_SECRET", ""),
        stripe_api_base=_web_address(env, "STRIPE_API_BASE"),
        smtp_url=_smtp_url(env.get("SMTP_URL", "")),
        mail_from=env.get("MAIL_FROM", "") or f"tidak-dibalas@{_host_of(env.get('SITE_URL', '')) or 'localhost'}",
        trusted_proxies=_networks(env.get("TRUSTED_PROXIES", "")),
        sentry_dsn=_web_address(env, "SENTRY_DSN"),
    )
    _check_together(settings)
    return replace(settings, require_mfa=_flag(env, "REQUIRE_MFA", default=not settings.is_local))


def _check_together(settings: Settings) -> None:
    if len(settings.secret_key) < 32:
        raise SettingsError("SECRET_KEY", "needs at least 32 characters, for example from `openssl rand -hex 32`")
    if not settings.is_local and settings.secret_key == DEFAULT_SECRET:
        raise SettingsError("SECRET_KEY", "a site that is not local needs its own secret: `openssl rand -hex 32`")
    if settings.stripe_secret_key and not settings.stripe_webhook_secret:
        raise SettingsError("STRIPE_WEBHOOK_SECRET", "is needed together with STRIPE_SECRET_KEY")
    if settings.smtp_url and "@" not in settings.mail_from:
        raise SettingsError("MAIL_FROM", "must be an e-mail address")


def _port(text: str) -> int:
    port = whole(text, 0)
    if not 0 < port < 65536:
        raise SettingsError("PORT", f"must be a number from 1 to 65535, not {text!r}")
    return port


def _database_url(text: str) -> str:
    url = text or f"sqlite:///{ROOT / 'var' / 'etalase.sqlite3'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL", "must begin with sqlite:/// or postgresql://")
    return url


def _site_url(text: str, host: str, port: int) -> str:
    url = (text or f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}").rstrip("/")  # noqa: S104
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise SettingsError("SITE_URL", f"must look like https://etalase.example.id, not {text!r}")
    return url


def _host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _folder(env: Mapping[str, str], variable: str, name: str) -> Path:
    text = env.get(variable, "")
    path = Path(text) if text else ROOT / "var" / name
    if path.exists() and not path.is_dir():
        raise SettingsError(variable, f"{path} is not a folder")
    return path.absolute()


def _web_address(env: Mapping[str, str], variable: str) -> str:
    text = env.get(variable, "").rstrip("/")
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise SettingsError(variable, f"must be an http or https address, not {text!r}")
    return text


def _smtp_url(text: str) -> str:
    if text and (urlsplit(text).scheme not in ("smtp", "smtps") or not urlsplit(text).hostname):
        raise SettingsError("SMTP_URL", "must look like smtp://user:password@mail.example.id:587")
    return text


def _flag(env: Mapping[str, str], variable: str, *, default: bool) -> bool:
    text = env.get(variable, "").strip().lower()
    if text not in ("", "0", "1", "false", "true"):
        raise SettingsError(variable, f"must be 1 or 0, true or false, not {text!r}")
    return text in ("1", "true") if text else default


def _networks(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in found:
        try:
            ip_network(part, strict=False) if "/" in part else ip_address(part)
        except ValueError as error:
            raise SettingsError("TRUSTED_PROXIES", f"{part!r} is no address or network") from error
    return found
