"""The parts of a person's own data that the ground keeps (UU PDP, articles 7 and 13)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import ApiToken, Membership, Organisation, SignInSession, User
from marketplace.conversations.models import Conversation, Message
from marketplace.core.text import _l
from marketplace.events.models import Event
from marketplace.files.models import StoredFile
from marketplace.jobs.models import Job
from marketplace.notifications.models import MailStop, Notification, OutgoingMail
from marketplace.privacy.models import Complaint, Consent
from marketplace.privacy.registers import Columns, Rows, export_part, rows
from marketplace.second_factor.models import SecondFactor


def profile(session: Session, user_id: int) -> dict[str, Any]:
    """Return what the person told of themself."""
    user = session.get_one(User, user_id)
    factor = session.get(SecondFactor, user_id)
    return {
        "name": user.name,
        "email": user.email,
        "email_verified_at": user.email_verified_at,
        "phone": user.phone,
        "language": user.language,
        "created_at": user.created_at,
        "second_factor_since": factor.confirmed_at if factor is not None else None,
    }


def _proved_address(user_id: int) -> Any:
    """Ask for the person's address where it was proved: else a stranger would read what came to somebody else."""
    proved = User.email_verified_at.is_not(None)
    return select(User.email).where(User.id == user_id, proved).scalar_subquery()


def memberships(session: Session, user_id: int) -> Rows:
    """Return for whom the person may act."""
    columns: Columns = {"organisation": Organisation.name, "role": Membership.role, "since": Membership.created_at}
    mine = select(Membership).join(Organisation).where(Membership.user_id == user_id).order_by(Membership.id)
    return rows(session, columns, mine)


def invitations(session: Session, user_id: int) -> Rows:
    """Return the invitations that came to the person's address."""
    columns: Columns = {
        "organisation": Organisation.name,
        "role": Invitation.role,
        "created_at": Invitation.created_at,
        "used_at": Invitation.used_at,
    }
    address = _proved_address(user_id)
    mine = select(Invitation).join(Organisation).where(Invitation.email == address).order_by(Invitation.id)
    return rows(session, columns, mine)


def sign_ins(session: Session, user_id: int) -> Rows:
    """Return when and with what the person signed in."""
    columns: Columns = {
        "browser": SignInSession.user_agent,
        "created_at": SignInSession.created_at,
        "last_seen_at": SignInSession.last_seen_at,
        "ended_at": SignInSession.ended_at,
    }
    return rows(session, columns, select(SignInSession).where(SignInSession.user_id == user_id))


def tokens(session: Session, user_id: int) -> Rows:
    """Return the labels of API tokens; what they are cannot be read back by anybody."""
    columns: Columns = {
        "label": ApiToken.label,
        "can_write": ApiToken.can_write,
        "created_at": ApiToken.created_at,
        "last_used_at": ApiToken.last_used_at,
        "revoked_at": ApiToken.revoked_at,
    }
    return rows(session, columns, select(ApiToken).where(ApiToken.user_id == user_id))


def consents(session: Session, user_id: int) -> Rows:
    """Return what the person agreed to."""
    columns: Columns = {"page": Consent.slug, "version": Consent.number, "given_at": Consent.given_at}
    return rows(session, columns, select(Consent).where(Consent.user_id == user_id))


def notices(session: Session, user_id: int) -> Rows:
    """Return the notices in the inbox."""
    columns: Columns = {
        "title": Notification.title,
        "text": Notification.body,
        "created_at": Notification.created_at,
        "read_at": Notification.read_at,
    }
    return rows(session, columns, select(Notification).where(Notification.user_id == user_id))


def stopped_mails(session: Session, user_id: int) -> Rows:
    """Return the groups of mails that the person does not want."""
    columns: Columns = {"group": MailStop.group_code, "stopped_at": MailStop.stopped_at}
    return rows(session, columns, select(MailStop).where(MailStop.user_id == user_id))


def mails(session: Session, user_id: int) -> Rows:
    """Return which mails went to the person lately; their texts may hold links that still work."""
    columns: Columns = {
        "subject": OutgoingMail.subject,
        "state": OutgoingMail.state,
        "created_at": OutgoingMail.created_at,
    }
    address = _proved_address(user_id)
    return rows(session, columns, select(OutgoingMail).where(OutgoingMail.recipient == address))


def messages(session: Session, user_id: int) -> Rows:
    """Return what the person wrote to the other party."""
    columns: Columns = {"about": Conversation.subject_title, "text": Message.text, "created_at": Message.created_at}
    mine = select(Message).join(Conversation, Message.conversation_id == Conversation.id)
    return rows(session, columns, mine.where(Message.author_id == user_id).order_by(Message.id))


def files(session: Session, user_id: int) -> Rows:
    """Return the files that the person uploaded; the files themselves belong to the organisation."""
    columns: Columns = {
        "name": StoredFile.original_name,
        "kind": StoredFile.content_type,
        "bytes": StoredFile.size,
        "uploaded_at": StoredFile.uploaded_at,
    }
    return rows(session, columns, select(StoredFile).where(StoredFile.uploaded_by_id == user_id))


def jobs(session: Session, user_id: int) -> Rows:
    """Return the long work that the person started and that is still kept."""
    columns: Columns = {"kind": Job.kind, "state": Job.state, "created_at": Job.created_at}
    return rows(session, columns, select(Job).where(Job.user_id == user_id))


def complaints(session: Session, user_id: int) -> Rows:
    """Return what the person wrote to the operator, and the answers."""
    columns: Columns = {
        "number": Complaint.code,
        "kind": Complaint.kind,
        "text": Complaint.text,
        "created_at": Complaint.created_at,
        "answer": Complaint.answer,
        "answered_at": Complaint.answered_at,
    }
    return rows(session, columns, select(Complaint).where(Complaint.user_id == user_id))


def events(session: Session, user_id: int) -> Rows:
    """Return what the person did: names and moments."""
    columns: Columns = {
        "event": Event.name,
        "about": Event.subject_kind,
        "about_id": Event.subject_id,
        "at": Event.occurred_at,
    }
    return rows(session, columns, select(Event).where(Event.actor_user_id == user_id).order_by(Event.id))


def register() -> None:
    """Add the parts of the ground to the export."""
    for read, title in (
        (profile, _l("You")),
        (memberships, _l("Organisations")),
        (invitations, _l("Invitations")),
        (consents, _l("What you agreed to")),
        (sign_ins, _l("Sign-ins")),
        (tokens, _l("API tokens")),
        (notices, _l("Notices")),
        (stopped_mails, _l("Mails you stopped")),
        (mails, _l("Mails of the last 30 days")),
        (messages, _l("Messages you wrote")),
        (files, _l("Files you uploaded")),
        (jobs, _l("Long work you started")),
        (complaints, _l("Complaints")),
        (events, _l("What you did")),
    ):
        export_part(read.__name__, read, title)
