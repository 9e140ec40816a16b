"""Reading the pages with versions, and who agreed to them."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.core.errors import NotFound
from marketplace.privacy.models import Consent, PageVersion
from marketplace.privacy.slugs import AGREED_TO, Slug


def number_in_force(session: Session, slug: Slug, *, at: datetime | None = None) -> int:
    """Return the number of the version that holds now, or that held at a moment; 0 where there is none."""
    newest = select(func.max(PageVersion.number)).where(PageVersion.slug == slug)
    if at is not None:
        newest = newest.where(PageVersion.published_at <= at)
    return session.scalar(newest) or 0


def version(session: Session, slug: Slug, language: str, number: int | None = None) -> PageVersion:
    """Return a version of a page, the newest where none is named; raise ``NotFound``."""
    wanted = select(PageVersion).where(PageVersion.slug == slug, PageVersion.language == language)
    if number is not None:
        wanted = wanted.where(PageVersion.number == number)
    found = session.scalar(wanted.order_by(PageVersion.number.desc()).limit(1))
    if found is None:
        raise NotFound()
    return found


def versions(session: Session, slug: Slug) -> list[PageVersion]:
    """Return all versions of a page, each in one language, the newest first."""
    wanted = select(PageVersion).where(PageVersion.slug == slug, PageVersion.language == "id")
    return list(session.scalars(wanted.order_by(PageVersion.number.desc())))


def newest(session: Session) -> dict[str, PageVersion]:
    """Return the version in force of every page, each in one language."""
    last = select(PageVersion.slug, func.max(PageVersion.number)).group_by(PageVersion.slug).subquery()
    wanted = select(PageVersion).join(last, (PageVersion.slug == last.c[0]) & (PageVersion.number == last.c[1]))
    return {row.slug: row for row in session.scalars(wanted.where(PageVersion.language == "id"))}


def to_agree(session: Session, user_id: int) -> list[PageVersion]:
    """Return the pages that changed for the person since they agreed last; one query, for it is asked on each page."""
    agreed = exists().where(
        Consent.user_id == user_id, Consent.slug == PageVersion.slug, Consent.number >= PageVersion.number
    )
    wanted = select(PageVersion).where(
        PageVersion.slug.in_([str(slug) for slug in AGREED_TO]),
        PageVersion.language == "id",
        PageVersion.is_material,
        ~agreed,
    )
    # Newest last, so that of several versions only the last one of a page is left.
    return list({row.slug: row for row in session.scalars(wanted.order_by(PageVersion.number))}.values())


def agreed_counts(session: Session) -> dict[tuple[str, int], int]:
    """Return how many people agreed to each version, by page and number."""
    rows = select(Consent.slug, Consent.number, func.count()).group_by(Consent.slug, Consent.number)
    return {(slug, number): count for slug, number, count in session.execute(rows)}


def people_count(session: Session) -> int:
    """Return how many people have an account."""
    return session.scalar(select(func.count(User.id)).where(User.erased_at.is_(None))) or 0


def consents_of(session: Session, user_id: int) -> list[Consent]:
    """Return what a person agreed to, the first first."""
    return list(session.scalars(select(Consent).where(Consent.user_id == user_id).order_by(Consent.id)))
