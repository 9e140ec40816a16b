"""Any number that somebody pastes: every kind it can be, what it says, and the papers here that carry it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from certification import queries
from certification.models import Certificate
from certification.numbers import GRAMMARS, NumberAnswer, explain, identify
from certification.schemes import PUBLIC_SCHEMES, SCHEMES, Scheme
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


@dataclass(frozen=True, kw_only=True)
class Check:
    """What is said of a number: the kinds that fit, the most fitting first, and those whose form tells nothing."""

    readings: Sequence[Reading]
    possible: Sequence[Scheme]
    """Kinds of which any text of that length could be the number; nothing on file here carries it."""


def check(session: Session, text: str, kind: str, *, page: int, day: date) -> Check:
    """Say what a text can be; ``kind`` narrows to one grammar, whose refusal is an answer too."""
    if kind in GRAMMARS:
        answer = explain(kind, text, today=day)
        return Check(readings=[_reading(session, answer, page, day, is_looked_for=answer.valid)], possible=[])
    answers = identify(text, today=day)
    filed = _on_file(session, answers)
    told = [answer for answer in answers if answer.is_recognised or answer.scheme in filed]
    return Check(
        readings=[_reading(session, answer, page, day, is_looked_for=answer.scheme in filed) for answer in told],
        possible=[] if told else [SCHEMES[answer.scheme] for answer in answers if answer.scheme in SCHEMES],
    )


def _on_file(session: Session, answers: Sequence[NumberAnswer]) -> set[str]:
    """Return the schemes of which a public paper here carries the number, in one query."""
    asked = [answer for answer in answers if answer.scheme in PUBLIC_SCHEMES and answer.normalized]
    if not asked:
        return set()
    same = [and_(Certificate.scheme == answer.scheme, Certificate.number == answer.normalized) for answer in asked]
    carrying = queries.filed(select(Certificate).where(or_(*same)))
    return set(session.scalars(carrying.with_only_columns(Certificate.scheme).distinct()))


def _reading(session: Session, answer: NumberAnswer, page: int, day: date, *, is_looked_for: bool) -> Reading:
    row = SCHEMES.get(answer.scheme)
    rows: list[Certificate] = []
    total = 0
    if row is not None and is_looked_for:
        rows, total = queries.proofs(session, answer.normalized, row.code, page=page, per_page=PER_PAGE)
    return Reading(
        answer=answer,
        scheme=row,
        page=Page(rows, page, PER_PAGE, total),
        statuses={paper.id: queries.status_of(paper, day) for paper in rows},
    )
