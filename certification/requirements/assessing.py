"""Required against held: whether goods may be ordered, and for each gap the reason and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.numbers.answers import Words
from certification.requirements.demands import Requirement
from certification.schemes import SCHEMES
from certification.status import Status, is_valid
from marketplace.core.text import _l


class Outcome(StrEnum):
    """How one requirement is answered; everything but ``missing`` lets the goods be ordered."""

    MET = "met"
    FILED = "filed"
    DECLARED = "declared"
    EXEMPT = "exempt"
    MISSING = "missing"


@dataclass(frozen=True)
class Gap:
    """Why a paper does not count, and what to do about it."""

    reason: Words
    next_step: Words


@dataclass(frozen=True, kw_only=True)
class HeldPaper:
    """One paper of the product's producer, as it stands for this product on the day of the question."""

    scheme: str
    status: Status
    grade: str = ""
    """As printed, where the scheme has grades."""
    filed_on: date | None = None
    """Day in Jakarta on which it was sent to the officials."""
    receipt_number: str = ""
    """Of the application filed with the issuer, where the paper itself is not issued yet."""
    covers: bool = True
    """Whether the paper names this product."""
    gap: Gap | None = None
    """Why it does not count for this product alone: out of its scope, or on hold since the product changed."""
    code: str = ""
    """Of the certificate, for the caller to find it again."""


@dataclass(frozen=True, kw_only=True)
class RequirementAnswer:
    """How one requirement stands. ``scheme``: of the paper that answers it, else the easiest one to obtain.

    ``days``: our estimate from a complete application to the paper of that scheme, calendar days.
    """

    requirement: Requirement
    outcome: Outcome
    status: Status
    """To show as a badge."""
    reason: Words
    next_step: Words | None = None
    scheme: str
    paper: HeldPaper | None = None
    """The paper that answers it, or comes nearest to it."""
    valid: tuple[HeldPaper, ...] = ()
    """All papers that answer it: where one of them reaches a place, the goods may go there."""

    @property
    def issuer(self) -> str:
        """Who issues that paper to this maker: a proper name."""
        return self.requirement.issuer_of(self.scheme)

    @property
    def days(self) -> int:
        """How long it usually takes to obtain that paper."""
        return SCHEMES[self.scheme].days_to_obtain


@dataclass(frozen=True)
class Assessment:
    """All requirements of one product with their answers, in the order of the table."""

    items: tuple[RequirementAnswer, ...]

    @property
    def orderable(self) -> bool:
        """Whether nothing is missing; goods that need no paper are orderable."""
        return not self.missing

    @property
    def missing(self) -> tuple[RequirementAnswer, ...]:
        """The gaps."""
        return tuple(item for item in self.items if item.outcome == Outcome.MISSING)


# The nearest to being an answer first: of several papers the first in this order is spoken of.
_GAPS = {
    Status.SUBMITTED: Gap(
        _l("An official has not checked the paper yet."),
        _l("Wait for the official's check, or add the receipt number."),
    ),
    Status.NEEDS_CORRECTION: Gap(
        _l("An official asked for a correction of the paper."), _l("Correct the paper and submit it again.")
    ),
    Status.ON_HOLD: Gap(
        _l("The paper is on hold or has not begun yet."), _l("Open the paper to see what it is waiting for.")
    ),
    Status.EXPIRED: Gap(_l("The paper has expired."), _l("Renew the paper with its issuer and submit the new one.")),
    Status.REJECTED: Gap(_l("An official rejected the paper."), _l("Read the reason and submit a right paper.")),
    Status.REVOKED: Gap(_l("The paper was revoked."), _l("Read the reason and obtain a new paper.")),
    Status.MISSING: Gap(_l("The paper is a draft only."), _l("Complete the draft and submit it.")),
}

_NOT_COVERED = Gap(_l("The paper at hand does not name this product."), _l("Submit a paper that names this product."))


def assess(
    requirements: Sequence[Requirement], held: Sequence[HeldPaper], declared_not_halal: bool = False
) -> Assessment:
    """Hold what is required against the producer's papers and the statement "tidak halal" on the label."""
    return Assessment(tuple(_answer(requirement, held, declared_not_halal) for requirement in requirements))


def _answer(requirement: Requirement, held: Sequence[HeldPaper], declared: bool) -> RequirementAnswer:
    # The maker's own "tidak halal" comes before any paper: no badge may contradict it.
    if declared and requirement.declarable:
        return _answered(requirement, Outcome.DECLARED, Status.EXEMPT, _l('Declared as not halal ("tidak halal").'))
    fitting = [paper for paper in held if requirement.answers(paper.scheme, paper.filed_on)]
    usable = [paper for paper in fitting if paper.covers]
    valid = tuple(paper for paper in usable if is_valid(paper.status))
    # A valid paper comes before an exemption: goods that need none may still show what they have.
    if valid:
        return _answered(requirement, Outcome.MET, valid[0].status, _l("Verified by an official."), *valid)
    if requirement.exempt_reason is not None:
        return _answered(requirement, Outcome.EXEMPT, Status.EXEMPT, requirement.exempt_reason)
    filed = next((paper for paper in usable if _is_filed(paper)), None)
    if filed is not None:
        reason = _l("The application is filed, receipt %(number)s.", number=filed.receipt_number)
        return _answered(requirement, Outcome.FILED, filed.status, reason, filed)
    return _missing(requirement, held, fitting, usable)


def _is_filed(paper: HeldPaper) -> bool:
    """An application counts while it is submitted with its receipt; one sent back for correction does not."""
    return paper.status == Status.SUBMITTED and bool(paper.receipt_number.strip())


def _answered(
    requirement: Requirement, outcome: Outcome, status: Status, reason: Words, *papers: HeldPaper
) -> RequirementAnswer:
    return RequirementAnswer(
        requirement=requirement,
        outcome=outcome,
        status=status,
        reason=reason,
        scheme=papers[0].scheme if papers else requirement.any_of[0],
        paper=papers[0] if papers else None,
        valid=papers if outcome == Outcome.MET else (),
    )


def _missing(
    requirement: Requirement, held: Sequence[HeldPaper], fitting: Sequence[HeldPaper], usable: Sequence[HeldPaper]
) -> RequirementAnswer:
    order = list(_GAPS)
    nearest = min(usable, key=lambda paper: order.index(paper.status), default=None)
    gap = _gap(requirement, held, fitting, nearest)
    return RequirementAnswer(
        requirement=requirement,
        outcome=Outcome.MISSING,
        status=Status.MISSING if nearest is None else nearest.status,
        reason=gap.reason,
        next_step=gap.next_step,
        scheme=requirement.any_of[0] if nearest is None else nearest.scheme,
        paper=nearest,
    )


def _gap(
    requirement: Requirement, held: Sequence[HeldPaper], fitting: Sequence[HeldPaper], nearest: HeldPaper | None
) -> Gap:
    if nearest is not None:
        return nearest.gap or _GAPS[nearest.status]
    beside = [paper for paper in fitting if is_valid(paper.status)]
    if beside:
        return next((paper.gap for paper in beside if paper.gap), _NOT_COVERED)
    shut_out = next((row.reason for row in requirement.exclusions if _holds(held, row.scheme)), None)
    if shut_out is not None:
        return Gap(shut_out, _obtain(requirement))
    return Gap(_l("There is no such paper for this product yet."), _obtain(requirement))


def _holds(held: Sequence[HeldPaper], scheme: str) -> bool:
    return any(paper.scheme == scheme and is_valid(paper.status) for paper in held)


def _obtain(requirement: Requirement) -> Words:
    row = SCHEMES[requirement.any_of[0]]
    return _l(
        "Apply to %(issuer)s for %(paper)s (usually about %(days)s days), then submit it here.",
        issuer=requirement.issuer_of(row.code),
        paper=row.short_name,
        days=row.days_to_obtain,
    )
