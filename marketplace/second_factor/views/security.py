"""Security of the account: the code at sign-in, recovery codes, and the browsers that are signed in."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import access, session_rules, sessions
from marketplace.accounts.access import fresh, require_actor, signed_in
from marketplace.accounts.people import memberships_of
from marketplace.accounts.queries import person
from marketplace.adapters.qr import svg_file
from marketplace.config import Settings
from marketplace.core.clock import now
from marketplace.core.errors import Invalid
from marketplace.core.roles import Role
from marketplace.limits.rules import SECOND_FACTOR
from marketplace.second_factor import codes, queries, services
from marketplace.second_factor.forms import CodeForm
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.limiting import counter
from marketplace.web.pages import done

blueprint = Blueprint("security", __name__)


@blueprint.get("/akun/keamanan")
@signed_in
def show() -> ResponseReturnValue:
    """Show how the account is protected and where it is signed in."""
    actor, session = require_actor(), reading()
    return render_template(
        "marketplace/second_factor/security.html",
        factor=queries.confirmed(session, actor.user_id),
        codes_left=queries.codes_left(session, actor.user_id),
        is_required=_is_required(),
        is_missing=access.lacks_factor(actor),
        sign_ins=sessions.list_of(session, actor, now=now()),
        this_one=access.session_id(),
    )


@blueprint.post("/akun/keamanan/kode")
@signed_in
@fresh
def begin() -> ResponseReturnValue:
    """Make a secret for the phone and go on to the page that shows it."""
    with transaction() as session:
        services.begin(session, require_actor(), now=now())
    return redirect(url_for("security.set_up"))


@blueprint.route("/akun/keamanan/pasang", methods=["GET", "POST"])
@signed_in
@fresh
def set_up() -> ResponseReturnValue:
    """Show the secret as QR code and text, and take the first code of the phone."""
    form = CodeForm()
    secret = codes.secret_of(_key(), queries.unconfirmed(reading(), require_actor()).salt)
    if form.validate_on_submit():
        try:
            recovery = _confirm(form.code.data)
        except Invalid as error:
            form.refuse(error)
        else:
            return _codes_page(recovery, is_new=True)
    page = render_template("marketplace/second_factor/set_up.html", form=form, secret=codes.in_groups(secret))
    return page, status_of(form)


@blueprint.get("/akun/keamanan/pasang.svg")
@signed_in
@fresh
def qr() -> Response:
    """Draw the QR code of the secret that waits for its first code; kept nowhere."""
    session, actor, settings = reading(), require_actor(), _settings()
    secret = codes.secret_of(_key(), queries.unconfirmed(session, actor).salt)
    address = codes.address_of(secret, account=person(session, actor.user_id).email, site=settings.site_name)
    response = Response(svg_file(address, level="m"), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.post("/akun/keamanan/kode-cadangan")
@signed_in
@fresh
def renew_codes() -> ResponseReturnValue:
    """Replace the recovery codes and show the new ones this once."""
    with transaction() as session:
        recovery = services.renew_codes(session, require_actor(), key=_key(), now=now())
    return _codes_page(recovery)


@blueprint.post("/akun/keamanan/matikan")
@signed_in
@fresh
def turn_off() -> ResponseReturnValue:
    """Switch the code at sign-in off."""
    with transaction() as session:
        services.turn_off(session, require_actor(), is_required=_is_required(), now=now())
    done(_("The code at sign-in is off. From now on the password alone opens your account."))
    return redirect(url_for("security.show"))


@blueprint.post("/akun/keamanan/perangkat/<int:session_id>/keluarkan")
@signed_in
def end(session_id: int) -> ResponseReturnValue:
    """Sign one browser out; the one that asks goes through the same door as always."""
    with transaction() as session:
        sessions.end(session, require_actor(), session_id, now=now())
    if session_id == access.session_id():
        access.forget()
        return redirect(url_for("session.sign_in"))
    done(_("That device is signed out."))
    return redirect(url_for("security.show"))


@blueprint.post("/akun/keamanan/perangkat/keluarkan")
@signed_in
def end_others() -> ResponseReturnValue:
    """Sign all other browsers out."""
    with transaction() as session:
        sessions.end_all(session, require_actor().user_id, now=now(), keep_token=access.session_token() or "")
    done(_("All other devices are signed out."))
    return redirect(url_for("security.show"))


def _confirm(text: str) -> list[str]:
    actor, moment = require_actor(), now()
    counter().hit(SECOND_FACTOR, actor.user_id, now=moment)
    with transaction() as session:
        recovery = services.confirm(session, actor, text, key=_key(), now=moment)
    counter().forget(SECOND_FACTOR, actor.user_id)
    return recovery


def _codes_page(recovery: list[str], *, is_new: bool = False) -> str:
    return render_template("marketplace/second_factor/codes.html", recovery=recovery, is_new=is_new)


def _is_required() -> bool:
    """Tell whether the site requires a second factor of this person, in whatever organisation they act."""
    roles = {Role(membership.role) for membership in memberships_of(reading(), require_actor().user_id)}
    return _settings().require_mfa and session_rules.needs_factor(roles)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _key() -> str:
    return _settings().secret_key
