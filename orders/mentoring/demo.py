"""The demo's mentoring: nine cooperatives, three months of visits, steps in all states, a plan, trainings."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import JAKARTA, jakarta_day
from marketplace.core.months import month_of
from marketplace.core.roles import Actor
from marketplace.demo import Stage
from marketplace.events.models import Delivery, Event
from orders.mentoring import agreeing, assigning, plan_queries, plans, reports, trainings, visits
from orders.mentoring.agreeing import StepDraft
from orders.mentoring.assigning import AssignmentDraft
from orders.mentoring.demo_words import ACCOMPANIED, COMMENTS, NEEDS, SUMMARY, TALES, TRAININGS, Course, Tale
from orders.mentoring.models import Step, Visit
from orders.mentoring.plans import NeedDraft, PlanDraft, TargetDraft
from orders.mentoring.trainings import AttendanceDraft, TrainingDraft
from orders.mentoring.visits import VisitDraft

ASSISTANT, OFFICIAL = "pendamping@demo.test", "petugas@demo.test"
SINCE = timedelta(days=120)
QUIET = timedelta(days=2)
"""What happened longer ago is told to nobody."""
SUBSCRIBERS = ("tell_of_steps", "tell_of_ticked_steps", "tell_of_assignments")


def load(stage: Stage) -> None:
    """Let three months of mentoring happen, oldest first, as people would have written it down."""
    with stage.database.transaction() as session:
        assistant, official = stage.actor(session, ASSISTANT), stage.actor(session, OFFICIAL)
        begin = stage.now - SINCE
        draft = AssignmentDraft(
            assistant_id=assistant.user_id,
            cooperative_ids=stage.cooperatives[:ACCOMPANIED],
            starts_on=jakarta_day(begin),
        )
        assigning.assign(session, official, draft, now=begin)
        for number, tale in enumerate(sorted(TALES, key=lambda tale: -tale.days)):
            _visit(session, stage, assistant, tale, number)
        for number, told in enumerate(TRAININGS):
            _training(session, stage, official, number, told)
        _plan(session, stage)
        _report(session, stage, assistant)
        _hush(session, stage)


def _visit(session: Session, stage: Stage, assistant: Actor, tale: Tale, number: int) -> None:
    at = stage.now - timedelta(days=tale.days)
    day = jakarta_day(at)
    draft = VisitDraft(
        day=day,
        mode=tale.mode,
        topics=tale.topics,
        place=tale.place,
        people=tale.people,
        notes=tale.notes,
        steps=[StepDraft(text=row.text, owner=row.owner, due_on=day + timedelta(days=row.due)) for row in tale.steps],
        key=f"demo-kunjungan-{number:04d}",
    )
    cooperative = session.get_one(Organisation, stage.cooperatives[tale.shop])
    visit = visits.log(session, assistant, cooperative, draft, now=at)
    for step, row in zip(visit.steps, tale.steps, strict=True):
        _later(session, stage, assistant, step, row.end, at + timedelta(days=row.after))


def _later(session: Session, stage: Stage, assistant: Actor, step: Step, ending: str, at: datetime) -> None:
    """Let happen to a step what the tale says; a day that is still to come has not come."""
    manager = stage.manager_of(session, step.cooperative_id)
    at = min(at, stage.now)
    if ending == "done":
        agreeing.tick(session, manager if agreeing.may_tick(manager, step) else assistant, step, now=at)
    elif ending == "dropped":
        agreeing.drop(session, assistant, step, now=at)
    elif ending == "asked":
        agreeing.comment(session, manager, step, COMMENTS[0], now=at)
        agreeing.comment(session, assistant, step, COMMENTS[1], now=min(at + timedelta(hours=5), stage.now))


def _training(session: Session, stage: Stage, official: Actor, number: int, told: Course) -> None:
    at = stage.now - timedelta(days=max(told.days, 0))
    draft = TrainingDraft(
        title=told.title,
        day=jakarta_day(stage.now - timedelta(days=told.days)),
        place=told.place,
        material_url="https://contoh.id/materi",
        key=f"demo-pelatihan-{number:04d}",
    )
    training = trainings.plan(session, official, draft, now=at)
    for shop, count in enumerate(told.people):
        if count:
            cooperative = session.get_one(Organisation, stage.cooperatives[shop])
            came = AttendanceDraft(cooperative=cooperative, people=count)
            trainings.attend(session, official, training, came, now=at)


def _plan(session: Session, stage: Stage) -> None:
    """Write the first cooperative's plan of this year, and change it once."""
    cooperative = session.get_one(Organisation, stage.cooperatives[0])
    manager = stage.manager_of(session, cooperative.id)
    year = jakarta_day(stage.now).year
    sold = {product_id for product_id, _quarter in plan_queries.reached(session, cooperative.id, year)}
    products = plan_queries.plannable(session, cooperative.id)
    chosen = sorted(products, key=lambda row: row.id not in sold)[:5]
    needs = [NeedDraft(kind=kind, text=text, rupiah=rupiah, is_met=met) for kind, text, rupiah, met in NEEDS]
    first = [TargetDraft(product_id=row.id, quarters=(100, 150, 150, 200)) for row in chosen[:3]]
    autumn = [(0, 0, 10 * place, 30 + 10 * place) for place in range(len(chosen))]
    later = [TargetDraft(product_id=row.id, quarters=wanted) for row, wanted in zip(chosen, autumn, strict=True)]
    at = stage.now - timedelta(days=80)
    plans.write(session, manager, cooperative, year, PlanDraft(summary=SUMMARY, targets=first, needs=needs[:2]), now=at)
    second = PlanDraft(summary=SUMMARY, targets=later, needs=needs, seen=1)
    plans.write(session, manager, cooperative, year, second, now=stage.now - timedelta(days=35))


def _report(session: Session, stage: Stage, assistant: Actor) -> None:
    """Hand in the report of last month on its last evening; this month's is still open."""
    month = month_of(jakarta_day(stage.now)).before
    evening = datetime.combine(month.last, datetime.min.time(), JAKARTA) + timedelta(hours=19)
    if session.scalars(select(Visit.id).where(Visit.day <= month.last)).first() is not None:
        reports.submit(session, assistant, month, REPORT, now=evening)


REPORT = (
    "Sebagian besar koperasi sudah mengurus P-IRT. Hambatan: foto produk masih gelap dan dua koperasi belum punya NIB. "
    "Bulan depan: pendampingan label dan latihan mengepak untuk ritel."
)


def _hush(session: Session, stage: Stage) -> None:
    old = select(Event.id).where(Event.occurred_at < stage.now - QUIET)
    mine = (Delivery.subscriber.in_(SUBSCRIBERS), Delivery.event_id.in_(old))
    session.execute(delete(Delivery).where(*mine))
