"""The API against its own document: generated requests, right ones and wrong ones, with every check there is."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from catalog.search import indexing
from marketplace.accounts import people
from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from orders.lifecycle import OrderState
from tests.factories import make_buyer, make_seller
from tests.factories_catalog import make_product
from tests.factories_orders import make_order, make_rate

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

EXAMPLES, MANY = 4, 40
"""Requests for each call and each way to be wrong, in `make test` and in `make stress`."""

REFUSED_BY_MEANING = ["2xx", "401", "403", "404", "409", "422"]
"""A document can say what a code looks like, not which products are on sale: 422 is an answer to a right body too.
Of the products 400 besides: page and page length may each be right and lead too deep together."""


class Unlimited:
    """Counts nothing: what is tried here is not how often one may ask."""

    def hit(self, *_parts: Any, **_options: Any) -> None:
        """Let it pass."""


@pytest.fixture
def tokens(app: Flask, database: Database) -> dict[str, str]:
    """Fill the market and return a token for each party."""
    app.extensions["counter"] = Unlimited()
    with app.test_request_context():
        with database.transaction() as session:
            seller, buyer = make_seller(session), make_buyer(session)
            make_rate(session, seller)
            make_product(session, seller, code="UJI")
            for state in (OrderState.PLACED, OrderState.CONFIRMED, OrderState.SHIPPED):
                make_order(session, buyer, seller, state=state, paid=True, now=now())
            found = {
                name: people.make_token(session, actor, "uji", can_write=True, now=now())
                for name, actor in (("buyer", buyer), ("seller", seller))
            }
        indexing.rebuild(database, jakarta_day(now()))
    return {**found, "nobody": ""}


@pytest.fixture
def schemathesis() -> Iterator[Any]:
    """Import the tool with its own warnings let through, and mend what it does wrong in-process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from schemathesis.transport.wsgi import WSGITransport

        send = WSGITransport.send

        def in_process(self: Any, case: Any, **options: Any) -> Any:
            for word in ("max_redirects", "verify", "cert"):  # meant for a network; Werkzeug's client refuses them
                options.pop(word, None)
            return send(self, case, **options)

        WSGITransport.send = in_process  # type: ignore[method-assign]
        yield schemathesis
        WSGITransport.send = send  # type: ignore[method-assign]


def findings(tool: Any, app: Flask, token: str, examples: int, phases: list[str]) -> tuple[list[str], int]:
    """Run all checks over all calls and return what they found, and how many requests were sent."""
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import from_schema

    headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {token}"} if token else {})}
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "headers": headers,
            "generation": {"max-examples": examples, "deterministic": True, "mode": "all", "database": "none"},
            "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
            "checks": {"positive_data_acceptance": {"expected-statuses": REFUSED_BY_MEANING}},
            "operations": [
                {
                    "include-path": "/api/v1/products",
                    "checks": {"positive_data_acceptance": {"expected-statuses": [*REFUSED_BY_MEANING, "400"]}},
                }
            ],
        }
    )
    schema = tool.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    found, sent = [], 0
    for event in from_schema(schema).execute():
        if type(event).__name__ in ("NonFatalError", "FatalError"):
            found.append(f"{event}")
        recorder = getattr(event, "recorder", None)
        for case_id, checks in recorder.checks.items() if recorder is not None else ():
            sent += 1
            found += [_said(recorder, case_id, check) for check in checks if check.status.value != "success"]
    return found, sent


def _said(recorder: Any, case_id: str, check: Any) -> str:
    interaction = recorder.interactions.get(case_id)
    response = interaction.response if interaction is not None else None
    failure = check.failure_info
    words = f"{failure.failure.title}: {failure.failure.message}\n{failure.code_sample}" if failure else ""
    answer = f"{response.status_code} {response.content[:300]!r}" if response is not None else ""
    return f"{recorder.label} {check.name} {words}\n{answer}"


@pytest.mark.parametrize(
    ("who", "phases"),
    [("buyer", ["coverage", "fuzzing"]), ("seller", ["fuzzing"]), ("nobody", ["fuzzing"])],
)
def test_the_api_keeps_what_its_document_says(
    app: Flask, tokens: dict[str, str], schemathesis: Any, who: str, phases: list[str]
) -> None:
    found, sent = findings(schemathesis, app, tokens[who], EXAMPLES, phases)

    assert sent > 50
    assert found == [], "\n\n".join(found[:5])


@pytest.mark.stress
@pytest.mark.parametrize("who", ["buyer", "seller", "nobody"])
def test_the_api_keeps_what_its_document_says_of_many_requests(
    app: Flask, tokens: dict[str, str], schemathesis: Any, who: str, full_size: bool
) -> None:
    if not full_size:
        pytest.skip("the small size runs in the test above")
    found, _sent = findings(schemathesis, app, tokens[who], MANY, ["examples", "coverage", "fuzzing", "stateful"])

    assert found == [], "\n\n".join(found[:5])


def test_the_names_of_the_document_s_parts_are_readable(app: Flask) -> None:
    from marketplace.web.api import Body, Request, Schema, document

    with app.test_request_context():
        names = set(document()["components"]["schemas"])
    classes = [cls.__name__ for base in (Schema, Request, Body) for cls in _below(base) if "[" not in cls.__name__]

    assert all(name.isidentifier() for name in names), names
    assert sorted(classes) == sorted(set(classes)), "two classes of one name would stand for each other"


def _below(base: type) -> set[type]:
    found: set[type] = set(base.__subclasses__())
    return found.union(*(_below(cls) for cls in found))


def test_an_unsupported_method_is_told_what_is_supported(app: Flask, tokens: dict[str, str]) -> None:
    answer = app.test_client().delete("/api/v1/orders", headers={"Authorization": f"Bearer {tokens['buyer']}"})

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
