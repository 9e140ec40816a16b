"""The operator looks after synonyms and sees what was searched in vain."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.words import queries, services
from catalog.words.forms import SynonymForm
from catalog.words.permissions import EDIT_WORDS
from marketplace.accounts.access import require_actor, requires
from marketplace.accounts.forms import EmptyForm
from marketplace.core.clock import now
from marketplace.core.errors import DomainError
from marketplace.web.database import reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.i18n import _
from marketplace.web.pages import asked_words, done, page_number

blueprint = Blueprint("words", __name__, url_prefix="/pengelola")


@blueprint.route("/sinonim", methods=["GET", "POST"])
@requires(EDIT_WORDS)
def synonyms() -> ResponseReturnValue:
    """List the synonyms and add one."""
    form = SynonymForm(data={"word": request.args.get("kata", "")})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                services.add_synonym(session, require_actor(), form.word.data, form.means.data, now=now())
        except DomainError as error:
            form.refuse(error)
            return _page(form), error.status
        done(_("Added. The search knows it within a minute."))
        return redirect(url_for("words.synonyms"))
    return _page(form), status_of(form)


@blueprint.post("/sinonim/<int:synonym_id>/hapus")
@requires(EDIT_WORDS)
def remove(synonym_id: int) -> ResponseReturnValue:
    """Take a synonym back."""
    with transaction() as session:
        services.remove_synonym(session, require_actor(), synonym_id, now=now())
    done(_("Taken back. The search forgets it within a minute."))
    return redirect(url_for("words.synonyms"))


@blueprint.route("/pencarian-kosong", methods=["GET", "POST"])
@requires(EDIT_WORDS)
def misses() -> ResponseReturnValue:
    """Show what was searched in vain; take a line off the list when it is dealt with."""
    if request.method == "POST":
        EmptyForm().validate()
        with transaction() as session:
            services.forget_miss(session, require_actor(), request.form.get("words", ""))
        return redirect(url_for("words.misses"))
    words = asked_words()
    page = queries.misses(reading(), page_number(), words)
    return render_template("catalog/words/misses.html", page=page, words=words, form=EmptyForm())


def _page(form: SynonymForm) -> str:
    words = asked_words()
    page = queries.synonyms(reading(), page_number(), words)
    return render_template("catalog/words/synonyms.html", form=form, page=page, words=words)
