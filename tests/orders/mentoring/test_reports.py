"""Monthly reports: counted from the log, frozen when handed in, corrected afterwards, merged by officials."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.errors import Conflict, NotAllowed, NotFound
from marketplace.core.months import Month
from marketplace.db import Database
from orders.lifecycle import OrderState
from orders.mentoring import agreeing, counting, document, overview, reports, sheets, trainings, visits
from orders.mentoring.models import Report
from orders.mentoring.overview import Asked
from orders.mentoring.reckoning import Figures
from orders.mentoring.trainings import AttendanceDraft, TrainingDraft
from orders.mentoring.words import StepOwner
from tests.factories import NOW, make_buyer
from tests.factories_catalog import make_product
from tests.factories_mentoring import Office, give, make_accompanied, make_office, make_visit, step
from tests.factories_orders import make_order
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOVEMBER = Month(date(2026, 11, 1))
EVENING = datetime(2026, 11, 30, 12, tzinfo=UTC)
"""The last evening of the month in Jakarta."""


@pytest.fixture
def office(session: Session) -> Office:
    """An office of Lamongan."""
    return make_office(session)


def house_of(office: Office) -> int:
    return office.assistant.organisation_id or 0


def test_a_month_is_counted_from_the_log_and_orders_apart(session: Session, office: Office) -> None:
    seller = make_accompanied(session, office)
    make_accompanied(session, office)
    steps = (step("Urus NIB", due=3), step("Kirim label", StepOwner.ASSISTANT), step("Foto ulang", due=30))
    visit = make_visit(session, office.assistant, seller, steps=steps)
    agreeing.tick(session, office.assistant, visit.steps[1], now=EVENING)
    product = make_product(session, seller, stock_on_hand=500)
    buyer = make_buyer(session)
    got = make_order(session, buyer, seller, product=product, state=OrderState.RECEIVED)
    placed = make_order(session, buyer, seller, product=product)
    make_order(session, buyer, seller, product=product, state=OrderState.CANCELLED)
    training = trainings.plan(session, office.official, TrainingDraft(title="Foto", day=date(2026, 11, 3)), now=NOW)
    came = AttendanceDraft(cooperative=session.get_one(Organisation, seller.organisation_id), people=3)
    trainings.attend(session, office.official, training, came, now=NOW)

    found = counting.count(session, house_of(office), office.assistant.user_id, NOVEMBER, now=EVENING)

    assert found.total == Figures(
        accompanied=2,
        visits=1,
        reached=1,
        steps_agreed=3,
        steps_done=1,
        steps_overdue=1,
        products=1,
        trainings=1,
        trained=3,
        orders=2,
        committed=got.goods_total + placed.goods_total,
        realised=got.goods_total,
    )


def test_after_a_handover_each_assistant_counts_own_days_only(session: Session, office: Office) -> None:
    seller = make_accompanied(session, office)
    make_order(session, make_buyer(session), seller)
    give(session, office, seller, to=office.other, since=date(2026, 11, 25))

    people = (office.assistant.user_id, office.other.user_id)
    counted = [counting.count(session, house_of(office), one, NOVEMBER, now=EVENING).total.orders for one in people]

    assert counted == [1, 0]


def test_a_report_freezes_and_later_changes_stand_as_corrections(session: Session, office: Office) -> None:
    seller = make_accompanied(session, office)
    visit = make_visit(session, office.assistant, seller)
    first = reports.submit(session, office.assistant, NOVEMBER, "Lancar", now=EVENING)
    again = reports.submit(session, office.assistant, NOVEMBER, "Lain", now=EVENING)
    later = datetime(2026, 12, 3, 3, tzinfo=UTC)
    make_visit(session, office.assistant, seller, day=date(2026, 11, 29), steps=(), now=later)
    visits.add_note(session, office.official, visit, "Yang hadir 5", now=later)

    paper = reports.paper_of(session, office.official, office.assistant.user_id, NOVEMBER, now=later)

    assert first is again
    assert session.scalar(select(func.count(Report.id))) == 1
    assert (paper.summary, paper.counted.total.visits, len(paper.log)) == ("Lancar", 1, 1)
    assert paper.changes["visits"] == (1, 2)
    assert len(paper.later) == 2


def test_a_running_month_is_not_handed_in_and_a_coming_one_is_not_there(session: Session, office: Office) -> None:
    with pytest.raises(Conflict, match="too_early"):
        reports.submit(session, office.assistant, NOVEMBER, "", now=NOW)
    with pytest.raises(NotFound):
        reports.paper_of(session, office.assistant, office.assistant.user_id, NOVEMBER.next, now=NOW)


def test_reports_of_colleagues_are_for_officials(session: Session, office: Office) -> None:
    stranger = make_office(session).official
    reports.submit(session, office.other, NOVEMBER, "", now=EVENING)

    assert reports.paper_of(session, office.official, office.other.user_id, NOVEMBER, now=EVENING).submitted_at
    for actor in (office.assistant, stranger):
        with pytest.raises(NotFound):
            reports.paper_of(session, actor, office.other.user_id, NOVEMBER, now=EVENING)
    with pytest.raises(NotAllowed):
        reports.merged(session, office.assistant, NOVEMBER)


def test_all_reports_of_a_month_make_one_spreadsheet_with_a_sum(session: Session, office: Office) -> None:
    make_visit(session, office.assistant, make_accompanied(session, office))
    reports.submit(session, office.assistant, NOVEMBER, "", now=EVENING)

    totals, cooperatives, log = sheets.merged_of(reports.merged(session, office.official, NOVEMBER), NOVEMBER)

    assert [row[0] for row in totals.rows][:2] == ["Dewi Pendamping", "Eko Pendamping"]
    assert totals.rows[0][2:] == totals.rows[2][2:]
    assert (len(cooperatives.rows), len(log.rows)) == (1, 1)


def test_the_paper_is_a_pdf_without_the_internal_notes(app: Flask, session: Session, office: Office) -> None:
    make_visit(session, office.assistant, make_accompanied(session, office))
    house = session.get_one(Organisation, house_of(office))
    paper = reports.paper_of(session, office.assistant, office.assistant.user_id, NOVEMBER, now=NOW)

    assert document.render_report(paper, house, date(2026, 11, 24)).startswith(b"%PDF-")
    assert len(paper.log) == 1
    assert "rahasia" not in str(vars(paper.log[0]))


def test_the_overview_asks_a_fixed_number_of_questions(session: Session, database: Database, office: Office) -> None:
    def add() -> None:
        seller = make_accompanied(session, office)
        make_product(session, seller)
        make_visit(session, office.assistant, seller)
        session.flush()

    def asked() -> int:
        session.expire_all()
        with count_queries(database) as seen:
            page = overview.overview(session, office.assistant, Asked(), 1, now=NOW)
        assert page.total == len(page.items)
        return len(seen)

    add()
    few = asked()
    for _more in range(3):
        add()

    assert asked() == few <= 24


def test_who_needs_help_first_stands_on_top(session: Session, office: Office) -> None:
    visited = make_accompanied(session, office, name="KDMP Aman")
    make_product(session, visited)
    make_visit(session, office.assistant, visited)
    make_accompanied(session, office, name="KDMP Sepi")

    page = overview.overview(session, office.assistant, Asked(), 1, now=NOW)

    assert [card.cooperative.name for card in page.items] == ["KDMP Sepi", "KDMP Aman"]
    assert page.items[1].facts.open_steps == 1
