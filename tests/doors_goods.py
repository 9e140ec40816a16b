"""What an organisation of the town has: goods and papers, a fair, and the trade of two houses."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.holds.composition import Composition
from catalog.holds.lifecycle import HoldState
from catalog.holds.models import PaperHold
from catalog.lifecycle import ProductState
from catalog.lists.models import ListItem, ShoppingList
from catalog.models import LinkState
from catalog.policies.models import PolicyVersion
from catalog.policies.rules import Policy
from catalog.policies.writing import policy_out
from catalog.supplier_file.models import SupplierFile
from certification.models import Certificate, Producer
from certification.revocation.models import RevocationProposal
from marketplace.accounts.queries import organisation
from marketplace.conversations.models import Conversation, Message
from marketplace.core.clock import now
from marketplace.core.roles import Actor
from marketplace.files.models import StoredFile
from marketplace.privacy.models import Complaint, ComplaintKind
from orders.lifecycle import OrderState
from orders.models import Order
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Allocation, Payment, Refund, TransferProof
from tests.factories import make_official
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_file, make_producer
from tests.factories_fairs import make_booth, make_fair, make_lead
from tests.factories_orders import make_order, make_rate


def put(app: Flask, suffix: str) -> str:
    name: str = app.extensions["private_files"].put(b"uji", suffix)
    return name


def keep(app: Flask, file: StoredFile, mark: str) -> int:
    """Give the record of a file its bytes."""
    file.stored_name, file.pages, file.original_name = put(app, ".pdf"), [put(app, ".webp")], f"{mark}.pdf"
    return file.id


def shop_of(app: Flask, session: Session, seller: Actor, mark: str) -> dict[str, object]:
    """What a cooperative has for itself."""
    shop = organisation(session, seller.organisation_id)
    producer = make_producer(session, seller, name=f"Ibu {mark}")
    papers: dict[str, Certificate] = {
        state: make_certificate(session, producer, state=state, items=(f"Keripik {mark}",))
        for state in ("draft", "submitted")
    }
    scan = papers["submitted"].file
    assert scan is not None
    draft = make_product(session, seller, name=f"Draf {mark}", photos=1, state=ProductState.DRAFT, published_at=None)
    return {
        "changed": changed_of(session, seller, producer, mark),
        "shop": shop.slug,
        "product": draft.code,
        "photo": draft.photos[0].id,
        "producer": producer.id,
        "draft": papers["draft"].code,
        "submitted": papers["submitted"].code,
        "file": keep(app, scan, mark),
        "proposal": proposal_on(session, make_certificate(session, producer), mark).id,
        "rate": make_rate(session, seller).id,
    }


def proposal_on(session: Session, paper: Certificate, mark: str) -> RevocationProposal:
    """Let somebody propose to revoke a paper."""
    official = make_official(session)
    proposal = RevocationProposal(
        certificate_id=paper.id,
        template="other",
        reason=mark,
        proposed_at=now(),
        proposed_by_id=official.user_id,
        proposed_by_organisation_id=official.organisation_id,
    )
    session.add(proposal)
    session.flush()
    return proposal


def changed_of(session: Session, seller: Actor, producer: Producer, mark: str) -> str:
    """Make a product that changed under its halal paper, and the change as it was filed."""
    paper = make_certificate(session, producer, items=(f"Dodol {mark}",))
    product = make_product(session, seller, name=f"Dodol {mark}", producer=producer, certificates=(paper,))
    before = Composition(name=product.name, ingredients=mark, maker_id=producer.id, maker_name=producer.name)
    product.papers[0].state = LinkState.HELD
    hold = PaperHold(
        code=f"uji{product.code}",
        cooperative_id=seller.organisation_id,
        product_id=product.id,
        certificate_id=paper.id,
        state=HoldState.FILED,
        before=before.kept(),
        filed=before.kept() | {"ingredients": f"{mark}, gula"},
        note=mark,
        opened_at=now(),
        filed_at=now(),
        filed_by_id=seller.user_id,
    )
    session.add(hold)
    session.flush()
    return hold.code


def fair_of(session: Session, official: Actor, seller: Actor, mark: str) -> dict[str, object]:
    """What an agency has, and the contact that it brought to a cooperative."""
    fair = make_fair(session, official, name=f"Pameran {mark}")
    booth = make_booth(session, fair, seller, label=mark)
    lead = make_lead(session, seller, booth=booth, name=f"Tamu {mark}", message=mark)
    return {"fair": fair.slug, "booth": booth.code, "lead": lead.id}


def trade_of(app: Flask, session: Session, buyer: Actor, seller: Actor, mark: str) -> dict[str, object]:
    """What is between a shop and a cooperative."""
    product = make_product(session, seller, name=f"Kain {mark}", stock_on_hand=1000)
    home: dict[str, Any] = {
        "ship_to_name": f"Gudang {mark}",
        "address": f"Jalan {mark}",
        "note": mark,
        "buyer_reference": mark,
    }
    policy = PolicyVersion(
        organisation_id=house_of(buyer),
        number=product.id,  # another number than the neighbours' version has
        rules=policy_out(Policy()),
        note=mark,
        made_at=now(),
        made_by_id=buyer.user_id,
    )
    session.add(policy)
    session.flush()
    order = make_order(session, buyer, seller, product=product, state=OrderState.SHIPPED, **home)
    by_card = make_order(session, buyer, seller, product=product, payment_method=PaymentMethod.CARD, **home)
    paid, card = payment_of(session, order), payment_of(session, by_card)
    proof = make_file(session, make_producer(session, seller))
    proof.organisation_id, proof.uploaded_by_id = house_of(buyer), buyer.user_id
    refund = Refund(payment=paid, order=order, amount=order.total, created_at=now(), note=mark)
    wanted = ShoppingList(
        code=f"uji{product.code}", organisation_id=house_of(buyer), name=mark, created_at=now(), updated_at=now()
    )
    wanted.items = [ListItem(product_id=product.id, quantity=20, note=mark, added_at=now())]
    talk = Conversation(
        code=f"uji-{product.code}",
        subject_kind="product",
        subject_id=product.id,
        subject_key=product.code,
        subject_title=product.name,
        buyer_organisation_id=house_of(buyer),
        seller_organisation_id=house_of(seller),
        created_at=now(),
        last_message_at=now(),
        message_count=1,
    )
    complaint = Complaint(
        code=f"ADU-{product.code}",
        kind=ComplaintKind.ORDER,
        user_id=buyer.user_id,
        text=mark,
        created_at=now(),
        idempotency_key=f"uji-{mark}",
    )
    session.add_all(
        [
            refund,
            wanted,
            talk,
            complaint,
            TransferProof(payment_id=paid.id, file_id=proof.id, sent_at=now(), sent_by_id=buyer.user_id),
        ]
    )
    session.flush()
    session.add(
        Message(
            conversation_id=talk.id,
            author_id=buyer.user_id,
            organisation_id=house_of(buyer),
            text=mark,
            created_at=now(),
            idempotency_key="uji-kunci",
        )
    )
    return {
        "listed": product.code,
        "order": order.number,
        "group": order.group.code,
        "shipment": order.shipments[0].id,
        "payment": card.reference,
        "proof": keep(app, proof, mark),
        "refund": refund.id,
        "list": wanted.code,
        "conversation": talk.code,
        "complaint": complaint.code,
        "policy": policy.number,
        "supplier_file": supplier_file_of(app, session, buyer, seller, mark).code,
        "buyer": organisation(session, buyer.organisation_id).slug,
    }


def supplier_file_of(app: Flask, session: Session, buyer: Actor, seller: Actor, mark: str) -> SupplierFile:
    """What a cooperative shared with a buyer."""
    number = house_of(seller)
    file = SupplierFile(
        code=f"{number:032x}",
        job_id=number,
        cooperative_id=house_of(seller),
        buyer_id=house_of(buyer),
        language="id",
        made_at=now(),
        made_by_id=seller.user_id,
        stored_name=put(app, ".zip"),
        file_name="berkas.zip",
        size=3,
        sha256="0" * 64,
        contents=[{"name": "00-sampul.pdf", "title": mark, "size": 3, "sha256": "0" * 64}],
        gaps=[],
        papers=[],
        expires_at=now() + timedelta(days=9),
        shared_at=now(),
        shared_by_id=seller.user_id,
    )
    session.add(file)
    session.flush()
    return file


def payment_of(session: Session, order: Order) -> Payment:
    return session.scalars(select(Payment).join(Allocation).where(Allocation.order_id == order.id)).one()


def house_of(actor: Actor) -> int:
    assert actor.organisation_id is not None
    return actor.organisation_id
