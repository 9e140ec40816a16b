"""Fairs are planned, changed and made public by their own organiser only."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import events
from catalog.fairs import organising, services
from catalog.fairs.models import Fair, FairState
from catalog.fairs.services import FairDraft
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.events import trail
from tests.factories import NOW, make_buyer, make_official, make_seller
from tests.factories_fairs import make_booth, make_fair

DRAFT = FairDraft(
    name="Lamongan Expo",
    place="Alun-alun Lamongan",
    region="35.24.22",
    starts_on=date(2026, 12, 1),
    ends_on=date(2026, 12, 5),
)


def test_a_planned_fair_is_a_draft_with_an_address_of_its_own(session: Session) -> None:
    official = make_official(session)

    first = services.plan(session, official, DRAFT, now=NOW)
    second = services.plan(session, make_official(session), DRAFT, now=NOW)

    assert (first.state, first.slug) == (FairState.DRAFT, "lamongan-expo-2026")
    assert second.slug == "lamongan-expo-2026-2"
    assert [event.name for event in trail.history(session, "fair", first.id)] == [events.FAIR_PLANNED]


def test_a_second_click_plans_no_second_fair(session: Session) -> None:
    official = make_official(session)

    first, second = (services.plan(session, official, DRAFT, now=NOW) for _ in range(2))

    assert first is second
    assert session.scalar(select(func.count(Fair.id))) == 1


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 121])
def test_a_fair_needs_a_name_that_fits(session: Session, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.plan(session, make_official(session), replace(DRAFT, name=name), now=NOW)

    assert "name" in caught.value.errors


@pytest.mark.parametrize("name", ["!!!", "<script>alert(1)</script>", "Pameran 東京"])
def test_an_odd_name_makes_a_plain_address(session: Session, name: str) -> None:
    fair = services.plan(session, make_official(session), replace(DRAFT, name=name), now=NOW)

    assert fair.slug.replace("-", "").isalnum()
    assert fair.slug.isascii()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": date(2026, 11, 30)}, "ends_on"),
        ({"ends_on": date(2062, 12, 5)}, "ends_on"),
        ({"region": "35"}, "region"),
        ({"region": "'; --"}, "region"),
        ({"place": " "}, "place"),
        ({"about": "x" * 2001}, "about"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(session: Session, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        services.plan(session, make_official(session), replace(DRAFT, **change), now=NOW)

    assert field in caught.value.errors


def test_sellers_and_buyers_run_no_fairs(session: Session) -> None:
    for actor in (make_seller(session), make_buyer(session)):
        with pytest.raises(NotAllowed):
            services.plan(session, actor, DRAFT, now=NOW)


def test_another_agency_finds_no_such_fair(session: Session) -> None:
    fair, stranger = make_fair(session, make_official(session)), make_official(session)

    with pytest.raises(NotFound):
        organising.own_fair(session, stranger, fair.slug)
    with pytest.raises(NotFound):
        services.edit(session, stranger, fair, DRAFT, seen=fair.version, now=NOW)
    with pytest.raises(NotFound):
        services.publish(session, stranger, fair, now=NOW)


def test_a_stale_form_overwrites_nobody(session: Session) -> None:
    official = make_official(session)
    fair = services.plan(session, official, DRAFT, now=NOW)
    seen = fair.version
    services.edit(session, official, fair, replace(DRAFT, place="GOR Lamongan"), seen=seen, now=NOW)

    with pytest.raises(Conflict):
        services.edit(session, official, fair, replace(DRAFT, place="Stadion"), seen=seen, now=NOW)

    assert fair.place == "GOR Lamongan"


def test_saving_the_same_twice_is_no_conflict(session: Session) -> None:
    official = make_official(session)
    fair = services.plan(session, official, DRAFT, now=NOW)
    seen = fair.version

    for _ in range(2):
        services.edit(session, official, fair, replace(DRAFT, place="GOR Lamongan"), seen=seen, now=NOW)

    changes = trail.history(session, "fair", fair.id, [events.FAIR_CHANGED])
    assert len(changes) == 1


def test_a_renamed_fair_keeps_its_printed_address(session: Session) -> None:
    official = make_official(session)
    fair = services.plan(session, official, DRAFT, now=NOW)

    services.edit(session, official, fair, replace(DRAFT, name="Expo Baru"), seen=fair.version, now=NOW)

    assert (fair.name, fair.slug) == ("Expo Baru", "lamongan-expo-2026")


def test_a_fair_without_booths_stays_unseen(session: Session) -> None:
    official = make_official(session)
    fair = make_fair(session, official, state=FairState.DRAFT)

    with pytest.raises(Conflict):
        services.publish(session, official, fair, now=NOW)

    assert fair.state == FairState.DRAFT


def test_making_public_twice_happens_once(session: Session) -> None:
    official = make_official(session)
    fair = make_fair(session, official, state=FairState.DRAFT)
    make_booth(session, fair, make_seller(session))

    for _ in range(2):
        services.publish(session, official, fair, now=NOW)

    assert fair.state == FairState.PUBLIC
    assert len(trail.history(session, "fair", fair.id, [events.FAIR_PUBLISHED])) == 1
