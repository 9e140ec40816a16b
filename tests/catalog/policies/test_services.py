"""Versions of a policy: who may make one, what it may ask, and that nothing made is ever changed."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.policies.checking import current, version_of
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import BY_LAW, Level, PaperRule, Policy
from catalog.policies.services import MOST_DAYS, make_version
from catalog.policies.writing import policy_out
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import Actor, Role
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_policies import make_policy

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HALAL = PaperRule(any_of=("halal",), level=Level.BLOCK)
PERMIT = PaperRule(any_of=("pirt", "bpom"), days_left=120, through_shelf_life=True, level=Level.REASON)


def of(session: Session, actor: Actor) -> Policy:
    assert actor.organisation_id is not None
    return current(session, actor.organisation_id)


def test_without_a_version_the_law_alone_is_in_force(session: Session) -> None:
    assert of(session, make_buyer(session)) == BY_LAW


def test_each_change_is_a_version_and_older_ones_stay_readable(session: Session) -> None:
    buyer, other = make_buyer(session), make_buyer(session)
    first = Policy(papers=(HALAL,), barcode=Level.WARN)
    second = Policy(papers=(HALAL, PERMIT), readiness=70, readiness_level=Level.WARN, lapse=Level.BLOCK)

    assert (make_policy(session, buyer, first), make_policy(session, buyer, second)) == (1, 2)

    assert buyer.organisation_id is not None
    assert policy_out(of(session, buyer)) == policy_out(second)
    assert policy_out(version_of(session, buyer.organisation_id, 1)) == policy_out(first)
    assert of(session, other) == BY_LAW


def test_a_second_click_makes_no_second_version(session: Session) -> None:
    buyer = make_buyer(session)
    make_policy(session, buyer, Policy(papers=(HALAL,)))

    again = make_version(session, buyer, Policy(papers=(HALAL,)), seen=0, now=NOW)

    assert again is None
    assert len(session.scalars(select(PolicyVersion)).all()) == 1


def test_of_two_colleagues_the_slower_is_told(session: Session) -> None:
    buyer = make_buyer(session)
    make_policy(session, buyer, Policy(papers=(HALAL,)))
    with pytest.raises(Conflict, match="stale"):
        make_version(session, buyer, Policy(papers=(PERMIT,)), seen=0, now=NOW)


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (Policy(papers=(PaperRule(any_of=("nib",)),)), "rule_0_papers"),
        (Policy(papers=(PaperRule(any_of=("zzz",)),)), "rule_0_papers"),
        (Policy(papers=(HALAL, PaperRule(any_of=()))), "rule_1_papers"),
        (Policy(papers=(HALAL, PaperRule(any_of=("halal",), days_left=9))), "rule_1_papers"),
        (Policy(papers=(PaperRule(any_of=("pirt",), days_left=-1),)), "rule_0_days"),
        (Policy(papers=(PaperRule(any_of=("pirt",), days_left=MOST_DAYS + 1),)), "rule_0_days"),
        (Policy(readiness=101), "readiness"),
        (Policy(readiness=-1), "readiness"),
        (Policy(papers=(HALAL,) * 7), "rules"),
    ],
)
def test_what_nothing_can_meet_is_refused_beside_its_field(session: Session, policy: Policy, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_version(session, make_buyer(session), policy, seen=0, now=NOW)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.FINANCE, Role.RECEIVER])
def test_other_roles_of_a_buyer_only_read(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowed):
        make_version(session, make_buyer(session, role=role), Policy(), seen=0, now=NOW)


def test_a_cooperative_has_no_policy(session: Session) -> None:
    with pytest.raises(NotAllowed):
        make_version(session, make_seller(session), Policy(), seen=0, now=NOW)
