"""What follows from events of members, bank accounts and suspensions: who is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from marketplace.accounts import banking, events, queries, suspension
from marketplace.accounts.models import Organisation, User
from marketplace.accounts.names import ROLES
from marketplace.accounts.permissions import CHANGE_BANK, MANAGE_MEMBERS
from marketplace.core.roles import Role
from marketplace.core.text import _l
from marketplace.db import Database
from marketplace.events.schedule import scheduled
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.notifications.services import Notice, notify
from marketplace.web.i18n import moment

Who = Callable[[Session, Organisation, Happening], Sequence[User]]


def _managers(session: Session, organisation: Organisation, happening: Happening) -> list[User]:
    """Return who looks after the members, without the person who did it."""
    found = queries.users_holding(session, MANAGE_MEMBERS, organisation.id)
    return [user for user in found if user.id != happening.actor_user_id]


def _bankers(session: Session, organisation: Organisation, _happening: Happening) -> list[User]:
    """Return who may stop a change of the bank account; the asker too: somebody else may use that account."""
    return queries.users_holding(session, CHANGE_BANK, organisation.id)


def _everybody(session: Session, organisation: Organisation, _happening: Happening) -> list[User]:
    return queries.members(session, organisation.id)


def _person(session: Session, _organisation: Organisation, happening: Happening) -> list[User]:
    """Return the person whom it is about, unless they did it themselves."""
    user_id = happening.data["user"]
    return [queries.person(session, user_id)] if user_id != happening.actor_user_id else []


@dataclass(frozen=True)
class Told:
    """One notice: for whom, and the page that it leads to."""

    who: Who
    notice: Notice
    endpoint: str


NOTICES: dict[str, tuple[Told, ...]] = {
    events.INVITATION_ACCEPTED: (
        Told(
            _managers,
            Notice(
                "security_member_joined",
                _l("%(person)s has joined %(name)s"),
                _l("%(person)s accepted the invitation and acts for %(name)s now, as: %(roles)s."),
            ),
            "members.index",
        ),
    ),
    events.ROLE_CHANGED: (
        Told(
            _person,
            Notice(
                "security_role_changed", _l("Your role at %(name)s was changed"), _l("You are there now: %(roles)s.")
            ),
            "account.show",
        ),
        Told(
            _managers,
            Notice(
                "security_role_changed", _l("A role at %(name)s was changed"), _l("%(person)s is there now: %(roles)s.")
            ),
            "members.index",
        ),
    ),
    events.MEMBER_LEFT: (
        Told(
            _person,
            Notice(
                "security_member_removed",
                _l("You do not act for %(name)s any more"),
                _l("A manager took you out of the organisation. Your account stays yours."),
            ),
            "account.show",
        ),
        Told(
            _managers,
            Notice(
                "security_member_left",
                _l("%(person)s has left %(name)s"),
                _l("%(person)s does not act for it any more."),
            ),
            "members.index",
        ),
    ),
    events.BANK_ACCOUNT_ASKED: (
        Told(
            _bankers,
            Notice(
                "security_bank_account_asked",
                _l("The bank account of %(name)s is about to change"),
                _l(
                    "%(person)s asked for another bank account. It counts from %(moment)s on; until then buyers pay "
                    "to the old one. If you did not expect this, open the page and stop it."
                ),
            ),
            "bank.show",
        ),
    ),
    events.BANK_ACCOUNT_CHANGED: (
        Told(
            _bankers,
            Notice(
                "security_bank_account_changed",
                _l("The bank account of %(name)s was changed"),
                _l("Buyers pay to the new account from now on. Orders that wait for a transfer keep the old one."),
            ),
            "bank.show",
        ),
    ),
    events.BANK_ACCOUNT_STOPPED: (
        Told(
            _bankers,
            Notice(
                "security_bank_account_stopped",
                _l("The change of the bank account of %(name)s was stopped"),
                _l("Buyers go on paying to the old account."),
            ),
            "bank.show",
        ),
    ),
    events.SUSPENDED: (
        Told(
            _everybody,
            Notice(
                "organisation_suspended",
                _l("%(name)s is suspended"),
                _l(
                    "The operator of the site gives this reason: %(reason)s\nOpen orders go on and must be brought to "
                    "their end; nothing new begins. Ask the operator what is to be done."
                ),
            ),
            "organisation.profile",
        ),
    ),
    events.RESUMED: (
        Told(
            _everybody,
            Notice(
                "organisation_resumed",
                _l("%(name)s works again"),
                _l("The suspension has ended. Products are back in search, and orders can be placed again."),
            ),
            "organisation.profile",
        ),
    ),
}


@subscribe("tell_of_organisations", *NOTICES)
def tell(session: Session, happening: Happening, now: datetime) -> None:
    """Tell the people of an organisation what happened to it, and a person what happened to them in it."""
    organisation = queries.organisation(session, happening.subject_id)
    values = _values(session, organisation, happening)
    for told in NOTICES[happening.name]:
        people = told.who(session, organisation, happening)
        notify(session, people, told.notice, url=url_for(told.endpoint), now=now, values=values)


DISABLED = Notice(
    "security_person_disabled",
    _l("Your account was disabled"),
    _l("The operator of the site has disabled your account: you cannot sign in. Ask the operator why."),
)
ENABLED = Notice(
    "security_person_enabled", _l("Your account works again"), _l("You can sign in again with your password.")
)


@subscribe("tell_of_standing", events.PERSON_DISABLED, events.PERSON_ENABLED)
def tell_person(session: Session, happening: Happening, now: datetime) -> None:
    """Tell a person that they are shut out, or let in again."""
    notice = DISABLED if happening.name == events.PERSON_DISABLED else ENABLED
    person = queries.person(session, happening.subject_id)
    notify(session, [person], notice, url=url_for("session.sign_in"), now=now)


@scheduled("apply_bank_accounts", every=timedelta(minutes=1))
def apply_bank_accounts(database: Database, now: datetime) -> None:
    """Let the bank accounts count whose 48 hours are over."""
    with database.transaction() as session:
        banking.apply_due(session, now=now)


def _values(session: Session, organisation: Organisation, happening: Happening) -> dict[str, Any]:
    about = happening.data.get("user") or happening.actor_user_id
    person = queries.person(session, about).name if about else ""
    roles = [role for role in (happening.data.get("roles") or happening.data.get("role") or "").split(",") if role]
    return {
        "name": organisation.name,
        "person": person,
        "roles": _Roles(roles),
        "reason": suspension.latest_reason(session, organisation.id),
        "moment": _Moment(happening.occurred_at + banking.HOLD),
    }


@dataclass(frozen=True)
class _Roles:
    """Names of roles, said when they are shown: each reader has a language of their own."""

    roles: Sequence[str]

    def __str__(self) -> str:
        return ", ".join(str(ROLES[Role(role)]) for role in self.roles)


@dataclass(frozen=True)
class _Moment:
    """A moment, written when it is shown."""

    moment: datetime

    def __str__(self) -> str:
        return moment(self.moment)
