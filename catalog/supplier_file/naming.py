"""Names inside the ZIP: plain ASCII, made of our own words, never a path out of somebody's name."""

import re
import unicodedata

LONGEST = 60


def plain(words: str) -> str:
    """Return small ASCII letters, digits and single dashes; ``berkas`` where nothing is left of the words."""
    bare = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:LONGEST].strip("-") or "berkas"


def inside(folder: str, words: str, suffix: str) -> str:
    """Return the name of an entry: ``produk/abc123-keripik-tempe.pdf``; folder and suffix are ours."""
    return f"{folder}/{plain(words)}{suffix}" if folder else f"{plain(words)}{suffix}"
