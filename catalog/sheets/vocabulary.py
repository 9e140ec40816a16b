"""Words for the values that are chosen from a list: written in the reader's language, read in both."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import force_locale

from catalog.categories import CATEGORIES
from catalog.forms import STORAGES, SupplyForm
from catalog.lifecycle import ProductState
from catalog.looks import PILLS
from catalog.price_form import PricesForm
from catalog.units import BASE_UNITS
from certification.requirements.questions import QUESTIONS
from marketplace.core.text import _l
from marketplace.sheets.columns import plain
from marketplace.web.i18n import LANGUAGES

NONE_OF_THEM = "none"
"""Stands for an answered question where nothing applies: an empty cell says nothing."""


def _choices(unbound: Any) -> dict[str, Any]:
    return {str(choice.value): choice.label for choice in unbound.kwargs["choices"]}


WORDS: Mapping[str, Mapping[str, Any]] = {
    "category": {row.code: row.name for row in CATEGORIES.values()},
    "base_unit": {unit: unit for unit in BASE_UNITS},
    "storage": {str(choice.value): choice.label for choice in STORAGES},
    "tax_treatment": _choices(PricesForm.tax_treatment),
    "availability": _choices(SupplyForm.availability),
    "traits": {
        **{str(question.trait): question.name for question in QUESTIONS},
        NONE_OF_THEM: _l("None of them"),
    },
    "state": {state: PILLS[state].words for state in ProductState},
}
"""Column to stored value to words: the same words as on the forms."""


def word(key: str, value: str) -> str:
    """Return a stored value in the reader's language."""
    return str(WORDS[key].get(value, value))


def words(key: str) -> list[str]:
    """Return what can be chosen in a column, in the reader's language."""
    return [str(text) for text in WORDS[key].values()]


def traits_word(traits: Sequence[str] | None) -> str | None:
    """Return what is chosen of a product's traits in the reader's language; None while nobody has answered."""
    if traits is None:
        return None
    return "; ".join(word("traits", trait) for trait in traits or (NONE_OF_THEM,))


def meanings() -> dict[str, dict[str, str]]:
    """Return for each column what can be written in it, in any language, and what is stored then."""
    found: dict[str, dict[str, str]] = {key: {plain(value): value for value in table} for key, table in WORDS.items()}
    for language in LANGUAGES:
        with force_locale(language):
            for key, table in WORDS.items():
                found[key] |= {plain(str(text)): value for value, text in table.items()}
    return found
