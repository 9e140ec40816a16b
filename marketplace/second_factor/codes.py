"""Codes by time (RFC 6238) and recovery codes. Pure: the secret comes from the site's key and the salt of a row.

A copy of the database alone yields no codes, for they need ``SECRET_KEY`` too. The price: after ``SECRET_KEY`` was
changed no phone and no recovery code fits any more. Operators then take their own factor away on the server
(``python -m marketplace factor reset EMAIL``), and everybody else's on the page of people.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
WINDOW = 1
"""So many steps before and after now count too: phones go wrong by up to half a minute."""
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""
GROUPS, GROUP_LENGTH = 3, 4


def new_salt() -> str:
    """Return a fresh salt of 256 random bits."""
    return secrets.token_hex(32)


def secret_of(key: str, salt: str) -> str:
    """Return the secret that the phone keeps: 160 bits in base32, as RFC 4226 recommends."""
    digest = hmac.new(key.encode(), b"totp" + salt.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def in_groups(secret: str) -> str:
    """Print a secret in groups of four, to type it where no camera is."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def address_of(secret: str, *, account: str, site: str) -> str:
    """Return the ``otpauth:`` address that the QR code shows to the phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=site)


def matching_step(secret: str, code: str, *, now: datetime, last_step: int) -> int | None:
    """Return the time step of a right code that was not taken yet; None for any other text."""
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in range(present - WINDOW, present + WINDOW + 1):
        if step > last_step and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def read(text: str) -> str:
    """Return a code as it is compared: small letters and digits only, however it was typed."""
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())


def is_by_time(code: str) -> bool:
    """Tell whether this is a code of the phone, not one from paper."""
    return len(code) == 6 and code.isdecimal()


def new_recovery_codes() -> list[str]:
    """Return ten codes of 59 random bits, as they are printed: ``abcd-efgh-jkmn``."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(RECOVERY_CODES)]


def recovery_hash(key: str, user_id: int, code: str) -> str:
    """Return what the database keeps of a recovery code: keyed, so that nobody can try codes on a copy of it."""
    return hmac.new(key.encode(), f"recovery {user_id} {read(code)}".encode(), hashlib.sha256).hexdigest()


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
