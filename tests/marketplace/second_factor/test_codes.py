"""Codes by time and from paper, without database."""

from datetime import timedelta

import pyotp
import pytest

from marketplace.second_factor import codes
from tests.factories import NOW

KEY = "k" * 32
SECRET = codes.secret_of(KEY, "salt")


def code_at(seconds: int) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=seconds))


def test_the_secret_needs_both_the_key_and_the_salt() -> None:
    others = {codes.secret_of(KEY, "other"), codes.secret_of("j" * 32, "salt"), codes.secret_of(KEY, "salt")}

    assert len(others) == 3
    assert len(SECRET) == 32
    assert "salt" not in SECRET


@pytest.mark.parametrize(("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_is_right_for_one_step_before_and_after(seconds: int, right: bool) -> None:
    assert (codes.matching_step(SECRET, code_at(seconds), now=NOW, last_step=0) is not None) is right


def test_a_code_and_those_before_it_are_not_taken_again() -> None:
    step = codes.matching_step(SECRET, code_at(0), now=NOW, last_step=0)
    assert step is not None

    assert codes.matching_step(SECRET, code_at(0), now=NOW, last_step=step) is None
    assert codes.matching_step(SECRET, code_at(-30), now=NOW, last_step=step) is None
    assert codes.matching_step(SECRET, code_at(30), now=NOW, last_step=step) == step + 1


@pytest.mark.parametrize("text", ["", "abc", "1" * 5000, "１２３４５６", "12345\x00"])
def test_odd_texts_are_no_code(text: str) -> None:
    assert codes.matching_step(SECRET, codes.read(text), now=NOW, last_step=0) is None


@pytest.mark.parametrize(("typed", "read"), [(" 123 456", "123456"), ("ABCD-efgh jkmn", "abcdefghjkmn"), ("é", "")])
def test_a_code_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert codes.read(typed) == read


def test_recovery_codes_are_ten_that_nobody_mistypes() -> None:
    found = codes.new_recovery_codes()

    assert len(set(found)) == 10
    assert not set("".join(found)) & set("ilo01")
    assert not any(codes.is_by_time(codes.read(code)) for code in found)


def test_a_recovery_code_is_kept_under_the_key_for_one_person() -> None:
    kept = {codes.recovery_hash(KEY, 1, "ABCD-efgh"), codes.recovery_hash(KEY, 1, "abcdefgh")}

    assert len(kept) == 1
    assert kept.isdisjoint({codes.recovery_hash(KEY, 2, "abcdefgh"), codes.recovery_hash("j" * 32, 1, "abcdefgh")})


def test_the_phone_is_told_the_site_and_the_account() -> None:
    address = codes.address_of(SECRET, account="siti@uji.test", site="Etalase Desa")

    assert pyotp.parse_uri(address).secret == SECRET
    assert "Etalase%20Desa:siti%40uji.test" in address
