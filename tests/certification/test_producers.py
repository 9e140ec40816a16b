"""Producers: consent, names, who may touch them."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from certification.events import PRODUCER_CHANGED, PRODUCER_REGISTERED
from certification.models import ProducerKind
from certification.producers import ProducerDraft, edit_producer, own_producer, register_producer
from certification.queries import producer_of, producers_of
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.events import trail
from tests.factories import KEMANTREN, NOW, make_buyer, make_official, make_seller

DRAFT = ProducerDraft(name="Ibu Sumiati", region=KEMANTREN, kind="member", consent=True)


def test_a_member_is_added_with_consent_and_time(session: Session) -> None:
    seller = make_seller(session)

    producer = register_producer(session, seller, DRAFT, now=NOW)

    assert (producer.name, producer.kind, producer.consent_at) == ("Ibu Sumiati", "member", NOW)
    assert producer.consent_by_id == seller.user_id
    assert [event.name for event in trail.history(session, "producer", producer.id)] == [PRODUCER_REGISTERED]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": False}, "consent"),
        ({"kind": "cooperative"}, "kind"),
        ({"kind": "'; DROP TABLE"}, "kind"),
        ({"name": "  a "}, "name"),
        ({"scale": "giant"}, "scale"),
        ({"region": "35"}, "region"),
        ({"region": "99.99.99"}, "region"),
    ],
)
def test_what_is_missing_or_odd_is_refused_beside_its_field(
    session: Session, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        register_producer(session, make_seller(session), replace(DRAFT, **change), now=NOW)  # type: ignore[arg-type]

    assert set(refused.value.errors) == {field}


def test_the_size_of_the_business_is_kept_where_it_is_stated(session: Session) -> None:
    seller = make_seller(session)
    large = register_producer(session, seller, replace(DRAFT, scale="medium_large"), now=NOW)
    silent = register_producer(session, seller, replace(DRAFT, name="Ibu Diam"), now=NOW)

    assert (large.scale, silent.scale) == ("medium_large", None)


def test_two_producers_of_one_name_are_refused_in_one_cooperative_only(session: Session) -> None:
    mine, other = make_seller(session), make_seller(session)
    register_producer(session, mine, DRAFT, now=NOW)

    with pytest.raises(Invalid) as refused:
        register_producer(session, mine, ProducerDraft(name=" Ibu  Sumiati", region=KEMANTREN, consent=True), now=NOW)

    assert "name" in refused.value.errors
    assert register_producer(session, other, DRAFT, now=NOW).id


def test_the_cooperative_itself_is_made_once(session: Session) -> None:
    seller = make_seller(session, name="KDMP Weru")

    first, second = (own_producer(session, seller, now=NOW) for _ in range(2))

    assert first.id == second.id
    assert (first.kind, first.name) == (ProducerKind.COOPERATIVE, "KDMP Weru")


def test_the_cooperative_stays_what_it_is_when_edited(session: Session) -> None:
    seller = make_seller(session)
    own = own_producer(session, seller, now=NOW)

    edit_producer(session, seller, own, ProducerDraft(name="KDMP Baru", region=KEMANTREN), version=1, now=NOW)

    assert (own.kind, own.name, own.version) == (ProducerKind.COOPERATIVE, "KDMP Baru", 2)
    assert [e.name for e in trail.history(session, "producer", own.id)] == [PRODUCER_REGISTERED, PRODUCER_CHANGED]


def test_a_stale_edit_is_refused_and_changes_nothing(session: Session) -> None:
    seller = make_seller(session)
    producer = register_producer(session, seller, DRAFT, now=NOW)

    with pytest.raises(Conflict):
        edit_producer(session, seller, producer, DRAFT, version=producer.version + 1, now=NOW)

    assert producer.name == "Ibu Sumiati"


def test_a_strangers_producer_does_not_exist(session: Session) -> None:
    producer = register_producer(session, make_seller(session), DRAFT, now=NOW)
    stranger = make_seller(session)

    with pytest.raises(NotFound):
        producer_of(session, stranger, producer.id)
    assert producers_of(session, stranger) == []


def test_buyers_and_officials_have_no_producers(session: Session) -> None:
    for actor in (make_buyer(session), make_official(session)):
        with pytest.raises(NotAllowed):
            register_producer(session, actor, DRAFT, now=NOW)


def test_the_cooperative_stands_first_in_the_list(session: Session) -> None:
    seller = make_seller(session, name="ZZZ Koperasi")
    register_producer(session, seller, DRAFT, now=NOW)
    own_producer(session, seller, now=NOW)

    assert [producer.name for producer in producers_of(session, seller)] == ["ZZZ Koperasi", "Ibu Sumiati"]
