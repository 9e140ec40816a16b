"""The report as a workbook: its figures, what each cooperative got, and every line behind them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask_babel import format_decimal

from catalog.categories import CATEGORIES
from certification.schemes import SCHEMES
from marketplace.adapters.workbooks import Cell, Table
from marketplace.web.i18n import _, day, long_day
from orders.spending.periods import Period
from orders.spending.reckoning import Share, SpentLine, Sums


def workbook_of(
    buyer: str, period: Period, sums: Sums, lines: Sequence[SpentLine], districts: Mapping[str, str]
) -> list[Table]:
    """Return the sheets in the reader's language."""
    return [_summary(buyer, period, sums, districts), _cooperatives(sums), _lines(lines, districts)]


def share(percent: float) -> str:
    """Print a share: ``12,5%``."""
    return f"{format_decimal(percent)}%"


def category_name(code: str) -> str:
    """Return the name of a shelf."""
    return str(CATEGORIES[code].name) if code in CATEGORIES else code


def month_name(key: str) -> str:
    """Return a month in words: ``2026-11`` becomes ``November 2026``."""
    year, _dash, month = key.partition("-")
    return long_day(date(int(year), int(month), 1)).partition(" ")[2]


def _summary(buyer: str, period: Period, sums: Sums, districts: Mapping[str, str]) -> Table:
    figures: list[list[Cell]] = [
        [str(_("Buyer")), buyer],
        [str(_("Period")), f"{day(period.first)} – {day(period.last)}"],
        [str(_("Goods without PPN")), sums.goods],
        [str(_("PPN of the goods")), sums.tax],
        [str(_("Of which from cooperatives in villages (desa)")), sums.village_goods],
        [str(_("Orders")), sums.orders],
        [str(_("Cooperatives")), len(sums.cooperatives)],
        [str(_("Products")), sums.products],
        [str(_("Products with a verified certificate")), sums.proven_products],
        [],
        *_block(str(_("Month")), sums.months, month_name),
        *_block(str(_("District")), sums.districts, lambda code: districts.get(code, code)),
        *_block(str(_("Category")), sums.categories, category_name),
        [str(_("What counts: orders placed in the period that were not rejected, cancelled or lapsed."))],
    ]
    heads = [(str(_("Local spending")), 46), (str(_("Goods without PPN")), 22), (str(_("PPN")), 16)]
    return Table(name=str(_("Summary")), heads=heads, rows=figures)


def _block(title: str, shares: Sequence[Share], name: Callable[[str], str]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[name(row.key), row.goods, row.tax] for row in shares]
    return [[title], *rows, []]


def _cooperatives(sums: Sums) -> Table:
    heads = [(_("Cooperative"), 36), (_("Orders"), 10), (_("Goods without PPN"), 18), (_("PPN"), 16), (_("Share"), 10)]
    rows: list[list[Cell]] = [
        [row.key, row.orders, row.goods, row.tax, share(row.percent)] for row in sums.cooperatives
    ]
    return Table(name=str(_("Cooperatives")), heads=[(str(head), width) for head, width in heads], rows=rows)


def _lines(lines: Sequence[SpentLine], districts: Mapping[str, str]) -> Table:
    heads = [
        (_("Order"), 16),
        (_("Ordered on"), 12),
        (_("Cooperative"), 30),
        (_("District"), 20),
        (_("Category"), 24),
        (_("Product"), 32),
        (_("Made by"), 28),
        (_("Amount"), 10),
        (_("Unit"), 10),
        (_("Goods without PPN"), 18),
        (_("PPN"), 14),
        (_("Verified certificates"), 24),
    ]
    rows: list[list[Cell]] = [
        [
            line.order,
            line.day.isoformat(),
            line.cooperative,
            districts.get(line.district, line.district),
            category_name(line.category),
            line.product,
            line.producer,
            line.quantity,
            line.unit,
            line.goods,
            line.tax,
            ", ".join(SCHEMES[scheme].short_name for scheme in line.papers if scheme in SCHEMES),
        ]
        for line in lines
    ]
    return Table(name=str(_("Lines")), heads=[(str(head), width) for head, width in heads], rows=rows)
