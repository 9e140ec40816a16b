"""Monthly reports as spreadsheets: one person's, and all of a month merged."""

from collections.abc import Sequence

from marketplace.accounts.models import User
from marketplace.adapters.workbooks import Cell, Table
from marketplace.core.months import Month
from marketplace.web.i18n import _, day, moment
from orders.mentoring import reports
from orders.mentoring.models import Report
from orders.mentoring.reckoning import NAMES, Figures, added, kept, read_kept
from orders.mentoring.report_log import LogRow, read_row
from orders.mentoring.reports import Paper
from orders.mentoring.words import MODES, OWNERS, TOPICS, Mode, StepOwner, Topic
from orders.spending.sheets import month_name

WIDE, NARROW = 30, 14


def report_of(paper: Paper) -> list[Table]:
    """Return the sheets of one report in the reader's language."""
    head: list[list[Cell]] = [
        [str(_("Business assistant")), paper.person.name],
        [str(_("Month")), month_name(str(paper.month))],
        [str(_("Handed in")), moment(paper.submitted_at) if paper.submitted_at else str(_("not yet"))],
        [],
    ]
    figures: list[list[Cell]] = [[str(NAMES[name]), number] for name, number in kept(paper.counted.total).items()]
    empty: list[Cell] = []
    changes: list[list[Cell]] = [
        [str(_("Correction: %(name)s", name=NAMES[name])), now] for name, (_then, now) in paper.changes.items()
    ]
    summary: list[list[Cell]] = [[], [str(_("In your own words")), paper.summary]] if paper.summary else []
    rows = [*head, *figures, *([empty, *changes] if changes else []), *summary]
    heads = [(str(_("Monthly report of mentoring")), 44), ("", 40)]
    cooperatives = [("", name, found) for _id, name, found in paper.counted.cooperatives]
    return [
        Table(name=str(_("Summary")), heads=heads, rows=rows),
        _cooperatives(cooperatives),
        _log([("", row) for row in paper.log]),
    ]


def merged_of(rows: Sequence[tuple[User, Report | None]], month: Month) -> list[Table]:
    """Return the sheets of a month: everybody's figures with their sum, all cooperatives, all visits."""
    lines: list[list[Cell]] = [_person(person, report) for person, report in rows]
    sums = kept(added(reports.figures_of(report) for _person, report in rows if report is not None))
    lines.append([str(_("Sum")), "", *sums.values()])
    heads = [
        (str(_("Business assistant")), WIDE),
        (str(_("Handed in")), 22),
        *((str(name), NARROW) for name in NAMES.values()),
    ]
    there = [(person.name, report) for person, report in rows if report is not None]
    cooperatives = [(name, row["name"], read_kept(row)) for name, report in there for row in report.cooperatives]
    visits = [(name, read_row(row)) for name, report in there for row in report.log]
    return [
        Table(name=str(_("Month %(month)s", month=month)), heads=heads, rows=lines),
        _cooperatives(cooperatives),
        _log(visits),
    ]


def _person(person: User, report: Report | None) -> list[Cell]:
    if report is None:
        return [person.name, str(_("not yet"))]
    return [person.name, moment(report.submitted_at), *kept(reports.figures_of(report)).values()]


def _cooperatives(rows: Sequence[tuple[str, str, Figures]]) -> Table:
    names = {name: words for name, words in NAMES.items() if name not in ("accompanied", "reached")}
    heads = [(str(_("Business assistant")), WIDE), (str(_("Cooperative")), WIDE)]
    lines: list[list[Cell]] = [
        [person, cooperative, *(number for name, number in kept(figures).items() if name in names)]
        for person, cooperative, figures in rows
    ]
    heads += [(str(words), NARROW) for words in names.values()]
    return Table(name=str(_("Cooperatives")), heads=heads, rows=lines)


def _log(rows: Sequence[tuple[str, LogRow]]) -> Table:
    heads = (
        (_("Business assistant"), WIDE),
        (_("Day"), NARROW),
        (_("Cooperative"), WIDE),
        (_("How"), NARROW),
        (_("Where it took place"), WIDE),
        (_("About"), 40),
        (_("People present"), NARROW),
        (_("Agreed steps"), 60),
    )
    lines: list[list[Cell]] = [
        [
            person,
            row.day.isoformat(),
            row.cooperative,
            str(MODES[Mode(row.mode)]),
            row.place,
            ", ".join(str(TOPICS[Topic(topic)]) for topic in row.topics),
            row.people,
            "; ".join(f"{text} ({OWNERS[StepOwner(owner)]}, {day(due_on)})" for text, owner, due_on in row.steps),
        ]
        for person, row in rows
    ]
    return Table(name=str(_("Visits")), heads=[(str(head), width) for head, width in heads], rows=lines)
