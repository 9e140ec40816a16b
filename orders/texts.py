"""Free texts of people before they are kept."""


def clean(text: str, most: int | None = None) -> str:
    """Return a text without the zero byte, which PostgreSQL refuses, and without space around, cut to a length."""
    return text.replace("\x00", "").strip()[:most]
