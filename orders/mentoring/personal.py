"""What mentoring keeps of a person: shown on wish; with the account the name goes, the office's log stays."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.clock import jakarta_day
from marketplace.core.text import _l
from marketplace.events.subscriptions import Happening, subscribe
from marketplace.privacy.events import PERSON_ERASED
from marketplace.privacy.registers import Columns, Rows, export_part, rows
from orders.mentoring.assigning import end_all_of
from orders.mentoring.models import Assignment, FurtherNote, Report, StepComment, Training, Visit
from orders.mentoring.plan_models import PlanVersion


def assignments(session: Session, user_id: int) -> Rows:
    """Return which cooperatives the person accompanies or did."""
    columns: Columns = {
        "cooperative": Organisation.name,
        "from": Assignment.starts_on,
        "until": Assignment.ends_on,
    }
    mine = select(Assignment).join(Organisation, Organisation.id == Assignment.cooperative_id)
    return rows(session, columns, mine.where(Assignment.assistant_id == user_id).order_by(Assignment.id))


def visits(session: Session, user_id: int) -> Rows:
    """Return the visits that the person wrote down, with the notes."""
    columns: Columns = {
        "cooperative": Organisation.name,
        "day": Visit.day,
        "mode": Visit.mode,
        "place": Visit.place,
        "notes": Visit.notes,
        "written_at": Visit.created_at,
    }
    mine = select(Visit).join(Organisation, Organisation.id == Visit.cooperative_id)
    return rows(session, columns, mine.where(Visit.author_id == user_id).order_by(Visit.id))


def notes(session: Session, user_id: int) -> Rows:
    """Return the further notes of the person."""
    columns: Columns = {"text": FurtherNote.text, "at": FurtherNote.at}
    return rows(session, columns, select(FurtherNote).where(FurtherNote.author_id == user_id).order_by(FurtherNote.id))


def comments(session: Session, user_id: int) -> Rows:
    """Return what the person said about agreed steps."""
    columns: Columns = {"text": StepComment.text, "at": StepComment.at}
    return rows(session, columns, select(StepComment).where(StepComment.author_id == user_id).order_by(StepComment.id))


def trainings(session: Session, user_id: int) -> Rows:
    """Return the trainings that the person wrote down."""
    columns: Columns = {"title": Training.title, "day": Training.day, "place": Training.place}
    return rows(session, columns, select(Training).where(Training.author_id == user_id).order_by(Training.id))


def reports(session: Session, user_id: int) -> Rows:
    """Return the monthly reports that the person handed in."""
    columns: Columns = {"month": Report.month, "text": Report.summary, "handed_in_at": Report.submitted_at}
    return rows(session, columns, select(Report).where(Report.assistant_id == user_id).order_by(Report.month))


def plans(session: Session, user_id: int) -> Rows:
    """Return the versions of business plans that the person wrote."""
    columns: Columns = {
        "cooperative": Organisation.name,
        "year": PlanVersion.year,
        "version": PlanVersion.number,
        "text": PlanVersion.summary,
        "written_at": PlanVersion.written_at,
    }
    mine = select(PlanVersion).join(Organisation, Organisation.id == PlanVersion.cooperative_id)
    return rows(session, columns, mine.where(PlanVersion.written_by_id == user_id).order_by(PlanVersion.id))


def register() -> None:
    """Add the parts to the export of one's own data."""
    for name, read, title in (
        ("accompanied", assignments, _l("Cooperatives you accompany")),
        ("visits", visits, _l("Visits you wrote down")),
        ("visit_notes", notes, _l("Your further notes on visits")),
        ("step_comments", comments, _l("Your comments on agreed steps")),
        ("trainings", trainings, _l("Trainings you wrote down")),
        ("mentoring_reports", reports, _l("Monthly reports you handed in")),
        ("business_plans", plans, _l("Business plans you wrote")),
    ):
        export_part(name, read, title)


@subscribe("end_assignments_of_erased", PERSON_ERASED)
def end_assignments(session: Session, happening: Happening, now: datetime) -> None:
    """Give the cooperatives of somebody whose account is gone back to the office; the log stays without a name."""
    end_all_of(session, happening.subject_id, day=jakarta_day(now))
