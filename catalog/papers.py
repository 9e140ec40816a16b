"""When a name printed on a certificate is this product's name."""

import re
import unicodedata

_UNIT = "(?:g|gr|gram|kg|ons|ml|cl|l|lt|ltr|liter|cc|mm|cm|m|meter|inci)"
_PIECE = "(?:biji|buah|butir|botol|bungkus|kantong|kotak|lembar|pak|pcs|potong|sachet|saset)"
_NUMBER = r"\d+(?:[.,]\d+)?"
_MEASURES = (
    re.compile(rf"\bisi\s+{_NUMBER}(?:\s*{_PIECE})?\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}(?:\s*[x×]\s*{_NUMBER})*\s*(?:{_UNIT}|{_PIECE})\b", re.IGNORECASE),
)
"""How much is in the pack: "250 g", "isi 10 sachet", "65 x 110 cm". The same product in another size stays covered."""

_SPELLINGS = {"kripik": "keripik", "krupuk": "kerupuk", "sambel": "sambal", "trasi": "terasi", "kopyah": "kopiah"}
"""Everyday spellings of words that certificates print in the standard form."""


def names_match(product_name: str, item_name: str) -> bool:
    """Tell whether both name the same product: equal words in the same order, sizes and spelling aside.

    A further word is a further product ("Keripik Tempe Pedas"): a halal certificate covers the names in its
    list and no others (reference/domain.md 2.3, rule 2).
    """
    words = _words(product_name)
    return bool(words) and words == _words(item_name)


def without_size(name: str) -> str:
    """Return a product's name without how much is in the pack: as it stands on certificates."""
    for measure in _MEASURES:
        name = measure.sub(" ", name)
    return " ".join(name.split())


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return [_SPELLINGS.get(word, word) for word in re.findall(r"[^\W_]+", without_size(text))]
