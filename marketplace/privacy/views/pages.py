"""The pages with versions as everybody reads them, and the button with which people agree to a new one."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import current_actor, public, require_actor, signed_in
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.privacy import markup, queries, services
from marketplace.privacy.models import PageVersion
from marketplace.privacy.slugs import TITLES, Slug
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.i18n import _, language
from marketplace.web.pages import done

blueprint = Blueprint("pages", __name__)


@blueprint.get("/privasi")
@public
def privacy() -> ResponseReturnValue:
    """Show the privacy notice."""
    return _page(Slug.PRIVACY)


@blueprint.get("/ketentuan")
@public
def terms() -> ResponseReturnValue:
    """Show the terms."""
    return _page(Slug.TERMS)


@blueprint.get("/aksesibilitas")
@public
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return _page(Slug.ACCESSIBILITY)


@blueprint.get("/versi/<slug>/<int:number>")
@public
def old(slug: str, number: int) -> ResponseReturnValue:
    """Show one version of a page, however old."""
    if slug not in list(Slug):
        raise NotFound()
    return _page(Slug(slug), number)


@blueprint.post("/ketentuan/setuju")
@signed_in
def agree() -> ResponseReturnValue:
    """Note that a person agrees to the terms and has read the privacy notice."""
    with transaction() as session:
        services.agree(session, require_actor(), now=now())
    done(_("Thank you. It is noted that you agree."))
    return redirect(url_for("pages.terms"))


def shown(version: PageVersion) -> list[markup.Block]:
    """Return the text of a version as the template prints it."""
    return markup.read(version.text)


def address_of(slug: str) -> str:
    """Return the address of the version in force."""
    endpoints = {Slug.PRIVACY: "pages.privacy", Slug.TERMS: "pages.terms", Slug.ACCESSIBILITY: "pages.accessibility"}
    return url_for(endpoints[Slug(slug)])


def pages_to_agree() -> list[dict[str, Any]]:
    """Return what the banner names: pages that changed since the person agreed last."""
    actor = current_actor()
    found = queries.to_agree(reading(), actor.user_id) if actor is not None else []
    return [
        {"title": TITLES[Slug(row.slug)], "url": address_of(row.slug), "number": row.number, "at": row.published_at}
        for row in found
    ]


def version_in_force(slug: str) -> int:
    """Return the number that the page to sign up names."""
    load_first()
    return queries.number_in_force(reading(), Slug(slug))


def load_first() -> None:
    """Publish the first versions where the site began without them."""
    if queries.number_in_force(reading(), Slug.PRIVACY):
        return
    with transaction() as session:
        services.load_first(session, site_name=current_app.config["SETTINGS"].site_name, now=now())
    forget_reading()


def _page(slug: Slug, number: int | None = None) -> str:
    load_first()
    session = reading()
    version = queries.version(session, slug, language(), number)
    every = queries.versions(session, slug)
    return render_template(
        "marketplace/privacy/page.html",
        title=TITLES[slug],
        version=version,
        blocks=shown(version),
        versions=every,
        newest=every[0].number,
        address=address_of(slug),
    )
