"""Deleting an account: what is personal goes at once, papers of trade keep a row without a name (UU PDP, article 8).

Orders and invoices are copies that tax law wants kept for ten years (``periods.PAPERS_YEARS``); they stay.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from marketplace.accounts import events as accounts
from marketplace.accounts import people, queries
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import (
    ApiToken,
    HalfSignIn,
    Membership,
    Organisation,
    OrganisationState,
    SignInSession,
    User,
)
from marketplace.accounts.permissions import MANAGE_MEMBERS
from marketplace.conversations.models import ConversationRead
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.credentials.models import OneTimeLink
from marketplace.events import trail
from marketplace.kept_forms.models import KeptForm
from marketplace.notifications.models import MailBounce, MailStop, Notification, OutgoingMail
from marketplace.notifications.services import letter_to
from marketplace.privacy import complaints, events
from marketplace.privacy.models import Complaint, ComplaintState
from marketplace.second_factor.models import RecoveryCode, SecondFactor

NAME = "Akun dihapus"
"""Stands where a name was; the same in every language, for it is printed on papers."""

PERSONAL = (
    HalfSignIn.user_id,
    SignInSession.user_id,
    RecoveryCode.user_id,
    SecondFactor.user_id,
    OneTimeLink.user_id,
    KeptForm.user_id,
    Notification.user_id,
    MailStop.user_id,
    ConversationRead.user_id,
    Membership.user_id,
)
"""Rows that belong to nobody else: deleted with the account."""

ADDRESSED = (OutgoingMail.recipient, MailBounce.address, OneTimeLink.address)
"""Rows that are known by the address of mail: deleted too."""

WORKING = (OrganisationState.ACTIVE, OrganisationState.SUSPENDED)
"""Others rely on an organisation in these states: it trades, or brings to an end what it began."""


def held_up_by(session: Session, user_id: int) -> list[Organisation]:
    """Return the organisations at work that would be left without anybody who looks after the members."""
    found = {
        membership.organisation_id: membership.organisation for membership in people.memberships_of(session, user_id)
    }
    return [
        organisation
        for _id, organisation in sorted(found.items())
        if organisation.state in WORKING
        and {user.id for user in queries.users_holding(session, MANAGE_MEMBERS, organisation.id)} == {user_id}
    ]


def erase(session: Session, actor: Actor, typed_email: str, *, now: datetime) -> None:
    """Delete the actor's own account; a mail to the old address confirms it.

    Raises ``Invalid`` where the address that was typed is not the actor's, ``Conflict`` while an organisation at work
    would be left without anybody who looks after it.
    """
    user = queries.person(session, actor.user_id)
    if typed_email.strip().lower() != user.email:
        raise Invalid.field("email", _l("This is not the e-mail address of your account."))
    _check_nobody_is_left_alone(session, user.id)
    farewell = letter_to(user, _l("Your account is deleted"), FAREWELL, now=now)
    for organisation_id in sorted({row.organisation_id for row in people.memberships_of(session, user.id)}):
        trail.record(session, actor, accounts.MEMBER_LEFT, "organisation", organisation_id, now=now, user=user.id)
    _delete_rows(session, user)
    if user.email_verified_at is not None:
        _close_invitations(session, user.email, now)
    people.revoke_all_tokens(session, user.id, now=now)
    session.execute(update(ApiToken).where(ApiToken.user_id == user.id).values(label=""))
    _erase_answered_complaints(session, user.id, now)
    session.add(farewell)
    _anonymise(user, now)
    session.flush()
    trail.record(session, actor, events.PERSON_ERASED, "person", user.id, now=now)


FAREWELL = _l(
    "As you wished, your account is deleted: name, e-mail address, phone number, sign-ins, notices and mails are "
    "erased. Orders and invoices stay for ten years, because tax law demands it; your name does not stand in the "
    "account behind them any more.\n\nThis is the last mail to this address. It is erased after 30 days."
)


def _check_nobody_is_left_alone(session: Session, user_id: int) -> None:
    # Locked in the order of their ids: two who delete themselves at once must not both see the other.
    for organisation_id in sorted({row.organisation_id for row in people.memberships_of(session, user_id)}):
        queries.locked_organisation(session, organisation_id)
    alone = held_up_by(session, user_id)
    if alone:
        names = ", ".join(organisation.name for organisation in alone)
        raise Conflict(
            "last_manager",
            _l(
                "You are the only one who looks after %(names)s. Hand it over to a colleague first, "
                "or ask the operator.",
                names=names,
            ),
        )


def _delete_rows(session: Session, user: User) -> None:
    for column in PERSONAL:
        session.execute(delete(column.class_).where(column == user.id))
    # What is known by the address belongs to whoever has it: only a proved one is the person's own.
    for address in ADDRESSED if user.email_verified_at is not None else ():
        session.execute(delete(address.class_).where(address == user.email))
    session.expire(user, ["memberships"])


def _close_invitations(session: Session, email: str, now: datetime) -> None:
    mine = update(Invitation).where(Invitation.email == email)
    still_open = mine.where(Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None))
    session.execute(still_open.values(withdrawn_at=now))
    session.execute(mine.values(email=_nowhere()))


def _erase_answered_complaints(session: Session, user_id: int, now: datetime) -> None:
    # One that waits keeps its words and address: whoever wrote it still expects the answer.
    answered = select(Complaint).where(Complaint.user_id == user_id, Complaint.state == ComplaintState.ANSWERED)
    for complaint in session.scalars(answered):
        complaints.erase(complaint, now=now)


def _anonymise(user: User, now: datetime) -> None:
    user.name, user.email, user.email_verified_at = NAME, _nowhere(), None
    user.phone, user.phone_key = "", None
    user.password_hash = ""
    user.disabled_at = user.disabled_at or now
    user.erased_at = now


def _nowhere() -> str:
    """Return an address that can never be anybody's: ``.invalid`` is reserved (RFC 2606)."""
    return f"{secrets.token_hex(12)}@dihapus.invalid"
