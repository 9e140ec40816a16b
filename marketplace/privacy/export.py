"""One's own data as a ZIP: ``data.json`` for machines, a page to read for people. Made in memory, kept nowhere.

Because no file lies anywhere, there is no address under which somebody else could fetch it.
"""

import json
import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.roles import Actor
from marketplace.events import trail
from marketplace.privacy import events, registers
from marketplace.privacy.registers import ExportPart

DATA = "data.json"
PAGE = "data.html"


def collect(session: Session, actor: Actor, *, now: datetime) -> list[tuple[ExportPart, Any]]:
    """Return everything that is kept of the actor, part by part, and note that it was asked for."""
    trail.record(session, actor, events.DATA_EXPORTED, "person", actor.user_id, now=now)
    return [(part, part.read(session, actor.user_id)) for part in registers.parts()]


def packed(collected: list[tuple[ExportPart, Any]], page: str) -> bytes:
    """Pack the parts as JSON, and the page to read, into a ZIP."""
    said = {part.name: content for part, content in collected}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, json.dumps(said, ensure_ascii=False, indent=2, default=_plain))
        archive.writestr(PAGE, page)
    return buffer.getvalue()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
