"""The demo's lost paper: a snack in a cart and on a paid order, whose halal certificate is revoked then."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.demo.goods import offers
from catalog.demo.making import code_of, product_of
from catalog.models import Availability, Product, ProductPaper
from certification.demo_making import OFFICIALS, paper, producer, propose_to_revoke
from certification.models import Certificate
from certification.revocation import services as revocation
from marketplace.demo import Stage

NAME, MAKER = "Keripik Talas Gurih", "Dapur Bu Contoh"
SHOP = 1
"""Place of its cooperative in the demo."""
SERIAL = 931
STOCK = 2_400


def prepare(stage: Stage) -> str:
    """Put the snack on sale with both of its papers and return its code."""
    with stage.database.transaction() as session:
        cooperative_id = stage.cooperatives[SHOP]
        own = producer(session, stage, cooperative_id, MAKER, kind="member")
        papers = [
            paper(session, stage, own, scheme, items=(NAME,), serial=SERIAL + place)
            for place, scheme in enumerate(("halal", "pirt"))
        ]
        like = next(offer for offer in offers() if offer.kind.category == "snacks" and offer.halal != "tidak")
        product = product_of(like, SERIAL, None, now=stage.now)
        product.code, product.name = code_of(NAME), NAME
        product.cooperative_id, product.producer_id = cooperative_id, own.id
        product.availability, product.stock_on_hand = Availability.STOCK, STOCK
        product.papers = [ProductPaper(certificate=found, item=found.items[0]) for found in papers]
        session.add(product)
        session.flush()
        return product.code


def revoke(session: Session, stage: Stage) -> None:
    """Let one official propose to revoke the halal paper and the other sign it yesterday."""
    wanted = select(Certificate).join(ProductPaper, ProductPaper.certificate_id == Certificate.id).join(Product)
    found = session.scalars(wanted.where(Product.name == NAME, Certificate.scheme == "halal")).one()
    at = stage.now - timedelta(days=1)
    proposal = propose_to_revoke(session, stage, found, SERIAL, at - timedelta(hours=5))
    signer = stage.actor(session, OFFICIALS[(SERIAL + 1) % len(OFFICIALS)])
    revocation.sign(session, signer, proposal, version=proposal.version, now=at)
