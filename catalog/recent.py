"""What a browser has seen lately: codes in its signed session cookie, nothing in the database."""

import re

KEY = "seen"
"""Name of the value in the session cookie."""
MOST = 12
CODE = re.compile(r"[0-9A-Z]{1,10}")


def seen_codes(value: object) -> list[str]:
    """Return the codes that are remembered, the last seen first; odd values are none."""
    if not isinstance(value, list):
        return []
    return [code for code in value if isinstance(code, str) and CODE.fullmatch(code)][:MOST]


def with_seen(value: object, code: str) -> list[str]:
    """Return what to remember after a product was seen: it comes first, the oldest falls out."""
    return [code, *(other for other in seen_codes(value) if other != code)][:MOST]
