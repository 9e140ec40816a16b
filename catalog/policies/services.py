"""Making a policy: every change is a new version, older ones stay as they were."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog import events
from catalog.permissions import MAKE_POLICY
from catalog.policies import writing
from catalog.policies.checking import current
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import PaperRule, Policy, code_of
from certification.schemes import GOODS_SCHEMES
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail

MOST_RULES = 6
"""Paper rules in one policy: more are read by nobody."""
MOST_DAYS = 1_825
"""Days left: five years, the longest validity of a dated paper (``certification.schemes``)."""
MOST_SCORE = 100
MAX_NOTE = 300


def make_version(
    session: Session, actor: Actor, policy: Policy, note: str = "", *, seen: int, now: datetime
) -> PolicyVersion | None:
    """Put a policy in force as the next version; None where it says the same as the one in force (a second click).

    ``seen``: number of the version that the form was made of. Raises ``Invalid`` on ``rule_<n>_papers``,
    ``rule_<n>_days``, ``readiness`` or ``note``, ``Conflict("stale")`` where a colleague was faster.
    """
    actor.check(MAKE_POLICY)
    if actor.organisation_id is None or not actor.is_buyer:
        raise NotAllowed("not_a_buyer", _l("Only organisations that buy have a policy."))
    check(policy)
    before, rules = current(session, actor.organisation_id), writing.policy_out(policy)
    if before.version and writing.policy_out(before) == rules:
        return None
    if before.version != seen:
        raise stale()
    version = PolicyVersion(
        organisation_id=actor.organisation_id,
        number=before.version + 1,
        rules=rules,
        note=_note(note),
        made_at=now,
        made_by_id=actor.user_id,
    )
    _add(session, version)
    trail.record(session, actor, events.POLICY_MADE, "policy", version.id, now=now, number=version.number)
    return version


def check(policy: Policy) -> None:
    """Raise ``Invalid`` where a rule asks what nothing can meet, or twice the same."""
    if len(policy.papers) > MOST_RULES:
        raise Invalid.field("rules", _l("A policy has at most %(most)s rules on papers.", most=MOST_RULES))
    for place, rule in enumerate(policy.papers):
        _check_rule(place, rule, policy.papers[:place])
    if not 0 <= policy.readiness <= MOST_SCORE:
        raise Invalid.field("readiness", _l("Write a whole number from 0 to 100."))


def stale() -> Conflict:
    """Return the refusal of a change to a policy that is not in force any more."""
    return Conflict("stale", _l("A colleague has changed the policy in the meantime. Compare and save again."))


def _check_rule(place: int, rule: PaperRule, before: tuple[PaperRule, ...]) -> None:
    if not rule.any_of or not set(rule.any_of) <= set(GOODS_SCHEMES):
        raise Invalid.field(f"rule_{place}_papers", _l("Choose papers from the list."))
    if code_of(rule) in {code_of(other) for other in before}:
        raise Invalid.field(f"rule_{place}_papers", _l("There is a rule on exactly these papers already."))
    if not 0 <= rule.days_left <= MOST_DAYS:
        words = _l("Write a whole number from 0 to %(most)s.", most=MOST_DAYS)
        raise Invalid.field(f"rule_{place}_days", words)


def _note(text: str) -> str:
    note = " ".join(text.split())
    if len(note) > MAX_NOTE:
        raise Invalid.field("note", _l("Write at most 300 letters."))
    return note


def _add(session: Session, version: PolicyVersion) -> None:
    """Insert; where a colleague inserted the same number at the same moment, the form is stale."""
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError as error:
        raise stale() from error
