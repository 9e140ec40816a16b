"""The public proof of papers: read for one page or for a whole list in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from certification.lifecycle import CertificateState
from certification.marking import FIELDS, Mark
from certification.models import Certificate, Decision, Verdict
from certification.numbers import Words
from certification.proof import successors
from certification.proof.history import Course, Turn, history
from certification.proof.standing import Goods, goods_on
from certification.queries import facts_of, status_of
from certification.revocation.models import RevocationProposal
from certification.revocation.rules import ProposalState
from certification.schemes import Scheme, scheme
from certification.status import Status, is_valid, shown_on
from marketplace.accounts.queries import organisations_by_ids
from marketplace.core.clock import jakarta_day


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed a decision, for which office, when."""

    name: str
    office: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A certificate as everybody may see it on a day."""

    certificate: Certificate
    scheme: Scheme
    status: Status
    shown: str
    """How pages word the status."""
    verified: Signature | None
    """Who said yes last; None while nobody has."""
    register: str
    """Against what that was checked, as stored; empty while nobody has."""
    compared: Sequence[Words]
    """The fields that the official compared with the paper and found equal."""
    revoked: Sequence[Signature]
    """Who revoked it, in the order of signing: two people, one where it was revoked before that was the rule."""
    goods: Sequence[Goods]
    turns: Sequence[Turn]
    successor: Certificate | None
    """A paper that holds today and takes the place of this one."""

    @property
    def counts(self) -> bool:
        """Whether it is verified and in force."""
        return is_valid(self.status)


def proof_of(session: Session, certificate: Certificate, day: date) -> Proof:
    """Return the proof of one certificate on a day in Jakarta."""
    return proofs_of(session, [certificate], day)[0]


def proofs_of(session: Session, certificates: Sequence[Certificate], day: date) -> list[Proof]:
    """Return the proofs of several certificates on a day in Jakarta, in their order."""
    ids = [certificate.id for certificate in certificates]
    yes, no = _last(session, ids, Verdict.VERIFIED), _last(session, ids, Verdict.REVOKED)
    offices = _offices(session, [*yes.values(), *no.values()])
    proposals = _signed(session, ids)
    goods, later = goods_on(session, ids, day), successors.of(session, certificates, day)
    return [
        _proof(
            certificate,
            day,
            verified=yes.get(certificate.id),
            revoked=_revoked(certificate, no.get(certificate.id), proposals.get(certificate.id), offices),
            offices=offices,
            goods=goods[certificate.id],
            successor=later.get(certificate.id),
        )
        for certificate in certificates
    ]


def _proof(
    certificate: Certificate,
    day: date,
    *,
    verified: Decision | None,
    revoked: Sequence[Signature],
    offices: Mapping[int, str],
    goods: Sequence[Goods],
    successor: Certificate | None,
) -> Proof:
    status = status_of(certificate, day)
    counted = certificate.state in (CertificateState.VERIFIED, CertificateState.REVOKED)
    yes = verified if counted else None
    marks = yes.fields if yes else {}
    return Proof(
        certificate=certificate,
        scheme=scheme(certificate.scheme),
        status=status,
        shown=shown_on(facts_of(certificate), day),
        verified=_signature(yes, offices) if yes else None,
        register=yes.register if yes else "",
        compared=[words for name, words in FIELDS.items() if marks.get(name) == Mark.MATCH],
        revoked=revoked,
        goods=goods if is_valid(status) else [],
        turns=history(_course(certificate, yes, revoked), day),
        successor=None if is_valid(status) and status != Status.EXPIRING else successor,
    )


def _course(certificate: Certificate, verified: Decision | None, revoked: Sequence[Signature]) -> Course:
    return Course(
        scheme=certificate.scheme,
        submitted=jakarta_day(certificate.submitted_at) if certificate.submitted_at else None,
        verified=jakarta_day(verified.decided_at) if verified else None,
        revoked=jakarta_day(revoked[-1].at) if revoked else None,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        replaced_from=certificate.replaced_from,
    )


def _revoked(
    certificate: Certificate,
    decision: Decision | None,
    proposal: RevocationProposal | None,
    offices: Mapping[int, str],
) -> list[Signature]:
    if certificate.state != CertificateState.REVOKED or decision is None:
        return []
    last = _signature(decision, offices)
    if proposal is None:
        return [last]
    first = Signature(
        name=proposal.proposed_by.name, office=proposal.proposed_by_organisation.name, at=proposal.proposed_at
    )
    return [first, last]


def _signature(decision: Decision, offices: Mapping[int, str]) -> Signature:
    return Signature(
        name=decision.decided_by.name, office=offices.get(decision.organisation_id, ""), at=decision.decided_at
    )


def _last(session: Session, ids: Sequence[int], verdict: Verdict) -> dict[int, Decision]:
    """Return the last decision of a kind on each certificate."""
    statement = select(Decision).where(Decision.certificate_id.in_(ids), Decision.verdict == verdict)
    found = session.scalars(statement.options(joinedload(Decision.decided_by)).order_by(Decision.id)) if ids else ()
    return {decision.certificate_id: decision for decision in found}


def _signed(session: Session, ids: Sequence[int]) -> dict[int, RevocationProposal]:
    statement = select(RevocationProposal).where(
        RevocationProposal.certificate_id.in_(ids), RevocationProposal.state == ProposalState.SIGNED
    )
    people = (
        joinedload(RevocationProposal.proposed_by),
        joinedload(RevocationProposal.proposed_by_organisation),
    )
    found = session.scalars(statement.options(*people).order_by(RevocationProposal.id)) if ids else ()
    return {proposal.certificate_id: proposal for proposal in found}


def _offices(session: Session, decisions: Sequence[Decision]) -> dict[int, str]:
    ids = {decision.organisation_id for decision in decisions}
    return {row.id: row.name for row in organisations_by_ids(session, ids)} if ids else {}
