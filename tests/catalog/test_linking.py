"""Choosing the certificates on which a product stands."""

import pytest
from sqlalchemy.orm import Session

from catalog import events, linking
from catalog.linking import Choice
from catalog.models import LinkState, Product
from catalog.papers import ScopeReason
from certification.models import Certificate, Producer
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from tests.factories import NOW, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def maker(session: Session, seller: Actor) -> Producer:
    return make_producer(session, seller)


@pytest.fixture
def product(session: Session, seller: Actor, maker: Producer) -> Product:
    return make_product(session, seller, name="Keripik Tempe 150 g", category="snacks", producer=maker)


def choose(session: Session, seller: Actor, product: Product, *items: int, declared: bool = False) -> None:
    choice = Choice(frozenset(items), declared)
    linking.save_papers(session, seller, product, choice, seen=product.version, now=NOW)


def first_item(certificate: Certificate) -> int:
    return certificate.items[0].id


def test_certificates_are_offered_with_the_name_that_fits(
    session: Session, product: Product, maker: Producer, seller: Actor
) -> None:
    fits = make_certificate(session, maker, items=("Keripik Tahu", "KERIPIK TEMPE"))
    other = make_certificate(session, maker, scheme="pirt", items=("Keripik Tahu",))
    make_certificate(session, make_producer(session, seller), items=("Keripik Tempe",))
    make_certificate(session, maker, state="rejected")

    offers = {offer.certificate.id: offer.item for offer in linking.offers(session, product)}

    assert set(offers) == {fits.id, other.id}
    assert offers[fits.id] is fits.items[1]
    assert offers[other.id] is None


def test_a_product_without_a_maker_is_offered_nothing(session: Session, seller: Actor) -> None:
    assert linking.offers(session, make_product(session, seller, state="draft")) == []


def test_chosen_papers_are_linked_and_the_others_are_not(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    halal, permit = make_certificate(session, maker), make_certificate(session, maker, scheme="pirt")

    choose(session, seller, product, first_item(halal), first_item(permit))
    choose(session, seller, product, first_item(permit))

    session.refresh(product, ["papers"])
    assert [paper.certificate_id for paper in product.papers] == [permit.id]
    assert len(trail.history(session, "product", product.id, [events.PRODUCT_CHANGED])) == 2


def test_the_same_choice_again_is_no_change_even_on_an_old_form(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    item = first_item(make_certificate(session, maker))
    seen = product.version
    for _click in range(2):
        linking.save_papers(session, seller, product, Choice(frozenset({item})), seen=seen, now=NOW)

    assert len(trail.history(session, "product", product.id, [events.PRODUCT_CHANGED])) == 1


def test_another_choice_on_an_old_form_is_refused(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    item = first_item(make_certificate(session, maker))

    with pytest.raises(Conflict, match="stale"):
        linking.save_papers(session, seller, product, Choice(frozenset({item})), seen=product.version - 1, now=NOW)


def test_a_name_that_is_not_the_products_cannot_be_chosen(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    with pytest.raises(Invalid):
        choose(session, seller, product, first_item(make_certificate(session, maker, items=("Keripik Tahu",))))


def test_another_makers_and_another_cooperatives_paper_cannot_be_chosen(
    session: Session, seller: Actor, product: Product
) -> None:
    mine = make_certificate(session, make_producer(session, seller))
    theirs = make_certificate(session, make_producer(session, make_seller(session)))

    for certificate in (mine, theirs):
        with pytest.raises(Invalid):
            choose(session, seller, product, first_item(certificate))
    with pytest.raises(Invalid):
        choose(session, seller, product, 10**15)


def test_another_cooperatives_product_cannot_be_linked(session: Session, product: Product) -> None:
    with pytest.raises(NotFound):
        choose(session, make_seller(session), product)


def test_declaring_not_halal_is_kept(session: Session, seller: Actor, product: Product) -> None:
    choose(session, seller, product, declared=True)

    assert product.declared_not_halal


def test_a_paper_for_another_pack_or_another_variant_says_so(
    session: Session, product: Product, maker: Producer, seller: Actor
) -> None:
    pack = make_certificate(session, maker, items=("Keripik Tempe 500 g",))
    variant = make_certificate(session, maker, scheme="pirt", items=("Keripik Tempe Pedas",))
    others = make_certificate(session, make_producer(session, seller), items=("Keripik Tempe",))

    offers = linking.offers(session, product)
    scopes = linking.scopes(product, offers)

    assert {offer.item for offer in offers} == {None}
    assert (scopes[pack.id].reason, scopes[variant.id].reason) == (ScopeReason.OTHER_PACK, ScopeReason.VARIANT)
    ((beside, scope),) = linking.beside(session, product)
    assert (beside.id, scope.reason) == (others.id, ScopeReason.OTHER_MAKER)


def test_choosing_another_paper_keeps_what_is_known_of_the_first(
    session: Session, seller: Actor, product: Product, maker: Producer
) -> None:
    halal, permit = make_certificate(session, maker), make_certificate(session, maker, scheme="pirt")
    choose(session, seller, product, first_item(halal))
    product.papers[0].state = LinkState.REFUSED
    session.flush()

    choose(session, seller, product, first_item(halal), first_item(permit))

    assert [paper.state for paper in product.papers] == ["refused", "counts"]
