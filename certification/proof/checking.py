"""Any number that somebody pastes: every kind it can be, what it says, and the papers here that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from certification import numbers, queries
from certification.models import Certificate
from certification.numbers import GRAMMARS, NumberAnswer, explain
from certification.schemes import SCHEMES, Scheme
from certification.status import Status
from marketplace.web.pages import PER_PAGE, Page


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One kind that a number can be."""

    answer: NumberAnswer
    scheme: Scheme | None
    """None for a barcode, which is no paper."""
    page: Page[Certificate]
    """The papers here that carry it; of a private kind of paper there are none for the public."""
    statuses: dict[int, Status]


def readings(session: Session, text: str, kind: str, *, page: int, day: date) -> list[Reading]:
    """Return every kind that a text can be, the most fitting first; ``kind`` narrows to one grammar."""
    return [_reading(session, answer, page, day) for answer in _answers(text, kind, day)]


def _answers(text: str, kind: str, day: date) -> Sequence[NumberAnswer]:
    return [explain(kind, text, today=day)] if kind in GRAMMARS else numbers.identify(text, today=day)


def _reading(session: Session, answer: NumberAnswer, page: int, day: date) -> Reading:
    row = SCHEMES.get(answer.scheme)
    rows: list[Certificate] = []
    total = 0
    if row is not None and answer.valid:
        rows, total = queries.proofs(session, answer.normalized, row.code, page=page, per_page=PER_PAGE)
    return Reading(
        answer=answer,
        scheme=row,
        page=Page(rows, page, PER_PAGE, total),
        statuses={paper.id: queries.status_of(paper, day) for paper in rows},
    )
