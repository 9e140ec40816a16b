"""Seal what happened: put the events that are there into the chain, and let nobody change them any more.

Whoever had an account before addresses were verified keeps it as a verified one.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from marketplace.events.chain import START, link
from marketplace.events.models import ChainHead, Event

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SEALED = "a sealed event is never changed"


def upgrade() -> None:
    """Apply."""
    op.execute("UPDATE users SET email_verified_at = created_at WHERE email_verified_at IS NULL")
    _seal(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER events_sealed ON events")
        op.execute("DROP FUNCTION refuse_sealed_event")
    else:
        op.execute("DROP TRIGGER events_sealed_update")
        op.execute("DROP TRIGGER events_sealed_delete")
    op.execute("DELETE FROM event_chain_head")
    op.execute("UPDATE events SET position = NULL, previous_hash = NULL, hash = NULL")


def _seal(connection: sa.Connection) -> None:
    table: Any = Event.__table__
    change = table.update().where(table.c.id == sa.bindparam("which"))
    length, end, changes = 0, START, []
    with Session(connection) as session:
        for event in session.scalars(sa.select(Event).order_by(Event.id).execution_options(yield_per=1000)):
            length += 1
            before, end = end, link(end, event)
            changes.append({"which": event.id, "position": length, "previous_hash": before, "hash": end})
            session.expunge(event)
    for start in range(0, len(changes), 1000):
        connection.execute(change, changes[start : start + 1000])
    connection.execute(sa.insert(ChainHead).values(id=1, length=length, hash=end))


def _guard_postgresql() -> None:
    op.execute(
        f"""
        CREATE OR REPLACE FUNCTION refuse_sealed_event() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.hash IS NOT NULL THEN RAISE EXCEPTION '{SEALED}'; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER events_sealed BEFORE UPDATE OR DELETE ON events "
        "FOR EACH ROW EXECUTE FUNCTION refuse_sealed_event()"
    )


def _guard_sqlite() -> None:
    for action in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER events_sealed_{action} BEFORE {action.upper()} ON events WHEN OLD.hash IS NOT NULL "
            f"BEGIN SELECT RAISE(ABORT, '{SEALED}'); END"
        )
