"""Every state that can be shown has a look of its own: icon and words, in both languages."""

from collections.abc import Iterable
from importlib import import_module

import pytest
from flask import Flask, render_template_string

from catalog.lifecycle import ProductState
from certification.status import Status
from marketplace.accounts.models import OrganisationState
from marketplace.web.looks import look_of
from orders.lifecycle import OrderState
from orders.payments.lifecycle import PaymentState


@pytest.mark.parametrize(
    ("package", "table", "states"),
    [
        ("marketplace", "PILLS", OrganisationState),
        ("certification", "BADGES", Status),
        ("catalog", "PILLS", ProductState),
        ("orders", "PILLS", [*OrderState, *PaymentState]),
    ],
)
def test_no_state_is_without_a_look(package: str, table: str, states: Iterable[str]) -> None:
    looks = getattr(import_module(f"{package}.looks"), table)

    assert {str(state) for state in states} <= set(looks)


def test_an_unknown_state_shows_its_own_word() -> None:
    look = look_of({}, "on_the_moon")

    assert (look.tone, look.words) == ("none", "on_the_moon")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_follow_the_reader_not_the_first_reader(app: Flask) -> None:
    text = "{% from 'macros/ui.html' import badge, pill %}{{ badge('expired', 'Halal') }}{{ pill('paid') }}"

    with app.test_request_context("/?lang=id"):
        indonesian = render_template_string(text)
    with app.test_request_context("/?lang=en"):
        english = render_template_string(text)

    assert "Halal kedaluwarsa" in indonesian
    assert "Halal expired" in english
    assert "Paid" in english
