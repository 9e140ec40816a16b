"""The operator's pages: the texts with versions, editing, looking at a draft, publishing."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import fresh, require_actor, requires
from marketplace.core.clock import now
from marketplace.core.errors import DomainError, NotFound
from marketplace.privacy import markup, queries, services
from marketplace.privacy.forms import PageForm
from marketplace.privacy.permissions import EDIT_PAGES
from marketplace.privacy.slugs import AGREED_TO, TITLES, Slug
from marketplace.privacy.views.pages import address_of, load_first
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import done

blueprint = Blueprint("page_desk", __name__, url_prefix="/pengelola/halaman")


@blueprint.get("")
@requires(EDIT_PAGES)
def index() -> ResponseReturnValue:
    """List the pages: version in force, its day, how many people agreed to it."""
    load_first()
    session = reading()
    newest = queries.newest(session)
    counts = queries.agreed_counts(session)
    rows = [
        {
            "slug": slug,
            "title": TITLES[slug],
            "url": address_of(slug),
            "version": newest[slug],
            "agreed": counts.get((slug, newest[slug].number), 0) if slug in AGREED_TO else None,
        }
        for slug in Slug
    ]
    return render_template("marketplace/privacy/desk.html", rows=rows, people=queries.people_count(session))


@blueprint.get("/<slug>")
@requires(EDIT_PAGES)
def edit(slug: str) -> ResponseReturnValue:
    """Show the form with the texts in force."""
    page = _slug(slug)
    load_first()
    session = reading()
    version = queries.version(session, page, "id")
    english = queries.version(session, page, "en")
    form = PageForm(data={"text_id": version.text, "text_en": english.text, "seen": version.number})
    return _page(page, form)


@blueprint.post("/<slug>/periksa")
@requires(EDIT_PAGES)
def preview(slug: str) -> ResponseReturnValue:
    """Show the draft as it will look; nothing is published."""
    form = PageForm()
    valid = form.validate_on_submit()
    return _page(_slug(slug), form, drafted=valid), status_of(form)


@blueprint.post("/<slug>")
@requires(EDIT_PAGES)
@fresh
def publish(slug: str) -> ResponseReturnValue:
    """Publish the draft as a new version."""
    page = _slug(slug)
    form = PageForm()
    status = 0
    if form.validate_on_submit():
        try:
            with transaction() as session:
                number = services.publish(
                    session, require_actor(), form.draft(page), seen=form.seen.data or 0, now=now()
                )
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            done(_("Version %(number)s is published.", number=number))
            return redirect(url_for("page_desk.index"))
    return _page(page, form), status or status_of(form)


def _page(slug: Slug, form: PageForm, *, drafted: bool = False) -> str:
    forget_reading()
    previews = [("id", markup.read(form.text_id.data)), ("en", markup.read(form.text_en.data))] if drafted else []
    return render_template(
        "marketplace/privacy/edit.html",
        slug=slug,
        title=TITLES[slug],
        form=form,
        previews=previews,
        versions=queries.versions(reading(), slug),
        is_agreed_to=slug in AGREED_TO,
    )


def _slug(text: str) -> Slug:
    if text not in list(Slug):
        raise NotFound()
    return Slug(text)
