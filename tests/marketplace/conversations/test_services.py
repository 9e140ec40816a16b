"""Conversations: one for each subject and pair, one message for each form, nothing for strangers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.asking import product_subject
from marketplace.accounts.models import Organisation
from marketplace.conversations import events, queries, services, subjects, subscribers
from marketplace.conversations.models import Conversation, Message
from marketplace.conversations.services import MAX_TEXT, Draft, Parties
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor, Role
from marketplace.db import Database
from marketplace.events import outbox, trail
from marketplace.notifications.models import Notification, OutgoingMail
from tests.factories import NOW, make_buyer, make_member, make_official, make_operator, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order
from tests.queries import count_queries

ONE_ENGINE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(session: Session, buyer: Actor, code: str, text: str = "Ada stok?", key: str = "kunci-01") -> Conversation:
    """Ask about a product."""
    subject = subjects.resolve(session, buyer, "product", code)
    return services.begin(session, buyer, "product", subject, Draft(text=text, idempotency_key=key), now=NOW)


def answered(session: Session, actor: Actor, conversation: Conversation, text: str, key: str) -> Message:
    """Write one more message."""
    return services.write(session, actor, conversation, Draft(text=text, idempotency_key=key), now=NOW)


def test_a_question_and_its_answer_are_one_conversation(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    product = make_product(session, seller)

    conversation = asked(session, buyer, product.code)
    answered(session, seller, conversation, "Ada.\r\n100 lembar.", "kunci-02")
    again = asked(session, buyer, product.code, "Baik.", "kunci-03")

    assert again.id == conversation.id
    texts = [message.text for message in queries.messages(session, conversation, 1).items]
    assert texts == ["Ada stok?", "Ada.\n100 lembar.", "Baik."]
    assert conversation.message_count == 3
    assert len(conversation.code) >= 20
    (first, *_rest) = trail.history(session, "conversation", conversation.id, [events.MESSAGE_SENT])
    assert set(first.data) == {"message"}, "events hold ids only"


def test_a_form_that_is_sent_twice_is_one_message(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    code = make_product(session, seller).code

    conversation = asked(session, buyer, code, key="kunci-sama")
    asked(session, buyer, code, key="kunci-sama")

    assert session.scalar(select(func.count(Message.id))) == 1
    assert conversation.message_count == 1


@pytest.mark.parametrize(
    ("text", "key"), [("", "kunci-01"), (" \n ", "kunci-01"), ("a" * (MAX_TEXT + 1), "kunci-01"), ("Halo", "")]
)
def test_a_message_that_cannot_be_kept_is_refused(session: Session, text: str, key: str) -> None:
    seller, buyer = make_seller(session), make_buyer(session)

    with pytest.raises(Invalid):
        asked(session, buyer, make_product(session, seller).code, text, key)


def test_a_third_organisation_finds_no_conversation(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    conversation = asked(session, buyer, make_product(session, seller).code)

    for stranger in (make_seller(session), make_buyer(session)):
        with pytest.raises(NotFound):
            queries.conversation_of(session, stranger, conversation.code)
        with pytest.raises(NotFound):
            answered(session, stranger, conversation, "Halo", "kunci-09")
        assert queries.listed(session, stranger, 1).total == 0


def test_officials_and_operators_take_no_part(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    conversation = asked(session, buyer, make_product(session, seller).code)

    for outsider in (make_official(session), make_operator(session)):
        with pytest.raises(NotAllowed):
            queries.conversation_of(session, outsider, conversation.code)


def test_who_may_begin_about_a_product(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    draft = make_product(session, seller, state="draft")
    subject = product_subject(session, buyer, make_product(session, seller).code)

    assert services.parties_of(buyer, subject) == Parties(buyer.organisation_id or 0, seller.organisation_id or 0)
    with pytest.raises(Conflict):
        services.parties_of(seller, subject)
    with pytest.raises(NotFound):
        services.parties_of(make_seller(session), subject)
    with pytest.raises(NotFound):
        subjects.resolve(session, buyer, "product", draft.code)
    with pytest.raises(NotFound):
        subjects.resolve(session, buyer, "secret", draft.code)


def test_only_the_parties_write_about_an_order_and_either_may_begin(session: Session) -> None:
    seller, buyer, other = make_seller(session), make_buyer(session), make_buyer(session)
    order = make_order(session, buyer, seller)

    of_seller = subjects.resolve(session, seller, "order", order.number)
    conversation = services.begin(
        session, seller, "order", of_seller, Draft(text="Kurirnya siapa?", idempotency_key="kunci-01"), now=NOW
    )

    assert queries.conversation_of(session, buyer, conversation.code).id == conversation.id
    with pytest.raises(NotFound):
        subjects.resolve(session, other, "order", order.number)


def test_unread_is_what_the_other_side_wrote_since_one_looked(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    colleague = make_member(session, session.get_one(Organisation, buyer.organisation_id), Role.BUYER)
    conversation = asked(session, buyer, make_product(session, seller).code)

    assert (queries.unread_count(session, buyer), queries.unread_count(session, seller)) == (0, 1)
    services.mark_read(session, seller, conversation)
    assert queries.unread_count(session, seller) == 0
    answered(session, seller, conversation, "Ada.", "kunci-02")
    assert (queries.unread_count(session, buyer), queries.unread_count(session, colleague)) == (1, 1)
    services.mark_read(session, buyer, conversation)
    assert (queries.unread_count(session, buyer), queries.unread_count(session, colleague)) == (0, 1)


def test_the_list_shows_unread_ones_first_and_finds_words(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    old = asked(session, buyer, make_product(session, seller, name="Madu Hutan").code, "Berapa harganya?")
    new = asked(session, buyer, make_product(session, seller, name="Gula Aren").code, "Ada 100%?")
    services.mark_read(session, seller, new)

    assert [row.conversation.id for row in queries.listed(session, seller, 1).items] == [old.id, new.id]
    for words, found in (("madu", [old.id]), ("100%", [new.id]), ("0%0", []), (old.subject_key, [old.id])):
        assert [row.conversation.id for row in queries.listed(session, seller, 1, words).items] == found


@ONE_ENGINE
def test_the_list_takes_the_same_queries_however_long(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller = make_seller(session)
        for _each in range(4):
            asked(session, make_buyer(session), make_product(session, seller).code)

    with database.reading() as session, count_queries(database) as seen:
        page = queries.listed(session, seller, 1)
        assert len({row.conversation.other(seller.organisation_id).name for row in page.items}) == 4
        assert all(row.last.author.name for row in page.items)

    assert len(seen) == 2


class Chat:
    """A buyer's conversation with a cooperative of two people, told of by the worker at chosen times."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database, self.keys = app, database, 0
        with app.test_request_context(), database.transaction() as session:
            self.seller, self.buyer = make_seller(session), make_buyer(session)
            self.code = make_product(session, self.seller).code
            self.id = asked(session, self.buyer, self.code).id

    def write(self, actor: Actor) -> None:
        """Send one more message."""
        self.keys += 1
        with self.app.test_request_context(), self.database.transaction() as session:
            answered(session, actor, session.get_one(Conversation, self.id), "Lagi.", f"kunci-chat-{self.keys}")

    def read(self, actor: Actor) -> None:
        """Look at the conversation."""
        with self.database.transaction() as session:
            services.mark_read(session, actor, session.get_one(Conversation, self.id))

    def told(self, minutes: int) -> list[int]:
        """Let the worker run at a time and return who has a notice and a mail by then, each as often."""
        at = NOW + timedelta(minutes=minutes)
        with self.app.test_request_context():
            outbox.drain(self.database, now=at)
            subscribers.tell_late(self.database, at)
        with self.database.reading() as session:
            notices = list(session.scalars(select(Notification.user_id).order_by(Notification.id)))
            assert session.scalar(select(func.count(OutgoingMail.id))) == len(notices)
        return notices


@ONE_ENGINE
def test_a_chat_does_not_flood_a_mailbox_and_nothing_unread_is_forgotten(app: Flask, database: Database) -> None:
    chat = Chat(app, database)
    seller, buyer = chat.seller.user_id, chat.buyer.user_id

    assert chat.told(0) == [seller]
    chat.write(chat.buyer)
    chat.write(chat.buyer)
    assert chat.told(5) == [seller], "the second and third message wait"
    assert chat.told(16) == [seller, seller], "they are still unread after the quiet time"
    assert chat.told(60) == [seller, seller], "nothing new came since"
    chat.write(chat.seller)
    assert chat.told(61) == [seller, seller, buyer]


@ONE_ENGINE
def test_whoever_has_read_a_message_is_not_told_of_it(app: Flask, database: Database) -> None:
    chat = Chat(app, database)
    chat.read(chat.seller)

    assert chat.told(0) == []


@ONE_ENGINE
def test_the_buyers_who_wrote_are_told_and_all_of_them_where_nobody_wrote(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        seller, buyer = make_seller(session), make_buyer(session)
        order = make_order(session, buyer, seller)
        colleague = make_member(session, order.buyer, Role.FINANCE)
        subject = subjects.resolve(session, seller, "order", order.number)
        first = Draft(text="Halo", idempotency_key="kunci-01")
        conversation = services.begin(session, seller, "order", subject, first, now=NOW)
        everybody = {person.id for person in queries.addressees(session, conversation, seller.organisation_id or 0)}
        answered(session, colleague, conversation, "Ya?", "kunci-02")
        author = {person.id for person in queries.addressees(session, conversation, seller.organisation_id or 0)}

    assert everybody == {buyer.user_id, colleague.user_id}
    assert author == {colleague.user_id}


def test_a_suspended_buyer_begins_nothing_new_but_goes_on(session: Session) -> None:
    seller, buyer = make_seller(session), make_buyer(session)
    known, other = make_product(session, seller), make_product(session, seller)
    conversation = asked(session, buyer, known.code)
    suspended = replace(buyer, organisation_active=False, organisation_suspended=True)

    answered(session, suspended, conversation, "Pesanan kami bagaimana?", "kunci-09")
    with pytest.raises(NotAllowed):
        asked(session, suspended, other.code, key="kunci-10")
