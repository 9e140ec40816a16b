"""The official's side of a certificate: one decision, bound to the scan and the version that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from certification import events, renewing
from certification.desk.filed import values_of
from certification.desk.offices import check_in_area
from certification.lifecycle import CERTIFICATE, CertificateAction, CertificateState, Party
from certification.marking import evidence_for, fields_to_mark, only_marks, open_marks
from certification.models import Certificate, Decision, Verdict
from certification.permissions import REVOKE_CERTIFICATE, VERIFY_CERTIFICATE
from certification.queries import lock
from certification.schemes import scheme
from marketplace.accounts import queries as accounts
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail

ACTIONS = {
    Verdict.VERIFIED: (CertificateAction.VERIFY, events.CERTIFICATE_VERIFIED),
    Verdict.NEEDS_CORRECTION: (CertificateAction.ASK_CORRECTION, events.CERTIFICATE_CORRECTION_ASKED),
    Verdict.REJECTED: (CertificateAction.REJECT, events.CERTIFICATE_REJECTED),
    Verdict.REVOKED: (CertificateAction.REVOKE, events.CERTIFICATE_REVOKED),
}
MAX_REASON = 2000


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """What an official decided while looking at one version of the record and one scan."""

    verdict: Verdict
    version: int
    file_sha256: str
    marks: Mapping[str, str] = field(default_factory=dict)
    register: str = ""
    reason: str = ""


def marked_fields(certificate: Certificate) -> tuple[str, ...]:
    """Return the fields of a record that an official must mark."""
    return fields_to_mark(
        receipt_only=not certificate.number,
        begins_later=certificate.valid_from != certificate.issued_on,
        scheme=certificate.scheme,
        has_items=scheme(certificate.scheme).is_of_goods,
        has_grade=bool(certificate.grade),
    )


def is_own(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Tell whether the actor belongs to the holder's cooperative, in whatever role they act now."""
    people = accounts.members(session, certificate.cooperative_id)
    return actor.organisation_id == certificate.cooperative_id or actor.user_id in {person.id for person in people}


def decide(session: Session, actor: Actor, certificate: Certificate, draft: DecisionDraft, *, now: datetime) -> None:
    """Take the one decision on a submitted record.

    Raise ``Conflict`` where another official was faster or the holder changed the record or its scan,
    ``NotAllowed`` on one's own organisation and on a paper of another regency, ``Invalid`` where approval lacks a
    mark or a refusal its reason.
    """
    actor.check(VERIFY_CERTIFICATE)
    if draft.verdict == Verdict.REVOKED:
        raise Invalid.field("verdict", _l("Choose one of the decisions."))
    check_judge(session, actor, certificate)
    lock(session, certificate)
    if _is_repeat(actor, certificate, draft):
        return
    _check_unchanged(certificate, draft)
    if draft.verdict == Verdict.VERIFIED:
        _check_verifiable(certificate, draft)
    _conclude(session, actor, certificate, draft, now)
    if draft.verdict == Verdict.VERIFIED:
        renewing.take_over(session, actor, certificate, now=now)


def revoke(
    session: Session, actor: Actor, certificate: Certificate, reason: str, *, proposed_by_id: int, now: datetime
) -> None:
    """Take a verified record out of force for good: the signature of a second person under the first one's reason.

    The caller has locked the record. An official of any regency may sign. Raise ``NotAllowed`` for the proposer and
    for one's own organisation, ``Conflict`` where it is not verified any more.
    """
    actor.check(REVOKE_CERTIFICATE)
    check_not_own(session, actor, certificate)
    if actor.user_id == proposed_by_id:
        raise NotAllowed("same_person", _l("A second person must sign: nobody revokes alone."))
    sha256 = certificate.file.sha256 if certificate.file is not None else ""
    draft = DecisionDraft(
        verdict=Verdict.REVOKED,
        version=certificate.version,
        file_sha256=sha256,
        register=certificate.register,
        reason=reason,
    )
    _check_unchanged(certificate, draft)
    certificate.on_hold = False
    _conclude(session, actor, certificate, draft, now)
    renewing.give_back(session, certificate, now=now)


def check_judge(session: Session, actor: Actor, certificate: Certificate) -> None:
    """Raise ``NotAllowed`` for people of the holder's own organisation and for the office of another regency."""
    check_not_own(session, actor, certificate)
    check_in_area(session, actor, certificate)


def check_not_own(session: Session, actor: Actor, certificate: Certificate) -> None:
    """Raise ``NotAllowed`` for people of the holder's own organisation."""
    if is_own(session, actor, certificate):
        raise NotAllowed("own_organisation", _l("Nobody decides on their own organisation."))


def _is_repeat(actor: Actor, certificate: Certificate, draft: DecisionDraft) -> bool:
    """Tell whether this very decision is in the book already: the second half of a double click."""
    same = (certificate.state, certificate.decided_by_id, certificate.version)
    return same == (draft.verdict, actor.user_id, draft.version + 1)


def _check_unchanged(certificate: Certificate, draft: DecisionDraft) -> None:
    """Compare the locked, freshly read row with what the official had before their eyes."""
    action, _event = ACTIONS[draft.verdict]
    if not CERTIFICATE.allows(CertificateState(certificate.state), action, Party.VERIFIER):
        raise Conflict("already_decided", _l("This was decided or taken back in the meantime. See how it stands now."))
    sha256 = certificate.file.sha256 if certificate.file is not None else ""
    if certificate.version != draft.version or sha256 != draft.file_sha256:
        raise Conflict("stale", _l("The record or its scan has changed. Look at it again before you decide."))


def _check_verifiable(certificate: Certificate, draft: DecisionDraft) -> None:
    if not certificate.number:
        raise Invalid.field("verdict", _l("There is only a receipt yet: it can be approved once the paper is issued."))
    faults = open_marks(marked_fields(certificate), draft.marks)
    if draft.register not in {row.code for row in evidence_for(certificate.scheme)}:
        faults["register"] = _l("Say against what you checked it.")
    if faults:
        raise Invalid("unmarked", "", errors=faults)


def _conclude(session: Session, actor: Actor, certificate: Certificate, draft: DecisionDraft, now: datetime) -> None:
    reason = draft.reason.strip()[:MAX_REASON]
    if draft.verdict != Verdict.VERIFIED and not reason:
        raise Invalid.field("reason", _l("Say why, so that they can mend it."))
    action, event = ACTIONS[draft.verdict]
    certificate.state = CERTIFICATE.next(CertificateState(certificate.state), action, Party.VERIFIER)
    certificate.register = draft.register if draft.verdict in (Verdict.VERIFIED, Verdict.REVOKED) else ""
    certificate.reason = reason
    certificate.decided_at = now
    certificate.decided_by_id = actor.user_id
    certificate.decided_by_organisation_id = actor.organisation_id
    decision = Decision(
        certificate_id=certificate.id,
        verdict=draft.verdict,
        decided_at=now,
        decided_by_id=actor.user_id,
        organisation_id=actor.organisation_id,
        register=certificate.register,
        reason=reason,
        fields=only_marks(marked_fields(certificate), draft.marks),
        filed=values_of(certificate),
        file_sha256=draft.file_sha256,
    )
    session.add(decision)
    session.flush()
    session.expire(certificate, ["decided_by", "decided_by_organisation", "decisions"])
    trail.record(session, actor, event, "certificate", certificate.id, now=now, decision=decision.id)
