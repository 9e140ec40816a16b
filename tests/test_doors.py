"""Every door of the site tried by every kind of person: made from the map of routes, so a new one is tried too."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import IntegerConverter

from marketplace.accounts import people
from marketplace.accounts.access import FIGURES, PUBLIC, SIGNED_IN, guard_of
from marketplace.core.roles import OrganisationKind, Permission, Role, roles_with
from marketplace.db import Database
from tests.factories import NOW, PASSWORD, make_member, make_organisation
from tests.pages import csrf_token, post

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PEOPLE = {
    Role.MANAGER: OrganisationKind.COOPERATIVE,
    Role.STAFF: OrganisationKind.COOPERATIVE,
    Role.BUYER: OrganisationKind.RETAILER,
    Role.OFFICIAL: OrganisationKind.AGENCY,
    Role.OPERATOR: OrganisationKind.OPERATOR,
}


def rules(app: Flask) -> Iterator[Rule]:
    """Give every route of ours, static files left out."""
    yield from (rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static"))


def address(rule: Rule) -> str:
    """Fill a route with ids of things that do not exist."""
    filled: dict[str, Any] = {
        name: 999_999_999 if isinstance(converter, IntegerConverter) else "tidak-ada"
        for name, converter in rule._converters.items()
    }
    built = rule.build(filled)
    assert built is not None
    return str(built[1])


def method(rule: Rule) -> str:
    """Return how a route is tried: as a change where it takes one."""
    return "POST" if "POST" in (rule.methods or ()) else "GET"


def guard(app: Flask, rule: Rule) -> str:
    """Return what a route declares."""
    return str(guard_of(app.view_functions[rule.endpoint]))


def is_for_programs(rule: Rule) -> bool:
    """Tell whether a route is asked with a bearer token: a browser's session opens nothing there."""
    return rule.rule.startswith("/api/") or rule.rule == FIGURES


def test_nobody_gets_past_a_guarded_door(app: Flask, client: FlaskClient) -> None:
    token = csrf_token(client)
    let_in = []
    for rule in rules(app):
        if guard(app, rule) == PUBLIC:
            continue
        answer = client.open(address(rule), method=method(rule), data={"csrf_token": token})
        to_sign_in = answer.status_code == 302 and answer.location.startswith("/masuk")
        if not (answer.status_code == 401 if is_for_programs(rule) else to_sign_in):
            let_in.append((rule.rule, answer.status_code))

    assert let_in == []


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_without_the_permission_is_refused_at_every_door(app: Flask, database: Database, role: Role) -> None:
    with app.test_request_context(), database.transaction() as session:
        actor = make_member(session, make_organisation(session, kind=PEOPLE[role]), role, email="orang@uji.test")
        bearer = {"Authorization": f"Bearer {people.make_token(session, actor, 'uji', can_write=True, now=NOW)}"}
    browser = app.test_client()
    post(browser, "/masuk", {"email": "orang@uji.test", "password": PASSWORD})
    token = csrf_token(browser, "/akun")
    wrong = []
    for rule in rules(app):
        declared = guard(app, rule)
        if declared in (PUBLIC, SIGNED_IN) or role in roles_with(Permission(declared)):
            continue
        headers = bearer if is_for_programs(rule) else {}
        answer = browser.open(address(rule), method=method(rule), data={"csrf_token": token}, headers=headers)
        if answer.status_code != 403:
            wrong.append((rule.rule, declared, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", PEOPLE)
def test_things_that_are_not_there_are_answered_without_a_fault(app: Flask, database: Database, role: Role) -> None:
    with app.test_request_context(), database.transaction() as session:
        make_member(session, make_organisation(session, kind=PEOPLE[role]), role, email="orang@uji.test")
    browser = app.test_client()
    post(browser, "/masuk", {"email": "orang@uji.test", "password": PASSWORD})
    token = csrf_token(browser, "/akun")
    faults: list[tuple[str, str, object]] = []
    for rule in rules(app):
        if rule.endpoint == "session.sign_out":
            continue
        for verb in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = browser.open(address(rule), method=verb, data={"csrf_token": token})
            if answer.status_code >= 500 and answer.status_code != NO_INDEX:
                faults.append((verb, rule.rule, answer.status_code))
            if rule.arguments and answer.status_code == 200 and guard(app, rule) != PUBLIC:
                faults.append((verb, rule.rule, "answers for something that is not there"))

    assert faults == []


def test_a_change_without_its_csrf_token_is_refused(app: Flask, database: Database) -> None:
    with app.test_request_context(), database.transaction() as session:
        for number, (role, kind) in enumerate(PEOPLE.items()):
            make_member(session, make_organisation(session, kind=kind), role, email=f"orang{number}@uji.test")
    unguarded = set()
    for number in range(len(PEOPLE)):
        browser = app.test_client()
        post(browser, "/masuk", {"email": f"orang{number}@uji.test", "password": PASSWORD})
        for rule in rules(app):
            if "POST" in (rule.methods or ()) and rule.endpoint not in CSRF_EXEMPT:
                answer = browser.post(address(rule), data={})
                refused = 401 if rule.rule.startswith("/api/") else 400  # programs have no session to be abused
                if answer.status_code != refused:
                    unguarded.add((rule.rule, answer.status_code))

    assert unguarded == set()


NO_INDEX = 503
"""What the search and /readyz answer here: no index is built for these tests."""

CSRF_EXEMPT = frozenset({"payments.webhook", "stopping.stop"})
"""Called by programs: one signs its body, the other (a mail program, RFC 8058) sends a signed address."""
