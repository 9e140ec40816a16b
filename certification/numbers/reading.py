"""Reading what people type or paste: any script's digits, any case, any separators between the groups."""

import re
import unicodedata

LONGEST = 120
"""A longer text is no number; it is refused unread, so that length costs nothing."""

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SEPARATORS = re.compile(r"[\s.\-_/:,;#()\[\]'\"|*+]+")


def tidy(text: str) -> str:
    """Return the text in capitals with single spaces and plain dashes.

    Full-width and other scripts' digits become ASCII, invisible characters vanish.
    """
    if text.isascii():
        return " ".join(text.upper().split())
    plain = unicodedata.normalize("NFKC", text)
    shown = "".join(_plain(sign) for sign in plain)
    return " ".join(_DASHES.sub("-", shown).upper().split())


def compact(text: str) -> str:
    """Return capitals and digits without what stands between them.

    Anything but separators stays where it is, so that a grammar refuses it instead of a number being invented from it.
    """
    return _SEPARATORS.sub("", tidy(text))


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) == "Cf":
        return ""
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
