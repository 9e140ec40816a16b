"""What an order comes to: goods, shipping and PPN, each the sum of amounts rounded at their line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.core.money import Rupiah
from orders import tax
from orders.tax import LineTax


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Amounts of one order in whole rupiah; ``shipping`` is None until it is known and then counts as nothing."""

    goods: Rupiah
    shipping: Rupiah | None
    tax_base: Rupiah
    tax: Rupiah
    """Of goods and shipping together."""
    shipping_tax: Rupiah

    @property
    def total(self) -> Rupiah:
        """What is to be paid."""
        return self.goods + (self.shipping or 0) + self.tax


def totals_of(
    lines: Sequence[tuple[Rupiah, LineTax]], shipping: Rupiah | None, *, seller_is_pkp: bool, day: date
) -> Totals:
    """Add up the lines (amount before PPN, its PPN) and shipping, taxed by the rule of the day."""
    for_shipping = tax.shipping_tax(shipping or 0, seller_is_pkp, day)
    taxes = tax.sum_of([*(line for _amount, line in lines), for_shipping])
    return Totals(
        goods=sum(amount for amount, _tax in lines),
        shipping=shipping,
        tax_base=taxes.base,
        tax=taxes.amount,
        shipping_tax=for_shipping.amount,
    )
