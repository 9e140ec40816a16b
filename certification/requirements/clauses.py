"""The shapes of dated law: what asks for a paper, what takes one away, what lifts a duty, what still counts."""

from dataclasses import dataclass
from datetime import date

from certification.goods import GoodsClass, GoodsFacts, MakerScale, Storage, Trait
from certification.numbers.answers import Words

ANY_MAKER = frozenset(MakerScale)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty of law: ``goods`` need one of ``any_of`` from ``valid_from`` to ``valid_to`` (both inclusive)."""

    code: str
    goods: frozenset[GoodsClass]
    any_of: tuple[str, ...]
    """Scheme codes, the easiest to obtain first."""
    source: str
    makers: frozenset[MakerScale] = ANY_MAKER
    traits: frozenset[Trait] = frozenset()
    """Only goods with one of these; empty: all."""
    unless: frozenset[Trait] = frozenset()
    """Not goods with one of these: another row speaks of them."""
    issuer: str = ""
    """Who issues the paper to these makers, where that depends on the maker; else the scheme's issuer."""
    valid_from: date | None = None
    valid_to: date | None = None
    declarable: bool = False
    """Whether stating "tidak halal" on the label answers it."""

    def stands(self, day: date) -> bool:
        """Tell whether the row is law on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def asks(self, facts: GoodsFacts) -> bool:
        """Tell whether the row speaks of these goods of this maker."""
        concerned = facts.goods in self.goods and facts.maker in self.makers
        traits = not self.traits or bool(self.traits & facts.traits)
        return concerned and traits and not self.unless & facts.traits


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Goods with one of these storages or traits may not be answered by this scheme."""

    scheme: str
    reason: Words
    storages: frozenset[Storage] = frozenset()
    traits: frozenset[Trait] = frozenset()
    source: str = "PerBPOM 22/2018; reference/domain.md 2.2"

    def applies(self, facts: GoodsFacts) -> bool:
        """Tell whether the row shuts out these goods."""
        return facts.storage in self.storages or bool(facts.traits & self.traits)


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """Lifts a duty from goods that keep for ``up_to_days`` or less, or that have one of ``traits``."""

    code: str
    """Of the duty."""
    goods: frozenset[GoodsClass]
    reason: Words
    source: str
    up_to_days: int | None = None
    traits: frozenset[Trait] = frozenset()

    def applies(self, facts: GoodsFacts) -> bool:
        """Tell whether the row lifts its duty from these goods; an unstated shelf life is never exempt."""
        days = facts.shelf_life_days
        short = self.up_to_days is not None and days is not None and days <= self.up_to_days
        return facts.goods in self.goods and (short or bool(facts.traits & self.traits))


@dataclass(frozen=True, kw_only=True)
class Succession:
    """Goods that have a scheme of their own now: records filed under the older one until a day still count."""

    older: str
    goods: frozenset[GoodsClass]
    newer: str
    filed_until: date
    source: str
