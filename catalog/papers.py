"""When a certificate covers a product: its name, its pack, its maker; and in words why it does not."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from certification.numbers.answers import Words
from marketplace.core.text import _l

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


class ScopeReason(StrEnum):
    """Why a product is not within a certificate, or what is odd about it."""

    OTHER_NAME = "other_name"
    VARIANT = "variant"
    OTHER_PACK = "other_pack"
    OTHER_MAKER = "other_maker"
    PACKAGING_CODE = "packaging_code"
    """Of a P-IRT number: odd only, since packaging is stated here in free words."""


@dataclass(frozen=True)
class Scope:
    """How a product stands to one name on one certificate; without a reason it is within."""

    reason: ScopeReason | None = None
    words: Words = ""

    @property
    def covers(self) -> bool:
        """Whether the product is within the certificate as far as this name goes."""
        return self.reason is None


_WITHIN = Scope()


def scope_of(name: str, item_name: str, net_weight_g: int | None = None) -> Scope:
    """Hold a product's name and pack against one name on a certificate. ``net_weight_g``: of one piece."""
    mine, printed = _words(name), _words(item_name)
    if not mine or mine != printed:
        return _other_name(mine, printed, item_name)
    if _is_other_pack(packs(name), packs(item_name), net_weight_g):
        return Scope(ScopeReason.OTHER_PACK, _l("The paper names another pack: %(name)s.", name=item_name))
    return _WITHIN


def nearest_scope(name: str, item_names: Sequence[str], net_weight_g: int | None = None) -> Scope:
    """Return how a product stands to a whole certificate: by the name that comes nearest."""
    found = [scope_of(name, item, net_weight_g) for item in item_names]
    order = (None, ScopeReason.OTHER_PACK, ScopeReason.VARIANT, ScopeReason.OTHER_NAME)
    nothing = Scope(ScopeReason.OTHER_NAME, _l("No product name of the paper is written down here."))
    return min(found, key=lambda scope: order.index(scope.reason), default=nothing)


def other_maker(holder: str) -> Scope:
    """Return what is said of a paper that another producer holds."""
    return Scope(
        ScopeReason.OTHER_MAKER, _l("The paper is %(holder)s's, not the maker's of this product.", holder=holder)
    )


def _other_name(mine: list[str], printed: list[str], item_name: str) -> Scope:
    further = [word for word in mine if word not in printed]
    lacking = [word for word in printed if word not in mine]
    if mine and printed and not lacking and further:
        words = _l(
            "The paper names “%(name)s”; the word “%(word)s” makes it another variant.",
            name=item_name,
            word=" ".join(further),
        )
        return Scope(ScopeReason.VARIANT, words)
    if mine and printed and not further and lacking:
        words = _l(
            "The paper names the variant “%(name)s”; the word “%(word)s” is not in this product's name.",
            name=item_name,
            word=" ".join(lacking),
        )
        return Scope(ScopeReason.VARIANT, words)
    return Scope(ScopeReason.OTHER_NAME, _l("The paper names “%(name)s”, which is another name.", name=item_name))


Packs = Mapping[str, frozenset[float]]
"""Amounts by what they measure: ``g``, ``ml``, ``cm``, or pieces (empty)."""


def packs(name: str) -> Packs:
    """Return the packs that a name states: "4 x 1,5 kg" is 4 pieces of 1500 g."""
    found: dict[str, set[float]] = {}
    for measure in _MEASURES:
        for stretch in measure.finditer(name.casefold()):
            amounts = _AMOUNT.findall(stretch[0])
            last = amounts[-1][1]
            for count, unit in amounts:
                # "65 x 110 cm" are two lengths, "4 x 250 g" are four pieces.
                base, factor = _BASES.get(unit or (last if last in _LENGTHS else ""), ("", 1.0))
                found.setdefault(base, set()).add(round(float(count.replace(",", ".")) * factor, 3))
    return {base: frozenset(amounts) for base, amounts in found.items()}


def _is_other_pack(mine: Packs, printed: Packs, net_weight_g: int | None) -> bool:
    """Compare like with like; what is not stated of the product cannot differ."""
    if "g" not in mine and net_weight_g:
        mine = {**mine, "g": frozenset({float(net_weight_g)})}
    return any(base in mine and not amounts & mine[base] for base, amounts in printed.items())


_AMOUNT = re.compile(rf"({_NUMBER})\s*({_UNIT})?\b")
_BASES = {
    **dict.fromkeys(("g", "gr", "gram"), ("g", 1.0)),
    "ons": ("g", 100.0),
    "kg": ("g", 1000.0),
    **dict.fromkeys(("l", "lt", "ltr", "liter"), ("ml", 1000.0)),
    "ml": ("ml", 1.0),
    "cc": ("ml", 1.0),
    "cl": ("ml", 10.0),
    "mm": ("cm", 0.1),
    "cm": ("cm", 1.0),
    "m": ("cm", 100.0),
    "meter": ("cm", 100.0),
    "inci": ("cm", 2.54),
}
"""Unit to what it measures and how many of the base unit it is."""
_LENGTHS = frozenset(unit for unit, (base, _factor) in _BASES.items() if base == "cm")


def packaging_differs(code: str, packaging: str) -> bool:
    """Tell whether the packaging in words is none of what the first digit of a P-IRT number stands for.

    Only words that name one material are held against it; composite and double packaging fit any.
    """
    stated = {digit for digit, words in _MATERIALS.items() if any(word in packaging.casefold() for word in words)}
    return bool(stated) and code in _MATERIALS and code not in stated


_MATERIALS = {
    "1": ("kaca", "gelas", "glass", "beling"),
    "2": ("plastik", "plastic", "pouch", "cup", "standing", "vakum", "pet "),
    "3": ("karton", "kertas", "kardus", "kraft", "dus", "paper", "box"),
    "4": ("kaleng", "tin", "can "),
    "5": ("aluminium", "alumunium", "foil"),
}
"""Words for packaging by the first digit of a P-IRT number (reference/domain.md 2.2)."""


def same_words(one: str, other: str) -> bool:
    """Tell whether two names differ in spaces, case, punctuation, spelling and size at most."""
    return _words(one) == _words(other)


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return [_SPELLINGS.get(word, word) for word in re.findall(r"[^\W_]+", without_size(text))]
