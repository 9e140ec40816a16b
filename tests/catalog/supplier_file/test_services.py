"""Sharing, replacing, withdrawing and the end of supplier files; who may fetch them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.supplier_file import queries, services, sweeping
from catalog.supplier_file.models import Ending, SupplierFile
from catalog.supplier_file.rules import SHARED_FOR, UNSHARED_FOR, Consent
from catalog.supplier_file.services import Made
from marketplace.accounts.models import OrganisationState
from marketplace.accounts.queries import organisation
from marketplace.core.errors import Conflict, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import trail
from tests.conftest import NOW
from tests.factories import make_buyer, make_member, make_seller

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MADE = Made(language="id", consents=[Consent.BANK], file_name="berkas.zip", contents=[], gaps=[], papers=["TIDAKADA"])
SOON = NOW + timedelta(hours=1)


def make(session: Session, seller: Actor, buyer: Actor, stored_name: str = "0" * 32 + ".zip") -> SupplierFile:
    slug = organisation(session, buyer.organisation_id).slug
    job = services.ask(session, seller, slug, language="id", consents=(), now=NOW)
    job.state = "done"
    session.flush()
    assert buyer.organisation_id is not None
    return services.keep(
        session, seller, job.id, buyer.organisation_id, MADE, data=b"zip", stored_name=stored_name, now=NOW
    )


def test_nobody_else_sees_a_file_before_it_is_shared_and_only_its_buyer_after(session: Session) -> None:
    seller, buyer, other = make_seller(session), make_buyer(session), make_buyer(session)
    file = make(session, seller, buyer)
    with pytest.raises(NotFound):
        services.fetch_shared(session, buyer, file.code, now=SOON)
    services.share(session, seller, file.code, now=SOON)

    assert services.fetch_shared(session, buyer, file.code, now=SOON) is file
    for stranger in (other, make_buyer(session)):
        with pytest.raises(NotFound):
            services.fetch_shared(session, stranger, file.code, now=SOON)
    for call in (services.fetch_own, services.share, services.withdraw):
        with pytest.raises(NotFound):
            call(session, make_seller(session), file.code, now=SOON)
        with pytest.raises(NotAllowed):
            call(session, buyer, file.code, now=SOON)


def test_staff_may_not_give_papers_away(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    staff = make_member(session, organisation(session, seller.organisation_id), Role.STAFF)
    with pytest.raises(NotAllowed):
        services.share(session, staff, make(session, seller, buyer).code, now=NOW)


def test_each_download_is_written_down_with_who_it_was(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    file = make(session, seller, buyer)
    services.share(session, seller, file.code, now=NOW)
    services.fetch_shared(session, buyer, file.code, now=SOON)

    names = [(event.name, event.actor_user_id) for event in trail.history(session, "supplier_file", file.id)]
    assert names == [
        ("supplier_file.made", seller.user_id),
        ("supplier_file.shared", seller.user_id),
        ("supplier_file.downloaded", buyer.user_id),
    ]


def test_a_new_file_takes_the_place_of_the_old_one_only_once_it_is_shared(session: Session) -> None:
    seller, buyer, other = make_seller(session), make_buyer(session), make_buyer(session)
    old, elsewhere = make(session, seller, buyer), make(session, seller, other)
    services.share(session, seller, old.code, now=NOW)
    services.share(session, seller, elsewhere.code, now=NOW)
    draft, new = make(session, seller, buyer), make(session, seller, buyer)

    assert (old.ending, draft.ending) == (None, Ending.REPLACED)
    services.share(session, seller, new.code, now=SOON)
    services.share(session, seller, new.code, now=SOON + timedelta(days=5))
    assert (old.ending, elsewhere.ending, new.ending) == (Ending.REPLACED, None, None)
    assert new.expires_at == SOON + SHARED_FOR
    with pytest.raises(NotFound):
        services.fetch_shared(session, buyer, old.code, now=SOON)
    with pytest.raises(Conflict):
        services.share(session, seller, old.code, now=SOON)


def test_a_file_ends_when_it_is_withdrawn_and_after_ninety_days(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    file = make(session, seller, buyer)
    services.share(session, seller, file.code, now=NOW)
    last = NOW + timedelta(days=90)

    assert services.fetch_shared(session, buyer, file.code, now=last - timedelta(seconds=1))
    with pytest.raises(NotFound):
        services.fetch_shared(session, buyer, file.code, now=last)
    with pytest.raises(NotFound):
        services.fetch_own(session, seller, file.code, now=last)
    for _click in range(2):
        services.withdraw(session, seller, file.code, now=SOON)
    assert file.ended_at == SOON
    with pytest.raises(NotFound):
        services.fetch_shared(session, buyer, file.code, now=SOON)


def test_files_of_a_suspended_cooperative_cannot_be_fetched(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    file = make(session, seller, buyer)
    services.share(session, seller, file.code, now=NOW)
    organisation(session, seller.organisation_id).state = OrganisationState.SUSPENDED
    session.flush()

    assert queries.shared_files(session, buyer, "", 1, now=SOON).total == 0
    with pytest.raises(NotFound):
        services.fetch_shared(session, buyer, file.code, now=SOON)


def test_a_buyer_that_does_not_trade_can_be_given_nothing(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session, state=OrganisationState.SUSPENDED)
    slug = organisation(session, buyer.organisation_id).slug
    for nobody in (slug, organisation(session, seller.organisation_id).slug, "tidak-ada"):
        with pytest.raises(NotFound):
            services.ask(session, seller, nobody, language="id", consents=(), now=NOW)


def test_the_sweep_deletes_what_has_ended_and_nothing_else(app: Flask, database: Database) -> None:
    store = app.extensions["private_files"]
    names = [store.put(b"zip", ".zip") for _each in range(3)]
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
        withdrawn, shared, unshared = (make(session, seller, make_buyer(session), name) for name in names)
        services.withdraw(session, seller, withdrawn.code, now=NOW)
        services.share(session, seller, shared.code, now=NOW)
        codes = [withdrawn.code, shared.code, unshared.code]
    for at, left in ((NOW, names[1:]), (NOW + UNSHARED_FOR, [names[1]]), (NOW + SHARED_FOR, [])):
        sweeping.sweep(app, database, at)
        assert sorted(store.names()) == sorted(left)
    with database.reading() as session:
        for code in codes:
            assert queries.own_file(session, seller, code).stored_name is None
