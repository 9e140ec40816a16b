"""My account: who I am, my organisations, my API tokens; and the way to my workplace after signing in."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts import people, queries
from marketplace.accounts.access import PUBLIC, SIGNED_IN, fresh, guard_of, require_actor, requires, signed_in
from marketplace.accounts.forms import TokenForm
from marketplace.accounts.permissions import USE_API
from marketplace.core.clock import now
from marketplace.core.roles import Actor, Permission
from marketplace.web.database import reading, transaction
from marketplace.web.i18n import _
from marketplace.web.navigation import first_own, workplace_of
from marketplace.web.pages import done

blueprint = Blueprint("account", __name__)


@blueprint.get("/mulai")
@signed_in
def home() -> ResponseReturnValue:
    """Lead to the front page of the person's workplace; somebody without an organisation registers one.

    Where the role does not open that page (an assistant in an office), to the first page of the own menu.
    """
    actor = require_actor()
    if actor.organisation_id is None:
        return redirect(url_for("organisation.register"))
    homes: dict[str, str] = current_app.extensions.get("workplace_homes", {})
    home = homes.get(workplace_of(actor), "organisation.profile")
    if not _is_open_to(actor, home):
        home = (first_own(actor) if actor.organisation_active else None) or "organisation.profile"
    return redirect(url_for(home))


@blueprint.get("/akun")
@signed_in
def show() -> ResponseReturnValue:
    """Show the account, the organisations and the tokens."""
    return _page(TokenForm())


@blueprint.get("/lainnya")
@signed_in
def more() -> ResponseReturnValue:
    """Show the whole menu as a page: what the bottom bar of a phone has no room for."""
    return render_template("marketplace/more.html")


@blueprint.post("/akun/token")
@requires(USE_API)
@fresh
def make_token() -> ResponseReturnValue:
    """Make an API token and show it this once."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form), 422
    with transaction() as session:
        token = people.make_token(
            session, require_actor(), form.label.data, can_write=bool(form.can_write.data), now=now()
        )
    return _page(TokenForm(formdata=None), token)


@blueprint.post("/akun/token/<int:token_id>/cabut")
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Revoke one of my tokens."""
    with transaction() as session:
        people.revoke_token(session, require_actor(), token_id, now=now())
    done(_("The token is revoked. Programs that use it are refused from now on."))
    return redirect(url_for("account.show"))


def _is_open_to(actor: Actor, endpoint: str) -> bool:
    """Tell whether somebody may go to a page: people of a suspended organisation may not go to each home."""
    guard = guard_of(current_app.view_functions[endpoint]) or ""
    return guard in (PUBLIC, SIGNED_IN) or actor.can(Permission(guard))


def _page(form: TokenForm, token: str = "") -> str:
    actor = require_actor()
    session = reading()
    return render_template(
        "marketplace/account.html",
        form=form,
        new_token=token,
        person=queries.person(session, actor.user_id),
        memberships=people.memberships_of(session, actor.user_id),
        tokens=queries.tokens_of(session, actor),
    )
