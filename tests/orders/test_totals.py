"""Totals: the sum of rounded lines; shipping is a line of its own."""

from datetime import date

import pytest

from catalog.taxation import TaxTreatment
from orders.tax import LineTax, line_tax
from orders.totals import totals_of

TODAY = date(2026, 11, 24)


def lines(*amounts: int, is_pkp: bool, treatment: TaxTreatment = TaxTreatment.STANDARD) -> list[tuple[int, LineTax]]:
    return [(amount, line_tax(amount, treatment, is_pkp, TODAY)) for amount in amounts]


@pytest.mark.parametrize(
    ("amounts", "shipping", "is_pkp", "tax_base", "tax", "shipping_tax", "total"),
    [
        ((13_750,), None, True, 12_604, 1_512, 0, 15_262),
        ((13_750, 13_750), 0, True, 25_208, 3_024, 0, 30_524),
        ((13_750,), 13_750, True, 25_208, 3_024, 1_512, 30_524),
        ((13_750,), 13_750, False, 0, 0, 0, 27_500),
    ],
)
def test_goods_shipping_and_tax_make_the_total(
    amounts: tuple[int, ...],
    shipping: int | None,
    is_pkp: bool,
    tax_base: int,
    tax: int,
    shipping_tax: int,
    total: int,
) -> None:
    found = totals_of(lines(*amounts, is_pkp=is_pkp), shipping, seller_is_pkp=is_pkp, day=TODAY)

    assert (found.tax_base, found.tax, found.shipping_tax, found.total) == (tax_base, tax, shipping_tax, total)
    assert found.goods + (shipping or 0) + found.tax == found.total


def test_exempt_goods_of_a_pkp_leave_only_shipping_taxed() -> None:
    goods = lines(100_000, is_pkp=True, treatment=TaxTreatment.EXEMPT)

    found = totals_of(goods, 12_000, seller_is_pkp=True, day=TODAY)

    assert (found.tax, found.shipping_tax, found.total) == (1_320, 1_320, 113_320)
