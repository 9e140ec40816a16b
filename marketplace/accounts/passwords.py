"""Passwords: argon2id hashes, one constant-time answer for people who are not there, and which ones are refused."""

import re
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256
GUESSES = 10**10
"""A password that a clever guesser finds within so many tries is refused (ASVS 5.0, 6.2.4 and 6.2.11)."""
JUDGED_LENGTH = 64
"""So much of a password is judged: the time grows with its length, and what begins this long is not guessed."""

COMMON = (
    *("etalase desa", "koperasi", "merah putih", "lamongan", "jawa timur", "indonesia", "indonesia raya", "merdeka"),
    *("bismillah", "alhamdulillah", "assalamualaikum", "rahasia", "katasandi", "sandiku", "sayangku", "selamanya"),
    *("admin", "pengelola", "anggota", "pengurus", "kopdes", "kdmp", "pancasila", "surabaya", "jakarta"),
)
"""What people here would use and the library's lists (English for the most part) do not know."""

EASY = _l(
    "This password is easy to guess: it is a common one, or made of names and addresses that belong to you. "
    "Take four words that have nothing to do with each other."
)
PARTS = re.compile(r"[^\W\d_]{3,}")

PASSES, MEMORY_KIB = 2, 19 * 1024
"""What a hash costs: 2 passes over 19 MiB, about 0.1 s here (reference/reliability.md, 11.4.2)."""
_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Check a password; with no hash (no such person) the same work is done, so time tells nothing."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def check_new(password: str, *, field: str = "password", context: Iterable[str] = ()) -> str:
    """Return a password that may be used, exactly as it was given; raise ``Invalid`` where it may not.

    Refused are those that are too short or too long, common ones, and those made of the ``context``: the names
    and addresses of the person, the organisation and the site. Nothing is asked of the kinds of characters.
    """
    if len(password) < MINIMUM_LENGTH:
        raise Invalid.field(field, _l("Use at least %(n)s characters. A short sentence is easy to remember.", n=12))
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid.field(field, _l("Use at most %(n)s characters.", n=MAXIMUM_LENGTH))
    if _guesses(password[:JUDGED_LENGTH], context) < GUESSES:
        raise Invalid.field(field, EASY, code="easy_password")
    return password


def _guesses(password: str, context: Iterable[str]) -> int:
    from zxcvbn import zxcvbn

    return int(zxcvbn(password, user_inputs=sorted(_words([*COMMON, *context])), max_length=JUDGED_LENGTH)["guesses"])


def _words(texts: Iterable[str]) -> set[str]:
    """Return texts whole, run together, and word by word, in lower case."""
    lowered = [text.lower()[:MAXIMUM_LENGTH] for text in texts]
    parts = [part for text in lowered for part in PARTS.findall(text)]
    return {word for text in lowered for word in (text, "".join(PARTS.findall(text))) if word} | set(parts)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
