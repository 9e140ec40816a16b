"""Whole rupiah: rounding once at the line, printing and spelling out amounts."""

from typing import TypeAlias

from lokal.terbilang import terbilang

Rupiah: TypeAlias = int
"""An amount in whole rupiah. Sen are not used in trade; fractions are rounded at the line."""

MAX_RUPIAH: Rupiah = 9_999_999_999
"""Largest amount of one payment: Stripe takes at most 12 digits in hundredths (reference/stack.md, part B)."""


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, halves away from zero (Coretax rounds to whole rupiah)."""
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def format_rupiah(amount: Rupiah) -> str:
    """Print whole rupiah the Indonesian way: ``Rp1.234.567``, negative as ``-Rp5.000``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def amount_in_words(amount: Rupiah) -> str:
    """Spell an amount in Indonesian as it stands on a receipt: ``seribu rupiah``."""
    return f"{terbilang(amount)} rupiah"
