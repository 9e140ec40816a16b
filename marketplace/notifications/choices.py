"""Of which groups of notices a person wants mail, and who of several people gets one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.roles import SYSTEM, Actor
from marketplace.events import trail
from marketplace.notifications import bounces, events
from marketplace.notifications.groups import ALWAYS, CHOOSABLE, Group
from marketplace.notifications.models import MailBounce, MailStop


def mailed(session: Session, user_ids: Collection[int], group: Group, *, now: datetime) -> set[int]:
    """Return who of these people gets mail of a group, in one query: not stopped, and mail does not come back."""
    if group in ALWAYS:
        return set(user_ids)
    stopped = exists().where(MailStop.user_id == User.id, MailStop.group_code == group)
    returned = exists().where(bounces.OF_USER, bounces.is_returned(now))
    wanted = select(User.id).where(User.id.in_(user_ids), ~stopped, ~returned.select_from(MailBounce).correlate(User))
    return set(session.scalars(wanted))


def stopped_groups(session: Session, user_id: int) -> set[Group]:
    """Return the groups of which a person wants no mail."""
    found = session.scalars(select(MailStop.group_code).where(MailStop.user_id == user_id))
    return {Group(code) for code in found if code in set(Group)}


def choose(session: Session, actor: Actor, wanted: Collection[Group], *, now: datetime) -> None:
    """Let the actor get mail of these groups and of no other that can be chosen."""
    for group in CHOOSABLE:
        change = resume if group in wanted else stop
        change(session, actor.user_id, group, actor=actor, now=now)


def stop(session: Session, user_id: int, group: Group, *, now: datetime, actor: Actor = SYSTEM) -> None:
    """Send a person no more mail of a group; asked twice it stays so."""
    if group in ALWAYS or group in stopped_groups(session, user_id):
        return
    session.add(MailStop(user_id=user_id, group_code=group, stopped_at=now))
    session.flush()
    trail.record(session, actor, events.MAIL_STOPPED, "person", user_id, now=now, group=group)


def resume(session: Session, user_id: int, group: Group, *, now: datetime, actor: Actor = SYSTEM) -> None:
    """Send a person mail of a group again."""
    if group not in stopped_groups(session, user_id):
        return
    session.execute(delete(MailStop).where(MailStop.user_id == user_id, MailStop.group_code == group))
    trail.record(session, actor, events.MAIL_RESUMED, "person", user_id, now=now, group=group)
