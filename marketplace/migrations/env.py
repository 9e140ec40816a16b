"""Alembic's environment: one metadata over all packages, batch mode for SQLite."""

from importlib import import_module, util

from alembic import context

from marketplace.config import FEATURES
from marketplace.db import Base

MODELS = (
    "marketplace.regions.models",
    "marketplace.accounts.models",
    "marketplace.accounts.invitation_models",
    "marketplace.accounts.banking_models",
    "marketplace.events.models",
    "marketplace.notifications.models",
    "marketplace.files.models",
    "marketplace.limits.models",
    "marketplace.idempotency.models",
    "marketplace.second_factor.models",
    "marketplace.jobs.models",
    "marketplace.conversations.models",
    "marketplace.desk.models",
    "marketplace.credentials.models",
    "marketplace.kept_forms.models",
    "marketplace.privacy.models",
    *(f"{name}.models" for name in FEATURES[1:]),
    "certification.revocation.models",
    "certification.runway.models",
    "catalog.fairs.models",
    "catalog.holds.models",
    "catalog.words.models",
    "catalog.lists.models",
    "catalog.policies.models",
    "catalog.sheets.models",
    "catalog.supplier_file.models",
    "orders.payments.models",
    "orders.mentoring.models",
    "orders.mentoring.plan_models",
    "orders.touched.models",
)

for name in MODELS:
    if util.find_spec(name) is not None:
        import_module(name)


def run() -> None:
    """Run the migrations on the connection that ``marketplace.migrating`` handed over."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
