"""What is kept no longer than promised."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import SignInSession
from marketplace.notifications.models import MailState, Notification, OutgoingMail
from marketplace.notifications.services import mail_to
from marketplace.privacy import periods, retention
from tests.factories import NOW, make_user


def test_sent_mails_go_after_30_days_and_waiting_ones_stay(session: Session) -> None:
    for subject, at, state in (
        ("lama", NOW - periods.MAILS - timedelta(seconds=1), MailState.SENT),
        ("gagal", NOW - periods.MAILS - timedelta(seconds=1), MailState.FAILED),
        ("menunggu", NOW - timedelta(days=90), MailState.WAITING),
        ("baru", NOW - periods.MAILS, MailState.SENT),
    ):
        mail = mail_to("a@uji.test", subject, "isi", now=at)
        mail.state = state
        session.add(mail)
    session.flush()

    retention.sweep(session, now=NOW)

    assert set(session.scalars(select(OutgoingMail.subject))) == {"menunggu", "baru"}


def test_notices_go_after_a_year(session: Session) -> None:
    user = make_user(session)
    for title, at in (("lama", NOW - periods.NOTICES - timedelta(seconds=1)), ("baru", NOW - periods.NOTICES)):
        session.add(Notification(user_id=user.id, kind="site_uji", title=title, body="", created_at=at))
    session.flush()

    retention.sweep(session, now=NOW)

    assert list(session.scalars(select(Notification.title))) == ["baru"]


def test_sign_ins_go_90_days_after_their_end(session: Session) -> None:
    user = make_user(session)
    long_ago = NOW - periods.SIGN_INS - timedelta(seconds=1)
    lately = NOW - periods.SIGN_INS

    def sign_in(token: str, ended_at: datetime | None, expires_at: datetime) -> SignInSession:
        return SignInSession(
            token_hash=token,
            user_id=user.id,
            created_at=NOW - timedelta(days=200),
            last_seen_at=NOW - timedelta(days=200),
            expires_at=expires_at,
            ended_at=ended_at,
        )

    session.add_all(
        [
            sign_in("ended", long_ago, NOW),
            sign_in("expired", None, long_ago),
            sign_in("ended lately", lately, NOW),
            sign_in("alive", None, NOW + timedelta(days=1)),
        ]
    )
    session.flush()

    retention.sweep(session, now=NOW)

    assert set(session.scalars(select(SignInSession.token_hash))) == {"ended lately", "alive"}
