"""Filing a change of a product, taking it back, and an official's word on it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from catalog import events
from catalog.completeness import Step
from catalog.editing import check_own, checked_text, saved
from catalog.holds.composition import Composition, changes
from catalog.holds.following import composition_of, follow, watch
from catalog.holds.lifecycle import HOLD, HoldAction, HoldParty, HoldState
from catalog.holds.models import PaperHold
from catalog.models import LinkState, Product, ProductPaper
from certification.decisions import check_judge
from certification.lifecycle import CertificateState
from certification.models import Producer
from certification.permissions import VERIFY_CERTIFICATE
from marketplace.accounts import scope
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.files.models import StoredFile

LEAST_NOTE, MOST_TEXT = 10, 2_000


def file_change(
    session: Session,
    actor: Actor,
    hold: PaperHold,
    note: str,
    file: StoredFile | None = None,
    *,
    seen: int,
    now: datetime,
) -> None:
    """Send the change as the product stands now to the officials; a second click changes nothing.

    ``seen`` is the version of the hold that was on the form. Raise ``Invalid`` on ``note``, ``Conflict`` otherwise.
    """
    check_own(actor, hold.product)
    words = checked_text("note", note, MOST_TEXT)
    if hold.state == HoldState.FILED and hold.note == words:
        return
    if len(words) < LEAST_NOTE:
        raise Invalid.field("note", _l("Say in a sentence what you changed and why."))
    if not HOLD.allows(HoldState(hold.state), HoldAction.FILE, HoldParty.SELLER):
        raise _moved_on()
    _check_version(hold, seen)
    if file is not None and file.organisation_id != hold.cooperative_id:
        raise Invalid.field("file", _l("Choose the file again."))
    hold.state = HOLD.next(HoldState(hold.state), HoldAction.FILE, HoldParty.SELLER)
    hold.filed = composition_of(hold.product).kept()
    _touch(hold.product)
    hold.note, hold.file = words, file or hold.file
    hold.filed_at, hold.filed_by_id = now, actor.user_id
    hold.decided_at = hold.decided_by_id = None
    hold.decision_reason = ""
    session.flush()
    _record(session, actor, events.CHANGE_FILED, hold, now)


def take_back(session: Session, actor: Actor, hold: PaperHold, *, now: datetime) -> None:
    """Give the product its old name, ingredients and maker again: the paper counts at once. A second click is fine."""
    product = hold.product
    check_own(actor, product)
    if hold.state == HoldState.LIFTED:
        return
    if not HOLD.allows(HoldState(hold.state), HoldAction.LIFT, HoldParty.SELLER):
        raise _moved_on()
    before, watched = Composition.read(hold.before), watch(product)
    product.name, product.ingredients = before.name, before.ingredients
    if product.producer_id != before.maker_id and before.maker_id is not None:
        product.producer = scope.one(session, actor, Producer, id=before.maker_id)
        product.producer_id = before.maker_id
    follow(session, actor, product, watched, now=now)
    saved(session, actor, product, Step.PACKING, now=now)


def confirm(session: Session, actor: Actor, hold: PaperHold, *, seen: int, now: datetime) -> None:
    """Say that the changed product stays within the paper: its badge is back at once."""
    if not _begin(session, actor, hold, HoldState.CONFIRMED, seen):
        return
    paper = _link_of(hold)
    product = hold.product
    if hold.filed is None or changes(Composition.read(hold.filed), composition_of(product)):
        raise Conflict("stale", _l("The product has changed again since it was filed. Look at it again."))
    _touch(product)
    paper.state = LinkState.COUNTS
    paper.confirmed_name = product.name
    paper.confirmed_maker_id = product.producer_id
    _conclude(session, actor, hold, HoldAction.CONFIRM, "", now)
    _record(session, actor, events.CHANGE_CONFIRMED, hold, now)


def refuse(session: Session, actor: Actor, hold: PaperHold, reason: str, *, seen: int, now: datetime) -> None:
    """Say that it does not, with a reason that the cooperative reads: the product needs a new paper."""
    words = checked_text("reason", reason, MOST_TEXT)
    if not words:
        raise Invalid.field("reason", _l("Say why, so that they know what to do."))
    if not _begin(session, actor, hold, HoldState.REFUSED, seen):
        return
    _link_of(hold).state = LinkState.REFUSED
    _conclude(session, actor, hold, HoldAction.REFUSE, words, now)
    _record(session, actor, events.CHANGE_REFUSED, hold, now)


def _begin(session: Session, actor: Actor, hold: PaperHold, wanted: HoldState, seen: int) -> bool:
    """Check that the actor may decide on what they saw; False where this very decision was taken: a second click."""
    actor.check(VERIFY_CERTIFICATE)
    check_judge(session, actor, hold.certificate)
    locked = select(PaperHold).where(PaperHold.id == hold.id).with_for_update(of=PaperHold)
    session.scalars(locked.execution_options(populate_existing=True)).one()
    if hold.state == wanted and hold.decided_by_id == actor.user_id:
        return False
    if hold.state != HoldState.FILED:
        raise Conflict("already_decided", _l("This was decided or taken back in the meantime. See how it stands now."))
    _check_version(hold, seen)
    if hold.certificate.state != CertificateState.VERIFIED:
        raise Conflict("paper_gone", _l("The certificate itself does not count any more: there is nothing to confirm."))
    return True


def _conclude(session: Session, actor: Actor, hold: PaperHold, action: HoldAction, reason: str, now: datetime) -> None:
    hold.state = HOLD.next(HoldState(hold.state), action, HoldParty.OFFICIAL)
    hold.decided_at, hold.decided_by_id, hold.decision_reason = now, actor.user_id, reason
    session.flush()


def _touch(product: Product) -> None:
    """Give the product its next version: a save of it that runs at the same moment must begin anew and see the hold."""
    flag_modified(product, "state")


def _link_of(hold: PaperHold) -> ProductPaper:
    product: Product = hold.product
    return next(paper for paper in product.papers if paper.certificate_id == hold.certificate_id)


def _check_version(hold: PaperHold, seen: int) -> None:
    if hold.version != seen:
        raise Conflict("stale", _l("A colleague has changed this in the meantime. Compare and save again."))


def _moved_on() -> Conflict:
    return Conflict("moved_on", _l("This change stands otherwise by now. See how it stands."))


def _record(session: Session, actor: Actor, event: str, hold: PaperHold, now: datetime) -> None:
    data = {"hold": hold.id, "certificate": hold.certificate_id}
    trail.record(session, actor, event, "product", hold.product_id, now=now, **data)
