"""What a browser remembers of the booth whose card it scanned: the value kept in its session cookie."""

from datetime import UTC, datetime, timedelta
from typing import Any

KEY = "booth"
"""Name of the value in the session cookie."""

LASTS = timedelta(days=30)
"""For so long after a scan the next order still counts for the booth (CONTRACT.md, addresses)."""


def memory_of(code: str, now: datetime) -> dict[str, Any]:
    """Return what is kept after a scan: the booth's code and the moment in seconds."""
    return {"code": code, "at": int(now.timestamp())}


def remembered_code(value: object, now: datetime) -> str | None:
    """Return the code of the booth that was scanned lately; None for an old, odd or missing value."""
    if not isinstance(value, dict):
        return None
    code, at = value.get("code"), value.get("at")
    if not isinstance(code, str) or not isinstance(at, int) or not 0 <= at <= now.timestamp():
        return None
    return code if now - datetime.fromtimestamp(at, UTC) <= LASTS else None
