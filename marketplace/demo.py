"""Loading the demo: the people and organisations of the ground; each package above adds its own part."""

import shutil
import sys
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module, util

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from marketplace import migrating
from marketplace.accounts import organisations, people, queries
from marketplace.accounts.models import Organisation, OrganisationState, User
from marketplace.accounts.organisations import Registration
from marketplace.config import FEATURES, Settings
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.core.roles import SYSTEM, Actor, OrganisationKind, Role
from marketplace.db import Base, Database
from marketplace.demo_people import ACCOUNTS, COOPERATIVES, ORGANISATIONS, PASSWORD
from marketplace.privacy import services as privacy


@dataclass
class Stage:
    """What the packages' demos share: the app, the moment of loading, and ways to find people."""

    app: Flask
    database: Database
    now: datetime
    cooperatives: list[int] = field(default_factory=list)
    """Ids of all active cooperatives; the first two are those of koperasi@ and koperasi2@."""
    managers: dict[int, Actor] = field(default_factory=dict)

    def actor(self, session: Session, email: str) -> Actor:
        """Return the acting value of a demo account."""
        user = queries.person_by_email(session, email)
        memberships = people.memberships_of(session, user.id)
        return people.actor_of(user, memberships, memberships[0].organisation_id)

    def manager_of(self, session: Session, cooperative_id: int) -> Actor:
        """Return the acting value of a cooperative's manager; asked for often, so looked up once."""
        if cooperative_id not in self.managers:
            user = queries.members(session, cooperative_id, frozenset({Role.MANAGER}))[0]
            self.managers[cooperative_id] = people.actor_of(
                user, people.memberships_of(session, user.id), cooperative_id
            )
        return self.managers[cooperative_id]


def is_empty(database: Database) -> bool:
    """Tell whether nobody is registered yet."""
    with database.reading() as session:
        return not session.scalar(select(func.count(User.id)))


def has_demo_accounts(database: Database) -> bool:
    """Tell whether a demo account is in the database."""
    with database.reading() as session:
        return bool(session.scalar(select(func.count(User.id)).where(User.is_demo)))


def load(app: Flask, *, progress: bool = False) -> None:
    """Load the demo of every package, bottom up; refused where somebody is registered already."""
    database: Database = app.extensions["database"]
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_local:
        raise Conflict("not_local", "The demo is for local sites only (SITE_URL).")
    if not is_empty(database):
        raise Conflict("not_empty", "The database is not empty. Use: demo --reset")
    stage = Stage(app=app, database=database, now=now())
    parts = [load_ground, *(import_module(f"{name}.demo").load for name in FEATURES[1:] if _has_demo(name))]
    with app.test_request_context("/", base_url=settings.site_url):
        for number, part in enumerate(parts, 1):
            part(stage)
            if progress and sys.stderr.isatty():
                print(f"\rDemo {'#' * number}{'.' * (len(parts) - number)} ", end="", file=sys.stderr)
    if progress and sys.stderr.isatty():
        print(file=sys.stderr)


def reset(app: Flask) -> None:
    """Throw away the whole local site: tables, media, index; then build the empty shape again."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.is_local:
        raise Conflict("not_local", "Only a local site can be thrown away (SITE_URL).")
    database: Database = app.extensions["database"]
    with database.engine.connect() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.commit()
    for folder in (settings.media_dir, settings.search_index_dir, settings.mail_dir):
        shutil.rmtree(folder, ignore_errors=True)
    migrating.upgrade(database)


def load_ground(stage: Stage) -> None:
    """Load people, buyers, the agency, the operator and the cooperatives of Lamongan."""
    with stage.database.transaction() as session:
        privacy.load_first(session, site_name=stage.app.config["SETTINGS"].site_name, now=stage.now)
        made = {key: _organisation(session, kind, profile, stage.now) for key, kind, profile in ORGANISATIONS}
        for index, profile in enumerate(COOPERATIVES):
            cooperative = _organisation(session, OrganisationKind.COOPERATIVE, profile, stage.now)
            stage.cooperatives.append(cooperative.id)
            made[f"cooperative:{index}"] = cooperative
        taken = set()
        for account in ACCOUNTS:
            user = people.sign_up(
                session,
                people.NewPerson(
                    email=account.email,
                    name=account.name,
                    phone=account.phone,
                    password=PASSWORD,
                    is_demo=True,
                    is_verified=True,
                ),
                now=stage.now,
            )
            people.join(session, SYSTEM, user.id, made[account.organisation].id, account.role, now=stage.now)
            taken.add(made[account.organisation].id)
        _managers(session, [c for c in stage.cooperatives if c not in taken], stage.now)


def accounts_text() -> str:
    """Return the list of demo accounts to print."""
    lines = [f"  {account.email:24} {account.who}" for account in ACCOUNTS if account.who]
    return "\n".join([f"Demo accounts (password of all: {PASSWORD}):", *lines])


def _organisation(session: Session, kind: OrganisationKind, profile: Registration, at: datetime) -> Organisation:
    if kind == OrganisationKind.OPERATOR:
        return organisations.operator_of_site(session, now=at)
    organisation = organisations.add(session, kind, profile, now=at)
    organisation.state = OrganisationState.ACTIVE
    return organisation


def _managers(session: Session, cooperatives: list[int], at: datetime) -> None:
    """Give every other cooperative a manager who cannot sign in: one person with a locked password."""
    for cooperative_id in cooperatives:
        user = User(
            email=f"pengurus{cooperative_id}@demo.test",
            email_verified_at=at,
            name=f"Pengurus {cooperative_id}",
            password_hash="!",  # noqa: S106
            is_demo=True,
            created_at=at,
        )
        session.add(user)
        session.flush()
        people.join(session, SYSTEM, user.id, cooperative_id, Role.MANAGER, now=at)


def _has_demo(name: str) -> bool:
    return util.find_spec(f"{name}.demo") is not None
