"""What tasks of the runway are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.support import LazyProxy

from certification.models import Certificate
from certification.runway.todo import Kind, ToDo
from certification.schemes import SCHEMES
from marketplace.core.text import _l
from marketplace.web.i18n import day


@dataclass(frozen=True)
class KindWords:
    """Title with the paper's name in it, the next step, its icon, and its tone: empty, ``wait`` or ``bad``."""

    title: LazyProxy
    step: LazyProxy
    icon: str
    tone: str


KINDS: Mapping[Kind, KindWords] = {
    Kind.CORRECT: KindWords(
        _l("%(paper)s must be mended"), _l("Read what the official asks, then submit it again."), "undo-2", "bad"
    ),
    Kind.ENDED: KindWords(
        _l("%(paper)s has ended"), _l("Ended on %(day)s. Goods that need it cannot be ordered."), "circle-x", "bad"
    ),
    Kind.HELD: KindWords(
        _l("%(paper)s is on hold"), _l("Open the paper to see what it is waiting for."), "circle-pause", "bad"
    ),
    Kind.RENEW: KindWords(
        _l("%(paper)s ends soon"), _l("Valid until %(day)s: begin the renewal now."), "calendar-clock", "wait"
    ),
    Kind.ASK_ISSUER: KindWords(
        _l("Ask for %(paper)s"),
        _l("It was expected by %(day)s. Ask its issuer, and add the number once it is there."),
        "hourglass",
        "wait",
    ),
    Kind.FINISH: KindWords(
        _l("%(paper)s is a draft"), _l("Complete it and submit it; until then it counts for nothing."), "pencil", ""
    ),
}


def title_of(task: ToDo) -> str:
    """Return a task in one line."""
    return str(KINDS[task.kind].title) % {"paper": paper_of(task.certificate)}


def step_of(task: ToDo) -> str:
    """Return what to do; for a correction what the official asks."""
    if task.kind == Kind.CORRECT and task.certificate.reason:
        return task.certificate.reason
    return str(KINDS[task.kind].step) % {"day": day(task.by)}


def paper_of(certificate: Certificate) -> str:
    """Return kind and first product of a paper: ``P-IRT Keripik Tempe``."""
    scheme = SCHEMES[certificate.scheme].short_name
    return f"{scheme} {certificate.items[0].name}" if certificate.items else scheme


def days_left(certificate: Certificate, today: date) -> int:
    """Return how many days a paper with an end still holds."""
    return (certificate.valid_until - today).days if certificate.valid_until else 0
