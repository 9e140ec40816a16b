"""E-mail: over a real conversation with a small server, and into files."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from marketplace.adapters.mail import FileMailer, Mail, MailFailed, SmtpMailer
from tests.standins.smtp import smtp_server

SENDER = "Etalase Desa <kabar@etalase.example>"


def letter(
    to: str = "sri@kopdes.example", subject: str = "Pesanan baru", message_id: str = "17.order@etalase.example"
) -> Mail:
    return Mail(to=to, subject=subject, text="Ada pesanan baru.\n.\nSelesai.\n", message_id=message_id)


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def test_message_reaches_the_server_whole() -> None:
    with smtp_server() as server:
        SmtpMailer(server.url, SENDER).send(letter(subject="Pesanan “Keripik” siap"))

    (message,) = map(read, server.messages)
    assert message["To"] == "sri@kopdes.example"
    assert message["From"] == SENDER
    assert message["Subject"] == "Pesanan “Keripik” siap"
    assert message["Message-ID"] == "<17.order@etalase.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().splitlines() == ["Ada pesanan baru.", ".", "Selesai."]


def test_message_with_html_keeps_its_plain_words() -> None:
    mail = Mail(to="a@b.example", subject="s", text="polos", message_id="1@x.example", html="<p>kaya</p>")
    with smtp_server() as server:
        SmtpMailer(server.url, SENDER).send(mail)

    message = read(server.messages[0])
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("verb", "reply", "permanent"),
    [
        ("RCPT", b"550 no such person", True),
        ("RCPT", b"451 come back later", False),
        ("DATA", b"554 we do not want this", True),
        ("DATA", b"421 going down", False),
        ("MAIL", b"452 no room", False),
        ("EHLO", b"421 busy", False),
    ],
)
def test_refusal_of_the_server_says_whether_to_try_again(verb: str, reply: bytes, permanent: bool) -> None:
    with smtp_server() as server:
        server.replies = {verb: reply, "HELO": reply}
        with pytest.raises(MailFailed) as failed:
            SmtpMailer(server.url, SENDER).send(letter())

    assert failed.value.permanent is permanent
    assert server.messages == []


def test_server_that_is_gone_means_try_again() -> None:
    with smtp_server() as server:
        url = server.url

    with pytest.raises(MailFailed) as failed:
        SmtpMailer(url, SENDER).send(letter())

    assert failed.value.permanent is False


@pytest.mark.parametrize("query", ["?starttls=1"])
def test_server_without_encryption_gets_no_mail_when_it_is_demanded(query: str) -> None:
    with smtp_server() as server, pytest.raises(MailFailed) as failed:
        SmtpMailer(server.url + query, SENDER).send(letter())

    assert failed.value.permanent is False
    assert server.messages == []


@pytest.mark.parametrize("url", ["", "http://mail.example", "smtp://", "mail.example:25"])
def test_setting_that_is_no_mail_server_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(url, SENDER)


@pytest.mark.parametrize(
    "mail",
    [
        letter(subject="Halo\r\nBcc: all@evil.example"),
        letter(subject="Halo\nBcc: all@evil.example"),
        letter(to="a@b.example\r\nBcc: all@evil.example"),
        letter(message_id="1@x\r\nX-Evil: 1"),
        letter(subject="Halo\u2028Bcc: x"),
        letter(to="a@b.example, c@d.example"),
        letter(to="a@b.example c@d.example"),
        letter(to="Sri <a@b.example>"),
        letter(to="nobody"),
        letter(to="@b.example"),
        letter(to=""),
        replace(letter(), unsubscribe_url="https://etalase.example/berhenti/a\r\nBcc: all@evil.example"),
        replace(letter(), unsubscribe_url="https://etalase.example/a>,<mailto:x@evil.example"),
    ],
)
def test_head_lines_cannot_be_smuggled_in(tmp_path: Path, mail: Mail) -> None:
    with pytest.raises(MailFailed) as failed:
        FileMailer(tmp_path, SENDER).send(mail)

    assert failed.value.permanent is True
    assert list(tmp_path.iterdir()) == []


def test_a_mail_says_how_it_is_stopped_by_one_click(tmp_path: Path) -> None:
    url = "https://etalase.lamongankab.example/berhenti/" + "a" * 60

    FileMailer(tmp_path, SENDER).send(replace(letter(), unsubscribe_url=url))

    (path,) = tmp_path.iterdir()
    message = read(path.read_bytes())
    assert message["List-Unsubscribe"] == f"<{url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in path.read_bytes(), "neither folded nor encoded"


def test_a_mail_that_cannot_be_stopped_says_nothing_of_it(tmp_path: Path) -> None:
    FileMailer(tmp_path, SENDER).send(letter())

    assert b"List-Unsubscribe" not in next(tmp_path.iterdir()).read_bytes()


def test_mail_into_files_is_readable_and_never_double(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path / "mail", SENDER)

    mailer.send(letter())
    mailer.send(letter())
    mailer.send(letter(message_id="18.order@etalase.example"))

    files = list((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert {file.suffix for file in files} == {".eml"}
    assert read(files[0].read_bytes())["Subject"] == "Pesanan baru"


def test_folder_that_cannot_be_written_means_try_again(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file stands where the folder should be")

    with pytest.raises(MailFailed) as failed:
        FileMailer(tmp_path / "mail", SENDER).send(letter())

    assert failed.value.permanent is False
