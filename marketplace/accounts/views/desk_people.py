"""The operator's pages of people: list, one of them, shutting out, letting in, helping back into an account."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import directory, people, queries, standing
from marketplace.accounts.access import fresh, require_actor, requires
from marketplace.accounts.permissions import MANAGE_PEOPLE
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.core.text import _l
from marketplace.credentials import services as credentials
from marketplace.credentials import verifying
from marketplace.desk import trail
from marketplace.limits.rules import VERIFY_MAIL
from marketplace.second_factor import queries as factors
from marketplace.second_factor import services as second_factor
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.i18n import _
from marketplace.web.limiting import counter
from marketplace.web.pages import done, page_number

blueprint = Blueprint("desk_people", __name__, url_prefix="/pengelola/orang")

VERIFIED = _l("The address of this person is confirmed already.")


@blueprint.get("")
@requires(MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """List the people of the site, searched by name, address or phone number."""
    words = directory.read_words(request.args)
    page = directory.people(reading(), words, page_number())
    return render_template("marketplace/desk/people.html", page=page, words=words)


@blueprint.get("/<int:user_id>")
@requires(MANAGE_PEOPLE)
def show(user_id: int) -> ResponseReturnValue:
    """Show one person: organisations, ways in, and what happened to the account."""
    return _page(user_id)


@blueprint.post("/<int:user_id>/nonaktifkan")
@requires(MANAGE_PEOPLE)
@fresh
def disable(user_id: int) -> ResponseReturnValue:
    """Shut a person out at once."""
    with transaction() as session:
        standing.disable(session, require_actor(), user_id, now=now())
    done(_("Disabled. All sign-ins of this person have ended."))
    return _back(user_id)


@blueprint.post("/<int:user_id>/aktifkan")
@requires(MANAGE_PEOPLE)
@fresh
def enable(user_id: int) -> ResponseReturnValue:
    """Let a disabled person in again."""
    with transaction() as session:
        standing.enable(session, require_actor(), user_id, now=now())
    done(_("Enabled. The person can sign in again."))
    return _back(user_id)


@blueprint.post("/<int:user_id>/lepas-kode")
@requires(MANAGE_PEOPLE)
@fresh
def reset_factor(user_id: int) -> ResponseReturnValue:
    """Take the code at sign-in off for somebody who lost phone and recovery codes."""
    with transaction() as session:
        second_factor.reset_for(session, require_actor(), user_id, now=now())
    done(_("The code at sign-in is off. The person signs in with the password and sets it up again."))
    return _back(user_id)


@blueprint.post("/<int:user_id>/tautan-sandi")
@requires(MANAGE_PEOPLE)
@fresh
def make_link(user_id: int) -> ResponseReturnValue:
    """Make a link to a new password and show it this once."""
    with transaction() as session:
        link = credentials.reset_link_for(session, require_actor(), user_id, now=now())
    return _page(user_id, link)


@blueprint.post("/<int:user_id>/verifikasi")
@requires(MANAGE_PEOPLE)
def verify_again(user_id: int) -> ResponseReturnValue:
    """Mail the link that proves the address once more."""
    counter().hit(VERIFY_MAIL, f"person {user_id}", now=now())
    with transaction() as session:
        person = queries.person(session, user_id)
        if person.email_verified_at is not None:
            raise Conflict("verified", VERIFIED)
        verifying.ask_to_verify(session, person, now=now())
    done(_("The mail is on its way."))
    return _back(user_id)


def _back(user_id: int) -> ResponseReturnValue:
    return redirect(url_for("desk_people.show", user_id=user_id))


def _page(user_id: int, link: str = "") -> str:
    forget_reading()
    session = reading()
    return render_template(
        "marketplace/desk/person.html",
        person=queries.person(session, user_id),
        memberships=people.memberships_of(session, user_id),
        has_factor=factors.is_on(session, user_id),
        session_count=directory.living_sessions(session, user_id, now=now()),
        history=trail.lines(session, trail.TrailFilter(subject_kind="person", subject_id=user_id), 1),
        reset_link=link,
    )
