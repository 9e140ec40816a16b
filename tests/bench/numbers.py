"""Explaining any number: the slowest grammar on the forms that people write."""

import time
from datetime import date
from statistics import median

from certification.numbers import GRAMMARS, explain
from certification.numbers.answers import NumberContext
from tests.bench.figure import Figure

ROUNDS = 2000
GOAL_US = 50
TODAY = date(2026, 11, 24)
CONTEXT = NumberContext(region_code="35.24.14.2011", issued_on=date(2026, 5, 12), valid_until=date(2031, 5, 12))
WRITTEN = (
    "P-IRT No. 2023524019999-31",
    "ID 3511 0009 9999 90526",
    "BPOM RI MD 243513999900131",
    "\ufeffBPOM ＲＩ ＭＤ 243513999900131",
    "NA18171234567",
    "SPPT-SNI 01-3553-2006, LSPR-001",
    "AHU-0012345.AH.01.26.TAHUN 2025",
    "01.312.166.0-091.000",
    "8993524000019",
    "Nomor: PSAT-PDUK 3524-00012",
)


def measure() -> list[Figure]:
    """Return the median time of the slowest grammar over all written forms, in microseconds."""
    return [
        Figure("explaining a number, slowest grammar", max(_typical_us(scheme) for scheme in GRAMMARS), GOAL_US, "µs")
    ]


def _typical_us(scheme: str) -> float:
    return median(_round_us(scheme) for _ in range(ROUNDS))


def _round_us(scheme: str) -> float:
    started = time.perf_counter()
    for text in WRITTEN:
        explain(scheme, text, context=CONTEXT, today=TODAY)
    return (time.perf_counter() - started) / len(WRITTEN) * 1e6
