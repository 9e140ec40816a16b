"""Reading supplier files: a cooperative's own, and those that were shared with a buyer."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.supplier_file.models import SupplierFile, SupplierFileConsent
from certification.models import Certificate
from certification.queries import status_of
from certification.schemes import SCHEMES
from certification.status import is_valid
from marketplace.accounts import scope
from marketplace.accounts.models import Organisation, OrganisationState
from marketplace.core.errors import NotFound
from marketplace.core.roles import BUYER_KINDS, Actor
from marketplace.matching import holds
from marketplace.regions.models import Region
from marketplace.web.pages import PER_PAGE, Page

WHOLE = (
    joinedload(SupplierFile.buyer),
    joinedload(SupplierFile.cooperative).joinedload(Organisation.region),
    joinedload(SupplierFile.made_by),
    joinedload(SupplierFile.shared_by),
    selectinload(SupplierFile.consents).joinedload(SupplierFileConsent.given_by),
)


def buyers(session: Session, words: str, page: int, per_page: int = PER_PAGE) -> Page[Organisation]:
    """Return one page of the buyers that trade here, by name; with words in name or place."""
    place = Organisation.region.has
    wanted = _buyers().where(
        holds(words, Organisation.name, lambda word: place(Region.path.icontains(word, autoescape=True)))
    )
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    shown = wanted.options(joinedload(Organisation.region)).order_by(func.lower(Organisation.name), Organisation.id)
    return Page(list(session.scalars(shown.limit(per_page).offset((page - 1) * per_page))), page, per_page, total)


def active_buyer(session: Session, buyer_id: int) -> Organisation:
    """Return a buyer that trades here; raise ``NotFound``."""
    return _found(session.scalar(_buyers().where(Organisation.id == buyer_id)))


def buyer_called(session: Session, slug: str) -> Organisation:
    """Return a buyer that trades here, by its slug; raise ``NotFound``."""
    return _found(session.scalar(_buyers().where(Organisation.slug == slug)))


def own_files(session: Session, actor: Actor, words: str, page: int) -> Page[SupplierFile]:
    """Return one page of what the cooperative has made, newest first; with words in the buyer's name."""
    of_buyer = SupplierFile.buyer.has
    mine = _own(actor).where(holds(words, lambda word: of_buyer(Organisation.name.icontains(word, autoescape=True))))
    return _page(session, mine, page)


def own_file(session: Session, actor: Actor, code: str) -> SupplierFile:
    """Return one of the cooperative's own files; raise ``NotFound``."""
    file = session.scalar(_own(actor).where(SupplierFile.code == code).options(*WHOLE))
    if file is None:
        raise NotFound()
    return file


def shared_files(session: Session, actor: Actor, words: str, page: int, *, now: datetime) -> Page[SupplierFile]:
    """Return one page of what a buyer can fetch, newest first; with words in the cooperative's name or place."""
    seller = SupplierFile.cooperative.has
    theirs = _shared(actor, now).where(
        holds(
            words,
            lambda word: seller(
                or_(
                    Organisation.name.icontains(word, autoescape=True),
                    Organisation.region.has(Region.path.icontains(word, autoescape=True)),
                )
            ),
        )
    )
    return _page(session, theirs, page)


def shared_file(session: Session, actor: Actor, code: str, *, now: datetime) -> SupplierFile:
    """Return a file that a buyer can fetch; raise ``NotFound`` once it has ended or its cooperative is suspended."""
    file = session.scalar(_shared(actor, now).where(SupplierFile.code == code).options(*WHOLE))
    if file is None:
        raise NotFound()
    return file


def fallen_papers(session: Session, files: Sequence[SupplierFile], day: date) -> dict[int, list[str]]:
    """Return by file the short names of papers in it that do not count any more on a day; one query."""
    codes = {code for file in files for code in file.papers}
    found = session.scalars(select(Certificate).where(Certificate.code.in_(codes))) if codes else ()
    fallen = {row.code: SCHEMES[row.scheme].short_name for row in found if not is_valid(status_of(row, day))}
    return {file.id: [fallen[code] for code in file.papers if code in fallen] for file in files}


def ended_files(session: Session, *, now: datetime, most: int = 200) -> list[SupplierFile]:
    """Return files whose bytes nobody can fetch any more."""
    over = or_(SupplierFile.ended_at.is_not(None), SupplierFile.expires_at <= now)
    statement = select(SupplierFile).where(SupplierFile.stored_name.is_not(None), over)
    return list(session.scalars(statement.order_by(SupplierFile.id).limit(most)))


def living_for(session: Session, cooperative_id: int, buyer_id: int) -> list[SupplierFile]:
    """Return what a cooperative has made for a buyer and has not ended."""
    statement = select(SupplierFile).where(
        SupplierFile.cooperative_id == cooperative_id,
        SupplierFile.buyer_id == buyer_id,
        SupplierFile.ended_at.is_(None),
    )
    return list(session.scalars(statement.order_by(SupplierFile.id)))


def _buyers() -> Select[Organisation]:
    return select(Organisation).where(
        Organisation.kind.in_([str(kind) for kind in BUYER_KINDS]), Organisation.state == OrganisationState.ACTIVE
    )


def _own(actor: Actor) -> Select[SupplierFile]:
    return scope.rows(actor, SupplierFile).where(SupplierFile.cooperative_id == actor.organisation_id)


def _shared(actor: Actor, now: datetime) -> Select[SupplierFile]:
    return scope.rows(actor, SupplierFile).where(
        SupplierFile.buyer_id == actor.organisation_id,
        SupplierFile.shared_at.is_not(None),
        SupplierFile.ended_at.is_(None),
        SupplierFile.stored_name.is_not(None),
        SupplierFile.expires_at > now,
        SupplierFile.cooperative.has(Organisation.state == OrganisationState.ACTIVE),
    )


def _page(session: Session, statement: Select[SupplierFile], page: int) -> Page[SupplierFile]:
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    newest = statement.options(*WHOLE).order_by(SupplierFile.id.desc())
    rows = session.scalars(newest.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).unique()
    return Page(list(rows), page, PER_PAGE, total)


def _found(buyer: Organisation | None) -> Organisation:
    if buyer is None:
        raise NotFound()
    return buyer
