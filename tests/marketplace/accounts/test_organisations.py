"""Organisations: register with gaps, approve by others only, edit without losing a colleague's work."""

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts import organisations, people, queries
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.organisations import Registration
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import OrganisationKind, Role
from tests.factories import (
    KEMANTREN,
    NOW,
    make_buyer,
    make_member,
    make_official,
    make_operator,
    make_organisation,
    make_seller,
    make_user,
)

PROFILE = Registration(name="KDMP Kemantren", region=KEMANTREN, bank_account_number="9999-000 111")


def registered(session: Session, kind: OrganisationKind = OrganisationKind.COOPERATIVE):  # type: ignore[no-untyped-def]
    """Register an organisation for a fresh person."""
    user = make_user(session)
    actor = people.actor_of(user, [], None)
    return organisations.register(session, actor, kind, PROFILE, now=NOW)


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.COOPERATIVE, Role.MANAGER),
        (OrganisationKind.RETAILER, Role.BUYER),
        (OrganisationKind.STATE_COMPANY, Role.BUYER),
        (OrganisationKind.OTHER_BUYER, Role.BUYER),
    ],
)
def test_who_registers_gets_the_first_role_and_waits(session: Session, kind: OrganisationKind, role: Role) -> None:
    organisation = registered(session, kind)

    assert organisation.state == OrganisationState.PENDING
    assert [m.role for m in queries.people_of(session, organisation.id)] == [role]


@pytest.mark.parametrize("kind", [OrganisationKind.AGENCY, OrganisationKind.OPERATOR])
def test_nobody_registers_an_agency_or_the_operator(session: Session, kind: OrganisationKind) -> None:
    with pytest.raises(Invalid):
        registered(session, kind)


def test_missing_papers_are_gaps_not_errors(session: Session) -> None:
    assert organisations.gaps(registered(session)) == ["nib", "npwp", "nik_koperasi", "ahu"]
    assert organisations.gaps(registered(session, OrganisationKind.RETAILER)) == ["nib", "npwp"]


def test_names_may_repeat_addresses_may_not(session: Session) -> None:
    first, second = registered(session), registered(session)

    assert (first.slug, second.slug) == ("kdmp-kemantren", "kdmp-kemantren-2")
    assert first.code != second.code


@pytest.mark.parametrize("region", ["", "35", "35.24", "99.99.99", "drop table"])
def test_a_place_is_a_real_district_or_finer(session: Session, region: str) -> None:
    actor = people.actor_of(make_user(session), [], None)

    with pytest.raises(Invalid) as caught:
        organisations.register(
            session, actor, OrganisationKind.COOPERATIVE, Registration(name="KDMP X", region=region), now=NOW
        )

    assert "region" in caught.value.errors


def test_officials_and_the_operator_approve(session: Session) -> None:
    for judge in (make_official(session), make_operator(session)):
        organisation = registered(session)

        organisations.approve(session, judge, organisation, now=NOW)

        assert organisation.state == OrganisationState.ACTIVE
        assert organisation.decided_by_id == judge.user_id


def test_sellers_and_buyers_approve_nobody(session: Session) -> None:
    for stranger in (make_seller(session), make_buyer(session)):
        with pytest.raises(NotAllowed):
            organisations.approve(session, stranger, registered(session), now=NOW)


def test_nobody_decides_on_their_own_organisation(session: Session) -> None:
    agency = make_organisation(session, kind=OrganisationKind.AGENCY)
    official = make_member(session, agency, Role.OFFICIAL)
    agency.state = OrganisationState.PENDING

    with pytest.raises(NotAllowed):
        organisations.approve(session, official, agency, now=NOW)


def test_a_decision_is_taken_once(session: Session) -> None:
    official, organisation = make_official(session), registered(session)
    organisations.approve(session, official, organisation, now=NOW)

    with pytest.raises(Conflict):
        organisations.refuse(session, official, organisation, "Nama desa salah.", now=NOW)


def test_a_refusal_needs_a_reason_and_can_be_mended(session: Session) -> None:
    official, organisation = make_official(session), registered(session)
    with pytest.raises(Invalid):
        organisations.refuse(session, official, organisation, "  ", now=NOW)
    organisations.refuse(session, official, organisation, "Nama desa salah.", now=NOW)

    member = queries.people_of(session, organisation.id)[0].user
    actor = people.actor_of(member, people.memberships_of(session, member.id), organisation.id)
    organisations.edit(session, actor, organisation, PROFILE, now=NOW)

    assert organisation.state == OrganisationState.PENDING


def test_a_profile_is_edited_by_its_own_people_only(session: Session) -> None:
    organisation = make_organisation(session)

    with pytest.raises(NotAllowed):
        organisations.edit(session, make_seller(session), organisation, PROFILE, now=NOW)


def test_an_account_number_is_kept_without_blanks(session: Session) -> None:
    assert registered(session).bank_account_number == "9999000111"
