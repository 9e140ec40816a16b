"""The pages of conversations: the list of one's organisation, the first message about something, one conversation."""

import secrets
from itertools import groupby

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.accounts.access import require_actor, requires
from marketplace.conversations import queries, services, subjects
from marketplace.conversations.forms import MessageForm
from marketplace.conversations.models import Conversation
from marketplace.conversations.permissions import TALK
from marketplace.conversations.services import Draft
from marketplace.conversations.subjects import Subject
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import Conflict, Invalid, NotFound, Unavailable
from marketplace.files.services import PreparedFile, prepare
from marketplace.limits.rules import MESSAGE, UPLOAD
from marketplace.notifications import inbox
from marketplace.web.database import forget_reading, reading, transaction
from marketplace.web.forms import status_of
from marketplace.web.limiting import hit, limited
from marketplace.web.pages import page_number

blueprint = Blueprint("conversations", __name__)


@blueprint.get("/tanya")
@requires(TALK)
def index() -> ResponseReturnValue:
    """List the conversations of my organisation, those with something new first."""
    words = request.args.get("q", "")[:100]
    page = queries.listed(reading(), require_actor(), page_number(), words)
    return render_template("marketplace/conversations/index.html", page=page, words=words, kind_of=subjects.kind_of)


@blueprint.route("/tanya/baru", methods=["GET", "POST"])
@requires(TALK)
@limited(MESSAGE)
def begin() -> ResponseReturnValue:
    """Write the first message about something (``?tentang=product:CODE``); a conversation that exists is opened."""
    actor, form = require_actor(), MessageForm()
    kind, _colon, key = request.args.get("tentang", "").partition(":")
    subject = subjects.resolve(reading(), actor, kind, key)
    parties = services.parties_of(actor, subject)
    found = services.existing(reading(), kind, subject, parties)
    if not form.is_sent:
        return redirect(_address(found)) if found is not None else _first_page(form, kind, subject)
    try:
        draft = _draft(form, found)
        with transaction() as session:
            conversation = services.begin(session, actor, kind, subject, draft, now=now())
    except (Invalid, Conflict, Unavailable) as error:
        form.refuse(error)
        return _first_page(form, kind, subject), error.status
    return redirect(_address(conversation))


@blueprint.route("/tanya/<code>", methods=["GET", "POST"])
@requires(TALK)
@limited(MESSAGE)
def show(code: str) -> ResponseReturnValue:
    """Show a conversation and take the next message; looking at it is reading it."""
    actor, form = require_actor(), MessageForm()
    conversation = queries.conversation_of(reading(), actor, code)
    if not form.is_sent:
        _note_reading(conversation)
        return _page(conversation, form), status_of(form)
    try:
        draft = _draft(form, conversation)
        with transaction() as session:
            services.write(session, actor, queries.conversation_of(session, actor, code), draft, now=now())
    except (Invalid, Conflict, Unavailable) as error:
        form.refuse(error)
        return _page(conversation, form), error.status
    return redirect(_address(conversation))


def _draft(form: MessageForm, conversation: Conversation | None) -> Draft:
    """Read a message and prepare its files, which is slow and so happens once and outside of the transaction."""
    key, text = form.idempotency_key.data or "", form.text.data.replace("\r\n", "\n")
    services.check_size(text, len(form.sent_files))
    is_again = conversation is not None and services.sent_before(reading(), conversation, key) is not None
    return Draft(text=text, idempotency_key=key, files=[] if is_again else _prepared(form))


def _prepared(form: MessageForm) -> list[PreparedFile]:
    store = current_app.extensions["private_files"]
    prepared = []
    for sent in form.sent_files:
        hit(UPLOAD, require_actor().user_id)
        try:
            prepared.append(prepare(sent.read(), sent.filename, store))
        except Invalid as error:
            raise Invalid.field("files", error.message, code=error.code) from error
    return prepared


def _note_reading(conversation: Conversation) -> None:
    actor = require_actor()
    if queries.is_read(reading(), actor, conversation):
        return
    with transaction() as session:
        services.mark_read(session, actor, conversation)
        inbox.read_about(session, actor, url_for("conversations.show", code=conversation.code), now=now())
    forget_reading()


def _first_page(form: MessageForm, kind: str, subject: Subject) -> str:
    _give_key(form)
    return render_template(
        "marketplace/conversations/begin.html", form=form, subject=subject, kind=subjects.kind_of(kind)
    )


def _page(conversation: Conversation, form: MessageForm) -> str:
    _give_key(form)
    session, actor = reading(), require_actor()
    page = queries.messages(session, conversation, page_number())
    days = [(day, list(found)) for day, found in groupby(page.items, lambda row: jakarta_day(row.created_at))]
    return render_template(
        "marketplace/conversations/show.html",
        conversation=conversation,
        other=conversation.other(actor.organisation_id),
        subject=_subject(conversation),
        kind=subjects.kind_of(conversation.subject_kind),
        page=page,
        days=days,
        today=jakarta_day(now()),
        form=form,
    )


def _subject(conversation: Conversation) -> Subject | None:
    """Return what it is about, or None where its page is not there any more."""
    try:
        return subjects.resolve(reading(), require_actor(), conversation.subject_kind, conversation.subject_key)
    except NotFound:
        return None


def _give_key(form: MessageForm) -> None:
    if not form.idempotency_key.data:
        form.idempotency_key.data = secrets.token_urlsafe(18)


def _address(conversation: Conversation) -> str:
    return url_for("conversations.show", code=conversation.code, _anchor="tulis")
