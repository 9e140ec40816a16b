"""Every door with a thing behind it: route by method by role, tried with one's own, another's, and by nobody.

Made from the map of routes. A new route with a place in its address has no entry yet, and fails until it gets one.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from marketplace.accounts.access import PUBLIC, SIGNED_IN, guard_of
from marketplace.core.roles import Permission, Role, roles_with
from marketplace.db import Base, Database
from tests.doors_places import FIXED, PLACES, SEES_OTHERS, address, kinds_in, sees_others
from tests.doors_town import OTHER, Person, Town, build
from tests.factories import PASSWORD
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FEWEST = 400
"""Cells of the matrix, each a route, a method, a role and whose thing it is: it cannot shrink unseen."""

UNHASHED = frozenset({"limit_tallies", "kept_forms", "kept_answers"})
"""Written by whoever knocks, about the knocking."""
NOTED = frozenset({"last_seen_at", "last_used_at", "updated_at"})
"""When a sign-in or a token was used last: that of the person who knocks moves on."""

ENDS = ("remove", "erase", "withdraw", "end", "revoke", "stop", "disable", "suspend", "cancel", "reject")
"""What takes a thing away is tried last, so that the others still find it."""


AS_IF_MISSING = {
    "buying.remove_line": {302},
    "lists.remove": {302},
    "lists.remove_item": {302},
    "lists.change_item": {422},
    "order_actions_api.quote_shipping": {422},
    "order_actions_api.ship": {422},
    "order_actions_api.reject": {422},
    "order_actions_api.receive": {422},
}
"""Taking away what is gone is no fault (a second click), and an empty body is refused before anything is looked up.

Neither tells whether there was something, and the hashes show that nothing was taken.
"""


class Unlimited:
    """Counts nothing: what is tried here is not how often one may knock."""

    def hit(self, *_parts: Any, **_options: Any) -> None:
        """Let it pass."""

    check = forget = forgive = hit


@pytest.fixture
def town(app: Flask, database: Database) -> Town:
    """Two neighbourhoods with everything."""
    app.extensions["counter"] = Unlimited()
    with app.test_request_context(), database.transaction() as session:
        return build(app, session)


def doors(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Give every guarded route with a place in its address, once for each of its methods."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint.endswith(ENDS), rule.endpoint)):
        if rule.endpoint.endswith("static") or not rule.arguments:
            continue
        if guard(app, rule) != PUBLIC:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def guard(app: Flask, rule: Rule) -> str:
    """Return what a route declares."""
    return str(guard_of(app.view_functions[rule.endpoint]))


def may_enter(app: Flask, rule: Rule, role: Role) -> bool:
    """Tell whether a role may knock at all."""
    declared = guard(app, rule)
    return declared == SIGNED_IN or role in roles_with(Permission(declared))


def others(rule: Rule, town: Town, person: Person) -> list[str]:
    """Return the addresses of a route that hold another's thing: alone, or behind one's own."""
    kinds = kinds_in(rule)
    found = [address(rule, things) for things in town.others]
    if len(kinds) > 1:
        found += [address(rule, person.things, apart=things) for things in town.others]
    return list(dict.fromkeys(found))


class Visitor:
    """One person's browser and program."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.browser = app.test_client()
        self.headers = {"Authorization": f"Bearer {person.bearer}"}
        entered = post(self.browser, "/masuk", {"email": person.email, "password": PASSWORD})
        assert entered.status_code == 302
        self.token = csrf_token(self.browser, "/akun")

    def knock(self, path: str, method: str) -> TestResponse:
        """Open an address as its kind asks for: a form with its token, or a program's call."""
        if path.startswith("/api/"):
            return self.browser.open(path, method=method, json={} if method != "GET" else None, headers=self.headers)
        return self.browser.open(path, method=method, data={"csrf_token": self.token} if method != "GET" else None)


def state_of(database: Database) -> dict[str, str]:
    """Return a hash of the rows of each table."""
    with database.reading() as session:
        return {
            name: hashlib.sha256(
                repr(
                    sorted(map(repr, session.execute(select(*[c for c in table.c if c.name not in NOTED])).all()))
                ).encode()
            ).hexdigest()
            for name, table in Base.metadata.tables.items()
            if name not in UNHASHED
        }


def test_every_place_in_an_address_has_an_entry(app: Flask) -> None:
    places = {(rule.endpoint.partition(".")[0], name) for rule, _method in doors(app) for name in rule.arguments}

    assert places - PLACES.keys() - FIXED.keys() == set(), "say in tests/doors_places.py what stands there"
    assert (PLACES.keys() | FIXED.keys()) - places == set(), "entries of routes that are gone"
    assert SEES_OTHERS.keys() <= {rule.endpoint for rule, _method in doors(app)}


def test_the_matrix_is_whole(app: Flask) -> None:
    held = [door for door in doors(app) if kinds_in(door[0])]

    assert len(held) * (len(Role) + 1) + len(held) >= FEWEST, "each role, nobody, and one's own"


def expected_of(rule: Rule) -> set[int]:
    """Return how a route may answer for another's thing."""
    return ({404} if kinds_in(rule) else {200, 302, 422}) | AS_IF_MISSING.get(rule.endpoint, set())


def test_what_is_anothers_is_not_there(app: Flask, database: Database, town: Town) -> None:
    visitors = {role: Visitor(app, person) for role, person in town.people.items()}
    app.test_client().get("/privasi")  # the first look at a page that comes with the site writes its first version
    before = state_of(database)
    wrong = []
    tried = 0
    for role, person in town.people.items():
        for rule, method in doors(app):
            if sees_others(role, rule.endpoint):
                continue
            tries = others(rule, town, person)
            for path in tries if may_enter(app, rule, role) else tries[:1]:
                answer = visitors[role].knock(path, method)
                tried += 1
                expected = expected_of(rule) if may_enter(app, rule, role) else {403}
                if answer.status_code not in expected or _tells(answer):
                    wrong.append((role.value, method, path, rule.endpoint, answer.status_code, _tells(answer)))

    assert wrong == []
    assert [name for name, mark in state_of(database).items() if mark != before[name]] == []
    assert tried >= FEWEST


def _tells(answer: TestResponse) -> bool:
    """Tell whether an answer, a page or a file, holds words of the other neighbourhood."""
    return OTHER.encode() in answer.data


def test_nobody_is_sent_to_sign_in(app: Flask, client: FlaskClient, town: Town) -> None:
    token = csrf_token(client)
    wrong = []
    for rule, method in doors(app):
        for things in town.others:
            path = address(rule, things)
            answer = client.open(path, method=method, data={"csrf_token": token})
            to_sign_in = answer.status_code == 302 and answer.location.startswith("/masuk")
            if not (answer.status_code == 401 if path.startswith("/api/") else to_sign_in) or _tells(answer):
                wrong.append((method, path, answer.status_code))

    assert wrong == []
