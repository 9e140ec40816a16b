"""What happens to pages with versions: the first ones are loaded, new ones are published, people agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.core.errors import Conflict, Invalid
from marketplace.core.roles import Actor
from marketplace.core.text import _l
from marketplace.events import trail
from marketplace.privacy import events, queries, shipped
from marketplace.privacy.models import Consent, PageVersion
from marketplace.privacy.permissions import EDIT_PAGES
from marketplace.privacy.slugs import AGREED_TO, Slug

MOST_LETTERS = 40_000


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """A new version: its text in both languages, and whether people are asked again."""

    slug: Slug
    texts: Mapping[str, str]
    is_material: bool = True


def load_first(session: Session, *, site_name: str, now: datetime) -> None:
    """Publish the texts that come with the software, for each page that has no version yet."""
    for slug in Slug:
        if queries.number_in_force(session, slug):
            continue
        texts = {language: shipped.text(slug, language, site_name) for language in shipped.LANGUAGES}
        first = PageDraft(slug=slug, texts=texts)
        try:
            with session.begin_nested():
                session.add_all(_rows(first, 1, None, now))
        except IntegrityError:
            continue  # another process was faster with the same texts


def publish(session: Session, actor: Actor, draft: PageDraft, *, seen: int, now: datetime) -> int:
    """Publish a new version and return its number; earlier ones stay as they are.

    ``seen`` is the number that the editor began with. Raises ``NotAllowed``, ``Invalid`` on an empty or too long text
    and where nothing was changed, ``Conflict`` where a colleague published in the meantime.
    """
    actor.check(EDIT_PAGES)
    texts = {language: _checked(language, draft.texts.get(language, "")) for language in shipped.LANGUAGES}
    number = queries.number_in_force(session, draft.slug)
    if number != seen:
        raise Conflict("stale", _l("A colleague has published a version in the meantime. Compare, then publish again."))
    if number and all(queries.version(session, draft.slug, key, number).text == text for key, text in texts.items()):
        raise Invalid("unchanged", _l("Nothing was changed."))
    checked = PageDraft(slug=draft.slug, texts=texts, is_material=draft.is_material)
    rows = _rows(checked, number + 1, actor.user_id, now)
    session.add_all(rows)
    session.flush()
    trail.record(
        session,
        actor,
        events.PAGE_PUBLISHED,
        "page",
        rows[0].id,
        now=now,
        slug=str(draft.slug),
        number=number + 1,
        material=draft.is_material,
    )
    return number + 1


def record_consent(session: Session, user_id: int, *, now: datetime) -> list[Consent]:
    """Record that a person agrees to the versions in force at ``now``; return what is new, twice is once."""
    known = {(row.slug, row.number) for row in queries.consents_of(session, user_id)}
    wanted = [(str(slug), queries.number_in_force(session, slug, at=now)) for slug in AGREED_TO]
    fresh = [
        Consent(user_id=user_id, slug=slug, number=number, given_at=now)
        for slug, number in wanted
        if number and (slug, number) not in known
    ]
    session.add_all(fresh)
    session.flush()
    return fresh


def agree(session: Session, actor: Actor, *, now: datetime) -> None:
    """Let a person agree to what is in force; a second click changes nothing."""
    for consent in record_consent(session, actor.user_id, now=now):
        trail.record(
            session, actor, events.AGREED, "person", actor.user_id, now=now, slug=consent.slug, number=consent.number
        )


def _rows(draft: PageDraft, number: int, publisher: int | None, now: datetime) -> list[PageVersion]:
    return [
        PageVersion(
            slug=draft.slug,
            number=number,
            language=language,
            text=draft.texts[language],
            is_material=draft.is_material,
            published_at=now,
            published_by_id=publisher,
        )
        for language in shipped.LANGUAGES
    ]


def _checked(language: str, text: str) -> str:
    clean = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not clean:
        raise Invalid.field(f"text_{language}", _l("This must not be empty."))
    if len(clean) > MOST_LETTERS:
        raise Invalid.field(f"text_{language}", _l("This is too long: at most %(n)s letters.", n=MOST_LETTERS))
    return clean
