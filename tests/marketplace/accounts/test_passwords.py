"""Which passwords are refused: short ones, common ones, and those made of what everybody knows."""

import time

import pytest

from marketplace.accounts import passwords
from marketplace.core.errors import Invalid
from marketplace.demo_people import PASSWORD as DEMO
from tests.factories import PASSWORD

AROUND = ("Etalase Desa", "Siti Aminah", "siti.aminah@contoh.id", "KDMP Kemantren")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        DEMO,
        "kalimat sandi yang panjang",
        "KUDA baterai staples benar",
        "tanpa-angka-tanpa-besar",
        "日本語のパスワードは長いです",
        "garam 🐟 layar kelapa",
        "  dua spasi di depan  ",
        "correct horse battery staple " * 8,
    ],
)
def test_a_long_unusual_password_is_taken_as_it_is(password: str) -> None:
    assert passwords.check_new(password, context=AROUND) == password


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "123456789012",
        "qwertyuiop123",
        "aaaaaaaaaaaaaaaa",
        "rahasia12345",
        "bismillah123",
        "indonesia2026",
        "merahputih45",
        "P@ssw0rd2026!",
    ],
)
def test_a_common_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as caught:
        passwords.check_new(password)

    assert caught.value.code == "easy_password"
    assert "password" in caught.value.errors


@pytest.mark.parametrize(
    "password",
    ["Etalase Desa", "etalasedesa1", "Siti Aminah 2026", "siti.aminah@contoh.id", "kdmpkemantren1", "KDMP Kemantren!"],
)
def test_a_password_of_names_that_everybody_knows_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check_new(password, context=AROUND)


@pytest.mark.parametrize(("length", "taken"), [(11, False), (12, True), (128, True), (256, True), (257, False)])
def test_twelve_to_256_characters_are_taken_and_none_is_cut(length: int, taken: bool) -> None:
    password = ("w7#kQz!pR2vX" * 22)[:length] if length < 60 else ("garam jendela kuda biru " * 11)[:length]

    if taken:
        assert passwords.check_new(password) == password
        assert not passwords.is_right(passwords.hash_password(password), password[:-1])
    else:
        with pytest.raises(Invalid):
            passwords.check_new(password)


def test_judging_the_longest_password_takes_no_time_worth_speaking_of() -> None:
    passwords.check_new("kata sandi pertama saya")
    before = time.perf_counter()

    with pytest.raises(Invalid):
        passwords.check_new("p4ssw0rd" * 32, context=AROUND)

    assert time.perf_counter() - before < 1


def test_a_hash_costs_what_asvs_asks_at_least() -> None:
    assert passwords.PASSES >= 2
    assert passwords.MEMORY_KIB >= 19 * 1024
