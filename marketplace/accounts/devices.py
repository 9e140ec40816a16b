"""How a browser is called in the list of sign-ins: read from what it says of itself, which anybody may forge."""

from typing import Any

from marketplace.core.text import _l

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""What stands in the text, and the name; the first that fits counts, for most also claim to be Chrome and Safari."""

SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)

PHONES = frozenset({"Android", "iPhone", "iPad"})


def device_name(user_agent: str) -> Any:
    """Return a name like ``Chrome on Android``; what cannot be read is an unknown device."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _l("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or _l("Unknown device")


def is_phone(user_agent: str) -> bool:
    """Tell whether the browser says that it runs on a phone or tablet."""
    return _first(SYSTEMS, user_agent) in PHONES


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in table if mark in user_agent), "")
