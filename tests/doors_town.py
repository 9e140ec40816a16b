"""Two whole neighbourhoods in one database, one object of every kind in each: what every door is tried with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.lifecycle import ProductState
from catalog.lists.models import ListItem, ShoppingList
from catalog.models import Product
from catalog.sheets.work import CHECK
from catalog.words.models import Synonym
from certification.models import Certificate
from marketplace.accounts import people, tokens
from marketplace.accounts.banking_models import BankAccountChange
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import ApiToken, Organisation, SignInSession, User
from marketplace.conversations.models import Conversation, Message
from marketplace.core.clock import now
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.credentials import links
from marketplace.credentials.models import LinkKind
from marketplace.events import trail
from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.files.models import StoredFile
from marketplace.jobs.models import Job, JobState
from marketplace.notifications.models import MailState, Notification, OutgoingMail
from marketplace.privacy.models import Complaint, ComplaintKind
from orders.lifecycle import OrderState
from orders.models import CartLine, Order
from orders.payments.lifecycle import PaymentMethod
from orders.payments.models import Allocation, Payment, Refund, TransferProof
from tests.factories import make_member, make_operator, make_organisation
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_file, make_producer
from tests.factories_fairs import make_booth, make_fair, make_lead
from tests.factories_orders import make_order, make_rate

OWN, OTHER = "Kampung Sendiri", "Tetangga Rahasia"
"""Stands in every text of one's own neighbourhood, and of the other."""

WORKPLACES = {
    Role.MANAGER: OrganisationKind.COOPERATIVE,
    Role.STAFF: OrganisationKind.COOPERATIVE,
    Role.BUYER: OrganisationKind.RETAILER,
    Role.REQUESTER: OrganisationKind.RETAILER,
    Role.APPROVER: OrganisationKind.RETAILER,
    Role.FINANCE: OrganisationKind.RETAILER,
    Role.RECEIVER: OrganisationKind.RETAILER,
    Role.OFFICIAL: OrganisationKind.AGENCY,
}
Things = Mapping[str, object]
"""Kind of thing to what stands for it in an address."""


@dataclass(frozen=True)
class Person:
    """Somebody who knocks, with the things that are theirs, their organisation's or its partner's."""

    email: str
    bearer: str
    things: Things


@dataclass(frozen=True)
class Town:
    """Everybody of one neighbourhood, and the things of the other as each of its people has them."""

    people: dict[Role, Person]
    others: list[Things]


def build(app: Flask, session: Session) -> Town:
    """Build both neighbourhoods; the operator belongs to neither and has the own one's things."""
    site = _site(session)
    own = _neighbourhood(app, session, OWN, site)
    others = _neighbourhood(app, session, OTHER, site)
    operator = make_operator(session, email="operator@uji.test")
    sellers = own[Role.MANAGER].things
    own[Role.OPERATOR] = _person(app, session, operator, OWN, sellers)
    return Town(own, [others[role].things for role in (Role.MANAGER, Role.BUYER, Role.OFFICIAL)])


def _neighbourhood(app: Flask, session: Session, mark: str, site: Things) -> dict[Role, Person]:
    """Make a cooperative, a shop and an agency with everybody in them, and what they have."""
    houses = {
        kind: make_organisation(session, kind=kind, name=f"{kind} {mark}", about=mark)
        for kind in dict.fromkeys(WORKPLACES.values())
    }
    short = mark.split()[0].lower()
    actors = {
        role: make_member(session, houses[kind], role, name=f"{role} {mark}", email=f"{role}@{short}.test")
        for role, kind in WORKPLACES.items()
    }
    seller, buyer, official = actors[Role.MANAGER], actors[Role.BUYER], actors[Role.OFFICIAL]
    shared = {**site, **_shop(app, session, seller, mark), **_fair(session, official, seller, mark)}
    shared |= _trade(app, session, buyer, seller, mark)
    offices = {kind: _office(session, actors, kind, houses[kind], mark) for kind in houses}
    flavours = {OrganisationKind.RETAILER: {"file": shared["proof"]}}
    return {
        role: _person(app, session, actor, mark, {**shared, **offices[kind], **flavours.get(kind, {})})
        for (role, kind), actor in zip(WORKPLACES.items(), actors.values(), strict=True)
    }


def _put(app: Flask, suffix: str) -> str:
    name: str = app.extensions["private_files"].put(b"uji", suffix)
    return name


def _keep(app: Flask, file: StoredFile, mark: str) -> int:
    """Give the record of a file its bytes."""
    file.stored_name, file.pages, file.original_name = _put(app, ".pdf"), [_put(app, ".webp")], f"{mark}.pdf"
    return file.id


def _shop(app: Flask, session: Session, seller: Actor, mark: str) -> dict[str, object]:
    """What a cooperative has for itself."""
    producer = make_producer(session, seller, name=f"Ibu {mark}")
    papers: dict[str, Certificate] = {
        state: make_certificate(session, producer, state=state, items=(f"Keripik {mark}",))
        for state in ("draft", "submitted")
    }
    scan = papers["submitted"].file
    assert scan is not None
    draft = make_product(session, seller, name=f"Draf {mark}", photos=1, state=ProductState.DRAFT, published_at=None)
    return {
        "product": draft.code,
        "photo": draft.photos[0].id,
        "producer": producer.id,
        "draft": papers["draft"].code,
        "submitted": papers["submitted"].code,
        "file": _keep(app, scan, mark),
        "rate": make_rate(session, seller).id,
    }


def _fair(session: Session, official: Actor, seller: Actor, mark: str) -> dict[str, object]:
    """What an agency has, and the contact that it brought to a cooperative."""
    fair = make_fair(session, official, name=f"Pameran {mark}")
    booth = make_booth(session, fair, seller, label=mark)
    lead = make_lead(session, seller, booth=booth, name=f"Tamu {mark}", message=mark)
    return {"fair": fair.slug, "booth": booth.code, "lead": lead.id}


def _trade(app: Flask, session: Session, buyer: Actor, seller: Actor, mark: str) -> dict[str, object]:
    """What is between a shop and a cooperative."""
    product = make_product(session, seller, name=f"Kain {mark}", stock_on_hand=1000)
    home: dict[str, Any] = {
        "ship_to_name": f"Gudang {mark}",
        "address": f"Jalan {mark}",
        "note": mark,
        "buyer_reference": mark,
    }
    order = make_order(session, buyer, seller, product=product, state=OrderState.SHIPPED, **home)
    by_card = make_order(session, buyer, seller, product=product, payment_method=PaymentMethod.CARD, **home)
    paid, card = _payment(session, order), _payment(session, by_card)
    proof = make_file(session, make_producer(session, seller))
    proof.organisation_id, proof.uploaded_by_id = _house(buyer), buyer.user_id
    refund = Refund(payment=paid, order=order, amount=order.total, created_at=now(), note=mark)
    wanted = ShoppingList(
        code=f"uji{product.code}", organisation_id=_house(buyer), name=mark, created_at=now(), updated_at=now()
    )
    wanted.items = [ListItem(product_id=product.id, quantity=20, note=mark, added_at=now())]
    talk = Conversation(
        code=f"uji-{product.code}",
        subject_kind="product",
        subject_id=product.id,
        subject_key=product.code,
        subject_title=product.name,
        buyer_organisation_id=_house(buyer),
        seller_organisation_id=_house(seller),
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
            organisation_id=_house(buyer),
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
        "proof": _keep(app, proof, mark),
        "refund": refund.id,
        "list": wanted.code,
        "conversation": talk.code,
        "complaint": complaint.code,
    }


def _payment(session: Session, order: Order) -> Payment:
    return session.scalars(select(Payment).join(Allocation).where(Allocation.order_id == order.id)).one()


def _house(actor: Actor) -> int:
    assert actor.organisation_id is not None
    return actor.organisation_id


def _office(
    session: Session, actors: dict[Role, Actor], kind: OrganisationKind, house: Organisation, mark: str
) -> dict[str, object]:
    """What every organisation has: people, an invitation, an account that waits."""
    head = next(actors[role] for role, place in WORKPLACES.items() if place == kind)
    member = make_member(session, house, next(role for role, place in WORKPLACES.items() if place == kind))
    invitation = Invitation(
        organisation_id=house.id,
        email=f"diundang-{house.id}@uji.test",
        role=next(iter(head.roles)),
        token_hash=tokens.hash_of(f"undangan{house.id}"),
        invited_by_id=head.user_id,
        created_at=now(),
        expires_at=now() + timedelta(days=3),
    )
    change = BankAccountChange(
        organisation_id=house.id,
        bank_name="Bank Contoh",
        account_number="88887777",
        account_holder=mark,
        asked_at=now(),
        asked_by_id=head.user_id,
        effective_at=now() + timedelta(days=1),
    )
    session.add_all([invitation, change])
    session.flush()
    return {
        "organisation": house.id,
        "member": member.user_id,
        "invitation": invitation.id,
        "bank_change": change.id,
    }


def _person(app: Flask, session: Session, actor: Actor, mark: str, shared: Things) -> Person:
    """Give somebody what belongs to one person only."""
    bearer = people.make_token(session, actor, mark, can_write=True, now=now())
    spare = people.make_token(session, actor, f"{mark} kedua", can_write=False, now=now())
    token = session.scalars(select(ApiToken).where(ApiToken.token_hash == tokens.hash_of(spare))).one()
    device = SignInSession(
        token_hash=tokens.hash_of(f"peramban{actor.user_id}"),
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        user_agent=mark,
        created_at=now(),
        last_seen_at=now(),
        expires_at=now() + timedelta(days=3),
    )
    notice = Notification(user_id=actor.user_id, kind="uji", title=mark, body=mark, url="/akun", created_at=now())
    job = Job(
        code=f"{actor.user_id:032x}",
        kind=CHECK,
        organisation_id=_house(actor),
        user_id=actor.user_id,
        state=JobState.DONE,
        input_name=_put(app, ".json"),
        output_name=_put(app, ".csv"),
        output_title=f"{mark}.csv",
        created_at=now(),
        finished_at=now(),
        expires_at=now() + timedelta(days=3),
    )
    session.add_all([device, notice, job])
    things = {
        **shared,
        "person": actor.user_id,
        "link": links.issue(session, LinkKind.CHANGE_EMAIL, actor.user_id, f"baru{actor.user_id}@uji.test", now=now()),
    }
    product = session.scalars(select(Product).where(Product.code == shared["listed"])).one()
    line = CartLine(
        user_id=actor.user_id,
        organisation_id=_house(actor),
        product_id=product.id,
        unit="base",
        count=20,
        added_at=now(),
    )
    session.add(line)
    session.flush()
    things |= {"token": token.id, "session": device.id, "notice": notice.id, "job": job.code, "cart_line": line.id}
    return Person(session.get_one(User, actor.user_id).email, bearer, things)


def _site(session: Session) -> dict[str, object]:
    """What belongs to the site: only its operator may touch it."""
    keeper = make_operator(session)
    word = Synonym(word="sarung", means="kain", created_by_id=keeper.user_id, created_at=now())
    mail = OutgoingMail(
        recipient="gagal@uji.test",
        subject="Uji",
        text="Uji",
        message_id="<uji@uji.test>",
        state=MailState.FAILED,
        created_at=now(),
        next_attempt_at=now(),
    )
    trail.record(session, keeper, "uji.terjadi", "uji", 1, now=now())
    session.flush()
    session.add_all([word, mail])
    delivery = Delivery(
        event_id=session.scalars(select(Event.id).order_by(Event.id)).first(),
        subscriber="uji",
        subject_key="uji:1",
        state=DeliveryState.FAILED,
        next_attempt_at=now(),
    )
    session.add(delivery)
    session.flush()
    return {"word": word.id, "mail": mail.id, "delivery": delivery.id}
