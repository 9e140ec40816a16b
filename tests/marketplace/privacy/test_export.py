"""One's own data: whole, one's own, and readable by machines."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

from sqlalchemy.orm import Session

from marketplace.accounts import people
from marketplace.accounts.models import User
from marketplace.core.roles import Actor
from marketplace.notifications.models import Notification
from marketplace.notifications.services import mail_to
from marketplace.privacy import complaints, export, registers, services
from marketplace.privacy.complaints import ComplaintDraft
from tests.factories import NOW, make_seller

PARTS = {
    *("profile", "memberships", "invitations", "consents", "sign_ins", "tokens", "notices", "stopped_mails", "mails"),
    *("messages", "files", "jobs", "complaints", "events", "orders", "orders_handled", "cart", "decisions"),
}


def said(session: Session, actor: Actor) -> dict[str, object]:
    """Return the JSON of a person's export."""
    packed = export.packed(export.collect(session, actor, now=NOW), "<p>halaman</p>")
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert archive.namelist() == ["data.json", "data.html"]
        found: dict[str, object] = json.loads(archive.read("data.json"))
    return found


def leave_traces(session: Session, actor: Actor, word: str) -> None:
    """Leave something of a person everywhere."""
    user = session.get_one(User, actor.user_id)
    user.name, user.phone = f"Nama {word}", "081200001111"
    people.open_session(session, user, user_agent=f"Peramban {word}", now=NOW)
    people.make_token(session, actor, f"Token {word}", can_write=False, now=NOW)
    session.add(Notification(user_id=user.id, kind="site_uji", title=f"Kabar {word}", body="", created_at=NOW))
    session.add(mail_to(user.email, f"Surat {word}", "https://uji/rahasia-tautan", now=NOW))
    draft = ComplaintDraft(kind="other", text=f"Pengaduan {word}", idempotency_key=word)
    complaints.make(session, actor, draft, now=NOW)
    services.agree(session, actor, now=NOW)
    session.flush()


def test_everything_of_a_person_is_in_it_and_nothing_of_anybody_else(session: Session) -> None:
    services.load_first(session, site_name="Uji", now=NOW)
    mine, other = make_seller(session, email="saya@uji.test"), make_seller(session, email="lain@uji.test")
    leave_traces(session, mine, "Milikku")
    leave_traces(session, other, "Miliknya")

    found = said(session, mine)

    text = json.dumps(found)
    assert set(found) >= PARTS
    for word in ("Nama", "Peramban", "Token", "Kabar", "Surat", "Pengaduan"):
        assert f"{word} Milikku" in text
    assert '"page": "ketentuan"' in text
    assert "organisation.token_made" in text
    assert "Miliknya" not in text
    assert "lain@uji.test" not in text


def test_secrets_are_not_in_it(session: Session) -> None:
    mine = make_seller(session, email="saya@uji.test")
    leave_traces(session, mine, "Milikku")

    text = json.dumps(said(session, mine))

    assert "rahasia-tautan" not in text, "links in mails may still work"
    assert "hash" not in text
    assert session.get_one(User, mine.user_id).password_hash not in text


def test_an_export_is_noted(session: Session) -> None:
    mine = make_seller(session)

    said(session, mine)

    again = said(session, mine)
    assert "person.data_exported" in json.dumps(again["events"])


def test_a_part_registered_again_is_the_same_part() -> None:
    before = [part.name for part in registers.parts()]

    registers.export_part("profile", registers.parts()[0].read, registers.parts()[0].title)

    assert [part.name for part in registers.parts()] == before


def test_moments_are_written_with_their_zone() -> None:
    part = registers.ExportPart("uji", "Uji", lambda _session, _id: None)

    packed = export.packed([(part, {"at": datetime(2026, 11, 24, tzinfo=UTC)})], "")

    with zipfile.ZipFile(BytesIO(packed)) as archive:
        assert json.loads(archive.read("data.json")) == {"uji": {"at": "2026-11-24T00:00:00+00:00"}}


def test_what_came_to_an_address_is_read_only_by_who_proved_it(session: Session) -> None:
    actor = make_seller(session, email="orang@uji.test")
    session.add(mail_to("orang@uji.test", "Undangan rahasia", "isi", now=NOW))
    session.flush()
    assert "Undangan rahasia" in json.dumps(said(session, actor))

    session.get_one(User, actor.user_id).email_verified_at = None
    session.flush()

    assert "Undangan rahasia" not in json.dumps(said(session, actor))
