"""What is said about a number: its normal form, its parts, and what is wrong or odd about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from babel.support import LazyProxy

Words = LazyProxy | str
"""A message for people, or a proper name that is the same in every language."""


@dataclass(frozen=True)
class Part:
    """One stretch of the number and what it stands for."""

    code: str
    meaning: Words


@dataclass(frozen=True)
class Remark:
    """An error (it cannot be such a number) or a warning (it can, but look again). ``code`` is for programs."""

    code: str
    message: Words


@dataclass(frozen=True, kw_only=True)
class NumberContext:
    """What else is known, to be held against the number. Everything may be missing."""

    region_code: str | None = None
    """Kemendagri code of the producer's region, to any depth."""
    packaging: str | None = None
    """Packaging as the one digit of P-IRT numbers ("2" plastic)."""
    food_type: str | None = None
    """Kind of food as the two digits of P-IRT numbers ("02" dried fish)."""
    issued_on: date | None = None
    valid_until: date | None = None


NO_CONTEXT = NumberContext()


@dataclass(frozen=True, kw_only=True)
class NumberAnswer:
    """The whole answer. ``normalized`` is empty where no number could be read; ``parts`` go from left to right."""

    scheme: str
    normalized: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)
    warnings: tuple[Remark, ...] = ()
    errors: tuple[Remark, ...] = ()
    is_recognised: bool = True
    """Whether the grammar knows this form; False for what it merely keeps as text."""

    @property
    def valid(self) -> bool:
        """Whether it has the form of such a number. No proof that it was ever issued."""
        return not self.errors


Grammar = Callable[[str, NumberContext, date], NumberAnswer]
"""Reads a text as it was typed, at most ``reading.LONGEST`` signs, on a day."""


def refused(scheme: str, code: str, message: Words) -> NumberAnswer:
    """Return the answer for a text that cannot be such a number."""
    return NumberAnswer(scheme=scheme, errors=(Remark(code, message),))
