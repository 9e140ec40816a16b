"""Who is told of what happens in an organisation: every kind of event reaches people, in their language."""

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts import events, members
from marketplace.core.clock import now
from marketplace.core.roles import Role
from marketplace.db import Database
from marketplace.events import outbox
from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.notifications.models import Notification
from tests.factories import make_member, make_organisation


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_change_of_roles_is_told_in_words(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        shop = make_organisation(session)
        manager, colleague = make_member(session, shop, Role.MANAGER), make_member(session, shop, Role.STAFF)
        members.set_roles(session, manager, colleague.user_id, [Role.MANAGER, Role.STAFF], now=now())
    with app.test_request_context():
        outbox.drain(database, now=now())

    with database.reading() as session:
        told = session.scalars(select(Delivery.state).join(Event).where(Event.name == events.ROLE_CHANGED)).all()
        texts = " ".join(session.scalars(select(Notification.body)))
    assert told
    assert set(told) == {DeliveryState.DONE}
    assert "Pengurus, Staf" in texts or "Staf, Pengurus" in texts
