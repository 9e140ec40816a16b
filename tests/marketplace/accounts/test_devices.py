"""Names of browsers in the list of sign-ins."""

import pytest

from marketplace.accounts.devices import device_name, is_phone

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/131.0.0.0 Mobile Safari/537.36"
EDGE = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {KIT} Version/17.5 Mobile/15E148 Safari/604.1"
SAMSUNG = f"Mozilla/5.0 (Linux; Android 13; SM-A057F) {KIT} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name", "phone"),
    [
        (ANDROID, "Chrome on Android", True),
        (EDGE, "Edge on Windows", False),
        (IPHONE, "Safari on iPhone", True),
        (SAMSUNG, "Samsung Internet on Android", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux", False),
        ("curl/8.5.0", "Unknown device", False),
        ("", "Unknown device", False),
    ],
)
def test_a_browser_is_named_by_what_it_says_of_itself(user_agent: str, name: str, phone: bool) -> None:
    assert str(device_name(user_agent)) == name
    assert is_phone(user_agent) is phone
