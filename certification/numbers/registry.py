"""Every grammar by its key, and the doors to them."""

from collections.abc import Mapping
from datetime import date

from certification.numbers.answers import NO_CONTEXT, Grammar, NumberAnswer, NumberContext, refused
from certification.numbers.bpom import read_bpom, read_cosmetic, read_traditional
from certification.numbers.gtin import read_gtin
from certification.numbers.halal import read_halal
from certification.numbers.nib import read_nib
from certification.numbers.npwp import read_npwp
from certification.numbers.pirt import read_pirt
from certification.numbers.reading import LONGEST
from certification.numbers.texts import KEPT
from certification.numbers.usual import read_ahu, read_sni, read_trademark
from marketplace.core.errors import NotFound
from marketplace.core.text import _l

_ALL: Mapping[str, Grammar] = {
    "halal": read_halal,
    "pirt": read_pirt,
    "bpom": read_bpom,
    "gtin": read_gtin,
    "cosmetic": read_cosmetic,
    "traditional": read_traditional,
    "sni": read_sni,
    "trademark": read_trademark,
    "nib": read_nib,
    "npwp": read_npwp,
    "ahu": read_ahu,
    **KEPT,
}

GRAMMARS: Mapping[str, Grammar] = {code: grammar for code, grammar in _ALL.items() if code != "gs1"}
"""What everybody can have checked (CONTRACT.md, certificate-numbers); a membership of GS1 has no number of a form."""


def explain(scheme: str, text: str, *, context: NumberContext | None = None, today: date) -> NumberAnswer:
    """Explain a number as it was typed; any text gets an answer.

    ``today`` is the day in Jakarta against which the number's own years are held.
    Raise ``NotFound`` for a scheme without a grammar.
    """
    grammar = _ALL.get(scheme)
    if grammar is None:
        raise NotFound("unknown_scheme", _l("We do not know this kind of number."))
    if not text.strip():
        return refused(scheme, "empty", _l("Type the number as it is printed on the paper."))
    if len(text) > LONGEST:
        return refused(scheme, "too_long", _l("This is longer than any such number. Type the number only."))
    return grammar(text, context or NO_CONTEXT, today)


def identify(text: str, *, today: date) -> tuple[NumberAnswer, ...]:
    """Return the answer of every grammar that can read a text, the most fitting first.

    What is recognised without a warning comes first, what is merely kept as text (``is_recognised``) last.
    """
    answers = (explain(code, text, today=today) for code in GRAMMARS)
    return tuple(sorted((answer for answer in answers if answer.valid), key=_strangeness))


def _strangeness(answer: NumberAnswer) -> tuple[bool, bool, bool, int]:
    names_itself = answer.scheme.upper() in answer.normalized
    elsewhere = any(warning.code in _ELSEWHERE for warning in answer.warnings)
    return (not answer.is_recognised, elsewhere, not names_itself, len(answer.warnings))


_ELSEWHERE = frozenset({"other_scheme", "nik", "unusual_length", "mui_number", "in_store"})
"""Warnings that say: more likely it is another kind of number."""
