"""Passwords: argon2id hashes, and one constant-time answer for people who are not there."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.core.errors import Invalid
from marketplace.core.text import _l

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""argon2id, 19 MiB, 2 passes: about 0.1 s here (reference/reliability.md, 11.4.2)."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Check a password; with no hash (no such person) the same work is done, so time tells nothing."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def check_new(password: str, *, field: str = "password") -> str:
    """Return a password that may be used; raise ``Invalid`` where it is too short or too long."""
    if len(password) < MINIMUM_LENGTH:
        raise Invalid.field(field, _l("Use at least %(n)s characters. A short sentence is easy to remember.", n=12))
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid.field(field, _l("Use at most %(n)s characters.", n=MAXIMUM_LENGTH))
    return password


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
