"""Which buyers ask for what is missing: read from the policies in force, counted, never named."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.policies import writing
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import Policy
from catalog.readiness import weights
from catalog.readiness.answers import Check, Readiness
from marketplace.accounts.models import Organisation, OrganisationState


def policies_in_force(session: Session) -> tuple[Policy, ...]:
    """Return the policy of every active buyer that made one, in one query."""
    newest = select(func.max(PolicyVersion.id)).group_by(PolicyVersion.organisation_id)
    statement = (
        select(PolicyVersion)
        .join(PolicyVersion.organisation)
        .where(PolicyVersion.id.in_(newest), Organisation.state == OrganisationState.ACTIVE)
    )
    return tuple(writing.policy_in(row.rules, row.number) for row in session.scalars(statement))


def asking(policies: Iterable[Policy], readiness: Readiness, check: Check) -> int:
    """Count the policies that ask for what a check gives, or whose least score would be reached with it."""
    return sum(_asks(policy, readiness, check) for policy in policies)


def asking_most(policies: Sequence[Policy], lacking: Iterable[tuple[Readiness, Check]]) -> int:
    """Return the same for the product of several for which most policies ask."""
    return max((asking(policies, readiness, check) for readiness, check in lacking), default=0)


def _asks(policy: Policy, readiness: Readiness, check: Check) -> bool:
    if any(set(rule.any_of) & set(check.schemes) for rule in policy.papers):
        return True
    if check.code == weights.BARCODE and policy.barcode is not None:
        return True
    return readiness.score < policy.readiness <= readiness.score_with(check)
