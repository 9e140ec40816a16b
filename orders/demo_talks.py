"""The demo's conversations: a product asked about and answered, an order whose question still waits."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.asking import product_subject
from catalog.models import Product
from catalog.queries import published
from marketplace.conversations import services
from marketplace.conversations.services import Draft
from marketplace.conversations.subjects import Subject
from marketplace.core.roles import Actor
from marketplace.demo import Stage
from orders.asking import order_subject
from orders.demo_tales import RETAIL, STATE
from orders.lifecycle import OrderState
from orders.models import Order


@dataclass(frozen=True)
class Said:
    """One message: by the buyer or by the seller, so many hours before the demo is loaded."""

    by_buyer: bool
    hours: int
    text: str


ABOUT_A_PRODUCT = (
    Said(True, 50, "Selamat pagi. Apakah label bisa memakai merek toko kami? Kebutuhan awal 40 karton."),
    Said(False, 46, "Selamat pagi. Bisa, mulai 100 karton. Untuk 40 karton kami tempel stiker merek Anda."),
    Said(True, 45, "Baik, stiker dulu tidak apa-apa. Terima kasih, pesanan menyusul minggu ini."),
)
ABOUT_AN_ORDER = (
    Said(True, 5, "Mohon surat jalan dicantumkan nomor PO kami, dan barang diantar sebelum pukul 14.00."),
)


def load(session: Session, stage: Stage) -> None:
    """Let the retailer talk with the first cooperative about a product, and the state company about an order."""
    shop = stage.cooperatives[0]
    product = session.scalars(published().where(Product.cooperative_id == shop).order_by(Product.id).limit(1)).one()
    retailer, company = stage.actor(session, RETAIL), stage.actor(session, STATE)
    _talk(session, stage, "product", product_subject(session, retailer, product.code), retailer, ABOUT_A_PRODUCT)
    waiting = select(Order.number).where(
        Order.seller_id == shop,
        Order.buyer_id == company.organisation_id,
        Order.state.in_([OrderState.PLACED, OrderState.CONFIRMED]),
    )
    number = session.scalars(waiting.order_by(Order.id.desc()).limit(1)).first()
    if number is not None:
        _talk(session, stage, "order", order_subject(session, company, number), company, ABOUT_AN_ORDER)


def _talk(session: Session, stage: Stage, kind: str, subject: Subject, buyer: Actor, lines: tuple[Said, ...]) -> None:
    seller = stage.manager_of(session, subject.seller_organisation_id)
    for number, said in enumerate(lines):
        draft = Draft(text=said.text, idempotency_key=f"demo-{kind}-{subject.id}-{number}")
        now = stage.now - timedelta(hours=said.hours)
        conversation = services.existing(session, kind, subject, services.parties_of(buyer, subject))
        if conversation is None:
            services.begin(session, buyer, kind, subject, draft, now=now)
        else:
            services.write(session, buyer if said.by_buyer else seller, conversation, draft, now=now)
