"""The Stripe gateway against the sandbox: amounts both ways, every webhook that must be refused, every failure."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe

from marketplace.core.errors import Conflict, Invalid, NotFound, Unavailable
from marketplace.core.money import MAX_RUPIAH
from orders.payments.gateway import (
    LONGEST_SESSION,
    AmountMismatch,
    BadSignature,
    CardEventKind,
    CardGateway,
    CheckoutLine,
    CheckoutRequest,
    CheckoutSession,
    RefundRequest,
    RefundResult,
    SessionStatus,
    session_end,
)
from orders.payments.sandbox import SandboxHandle, SandboxOptions, start_sandbox
from orders.payments.stripe import StripeGateway
from orders.payments.stripe_events import to_hundredths, to_rupiah

SECRET = "whsec_for_tests"
KEY = "sk_test_for_tests"
SITE = "http://127.0.0.1:8123"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxHandle]:
    running = start_sandbox(SandboxOptions(site_url=SITE, control=True))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def gateway(sandbox: SandboxHandle) -> CardGateway:
    return StripeGateway(KEY, SECRET, sandbox.url)


def post(sandbox: SandboxHandle, path: str, body: str, **headers: str) -> int:
    parts = urlsplit(sandbox.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("POST", path, body.encode(), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def choose(sandbox: SandboxHandle, session: CheckoutSession, outcome: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(sandbox, f"/pay/{session.id}", f"outcome={outcome}", **form) == 303


def order_fault(sandbox: SandboxHandle, **fault: Any) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
    assert post(sandbox, "/_control/faults", json.dumps(fault), **headers) == 200


def request(key: str, lines: tuple[CheckoutLine, ...] = (CheckoutLine("Kripik", 3, 45_000),)) -> CheckoutRequest:
    return CheckoutRequest(
        payment_reference="BYR-2611-0001",
        lines=lines,
        total=sum(line.amount for line in lines),
        success_url=f"{SITE}/selesai",
        cancel_url=f"{SITE}/batal",
        expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1),
        idempotency_key=key,
        customer_email="ritel@demo.test",
        metadata={"group": "7"},
    )


def paid(sandbox: SandboxHandle, gateway: CardGateway, key: str) -> CheckoutSession:
    session = gateway.create_checkout(request(key))
    choose(sandbox, session, "succeed")
    return gateway.retrieve_checkout(session.id)


# --- calls ----------------------------------------------------------------------------------------------------


def test_a_checkout_is_opened_in_hundredths_and_read_back_in_rupiah(
    sandbox: SandboxHandle, gateway: CardGateway
) -> None:
    asked = request("open-1", (CheckoutLine("Kripik", 10, 150_000),))

    session = gateway.create_checkout(asked)

    assert sandbox.sandbox.store["sessions"][session.id]["amount_total"] == 15_000_000
    assert (session.amount, session.status, session.is_paid) == (150_000, SessionStatus.OPEN, False)
    assert (session.payment_intent_id, session.expires_at) == (None, asked.expires_at)
    assert session.metadata == {"group": "7", "payment_reference": "BYR-2611-0001"}
    assert session.url == f"{sandbox.url}/pay/{session.id}"


def test_a_line_that_does_not_divide_is_sent_as_one_piece(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    session = gateway.create_checkout(
        request("divide", (CheckoutLine("Kripik", 3, 10_000), CheckoutLine("Abon", 2, 8)))
    )

    assert sandbox.sandbox.store["lines"][session.id] == [
        {"name": "3 × Kripik", "quantity": 1, "amount": 1_000_000},
        {"name": "Abon", "quantity": 2, "amount": 800},
    ]


def test_more_lines_than_stripe_takes_keep_their_total(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    session = gateway.create_checkout(request("many", tuple(CheckoutLine("N" * 300, 1, 1000) for _ in range(130))))

    assert session.amount == 130_000
    assert len(sandbox.sandbox.store["lines"][session.id]) == 100
    assert sandbox.sandbox.store["lines"][session.id][-1] == {"name": "+ 31", "quantity": 1, "amount": 3_100_000}


def test_a_payment_is_seen_by_asking(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    session = paid(sandbox, gateway, "pay")

    assert session.is_paid
    assert (session.status, session.url, session.amount) == (SessionStatus.COMPLETE, None, 45_000)
    assert (session.payment_intent_id or "").startswith("pi_")


def test_a_declined_card_leaves_the_session_open(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    session = gateway.create_checkout(request("decline"))

    choose(sandbox, session, "decline")
    found = gateway.retrieve_checkout(session.id)

    assert (found.status, found.is_paid) == (SessionStatus.OPEN, False)
    assert found.payment_intent_id is not None


def test_a_session_is_closed_once(gateway: CardGateway) -> None:
    session = gateway.create_checkout(request("expire"))

    assert gateway.expire_checkout(session.id).status is SessionStatus.EXPIRED
    with pytest.raises(Conflict) as over:
        gateway.expire_checkout(session.id)

    assert over.value.code == "payment_closed"


def test_the_same_attempt_opens_one_session(gateway: CardGateway) -> None:
    asked = request("again")

    assert gateway.create_checkout(asked).id == gateway.create_checkout(asked).id


def test_the_same_key_for_something_else_is_a_conflict(gateway: CardGateway) -> None:
    gateway.create_checkout(request("other"))

    with pytest.raises(Conflict) as refused:
        gateway.create_checkout(request("other", (CheckoutLine("Abon", 1, 1000),)))

    assert refused.value.code == "payment_repeated"


def test_a_refund_goes_back_in_parts_and_never_beyond(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    intent = paid(sandbox, gateway, "refund").payment_intent_id or ""
    first = RefundRequest(payment_intent_id=intent, amount=15_000, idempotency_key="r1", metadata={"order": "1"})

    done = gateway.refund(first)
    again = gateway.refund(first)
    with pytest.raises(Conflict) as too_much:
        gateway.refund(RefundRequest(payment_intent_id=intent, amount=30_001, idempotency_key="r2"))
    gateway.refund(RefundRequest(payment_intent_id=intent, amount=30_000, idempotency_key="r3"))

    assert done == again == gateway.retrieve_refund(done.id)
    assert done.is_done
    assert sandbox.sandbox.store["refunds"][done.id]["amount"] == 1_500_000
    assert too_much.value.code == "refund_refused"


@pytest.mark.parametrize(("status", "done", "failed"), [("pending", False, False), ("failed", False, True)])
def test_a_refund_that_is_not_through_says_so(status: str, done: bool, failed: bool) -> None:
    result = RefundResult("re_1", status)

    assert (result.is_done, result.has_failed) == (done, failed)


def test_unknown_payments_are_not_found(gateway: CardGateway) -> None:
    with pytest.raises(NotFound):
        gateway.retrieve_checkout("cs_test_nothing")
    with pytest.raises(NotFound):
        gateway.refund(RefundRequest(payment_intent_id="pi_nothing", amount=1, idempotency_key="r9"))


# --- failures -------------------------------------------------------------------------------------------------


def test_nobody_there_is_unavailable() -> None:
    with pytest.raises(Unavailable) as nobody:
        StripeGateway(KEY, SECRET, "http://127.0.0.1:1").retrieve_checkout("cs_test_1")

    assert nobody.value.code == "payment_unavailable"


def test_a_short_failure_is_tried_again_with_the_same_key(sandbox: SandboxHandle, gateway: CardGateway) -> None:
    order_fault(sandbox, times=1, status=503)

    assert gateway.create_checkout(request("short failure")).amount == 45_000


def test_a_500_after_the_work_is_unknown_to_us_and_not_opened_twice(
    sandbox: SandboxHandle, gateway: CardGateway
) -> None:
    before = len(sandbox.sandbox.store["sessions"])
    order_fault(sandbox, times=1, status=500, after=True)

    with pytest.raises(Unavailable):
        gateway.create_checkout(request("500"))

    assert len(sandbox.sandbox.store["sessions"]) == before + 1


def test_an_answer_that_comes_too_late_opens_one_session(
    sandbox: SandboxHandle, gateway: CardGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orders.payments.stripe.READ_SECONDS", 0.3)
    impatient = StripeGateway(KEY, SECRET, sandbox.url)
    before = len(sandbox.sandbox.store["sessions"])
    order_fault(sandbox, times=1, delay=0.6)

    session = impatient.create_checkout(request("late"))

    assert session.amount == 45_000
    assert len(sandbox.sandbox.store["sessions"]) == before + 1


def test_a_wrong_key_is_unavailable_and_logged(sandbox: SandboxHandle, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unavailable):
        StripeGateway("sk_live_wrong", SECRET, sandbox.url).retrieve_checkout("cs_test_1")

    assert "AuthenticationError" in caplog.text
    assert "sk_live_wrong" not in caplog.text


@pytest.mark.parametrize("amount", [MAX_RUPIAH + 1, 10**15])
def test_more_than_a_card_takes_is_refused_before_asking(gateway: CardGateway, amount: int) -> None:
    with pytest.raises(Invalid) as refused:
        gateway.create_checkout(request("huge", (CheckoutLine("Beras", 1, amount),)))

    assert refused.value.code == "payment_amount"


def test_lines_that_do_not_sum_up_are_no_request() -> None:
    with pytest.raises(ValueError, match="sum up"):
        CheckoutRequest(
            payment_reference="BYR-1",
            lines=(CheckoutLine("Kripik", 1, 1000),),
            total=1001,
            success_url=SITE,
            cancel_url=SITE,
            expires_at=datetime.now(UTC),
            idempotency_key="k",
        )


# --- rupiah and hundredths ------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [1, 150_000, MAX_RUPIAH])
def test_rupiah_survive_both_ways(amount: int) -> None:
    assert to_rupiah(to_hundredths(amount), "idr") == amount


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (15_000_000, "IDR", 150_000),
        (150_000, "idr", 1_500),
        (15_000_050, "idr", AmountMismatch(15_000_050, "idr")),
        (15_000_000, "usd", AmountMismatch(15_000_000, "usd")),
        (15_000_000, None, AmountMismatch(15_000_000, "")),
        (1.5e7, "idr", AmountMismatch(None, "idr")),
        (True, "idr", AmountMismatch(None, "idr")),
        ("15000000", "idr", AmountMismatch(None, "idr")),
        (None, "idr", AmountMismatch(None, "idr")),
    ],
)
def test_what_is_no_whole_rupiah_is_a_mismatch_and_never_rounded(minor: Any, currency: Any, expected: Any) -> None:
    assert to_rupiah(minor, currency) == expected


# --- webhooks -------------------------------------------------------------------------------------------------


def event(kind: str, subject: Any, **changes: Any) -> str:
    return json.dumps(
        {"id": "evt_1", "object": "event", "type": kind, "created": 1_795_000_000, "data": {"object": subject}}
        | changes
    )


PAID = event(
    "checkout.session.completed",
    {
        "id": "cs_test_1",
        "object": "checkout.session",
        "payment_intent": "pi_1",
        "amount_total": 15_000_000,
        "currency": "idr",
        "payment_status": "paid",
        "metadata": {"payment_reference": "BYR-1"},
    },
)


def sign(body: str, secret: str = SECRET, age: int = 0) -> str:
    return str(stripe.WebhookSignature.generate_signature_header(body, secret, int(time.time()) - age))


@pytest.fixture
def offline() -> StripeGateway:
    """A gateway that only reads webhooks."""
    return StripeGateway(KEY, SECRET)


def test_a_signed_webhook_is_read(offline: StripeGateway) -> None:
    found = offline.parse_event(PAID.encode(), sign(PAID))

    assert (found.id, found.kind) == ("evt_1", CardEventKind.CHECKOUT_COMPLETED)
    assert (found.session_id, found.payment_intent_id) == ("cs_test_1", "pi_1")
    assert (found.amount, found.currency, found.payment_status) == (150_000, "idr", "paid")
    assert found.metadata == {"payment_reference": "BYR-1"}
    assert found.created == datetime.fromtimestamp(1_795_000_000, UTC)


def test_one_right_signature_of_two_is_enough_while_the_secret_is_rolled(offline: StripeGateway) -> None:
    old = sign(PAID, "whsec_before")
    both = f"{old},{sign(PAID).split(',')[1]}"

    assert offline.parse_event(PAID.encode(), both).id == "evt_1"


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        pytest.param(PAID.replace("15000000", "15000001").encode(), sign(PAID), id="altered body"),
        pytest.param(PAID.encode(), sign(PAID, age=301 + 60), id="too old"),
        pytest.param(PAID.encode(), sign(PAID, "whsec_other"), id="wrong secret"),
        pytest.param(PAID.encode(), None, id="no header"),
        pytest.param(PAID.encode(), "", id="empty header"),
        pytest.param(PAID.encode(), "t=abc,v1=00", id="time is no number"),
        pytest.param(PAID.encode(), f"t={int(time.time())}", id="no signature"),
        pytest.param(PAID.encode(), sign(PAID).replace("v1=", "v0="), id="old scheme only"),
        pytest.param(PAID.encode(), f"t={int(time.time())},v1=é", id="signature beyond ASCII"),
        pytest.param(PAID.encode(), "t=" + "9" * 5000 + ",v1=00", id="endless time"),
        pytest.param(b"", sign(PAID), id="empty body"),
    ],
)
def test_a_webhook_that_is_not_from_stripe_is_refused(
    offline: StripeGateway, body: bytes, signature: str | None
) -> None:
    with pytest.raises(BadSignature) as refused:
        offline.parse_event(body, signature)

    assert (refused.value.code, refused.value.status) == ("webhook_forged", 400)


def test_an_empty_secret_accepts_nothing() -> None:
    with pytest.raises(BadSignature):
        StripeGateway(KEY, "").parse_event(PAID.encode(), sign(PAID, "x"))


def test_a_body_that_is_no_utf8_is_refused(offline: StripeGateway) -> None:
    with pytest.raises(BadSignature):
        offline.parse_event(b"\xff\xfe{}", sign(PAID))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        '"text"',
        "{}",
        "[" * 100_000,
        event("checkout.session.completed", None),
        event("checkout.session.completed", {"id": "cs_1", "object": "charge"}),
        event("checkout.session.completed", {"object": "checkout.session"}),
        event("", {"id": "x"}),
        event("payment_intent.succeeded", {"id": 7, "object": "payment_intent"}),
        event("ping", {}, created="yesterday"),
        event("ping", {}, created=10**30),
        event("ping", {}, created=None),
        event("ping", {}, id=None),
        event("ping", {}, data=None),
        event("ping", {}, data={"object": []}),
    ],
    ids=lambda body: str(body)[:40] or "empty",
)
def test_a_signed_body_that_is_no_event_is_refused(offline: StripeGateway, body: str) -> None:
    with pytest.raises(BadSignature) as refused:
        offline.parse_event(body.encode(), sign(body))

    assert refused.value.status == 400


def test_an_event_of_another_kind_is_other_and_carries_no_money(offline: StripeGateway) -> None:
    body = event("balance.available", {"object": "balance", "amount": 5})

    found = offline.parse_event(body.encode(), sign(body))

    assert (found.kind, found.type, found.amount) == (CardEventKind.OTHER, "balance.available", None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount_total": 15_000_050}, AmountMismatch(15_000_050, "idr")),
        ({"currency": "usd"}, AmountMismatch(15_000_000, "usd")),
        ({"amount_total": None}, AmountMismatch(None, "idr")),
        ({"amount_total": 150_000}, 1_500),
    ],
)
def test_money_that_is_not_ours_is_told_as_it_is(
    offline: StripeGateway, changes: dict[str, Any], expected: Any
) -> None:
    subject = json.loads(PAID)["data"]["object"] | changes
    body = event("checkout.session.completed", subject)

    found = offline.parse_event(body.encode(), sign(body))

    assert found.amount == expected
    assert found.amount != 150_000


def test_the_sandbox_sends_what_the_gateway_reads(
    sandbox: SandboxHandle, gateway: CardGateway, offline: StripeGateway
) -> None:
    session = paid(sandbox, gateway, "events")
    intent = session.payment_intent_id or ""
    refunded = gateway.refund(RefundRequest(payment_intent_id=intent, amount=5_000, idempotency_key="events-1"))
    bodies = [json.dumps(each) for each in sandbox.sandbox.store["events"].values()]

    found = [offline.parse_event(body.encode(), sign(body)) for body in bodies]
    mine = {each.kind: each for each in found if each.payment_intent_id == intent}

    assert {kind: each.amount for kind, each in mine.items()} == {
        CardEventKind.PAYMENT_SUCCEEDED: 45_000,
        CardEventKind.CHECKOUT_COMPLETED: 45_000,
        CardEventKind.CHARGE_REFUNDED: 5_000,
        CardEventKind.REFUND_UPDATED: 5_000,
    }
    assert mine[CardEventKind.CHECKOUT_COMPLETED].session_id == session.id
    assert mine[CardEventKind.REFUND_UPDATED].refund_id == refunded.id
    assert mine[CardEventKind.REFUND_UPDATED].payment_status == "succeeded"
    assert mine[CardEventKind.PAYMENT_SUCCEEDED].metadata["payment_reference"] == "BYR-2611-0001"


# --- when a session ends --------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pay_by", "least", "most"),
    [
        (NOW + timedelta(hours=1), timedelta(hours=1), timedelta(hours=1)),
        (NOW + timedelta(minutes=2), timedelta(minutes=30), timedelta(minutes=31)),
        (NOW - timedelta(days=1), timedelta(minutes=30), timedelta(minutes=31)),
        (NOW + timedelta(days=3), LONGEST_SESSION, LONGEST_SESSION),
    ],
)
def test_a_session_ends_within_what_stripe_takes(pay_by: datetime, least: timedelta, most: timedelta) -> None:
    assert least <= session_end(pay_by, NOW) - NOW <= most
