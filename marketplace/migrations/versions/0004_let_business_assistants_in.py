"""Let business assistants in: a further role of an office's people."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BEFORE = ("manager", "staff", "buyer", "requester", "approver", "finance", "receiver", "official", "operator")
AFTER = (*BEFORE[:-1], "assistant", BEFORE[-1])


def upgrade() -> None:
    """Apply."""
    _allow(AFTER)


def downgrade() -> None:
    """Take back; whoever is an assistant must have another role by then."""
    _allow(BEFORE)


def _allow(roles: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{role}'" for role in roles)
    for table in ("memberships", "invitations"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint("role", type_="check")
            batch.create_check_constraint("role", f"role IN ({listed})")
