"""Hostile addresses and bodies: zero bytes, endless numbers; on both databases."""

import pytest
from flask.testing import FlaskClient

from tests.pages import post


@pytest.mark.parametrize(
    "path", ["/p/A%00B", "/k/%00", "/s/%00", "/cari?q=%00", "/koperasi?q=a%00", "/pameran/%00", "/api/v1/products/%00"]
)
def test_a_zero_byte_in_an_address_is_no_fault_on_any_database(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (200, 400, 404, 503)


def test_a_zero_byte_in_a_form_is_no_fault_on_any_database(client: FlaskClient) -> None:
    answer = post(client, "/masuk", {"email": "a\0@uji.test", "password": "x"})

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "path", ["/berkas/99999999999999999999", "/media/" + "a" * 5000, "/wilayah?parent=" + "9" * 5000]
)
def test_numbers_and_names_without_end_are_no_fault(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code < 500
