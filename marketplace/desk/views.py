"""Pages of the operator's desk."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.core.clock import jakarta_day, now
from marketplace.desk import background, registers, storage, trail
from marketplace.desk.permissions import RUN_SITE
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number

blueprint = Blueprint("desk", __name__, url_prefix="/pengelola")


@blueprint.get("")
@requires(RUN_SITE)
def home() -> ResponseReturnValue:
    """Show what calls for the operator's attention."""
    session = reading()
    cards = [(card, card.count(session)) for card in registers.cards()]
    return render_template("marketplace/desk/home.html", cards=cards)


@blueprint.get("/jejak")
@requires(RUN_SITE)
def audit() -> ResponseReturnValue:
    """Show what happened, narrowed by what, who, to what and when."""
    session = reading()
    wanted = trail.read_filter(request.args)
    page = trail.lines(session, wanted, page_number())
    subjects = {(line.event.subject_kind, line.event.subject_id) for line in page.items}
    return render_template(
        "marketplace/desk/trail.html",
        page=page,
        wanted=wanted,
        typed=request.args,
        names=trail.names(session),
        titles=registers.titles_of(session, subjects),
    )


@blueprint.get("/latar")
@requires(RUN_SITE)
def work() -> ResponseReturnValue:
    """Show what the worker has to do, what failed, and when it last did each of its regular tasks."""
    session, words = reading(), asked_words()
    return render_template(
        "marketplace/desk/background.html",
        words=words,
        backlog=background.backlog(session),
        page=background.deliveries(session, page_number(), words),
        mails=background.failed_mails(session, words),
        tasks=background.task_states(session, now=now()),
    )


@blueprint.post("/latar/<int:delivery_id>/ulangi")
@requires(RUN_SITE)
def retry(delivery_id: int) -> ResponseReturnValue:
    """Try a failed delivery again."""
    with transaction() as session:
        background.retry(session, require_actor(), delivery_id, now=now())
    done(_("It is tried again within a second."))
    return redirect(url_for("desk.work"))


@blueprint.post("/latar/surel/<int:mail_id>/ulangi")
@requires(RUN_SITE)
def retry_mail(mail_id: int) -> ResponseReturnValue:
    """Send a failed mail again."""
    with transaction() as session:
        background.retry_mail(session, require_actor(), mail_id, now=now())
    done(_("It is sent again within a few seconds."))
    return redirect(url_for("desk.work"))


@blueprint.get("/penyimpanan")
@requires(RUN_SITE)
def used() -> ResponseReturnValue:
    """Show what the site takes up and how much room is left."""
    session = reading()
    return render_template(
        "marketplace/desk/storage.html",
        measures=storage.measures(session),
        parts=storage.PARTS,
        owners=storage.by_organisation(session),
        room=storage.room(current_app.config["SETTINGS"].media_dir),
    )


@blueprint.get("/aturan")
@requires(RUN_SITE)
def rules() -> ResponseReturnValue:
    """Show the rules, rates and terms that the site goes by today, with their dates and sources."""
    day = jakarta_day(now())
    tables = [(table, table.rows(day)) for table in registers.rule_tables()]
    return render_template("marketplace/desk/rules.html", tables=tables, day=day)
