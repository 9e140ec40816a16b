"""The jobs of a regency's spreadsheet: try one out, take one in, write one."""

from datetime import date
from typing import Any

from certification.permissions import TAKE_IN_REGENCY
from certification.sheets import exporting
from certification.sheets.columns import BY_HEADING, BY_KEY
from certification.sheets.planning import CHANGED, DIFFERS, NEW, UNCHANGED, WRONG, Plan, Planner
from certification.sheets.rows import Row, rows_of
from certification.sheets.saving import save
from certification.sheets.world import load
from marketplace.adapters.workbooks import Table, xlsx_of
from marketplace.core.clock import jakarta_day
from marketplace.core.text import _l
from marketplace.jobs.kinds import kind
from marketplace.jobs.running import JobRun
from marketplace.sheets.lines import unpacked
from marketplace.web.i18n import _

CHECK, APPLY, EXPORT = "regency.check", "regency.apply", "regency.export"
BACK = ("regency_sheets.show", _l("Back to the regency's spreadsheets"))
COUNTS = {
    NEW: _l("New"),
    CHANGED: _l("Changed"),
    UNCHANGED: _l("Unchanged"),
    DIFFERS: _l("Differs, not changed"),
    WRONG: _l("Lines with problems"),
}
AT_ONCE = 500
"""Lines of one transaction; the site's other writers wait no longer than these take."""
MOST_SHOWN = 80
PANEL = "certification/sheets/_result.html"


@kind(CHECK, _l("Trying out the regency's spreadsheet"), counts=COUNTS, panel=PANEL, back=BACK)
def check(run: JobRun) -> None:
    """Say what every line would do. It writes nothing, so begun again after a kill it begins from the first line."""
    rows = _rows(run)
    run.done, run.counts, run.problems, run.changes = 0, {}, [], []
    with run.database.reading() as session:
        planner = _planner(run, load(session, run.actor))
    report: list[tuple[str | int, ...]] = []
    run.begin(len(rows))
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        for plan in map(planner.plan, part):
            _tell(run, plan)
            report += _reported(run, plan)
        with run.step(len(part)):
            pass
    if report:
        heads = [(_("Line"), 8), (_("Column"), 26), (_("Weight"), 14), (_("What to mend"), 90)]
        table = Table(name=_("Problems"), heads=heads, rows=sorted(report))
        run.output = (xlsx_of([table]), ".xlsx", f"masalah-{_today(run):%Y-%m-%d}.xlsx")


@kind(APPLY, _l("Taking in the regency's spreadsheet"), counts=COUNTS, panel=PANEL, back=BACK)
def apply(run: JobRun) -> None:
    """Write the good lines, each step with the progress in one transaction, held against what is there at that moment.

    Begun again after a kill it goes on with the first line whose step was not kept: nothing is there twice.
    """
    rows = _rows(run)
    run.begin(len(rows))
    for start in range(run.done, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        with run.step(len(part)) as session:
            planner = _planner(run, load(session, run.actor))
            plans = [planner.plan(row) for row in part]
            save(session, run.actor, plans, now=run.clock())
            for plan in plans:
                _tell(run, plan)


@kind(EXPORT, _l("Cooperatives and certificates as a spreadsheet"), back=BACK)
def export(run: JobRun) -> None:
    """Write the regency. Begun again after a kill, it reads anew: nothing is changed."""
    run.actor.check(TAKE_IN_REGENCY)
    run.done = 0
    run.begin(2)
    with run.database.reading() as session:
        data = exporting.workbook(session, run.actor, _today(run))
    with run.step(2):
        pass
    run.output = (data, ".xlsx", f"koperasi-sertifikat-{_today(run):%Y-%m-%d}.xlsx")


def _rows(run: JobRun) -> list[Row]:
    run.actor.check(TAKE_IN_REGENCY)
    return rows_of(unpacked(run.input(), BY_HEADING), today=_today(run))


def _planner(run: JobRun, world: Any) -> Planner:
    return Planner(world, _today(run), consent=bool(run.arguments.get("consent")))


def _today(run: JobRun) -> date:
    return jakarta_day(run.clock())


def _tell(run: JobRun, plan: Plan) -> None:
    row = plan.row
    run.count(plan.outcome)
    for key, text in row.problems:
        run.list_problem({"line": row.line, "column": _heading(run, key), "text": str(text)})
    if plan.outcome in (NEW, CHANGED, DIFFERS) or (row.remarks and not row.problems):
        cells = [
            {"column": _heading(run, key), "before": _shown(before), "after": _shown(after)}
            for key, before, after in plan.changes
        ]
        remarks = [{"column": _heading(run, key), "text": str(text)} for key, text in row.remarks]
        name = row.values.get("number") or row.values.get("name") or ""
        run.list_change({"line": row.line, "name": name, "outcome": plan.outcome, "cells": cells, "remarks": remarks})


def _reported(run: JobRun, plan: Plan) -> list[tuple[str | int, ...]]:
    """Return every problem and remark of a line: the page shows the first of them only."""
    row = plan.row
    wrong, look = _("Must be mended"), _("Look again")
    return [
        *((row.line, _heading(run, key), wrong, str(text)) for key, text in row.problems),
        *((row.line, _heading(run, key), look, str(text)) for key, text in row.remarks),
    ]


def _heading(run: JobRun, key: str) -> str:
    column = BY_KEY.get({"region_code": "village_code", "valid_from": "issued_on"}.get(key, key))
    return column.heading(run.actor.language) if column else ""


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = "; ".join(cell) if isinstance(cell, list) else str(cell or "")
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
