"""What happens to second factors: set up, asked for, taken away. ``key`` is the site's ``SECRET_KEY``."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from marketplace.accounts import people, sessions
from marketplace.accounts import queries as accounts
from marketplace.core.errors import Conflict, Invalid, NotAllowed
from marketplace.core.roles import SYSTEM, Actor
from marketplace.core.text import _l
from marketplace.db import conditional
from marketplace.events import trail
from marketplace.second_factor import codes, events, queries
from marketplace.second_factor.models import RecoveryCode, SecondFactor
from marketplace.second_factor.permissions import RESET_FACTOR

WRONG = _l("This code is not right, or was used already. Wait for the next one and try again.")


def begin(session: Session, actor: Actor, *, now: datetime) -> None:
    """Give the actor a fresh secret that waits for its first code.

    Raises ``Conflict`` where one is in use, and before the address is proved: else whoever made an account with a
    stranger's address would lock its owner out.
    """
    if not actor.is_verified:
        raise Conflict("unverified", _l("Confirm your e-mail address first."))
    if queries.is_on(session, actor.user_id):
        raise Conflict("factor_on", _l("The code at sign-in is on already."))
    row = session.get(SecondFactor, actor.user_id)
    if row is None:
        row = SecondFactor(user_id=actor.user_id)
        session.add(row)
    row.salt = codes.new_salt()
    row.created_at = now
    session.flush()


def confirm(session: Session, actor: Actor, text: str, *, key: str, now: datetime) -> list[str]:
    """Switch the factor on by the first code of the phone; return the recovery codes, seen this once.

    Raises ``NotFound`` where none waits and ``Invalid`` for a wrong code.
    """
    row = queries.unconfirmed(session, actor)
    step = codes.matching_step(codes.secret_of(key, row.salt), codes.read(text), now=now, last_step=0)
    if step is None:
        raise Invalid.field("code", _l("This code is not right. Compare the clock of the phone, then try the next."))
    row.confirmed_at = now
    row.last_step = step
    trail.record(session, actor, events.TURNED_ON, "person", actor.user_id, now=now)
    return _new_codes(session, actor.user_id, key, now)


def check(session: Session, user_id: int, text: str, *, key: str, now: datetime) -> None:
    """Take a code of the phone or from paper, each once; raise ``Invalid`` for any other text.

    Somebody without a second factor needs none.
    """
    row = queries.confirmed(session, user_id)
    if row is None:
        return
    code = codes.read(text)
    take = _take_step if codes.is_by_time(code) else _take_code
    if not take(session, row, code, key, now):
        raise Invalid.field("code", WRONG, code="wrong_code")


def renew_codes(session: Session, actor: Actor, *, key: str, now: datetime) -> list[str]:
    """Replace the actor's recovery codes and return the new ones; raise ``Conflict`` where the factor is off."""
    _need_on(session, actor)
    trail.record(session, actor, events.CODES_RENEWED, "person", actor.user_id, now=now)
    return _new_codes(session, actor.user_id, key, now)


def turn_off(session: Session, actor: Actor, *, is_required: bool, now: datetime) -> None:
    """Take the actor's own factor away; raise ``Conflict`` where it is off, or required of them."""
    _need_on(session, actor)
    if is_required:
        raise Conflict("factor_required", _l("Your role needs the code at sign-in; it cannot be switched off."))
    _remove(session, actor.user_id)
    trail.record(session, actor, events.TURNED_OFF, "person", actor.user_id, now=now)


def reset_for(session: Session, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Take away the factor of somebody who lost phone and recovery codes, and end all their sign-ins.

    For the operator only (``NotAllowed``), and not for oneself; raises ``NotFound`` for nobody and ``Conflict``
    where there is no factor. The person is told.
    """
    actor.check(RESET_FACTOR)
    if user_id == actor.user_id:
        raise NotAllowed("not_oneself", _l("Another operator must do this for you."))
    reset_on_server(session, user_id, actor=actor, now=now)


def reset_on_server(session: Session, user_id: int, *, actor: Actor = SYSTEM, now: datetime) -> None:
    """Take away a person's factor and end their sign-ins: for whoever sits at the server itself."""
    person = accounts.person(session, user_id)
    if session.get(SecondFactor, person.id) is None:
        raise Conflict("factor_off", _l("This person has no code at sign-in."))
    _remove(session, person.id)
    sessions.end_all(session, person.id, now=now)
    people.revoke_all_tokens(session, person.id, now=now)
    trail.record(session, actor, events.RESET, "person", person.id, now=now)


def _need_on(session: Session, actor: Actor) -> None:
    if not queries.is_on(session, actor.user_id):
        raise Conflict("factor_off", _l("The code at sign-in is off."))


def _take_step(session: Session, row: SecondFactor, code: str, key: str, now: datetime) -> bool:
    step = codes.matching_step(codes.secret_of(key, row.salt), code, now=now, last_step=row.last_step)
    if step is None:
        return False
    mine = update(SecondFactor).where(SecondFactor.user_id == row.user_id, SecondFactor.last_step < step)
    return conditional(session, mine.values(last_step=step))


def _take_code(session: Session, row: SecondFactor, code: str, key: str, now: datetime) -> bool:
    mine = update(RecoveryCode).where(
        RecoveryCode.user_id == row.user_id,
        RecoveryCode.code_hash == codes.recovery_hash(key, row.user_id, code),
        RecoveryCode.used_at.is_(None),
    )
    if not conditional(session, mine.values(used_at=now)):
        return False
    left = queries.codes_left(session, row.user_id)
    trail.record(session, SYSTEM, events.RECOVERY_USED, "person", row.user_id, now=now, left=left)
    return True


def _new_codes(session: Session, user_id: int, key: str, now: datetime) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    fresh = codes.new_recovery_codes()
    session.add_all(
        RecoveryCode(user_id=user_id, code_hash=codes.recovery_hash(key, user_id, code), created_at=now)
        for code in fresh
    )
    session.flush()
    return fresh


def _remove(session: Session, user_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
