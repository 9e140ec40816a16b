"""Bank accounts: the first counts at once, every other after 48 hours, unless somebody stops it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import banking, members, organisations, people, queries, suspension
from marketplace.accounts.banking import BankAccount
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.organisations import Registration
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.events.models import Event
from tests.factories import NOW, make_member, make_official, make_operator, make_organisation, make_seller

NEW = BankAccount(bank_name="Bank Baru", account_number="8888 000-222", account_holder="KDMP Baru")
DUE = NOW + banking.HOLD


def number(session: Session, actor: Actor) -> str:
    """Return the account number that counts for the actor's organisation."""
    return queries.locked_organisation(session, actor.organisation_id).bank_account_number


def ask(session: Session, actor: Actor, account: BankAccount = NEW) -> int:
    """Ask for another account and return the id of the change."""
    return banking.ask(session, actor, actor.organisation_id, account, now=NOW).id


def test_u7_another_account_counts_only_after_48_hours(session: Session) -> None:
    manager = make_seller(session)
    ask(session, manager)

    assert banking.apply_due(session, now=DUE - timedelta(seconds=1)) == 0
    assert number(session, manager) == "9999000111"

    assert banking.apply_due(session, now=DUE) == 1
    assert number(session, manager) == "8888000222"
    assert banking.waiting(session, manager.organisation_id or 0) is None


def test_u7_a_colleague_stops_it_and_it_never_counts(session: Session) -> None:
    manager = make_seller(session)
    other = make_member(session, queries.organisation(session, manager.organisation_id), Role.MANAGER)
    change = ask(session, manager)

    for _ in range(2):  # a second click is harmless
        banking.stop(session, other, change, now=NOW)

    assert banking.apply_due(session, now=DUE) == 0
    assert number(session, manager) == "9999000111"


def test_u7_the_profile_is_no_way_around(session: Session) -> None:
    manager = make_seller(session)
    organisation = queries.organisation(session, manager.organisation_id)
    profile = Registration(
        name="KDMP Lain",
        region=organisation.region_code,
        bank_name="Bank Pencuri",
        bank_account_number="666",
        bank_account_holder="Pencuri",
    )

    organisations.edit(session, manager, organisation, profile, now=NOW)

    assert (organisation.name, organisation.bank_account_number) == ("KDMP Lain", "9999000111")


def test_u7_the_wish_of_somebody_who_was_removed_is_stopped(session: Session) -> None:
    manager = make_seller(session)
    thief = make_member(session, queries.organisation(session, manager.organisation_id), Role.MANAGER)
    ask(session, thief)

    members.remove(session, manager, thief.user_id, now=NOW)

    assert banking.apply_due(session, now=DUE) == 0
    assert number(session, manager) == "9999000111"
    assert banking.waiting(session, manager.organisation_id or 0) is None


def test_the_first_account_counts_at_once(session: Session) -> None:
    manager = make_seller(session, bank_name="", bank_account_number="", bank_account_holder="")

    ask(session, manager)

    assert number(session, manager) == "8888000222"


def test_a_change_rests_while_the_organisation_is_suspended(session: Session) -> None:
    manager, operator = make_seller(session), make_operator(session)
    organisation = queries.organisation(session, manager.organisation_id)
    ask(session, manager)
    suspension.suspend(session, operator, organisation, "Periksa dulu.", now=NOW)

    assert banking.apply_due(session, now=DUE) == 0

    suspension.resume(session, operator, organisation, now=DUE)
    assert banking.apply_due(session, now=DUE) == 1


def test_people_of_a_suspended_organisation_stop_but_do_not_ask(session: Session) -> None:
    manager = make_seller(session)
    change = ask(session, manager)
    organisation = queries.organisation(session, manager.organisation_id)
    suspension.suspend(session, make_operator(session), organisation, "Periksa dulu.", now=NOW)
    suspended = _again(session, manager)

    with pytest.raises(NotAllowed):
        ask(session, suspended)
    banking.stop(session, suspended, change, now=NOW)

    assert banking.waiting(session, organisation.id) is None


def test_one_change_waits_at_a_time_and_the_same_twice_is_one(session: Session) -> None:
    manager = make_seller(session)
    first = ask(session, manager)

    assert ask(session, manager) == first
    with pytest.raises(Conflict):
        ask(session, manager, replace(NEW, account_number="7777000333"))


def test_what_counts_already_is_not_stopped(session: Session) -> None:
    manager = make_seller(session)
    change = ask(session, manager)
    banking.apply_due(session, now=DUE)

    with pytest.raises(Conflict):
        banking.stop(session, manager, change, now=DUE)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("account_number", ""),
        ("account_number", "12ab34567"),
        ("account_number", "1234"),
        ("bank_name", "  "),
        ("account_holder", ""),
    ],
)
def test_an_unreadable_account_is_refused(session: Session, field: str, text: str) -> None:
    changed = {"bank_name": "Bank", "account_number": "8888000222", "account_holder": "KDMP", field: text}

    with pytest.raises(Invalid) as caught:
        ask(session, make_seller(session), BankAccount(**changed))

    assert field in caught.value.errors


def test_the_account_that_counts_is_not_asked_for(session: Session) -> None:
    same = BankAccount(bank_name="Bank Contoh", account_number="9999-000-111", account_holder="KDMP Uji")

    with pytest.raises(Invalid):
        ask(session, make_seller(session), same)


def test_another_organisations_change_is_not_there(session: Session) -> None:
    manager, stranger = make_seller(session), make_seller(session)
    change = ask(session, manager)

    with pytest.raises(NotFound):
        banking.stop(session, stranger, change, now=NOW)
    with pytest.raises(NotAllowed):
        banking.ask(session, stranger, manager.organisation_id, NEW, now=NOW)


def test_who_has_no_say_neither_asks_nor_stops(session: Session) -> None:
    manager = make_seller(session)
    staff = make_member(session, queries.organisation(session, manager.organisation_id), Role.STAFF)
    change = ask(session, manager)

    with pytest.raises(NotAllowed):
        ask(session, staff, replace(NEW, account_number="7777000333"))
    with pytest.raises(NotAllowed):
        banking.stop(session, staff, change, now=NOW)
    with pytest.raises(NotAllowed):
        ask(session, make_official(session))


def test_before_the_approval_who_registered_looks_after_the_account(session: Session) -> None:
    waiting = make_organisation(session, kind=OrganisationKind.RETAILER, state=OrganisationState.PENDING)
    buyer = make_member(session, waiting, Role.BUYER)

    assert banking.may_change(buyer, waiting)


def test_the_trail_holds_no_number(session: Session) -> None:
    manager = make_seller(session)
    ask(session, manager)
    banking.apply_due(session, now=DUE)

    said = [str(event.data) for event in session.scalars(select(Event).where(Event.name.contains("bank_account")))]

    assert len(said) == 2
    assert not [text for text in said if "8888" in text]


def _again(session: Session, actor: Actor) -> Actor:
    user = queries.person(session, actor.user_id)
    return people.actor_of(user, people.memberships_of(session, user.id), actor.organisation_id)
