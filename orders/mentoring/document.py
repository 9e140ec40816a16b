"""The monthly report on paper. It is Indonesian with small English labels, whoever prints it."""

from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import force_locale

from marketplace.accounts.models import Organisation
from marketplace.adapters.pdf import compile_pdf, printed_day, printed_number
from marketplace.core.clock import jakarta_day
from marketplace.core.money import format_rupiah
from orders.mentoring.reckoning import PRINTED, RUPIAH, Figures, kept
from orders.mentoring.report_log import LogRow
from orders.mentoring.reports import Paper
from orders.mentoring.words import MODES, OWNERS, TOPICS, Mode, StepOwner, Topic

TEMPLATE = Path(__file__).with_name("report.typ")


def render_report(paper: Paper, office: Organisation, today: date) -> bytes:
    """Print a report as PDF, A4, with fields to sign; one that is still open says so."""
    with force_locale("id"):
        log = [_log_row(row) for row in paper.log]
    handed_in = jakarta_day(paper.submitted_at) if paper.submitted_at else None
    day = handed_in or today
    data = {
        "day": [day.year, day.month, day.day],
        "month": printed_day(paper.month.first).partition(" ")[2],
        "office": _party(office),
        "author": paper.person.name,
        "handed_in": printed_day(handed_in) if handed_in else "",
        "printed_on": printed_day(today),
        "summary": paper.summary,
        "figures": _figures(paper.counted.total),
        "cooperatives": [_cooperative(name, figures) for _id, name, figures in paper.counted.cooperatives],
        "log": log,
        "changes": [
            [*PRINTED[name], _number(name, then), _number(name, now)] for name, (then, now) in paper.changes.items()
        ],
    }
    return compile_pdf(TEMPLATE, data)


def _party(office: Organisation) -> dict[str, Any]:
    address = [line for line in (office.address, office.region.path) if line]
    return {"name": office.name, "address": address, "npwp": "", "contact": office.phone}


def _figures(figures: Figures) -> list[list[str]]:
    return [[*PRINTED[name], _number(name, number)] for name, number in kept(figures).items()]


def _cooperative(name: str, figures: Figures) -> list[str]:
    steps = f"{figures.steps_agreed} / {figures.steps_done} / {figures.steps_overdue}"
    return [
        name,
        printed_number(figures.visits),
        steps,
        printed_number(figures.papers),
        printed_number(figures.products),
        format_rupiah(figures.committed),
        format_rupiah(figures.realised),
    ]


def _log_row(row: LogRow) -> dict[str, str]:
    steps = (f"{text} ({OWNERS[StepOwner(owner)]}, {printed_day(due_on)})" for text, owner, due_on in row.steps)
    return {
        "day": printed_day(row.day),
        "cooperative": row.cooperative,
        "how": ", ".join(part for part in (str(MODES[Mode(row.mode)]), row.place) if part),
        "topics": ", ".join(str(TOPICS[Topic(topic)]) for topic in row.topics),
        "people": printed_number(row.people),
        "steps": "; ".join(steps),
    }


def _number(name: str, number: int) -> str:
    return format_rupiah(number) if name in RUPIAH else printed_number(number)
