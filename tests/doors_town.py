"""Two whole neighbourhoods in one database, one object of every kind in each: what every door is tried with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.models import Product
from catalog.sheets.work import CHECK
from catalog.words.models import Synonym
from marketplace.accounts import people, tokens
from marketplace.accounts.banking_models import BankAccountChange
from marketplace.accounts.invitation_models import Invitation
from marketplace.accounts.models import ApiToken, Organisation, SignInSession, User
from marketplace.core.clock import now
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.credentials import links
from marketplace.credentials.models import LinkKind
from marketplace.events import trail
from marketplace.events.models import Delivery, DeliveryState, Event
from marketplace.jobs.models import Job, JobState
from marketplace.notifications.models import MailState, Notification, OutgoingMail
from orders.models import CartLine
from tests.doors_goods import fair_of, house_of, put, shop_of, trade_of
from tests.doors_mentoring import mentoring_of
from tests.factories import make_member, make_operator, make_organisation

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
    Role.ASSISTANT: OrganisationKind.AGENCY,
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
    shared = {**site, **shop_of(app, session, seller, mark), **fair_of(session, official, seller, mark)}
    shared |= trade_of(app, session, buyer, seller, mark)
    shared |= mentoring_of(session, official, actors[Role.ASSISTANT], seller, mark)
    offices = {kind: _office(session, actors, kind, houses[kind], mark) for kind in houses}
    flavours = {OrganisationKind.RETAILER: {"file": shared["proof"]}}
    return {
        role: _person(app, session, actor, mark, {**shared, **offices[kind], **flavours.get(kind, {})})
        for (role, kind), actor in zip(WORKPLACES.items(), actors.values(), strict=True)
    }


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
        organisation_id=house_of(actor),
        user_id=actor.user_id,
        state=JobState.DONE,
        input_name=put(app, ".json"),
        output_name=put(app, ".csv"),
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
        organisation_id=house_of(actor),
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
