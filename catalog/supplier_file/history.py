"""What happened to a supplier file, read from the trail: made, shared, who fetched it, withdrawn."""

from dataclasses import dataclass
from datetime import datetime

from babel.support import LazyProxy
from sqlalchemy.orm import Session

from catalog.supplier_file import events
from catalog.supplier_file.models import SupplierFile
from catalog.supplier_file.services import KIND
from marketplace.accounts.queries import organisations_by_ids, people_by_ids
from marketplace.core.text import _l
from marketplace.events import trail

WORDS: dict[str, LazyProxy] = {
    events.FILE_MADE: _l("Made"),
    events.FILE_SHARED: _l("Shared with the buyer"),
    events.FILE_DOWNLOADED: _l("Downloaded"),
    events.FILE_WITHDRAWN: _l("Withdrawn"),
    events.FILE_REPLACED: _l("Replaced by a newer one"),
}


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One line of a file's history."""

    at: datetime
    what: LazyProxy
    person: str
    organisation: str
    is_download: bool


def told(session: Session, file: SupplierFile) -> list[Happened]:
    """Return what happened, the newest first; three queries."""
    found = trail.history(session, KIND, file.id, WORDS)
    people = {row.id: row.name for row in people_by_ids(session, {e.actor_user_id for e in found if e.actor_user_id})}
    houses = {e.actor_organisation_id for e in found if e.actor_organisation_id}
    names = {row.id: row.name for row in organisations_by_ids(session, houses)}
    return [
        Happened(
            at=event.occurred_at,
            what=WORDS[event.name],
            person=people.get(event.actor_user_id or 0, ""),
            organisation=names.get(event.actor_organisation_id or 0, ""),
            is_download=event.name == events.FILE_DOWNLOADED,
        )
        for event in reversed(found)
    ]
