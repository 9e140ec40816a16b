"""Whole numbers as people here type them: ``1.500``, ``Rp15.000``, digits 0 to 9 only."""

import re

GROUPED = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})+")
PLAIN = re.compile(r"-?[0-9]+")
LONGEST = 20


def whole_number(text: str, prefix: str = "") -> int | None:
    """Read a number with dots or commas between thousands and an optional prefix (``rp``); None for anything odd."""
    bare = text.lower().removeprefix(prefix).removeprefix(".").strip() if prefix else text
    if len(bare) > LONGEST or not (PLAIN.fullmatch(bare) or GROUPED.fullmatch(bare)):
        return None
    return int(re.sub(r"[.,]", "", bare))
