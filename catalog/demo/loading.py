"""Loads the demo's products: pictures once, papers of each maker together, then the products."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog import events, services
from catalog.demo.goods import FOLDER, Offer
from catalog.demo.goods import offers as all_offers
from catalog.demo.making import product_of
from catalog.models import Product, ProductPaper
from catalog.papers import without_size
from catalog.photos import StoredPhoto
from certification import demo as certificates
from certification.goods import Trait
from certification.models import Certificate, Producer
from certification.requirements.rules import SNI
from marketplace.accounts.models import Organisation
from marketplace.adapters.files import FileStore, stored_stem
from marketplace.demo import Stage
from marketplace.events import trail

PHOTOS = FOLDER / "photos"
SIDE = 640
"""Long side of the drawn pictures; a bigger size would only be blown up."""

Papers = dict[tuple[str, int, str], Certificate]
"""Scheme, producer's id and name of the product to the certificate."""


def load(stage: Stage) -> None:
    """Give the cooperatives their products."""
    offers = all_offers()
    pictures = _pictures({offer.kind.picture for offer in offers}, stage.app.extensions["public_files"])
    with stage.database.transaction() as session:
        cooperatives = _cooperatives(session, stage)
        makers = [_maker(session, stage, offer, cooperatives) for offer in offers]
        managers = {shop.id: stage.manager_of(session, shop.id) for shop in cooperatives.values()}
        products: list[Product] = []
        papers = _papers(session, stage, list(zip(offers, makers, strict=True)))
        for place, (offer, maker) in enumerate(zip(offers, makers, strict=True)):
            product = product_of(offer, place, pictures.get(offer.kind.picture), now=stage.now)
            product.cooperative_id, product.producer = cooperatives[offer.village].id, maker
            product.papers = _links(offer, maker, papers)
            session.add(product)
            products.append(product)
        session.flush()
        for product in products:
            trail.record(
                session,
                managers[product.cooperative_id],
                events.PRODUCT_PUBLISHED,
                "product",
                product.id,
                now=product.published_at or stage.now,
                code=product.code,
            )
        _drafts(session, stage)


def _cooperatives(session: Session, stage: Stage) -> dict[str, Organisation]:
    found = session.scalars(select(Organisation).where(Organisation.id.in_(stage.cooperatives)))
    return {cooperative.name.removeprefix("KDMP "): cooperative for cooperative in found}


def _maker(session: Session, stage: Stage, offer: Offer, cooperatives: dict[str, Organisation]) -> Producer:
    """Return who makes it; a neighbouring cooperative whose goods are sold along is a partner of its own village."""
    neighbour = cooperatives.get(offer.maker.removeprefix("KDMP "))
    return certificates.producer(
        session,
        stage,
        cooperatives[offer.village].id,
        offer.maker,
        offer.maker_kind or "cooperative",
        neighbour.region_code if neighbour else "",
    )


def _papers(session: Session, stage: Stage, made: list[tuple[Offer, Producer]]) -> Papers:
    """Make the certificates: halal for all names of one maker together, a permit for each name."""
    halal: dict[tuple[int, str], dict[str, Producer]] = defaultdict(dict)
    permits: dict[tuple[str, int, str], tuple[Offer, Producer]] = {}
    for offer, maker in made:
        name = without_size(offer.name)
        if offer.halal not in ("", "none", "tidak"):
            halal[maker.id, offer.halal][name] = maker
        if offer.permit not in ("", "none"):
            for scheme in _schemes(offer):
                permits.setdefault((scheme, maker.id, name), (offer, maker))
    papers: Papers = {}
    for serial, ((maker_id, state), names) in enumerate(halal.items(), 1):
        maker = next(iter(names.values()))
        paper = certificates.paper(session, stage, maker, "halal", items=tuple(names), state=state, serial=serial)
        papers.update({("halal", maker_id, name): paper for name in names})
    for serial, ((scheme, maker_id, name), (offer, maker)) in enumerate(permits.items(), 1):
        papers[scheme, maker_id, name] = certificates.paper(
            session,
            stage,
            maker,
            scheme,
            items=(name,),
            state=offer.permit,
            serial=serial,
            food_type=offer.kind.food_type or "06",
            packaging=offer.kind.pirt_packaging or "2",
        )
    return papers


def _schemes(offer: Offer) -> tuple[str, ...]:
    """Return what it needs beside the halal certificate."""
    return (offer.kind.permit, SNI) if Trait.MANDATORY_SNI in offer.kind.traits.split() else (offer.kind.permit,)


def _links(offer: Offer, maker: Producer, papers: Papers) -> list[ProductPaper]:
    name = without_size(offer.name)
    found = [papers.get((scheme, maker.id, name)) for scheme in ("halal", *_schemes(offer))]
    return [
        ProductPaper(certificate=paper, item=next(item for item in paper.items if item.name == name))
        for paper in found
        if paper is not None
    ]


def _drafts(session: Session, stage: Stage) -> None:
    """Leave the first cooperative one product half filled in and one off sale."""
    manager = stage.manager_of(session, stage.cooperatives[0])
    services.start_product(session, manager, "Keripik Kulit Ikan Patin 100 g", "fish", now=stage.now)
    last = session.scalars(
        select(Product).where(Product.cooperative_id == stage.cooperatives[0], Product.category == "crafts")
    ).first()
    if last is not None:
        services.withdraw(session, manager, last, now=stage.now)


def _pictures(stems: Iterable[str], store: FileStore) -> dict[str, StoredPhoto]:
    """Put each picture into the store once, however many products show it."""
    return {stem: _picture(stem, store) for stem in sorted(stems) if stem}


def _picture(stem: str, store: FileStore) -> StoredPhoto:
    medium = (PHOTOS / f"{stem}.webp").read_bytes()
    name = stored_stem()
    stored = store.put(medium, f"-{SIDE}.webp", stem=name)
    return StoredPhoto(
        small=store.put((PHOTOS / f"{stem}-320.webp").read_bytes(), "-320.webp", stem=name),
        medium=stored,
        large=stored,
        width=SIDE,
        height=SIDE,
        sha256=hashlib.sha256(medium).hexdigest(),
    )
