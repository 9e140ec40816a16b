"""The sandbox, as the official client and a browser without JavaScript meet it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from marketplace.config import ROOT
from orders.payments.sandbox import SandboxHandle, SandboxOptions, start_sandbox

SECRET = "whsec_for_tests"
KEY = "sk_test_for_tests"
SITE = "http://127.0.0.1:8123"
ONE_HOUR = 3600


class Receiver:
    """A shop that takes webhooks; answers the statuses it was given, then 200."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.events: list[dict[str, Any]] = []
        self.bad = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                try:
                    stripe.WebhookSignature.verify_header(body, self.headers["Stripe-Signature"], SECRET, 300)
                except stripe.SignatureVerificationError:
                    outer.bad += 1
                outer.events.append(json.loads(body))
                self.send_response(outer.answers.pop(0) if outer.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Write nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/payments/stripe"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.stop()


@pytest.fixture
def start(receiver: Receiver) -> Iterator[Callable[..., SandboxHandle]]:
    """Start sandboxes that end with the test."""
    running: list[SandboxHandle] = []

    def begin(**changes: Any) -> SandboxHandle:
        given = {"webhook_url": receiver.url, "webhook_secret": SECRET, "control": True, "backoff": (0.02,), **changes}
        running.append(start_sandbox(SandboxOptions(site_url=SITE, **given)))
        return running[-1]

    yield begin
    for each in running:
        each.stop()


@pytest.fixture
def sandbox(start: Callable[..., SandboxHandle]) -> SandboxHandle:
    return start()


def client_of(sandbox: SandboxHandle, key: str = KEY, retries: int = 0) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": sandbox.url},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=5),
    )


@pytest.fixture
def client(sandbox: SandboxHandle) -> stripe.StripeClient:
    return client_of(sandbox)


def checkout(**changes: Any) -> Any:
    return {
        "mode": "payment",
        "line_items": [
            {
                "price_data": {
                    "currency": "idr",
                    "unit_amount": 1_500_000,
                    "product_data": {"name": "Bandeng presto <duri lunak>"},
                },
                "quantity": 10,
            }
        ],
        "client_reference_id": "BYR-2611-0001",
        "metadata": {"orders": "1,2", "0": "a number as key"},
        "payment_intent_data": {"metadata": {"orders": "1,2"}},
        "success_url": f"{SITE}/bayar/selesai?sesi={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{SITE}/pesanan",
        "expires_at": int(time.time()) + ONE_HOUR,
        "locale": "id",
        **changes,
    }


def ask(sandbox: SandboxHandle, method: str, path: str, body: str = "", **headers: str) -> tuple[HTTPResponse, str]:
    parts = urlsplit(sandbox.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request(method, path, body.encode() if body else None, headers)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def choose(sandbox: SandboxHandle, session_id: str, outcome: str) -> HTTPResponse:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(sandbox, "POST", f"/pay/{session_id}", urlencode({"outcome": outcome}), **form)[0]


def control(sandbox: SandboxHandle, path: str, **values: Any) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
    answer, text = ask(sandbox, "POST", f"/_control/{path}", json.dumps(values), **headers)
    assert answer.status == 200, text
    found: dict[str, Any] = json.loads(text)
    return found


# --- sessions -----------------------------------------------------------------------------------------------


def test_a_session_sums_its_lines_and_keeps_what_it_was_given(client: stripe.StripeClient) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    found = client.v1.checkout.sessions.retrieve(made.id).to_dict()

    assert (found["amount_total"], found["currency"]) == (15_000_000, "idr")
    assert (found["status"], found["payment_status"], found["payment_intent"]) == ("open", "unpaid", None)
    assert found["metadata"] == {"orders": "1,2", "0": "a number as key"}
    assert found["client_reference_id"] == "BYR-2611-0001"
    assert found["url"].endswith(f"/pay/{made.id}")


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"succes_url": "typo"}, "succes_url"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"cancel_url": "/pesanan"}, "cancel_url"),
        ({"expires_at": 1}, "expires_at"),
        ({"expires_at": int(time.time()) + 25 * ONE_HOUR}, "expires_at"),
        ({"metadata": {"k" * 41: "v"}}, f"metadata[{'k' * 41}]"),
        ({"payment_method_types": ["qris"]}, "payment_method_types"),
    ],
)
def test_a_session_that_stripe_would_refuse_is_refused(
    client: stripe.StripeClient, changes: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create(checkout(**changes))

    assert refusal.value.param == param


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ({"currency": "idr", "unit_amount": 999_999_999_999}, "amount_too_large"),
        ({"currency": "idr", "unit_amount": 1}, "amount_too_small"),
        ({"currency": "idr", "unit_amount": -5}, "parameter_invalid_integer"),
        ({"currency": "idr", "unit_amount": "1,5"}, "parameter_invalid_integer"),
        ({"currency": "usd", "unit_amount": 100}, None),
        ({"currency": "idr"}, "parameter_missing"),
    ],
)
def test_amounts_outside_of_what_a_card_takes_are_refused(
    client: stripe.StripeClient, price: dict[str, Any], code: str | None
) -> None:
    line = {"price_data": {**price, "product_data": {"name": "Kripik"}}, "quantity": 2}

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create(checkout(line_items=[line]))

    assert refusal.value.code == code


def test_unknown_things_are_not_found(client: stripe.StripeClient) -> None:
    for read in (
        client.v1.checkout.sessions.retrieve,
        client.v1.payment_intents.retrieve,
        client.v1.refunds.retrieve,
        client.v1.events.retrieve,
    ):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            read("nothing")
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")


def test_a_call_that_the_sandbox_lacks_says_so(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.customers.list()


@pytest.mark.parametrize("key", ["sk_live_1234", "sk_test_", "pk_test_1234"])
def test_a_key_that_is_no_test_key_is_refused(sandbox: SandboxHandle, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError):
        client_of(sandbox, key).v1.refunds.list()


def test_a_key_may_come_as_basic_and_must_come(sandbox: SandboxHandle) -> None:
    basic = {"Authorization": "Basic c2tfdGVzdF94Og=="}

    assert ask(sandbox, "GET", "/v1/refunds", **basic)[0].status == 200
    assert ask(sandbox, "GET", "/v1/refunds", Authorization="Basic %%%")[0].status == 401
    assert ask(sandbox, "GET", "/v1/refunds")[0].status == 401
    assert ask(sandbox, "POST", "/_control/clock", "{}")[0].status == 401


@pytest.mark.parametrize(
    "body", ["mode[=x", "[x]=1", "mode=%ff", "line_items=1", "line_items[a]=1", "mode[a]=1&mode=2"]
)
def test_bodies_that_make_no_sense_are_refused(sandbox: SandboxHandle, body: str) -> None:
    answer, text = ask(sandbox, "POST", "/v1/checkout/sessions", body, Authorization=f"Bearer {KEY}")

    assert answer.status == 400
    assert json.loads(text)["error"]["type"] == "invalid_request_error"


# --- idempotency ----------------------------------------------------------------------------------------------


def test_the_same_key_and_body_get_the_same_answer(client: stripe.StripeClient) -> None:
    params = checkout()

    made = [client.v1.checkout.sessions.create(params, {"idempotency_key": "BYR-1-1"}).id for _ in range(3)]

    assert len(set(made)) == 1


def test_the_same_key_with_another_body_is_refused(client: stripe.StripeClient) -> None:
    client.v1.checkout.sessions.create(checkout(), {"idempotency_key": "BYR-1-1"})

    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(checkout(locale="en"), {"idempotency_key": "BYR-1-1"})


def test_a_key_used_by_many_at_once_works_once(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    params = checkout()

    with ThreadPoolExecutor(8) as pool:
        made = pool.map(
            lambda _: client.v1.checkout.sessions.create(params, {"idempotency_key": "BYR-1-1"}).id, range(16)
        )

    assert len(set(made)) == 1
    assert len(sandbox.sandbox.store["sessions"]) == 1


def test_a_500_is_kept_for_its_key_though_the_work_was_done(
    client: stripe.StripeClient, sandbox: SandboxHandle
) -> None:
    control(sandbox, "faults", times=1, status=500, after=True)
    params = checkout()

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.checkout.sessions.create(params, {"idempotency_key": "BYR-1-1"})

    assert len(sandbox.sandbox.store["sessions"]) == 1


def test_a_key_is_forgotten_after_a_day(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    first = client.v1.checkout.sessions.create(checkout(), {"idempotency_key": "BYR-1-1"})
    control(sandbox, "clock", advance=24 * ONE_HOUR + 1)
    later = checkout(expires_at=int(time.time()) + 25 * ONE_HOUR + 1)

    assert client.v1.checkout.sessions.create(later, {"idempotency_key": "BYR-1-1"}).id != first.id


# --- the hosted page ------------------------------------------------------------------------------------------


def test_the_page_says_what_is_paid_and_that_it_is_a_sandbox(
    client: stripe.StripeClient, sandbox: SandboxHandle
) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    answer, page = ask(sandbox, "GET", f"/pay/{made.id}")

    assert answer.status == 200
    assert '<html lang="id">' in page
    assert "Kotak pasir — bukan pembayaran sungguhan" in page
    assert "Bayar Rp150.000" in page
    assert "Bandeng presto &lt;duri lunak&gt;" in page
    assert "Sandbox — not a real payment" in ask(sandbox, "GET", f"/pay/{made.id}?lang=en")[1]


def test_the_page_is_strict_and_lets_its_form_lead_to_the_shop(
    client: stripe.StripeClient, sandbox: SandboxHandle
) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    answer, page = ask(sandbox, "GET", f"/pay/{made.id}")
    policy = answer.getheader("Content-Security-Policy") or ""

    assert policy.startswith("default-src 'none'")
    assert f"form-action 'self' {SITE};" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<style|style=|\son\w+=", page)


def test_paying_leads_to_the_success_address(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    answer = choose(sandbox, made.id, "succeed")
    found = client.v1.checkout.sessions.retrieve(made.id).to_dict()
    intent = client.v1.payment_intents.retrieve(found["payment_intent"]).to_dict()

    assert answer.status == 303
    assert answer.getheader("Location") == f"{SITE}/bayar/selesai?sesi={made.id}"
    assert (found["status"], found["payment_status"], found["url"]) == ("complete", "paid", None)
    assert (intent["status"], intent["amount_received"], intent["metadata"]) == (
        "succeeded",
        15_000_000,
        {"orders": "1,2"},
    )


def test_paying_twice_charges_once(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: choose(sandbox, made.id, "succeed").status, range(12)))

    assert set(answers) == {303}
    assert len(sandbox.sandbox.store["charges"]) == 1


def test_a_declined_card_may_try_again(client: stripe.StripeClient, sandbox: SandboxHandle, receiver: Receiver) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    answer = choose(sandbox, made.id, "decline")
    page = ask(sandbox, "GET", answer.getheader("Location") or "")[1]
    choose(sandbox, made.id, "succeed")

    assert "Kartu ditolak." in page
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"
    assert sandbox.settle()
    assert sorted(receiver.types) == [
        "checkout.session.completed",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
    ]
    assert len(sandbox.sandbox.store["intents"]) == 1


def test_cancelling_leads_back_and_leaves_the_session_open(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    answer = choose(sandbox, made.id, "cancel")

    assert (answer.status, answer.getheader("Location")) == (303, f"{SITE}/pesanan")
    assert client.v1.checkout.sessions.retrieve(made.id).status == "open"


def test_pages_of_what_is_over_unknown_or_unclear_say_so(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    paid, expired, still_open = (client.v1.checkout.sessions.create(checkout()).id for _ in range(3))
    choose(sandbox, paid, "succeed")
    client.v1.checkout.sessions.expire(expired)

    answers = [ask(sandbox, "GET", f"/pay/{ident}") for ident in (paid, expired, "cs_test_nothing")]

    assert [answer.status for answer, _page in answers] == [200, 410, 404]
    assert "sudah selesai" in answers[0][1]
    assert "sudah habis" in answers[1][1]
    assert choose(sandbox, expired, "succeed").status == 410
    assert choose(sandbox, still_open, "steal").status == 422
    assert choose(sandbox, "cs_test_nothing", "succeed").status == 404
    assert client.v1.checkout.sessions.retrieve(expired).payment_status == "unpaid"


# --- expiry ---------------------------------------------------------------------------------------------------


def test_only_an_open_session_can_be_expired(
    client: stripe.StripeClient, sandbox: SandboxHandle, receiver: Receiver
) -> None:
    made = client.v1.checkout.sessions.create(checkout())
    client.v1.checkout.sessions.expire(made.id)

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(made.id)

    assert sandbox.settle()
    assert receiver.types == ["checkout.session.expired"]


def test_a_session_expires_by_itself(client: stripe.StripeClient, sandbox: SandboxHandle, receiver: Receiver) -> None:
    made = client.v1.checkout.sessions.create(checkout())

    control(sandbox, "clock", advance=ONE_HOUR + 1)

    assert client.v1.checkout.sessions.retrieve(made.id).status == "expired"
    assert sandbox.settle()
    assert receiver.types == ["checkout.session.expired"]


def test_a_test_can_let_money_come_late(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    made = client.v1.checkout.sessions.create(checkout())
    client.v1.checkout.sessions.expire(made.id)

    control(sandbox, f"sessions/{made.id}/pay")

    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"


# --- refunds --------------------------------------------------------------------------------------------------


@pytest.fixture
def intent_id(client: stripe.StripeClient, sandbox: SandboxHandle) -> str:
    """A payment of Rp150.000 that went through."""
    made = client.v1.checkout.sessions.create(checkout())
    choose(sandbox, made.id, "succeed")
    return str(client.v1.checkout.sessions.retrieve(made.id).payment_intent)


def test_a_payment_is_refunded_in_parts_and_never_beyond(
    client: stripe.StripeClient, sandbox: SandboxHandle, receiver: Receiver, intent_id: str
) -> None:
    part = client.v1.refunds.create({"payment_intent": intent_id, "amount": 5_000_000, "metadata": {"order": "1"}})
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        client.v1.refunds.create({"payment_intent": intent_id, "amount": 10_000_001})
    rest = client.v1.refunds.create({"payment_intent": intent_id})
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        client.v1.refunds.create({"payment_intent": intent_id, "amount": 1})

    assert (part.status, rest.amount) == ("succeeded", 10_000_000)
    assert (too_much.value.param, nothing_left.value.code) == ("amount", "charge_already_refunded")
    assert [each.id for each in client.v1.refunds.list({"payment_intent": intent_id}).data] == [rest.id, part.id]
    assert client.v1.refunds.retrieve(part.id).to_dict()["metadata"] == {"order": "1"}
    assert sandbox.settle()
    assert receiver.types.count("charge.refunded") == receiver.types.count("refund.updated") == 2


def test_the_same_refund_sent_twice_goes_back_once(client: stripe.StripeClient, intent_id: str) -> None:
    for _ in range(2):
        client.v1.refunds.create({"payment_intent": intent_id, "amount": 100}, {"idempotency_key": "refund-1"})

    assert len(client.v1.refunds.list({"payment_intent": intent_id}).data) == 1


def test_what_was_never_paid_cannot_be_refunded(client: stripe.StripeClient, sandbox: SandboxHandle) -> None:
    made = client.v1.checkout.sessions.create(checkout())
    choose(sandbox, made.id, "decline")
    intent = str(client.v1.checkout.sessions.retrieve(made.id).payment_intent)

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": intent})


# --- events and webhooks --------------------------------------------------------------------------------------


def test_events_are_listed_newest_first_by_pages(client: stripe.StripeClient, intent_id: str) -> None:
    everything = client.v1.events.list({"limit": 2}).data
    second = client.v1.events.list({"starting_after": everything[0].id}).data

    assert [event.type for event in everything] == ["checkout.session.completed", "payment_intent.succeeded"]
    assert [event.id for event in second] == [everything[1].id]
    assert client.v1.events.list({"type": "refund.updated"}).data == []
    assert len(client.v1.events.list({"created": {"gte": 1}, "types": ["payment_intent.succeeded"]}).data) == 1
    assert client.v1.events.retrieve(everything[0].id).to_dict()["data"]["object"]["payment_intent"] == intent_id


def test_a_webhook_is_tried_again_until_it_is_taken(
    sandbox: SandboxHandle, client: stripe.StripeClient, receiver: Receiver
) -> None:
    receiver.answers = [500, 302, 404]
    made = client.v1.checkout.sessions.create(checkout())

    client.v1.checkout.sessions.expire(made.id)

    assert sandbox.settle()
    assert receiver.types == ["checkout.session.expired"] * 4
    assert len({event["id"] for event in receiver.events}) == 1
    assert receiver.bad == 0
    assert client.v1.events.retrieve(receiver.events[0]["id"]).pending_webhooks == 0


def test_webhooks_can_come_doubled_and_in_the_wrong_order(
    sandbox: SandboxHandle, client: stripe.StripeClient, receiver: Receiver
) -> None:
    control(sandbox, "webhooks", copies=3, reverse=True)
    made = client.v1.checkout.sessions.create(checkout())

    choose(sandbox, made.id, "succeed")

    assert sandbox.settle()
    assert receiver.types == ["checkout.session.completed"] * 3 + ["payment_intent.succeeded"] * 3


def test_held_webhooks_are_delivered_as_a_test_orders_them(
    sandbox: SandboxHandle, client: stripe.StripeClient, receiver: Receiver
) -> None:
    control(sandbox, "webhooks", held=True)
    made = client.v1.checkout.sessions.create(checkout())
    choose(sandbox, made.id, "succeed")
    completed, succeeded = (event.id for event in client.v1.events.list().data)
    assert sandbox.settle()
    assert receiver.types == []

    control(sandbox, "deliver", events=[completed, succeeded, completed])

    assert sandbox.settle()
    assert [event["id"] for event in receiver.events] == [completed, succeeded, completed]


# --- the process ----------------------------------------------------------------------------------------------


def test_a_restart_loses_nothing_and_delivers_what_was_not_taken(
    start: Callable[..., SandboxHandle], receiver: Receiver, tmp_path: Path
) -> None:
    file = tmp_path / "sandbox.json"
    first = start(state_file=file, webhook_url="http://127.0.0.1:1/nobody")
    params = checkout()
    made = client_of(first).v1.checkout.sessions.create(params, {"idempotency_key": "BYR-1-1"})
    choose(first, made.id, "succeed")
    first.stop()

    second = start(state_file=file)
    again = client_of(second).v1.checkout.sessions.create(params, {"idempotency_key": "BYR-1-1"})

    assert again.id == made.id
    assert client_of(second).v1.checkout.sessions.retrieve(made.id).payment_status == "paid"
    assert second.settle()
    assert sorted(receiver.types) == ["checkout.session.completed", "payment_intent.succeeded"]


def test_a_broken_state_file_is_moved_aside(
    start: Callable[..., SandboxHandle], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sandbox.json"
    file.write_text('{"sessions": [')

    sandbox = start(state_file=file)

    assert ask(sandbox, "GET", "/healthz")[0].status == 200
    assert (tmp_path / "sandbox.json.broken").exists()
    assert "starting empty" in capsys.readouterr().err


def test_the_sandbox_serves_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        start_sandbox(SandboxOptions(site_url=SITE, host="0.0.0.0"))


def test_control_is_shut_unless_asked_for(start: Callable[..., SandboxHandle]) -> None:
    sandbox = start(control=False)

    assert ask(sandbox, "POST", "/_control/clock", "{}", Authorization=f"Bearer {KEY}")[0].status == 404


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_process_starts_tells_its_address_and_stops_cleanly(stop: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "orders.payments.sandbox", "--site-url", SITE, "--webhook-secret", SECRET]
    command += ["--webhook-url", "http://127.0.0.1:1/nobody", "--state", str(tmp_path / "state.json")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(stop)

        assert re.fullmatch(r"Payment sandbox on http://127\.0\.0\.1:\d+\n", line)
        assert process.wait(5) == 0


def test_a_taken_port_is_told_plainly(sandbox: SandboxHandle) -> None:
    port = str(urlsplit(sandbox.url).port)
    command = [sys.executable, "-m", "orders.payments.sandbox", "--site-url", SITE, "--port", port]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10)

    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert port in ended.stderr


def test_the_sandbox_imports_nothing_of_ours() -> None:
    for path in (ROOT / "orders/payments/sandbox").glob("*.py"):
        assert not re.search(r"^\s*(from|import) (marketplace|certification|catalog|orders)", path.read_text(), re.M)
