"""The three jobs of spreadsheets: write one, try one out, take one in."""

from contextlib import suppress
from typing import Any

from sqlalchemy import select

from catalog.models import Product
from catalog.permissions import MANAGE_PRODUCTS
from catalog.queries import WHOLE
from catalog.sheets.cells import Cell, cells_of
from catalog.sheets.columns import BY_HEADING, column_of
from catalog.sheets.lines import Wanted, wanted
from catalog.sheets.saving import Saved, save_line
from catalog.sheets.vocabulary import meanings
from catalog.sheets.writing import csv_of, xlsx_of
from marketplace.accounts import scope
from marketplace.core.clock import jakarta_day
from marketplace.core.errors import DomainError, Invalid
from marketplace.core.text import _l
from marketplace.jobs.kinds import kind
from marketplace.jobs.running import JobRun
from marketplace.sheets.lines import Sheet, unpacked

EXPORT, CHECK, APPLY = "products.export", "products.check", "products.apply"
BACK = ("product_sheets.show", _l("Back to the spreadsheets"))
COUNTS = {
    "new": _l("New"),
    "changed": _l("Changed"),
    "unchanged": _l("Unchanged"),
    "wrong": _l("Lines with problems"),
}
AT_ONCE = 25
"""Lines that are tried out, and products that are read, before the progress is told."""
MOST_SHOWN = 80
"""Letters of a value in the list of changes."""


class Undo(Exception):
    """Ends a transaction whose outcome was only to be seen."""


@kind(EXPORT, _l("Spreadsheet of your products"), back=BACK)
def export(run: JobRun) -> None:
    """Write all products of the cooperative. Begun again after a kill, it reads them anew: nothing is changed."""
    run.actor.check(MANAGE_PRODUCTS)
    own = scope.rows(run.actor, Product)
    with run.database.reading() as session:
        ids = list(session.scalars(own.with_only_columns(Product.id).order_by(Product.name, Product.id)))
    run.done = 0
    run.begin(len(ids))
    rows: list[dict[str, Cell]] = []
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        with run.step(len(part)) as session:
            found = session.scalars(select(Product).where(Product.id.in_(part)).options(*WHOLE)).unique()
            by_id = {product.id: product for product in found}
            rows += [cells_of(by_id[product_id]) for product_id in part if product_id in by_id]
    as_csv = run.arguments.get("format") == "csv"
    data = (csv_of if as_csv else xlsx_of)(rows, run.actor.language)
    suffix = ".csv" if as_csv else ".xlsx"
    run.output = (data, suffix, f"produk-{jakarta_day(run.clock()):%Y-%m-%d}{suffix}")


@kind(CHECK, _l("Trying out the spreadsheet"), counts=COUNTS, panel="catalog/sheets/_checked.html", back=BACK)
def check(run: JobRun) -> None:
    """Say what every line would do: each is saved and undone, so that it is judged by the rules themselves."""
    sheet = _sheet(run)
    items = wanted(sheet, meanings())
    run.begin(len(items))
    for start in range(run.done, len(items), AT_ONCE):
        part = items[start : start + AT_ONCE]
        for item in part:
            _try_out(run, sheet, item)
        with run.step(len(part)):
            pass


@kind(APPLY, _l("Taking in the spreadsheet"), counts=COUNTS, panel="catalog/sheets/_applied.html", back=BACK)
def apply(run: JobRun) -> None:
    """Save every good line, each with the progress in one transaction; a line that is refused is told."""
    sheet = _sheet(run)
    items = wanted(sheet, meanings())
    run.begin(len(items))
    for item in items[run.done :]:
        try:
            _check(item)
            with run.step() as session:
                saved = save_line(session, run.actor, item, sheet.sha256, now=run.clock())
                run.count(_outcome(saved))
        except DomainError as error:
            with run.step():
                _tell(run, item, error)


class Unreadable(Invalid):
    """A line whose cells cannot be read."""


def _sheet(run: JobRun) -> Sheet:
    run.actor.check(MANAGE_PRODUCTS)
    return unpacked(run.input(), BY_HEADING)


def _check(item: Wanted) -> None:
    if item.problems:
        raise Unreadable("unreadable")


def _try_out(run: JobRun, sheet: Sheet, item: Wanted) -> None:
    try:
        _check(item)
        with suppress(Undo), run.database.transaction() as session:
            saved = save_line(session, run.actor, item, sheet.sha256, now=run.clock())
            outcome, change = _outcome(saved), _change(run, item, saved)
            raise Undo
    except DomainError as error:
        _tell(run, item, error)
    else:
        run.count(outcome)
        if outcome != "unchanged":
            run.list_change(change)


def _outcome(saved: Saved) -> str:
    return "new" if saved.is_new else "changed" if saved.changes else "unchanged"


def _tell(run: JobRun, item: Wanted, error: DomainError) -> None:
    """Count the line once, and list each of its problems with the heading of the column it stands in."""
    run.count("wrong")
    found = item.problems or [(column_of(field), text) for field, text in error.errors.items()]
    for column, text in found or [(None, error.message)]:
        heading = column.heading(run.actor.language) if column else ""
        run.list_problem({"line": item.line, "column": heading, "text": str(text)})


def _change(run: JobRun, item: Wanted, saved: Saved) -> dict[str, Any]:
    """Return what the page says of a line: that it is new, or which cell would become what."""
    cells = [
        {"column": column.heading(run.actor.language), "before": _shown(before), "after": _shown(after)}
        for column, before, after in saved.changes
    ]
    code = "" if saved.is_new else saved.product.code
    return {"line": item.line, "code": code, "name": saved.product.name, "cells": [] if saved.is_new else cells}


def _shown(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
