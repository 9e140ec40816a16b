"""Every grammar by its key, and the one door to them."""

from collections.abc import Mapping
from datetime import date

from certification.numbers.answers import NO_CONTEXT, Grammar, NumberAnswer, NumberContext, refused
from certification.numbers.bpom import read_bpom
from certification.numbers.gtin import read_gtin
from certification.numbers.halal import read_halal
from certification.numbers.pirt import read_pirt
from certification.numbers.reading import LONGEST
from certification.numbers.texts import KEPT
from marketplace.core.errors import NotFound
from marketplace.core.text import _l

GRAMMARS: Mapping[str, Grammar] = {
    "halal": read_halal,
    "pirt": read_pirt,
    "bpom": read_bpom,
    "gtin": read_gtin,
    **KEPT,
}


def explain(scheme: str, text: str, *, context: NumberContext | None = None, today: date) -> NumberAnswer:
    """Explain a number as it was typed; any text gets an answer.

    ``today`` is the day in Jakarta against which the number's own years are held.
    Raise ``NotFound`` for a scheme without a grammar.
    """
    grammar = GRAMMARS.get(scheme)
    if grammar is None:
        raise NotFound("unknown_scheme", _l("We do not know this kind of number."))
    if not text.strip():
        return refused(scheme, "empty", _l("Type the number as it is printed on the paper."))
    if len(text) > LONGEST:
        return refused(scheme, "too_long", _l("This is longer than any such number. Type the number only."))
    return grammar(text, context or NO_CONTEXT, today)
