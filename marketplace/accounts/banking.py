"""The bank account of an organisation: the first counts at once, another one after 48 hours unless it is stopped."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts import events, queries, scope
from marketplace.accounts.banking_models import BankAccountChange
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.accounts.permissions import CHANGE_BANK
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import BUYER_KINDS, SYSTEM, Actor, OrganisationKind, roles_with
from marketplace.core.text import _l
from marketplace.events import trail

HOLD = timedelta(hours=48)
"""Long enough for the colleagues of somebody whose account was taken over to see the mail and stop it."""
TRADING = BUYER_KINDS | {OrganisationKind.COOPERATIVE}
NUMBER = re.compile(r"[0-9]{5,30}")


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """Where money to an organisation goes."""

    bank_name: str
    account_number: str
    account_holder: str


def read_number(text: str) -> str:
    """Return an account number as it is kept: without blanks, dots and dashes."""
    return re.sub(r"[\s.-]", "", text)


def account_of(organisation: Organisation) -> BankAccount | None:
    """Return the account that counts now, or None where there is none yet."""
    if not organisation.bank_account_number:
        return None
    return BankAccount(
        bank_name=organisation.bank_name,
        account_number=organisation.bank_account_number,
        account_holder=organisation.bank_account_holder,
    )


def put(organisation: Organisation, account: BankAccount) -> None:
    """Let an account count from now on."""
    organisation.bank_name = account.bank_name
    organisation.bank_account_number = account.account_number
    organisation.bank_account_holder = account.account_holder


def may_change(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether somebody may ask for another account: before the approval too, never while suspended."""
    return may_stop(actor, organisation) and not actor.organisation_suspended


def may_stop(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether somebody may see and stop a change: whoever may ask for one, while suspended too."""
    holds = bool(actor.roles & roles_with(CHANGE_BANK)) and organisation.kind in TRADING
    return holds and actor.organisation_id == organisation.id


def waiting(session: Session, organisation_id: int) -> BankAccountChange | None:
    """Return the change that waits to count, or None."""
    statement = select(BankAccountChange).where(
        BankAccountChange.organisation_id == organisation_id,
        BankAccountChange.applied_at.is_(None),
        BankAccountChange.stopped_at.is_(None),
    )
    return session.scalar(statement.options(joinedload(BankAccountChange.asked_by)))


def ask(
    session: Session, actor: Actor, organisation_id: int | None, account: BankAccount, *, now: datetime
) -> BankAccountChange:
    """Ask for another account: the first one counts at once, each other one after ``HOLD``.

    Raises ``NotAllowed``, ``Invalid`` on an unreadable account or the one that counts already, ``Conflict`` where
    another change waits. The same asked twice is asked once.
    """
    organisation = queries.locked_organisation(session, organisation_id)
    if not may_change(actor, organisation):
        raise NotAllowed("not_allowed")
    account = _read(account)
    before = waiting(session, organisation.id)
    if before is not None:
        if _account_in(before) == account:
            return before
        raise Conflict("change_waits", _l("Another change is waiting already. Stop it first."))
    if account == account_of(organisation):
        raise Invalid.field("account_number", _l("This is the account that counts already."))
    is_first = account_of(organisation) is None
    change = BankAccountChange(
        organisation_id=organisation.id,
        bank_name=account.bank_name,
        account_number=account.account_number,
        account_holder=account.account_holder,
        asked_at=now,
        asked_by_id=actor.user_id,
        effective_at=now if is_first else now + HOLD,
    )
    session.add(change)
    session.flush()
    if is_first:
        _apply(session, actor, organisation, change, now)
    else:
        trail.record(
            session, actor, events.BANK_ACCOUNT_ASKED, "organisation", organisation.id, now=now, change=change.id
        )
    return change


def stop(session: Session, actor: Actor, change_id: int, *, now: datetime) -> None:
    """Stop a change of the own organisation; stopped already stays stopped, ``Conflict`` where it counts already."""
    change = scope.one(session, actor, BankAccountChange, id=change_id)
    organisation = queries.locked_organisation(session, change.organisation_id)
    session.refresh(change)
    if not may_stop(actor, organisation):
        raise NotAllowed("not_allowed")
    if change.applied_at is not None:
        raise Conflict("counts_already", _l("This account counts already. Ask for the right one now."))
    if change.stopped_at is None:
        _stop(session, actor, change, now)


def apply_due(session: Session, *, now: datetime) -> int:
    """Let the changes count whose time has come; return how many.

    Those of a suspended organisation rest. One whose asker may not ask any more (removed, disabled) is stopped:
    it may have been asked with a stolen account.
    """
    due = select(BankAccountChange).where(
        BankAccountChange.effective_at <= now,
        BankAccountChange.applied_at.is_(None),
        BankAccountChange.stopped_at.is_(None),
    )
    applied = 0
    for change in session.scalars(due.order_by(BankAccountChange.organisation_id)).all():
        organisation = queries.locked_organisation(session, change.organisation_id)
        session.refresh(change)
        if organisation.state == OrganisationState.SUSPENDED or change.stopped_at or change.applied_at:
            continue
        if change.asked_by_id not in {user.id for user in queries.users_holding(session, CHANGE_BANK, organisation.id)}:
            _stop(session, SYSTEM, change, now)
            continue
        _apply(session, SYSTEM, organisation, change, now)
        applied += 1
    return applied


def _read(account: BankAccount) -> BankAccount:
    number = read_number(account.account_number)
    wrong = {
        "bank_name": _l("Write the name of the bank.") if not account.bank_name.strip() else None,
        "account_number": None if NUMBER.fullmatch(number) else _l("Write the account number, digits only."),
        "account_holder": _l("Write the account holder as in the bank book.")
        if not account.account_holder.strip()
        else None,
    }
    found = {name: text for name, text in wrong.items() if text is not None}
    if found:
        raise Invalid("invalid", errors=found)
    return BankAccount(
        bank_name=account.bank_name.strip(), account_number=number, account_holder=account.account_holder.strip()
    )


def _account_in(change: BankAccountChange) -> BankAccount:
    return BankAccount(
        bank_name=change.bank_name, account_number=change.account_number, account_holder=change.account_holder
    )


def _apply(
    session: Session, actor: Actor, organisation: Organisation, change: BankAccountChange, now: datetime
) -> None:
    put(organisation, _account_in(change))
    change.applied_at = now
    session.flush()
    trail.record(
        session, actor, events.BANK_ACCOUNT_CHANGED, "organisation", organisation.id, now=now, change=change.id
    )


def _stop(session: Session, actor: Actor, change: BankAccountChange, now: datetime) -> None:
    change.stopped_at = now
    change.stopped_by_id = actor.user_id or None
    session.flush()
    trail.record(
        session, actor, events.BANK_ACCOUNT_STOPPED, "organisation", change.organisation_id, now=now, change=change.id
    )
