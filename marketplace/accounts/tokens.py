"""Random tokens for browsers and programs: shown once, kept as a hash."""

import hashlib
import secrets

SESSION_BYTES = 32


def new_token() -> str:
    """Return a fresh token of 256 random bits."""
    return secrets.token_urlsafe(SESSION_BYTES)


def hash_of(token: str) -> str:
    """Return what the database keeps. Tokens are random and long, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
