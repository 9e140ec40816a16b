"""Shelf cards: what counts today and nothing else, in both languages, one page of the right size."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient

from marketplace.db import Database
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SELLER, OTHER, OFFICIAL = "penjual@uji.test", "lain@uji.test", "petugas@uji.test"
CARD = "/p/KARTU1/kartu"


@pytest.fixture
def goods(database: Database) -> None:
    """A product with a halal certificate in force and a P-IRT that has ended."""
    ended: dict[str, Any] = {"issued_on": date(2016, 5, 1), "valid_until": date(2021, 5, 1)}
    with database.transaction() as session:
        seller = make_seller(session, email=SELLER)
        make_seller(session, email=OTHER)
        make_official(session, email=OFFICIAL)
        maker = make_producer(session, seller)
        papers = (
            make_certificate(session, maker, number="ID35110009999990526"),
            make_certificate(session, maker, scheme="pirt", number="2023524019999-21", valid_from=None, **ended),
        )
        common: dict[str, Any] = {"producer": maker, "category": "snacks", "shelf_life_days": 90}
        make_product(session, seller, code="KARTU1", name="Keripik Tempe 250 g", certificates=papers, **common)
        make_product(session, seller, code="KARTU2", name="Keripik Usus", state="draft", **common)


SignIn = Callable[[str], FlaskClient]


def printed(pdf: bytes) -> tuple[str, tuple[float, float]]:
    """Return the words of the only page and its size in millimetres."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    (page,) = document
    words = page.get_textpage().get_text_bounded().replace("\u200b", "")
    width, height = (round(side / 72 * 25.4) for side in page.get_size())
    document.close()
    return words, (width, height)


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(("size", "sheet"), [("a6", (148, 105)), ("a7", (105, 74)), ("a0", (148, 105))])
def test_the_card_bears_what_counts_and_is_silent_on_what_has_ended(
    sign_in: SignIn, size: str, sheet: tuple[int, int]
) -> None:
    words, measures = printed(sign_in(SELLER).get(f"{CARD}.pdf?ukuran={size}").data)

    assert measures == sheet
    for said in ("Keripik Tempe 250 g", "Rp15.000", "Halal", "ID35110009999990526", "tanpa batas waktu", "/p/KARTU1"):
        assert said in words
    assert "P-IRT" not in words


@pytest.mark.usefixtures("goods")
def test_the_page_says_what_is_left_off_and_why(sign_in: SignIn) -> None:
    page = sign_in(SELLER).get(CARD).text

    assert "Tidak dicetak di kartu" in page
    assert "P-IRT kedaluwarsa" in page


@pytest.mark.usefixtures("goods")
def test_the_card_speaks_the_language_that_is_chosen_for_it(sign_in: SignIn) -> None:
    words, _measures = printed(sign_in(OFFICIAL).get(f"{CARD}.pdf?bahasa=en").data)

    assert "no end date" in words
    assert "Scan to see how it stands today" in words


@pytest.mark.usefixtures("goods")
def test_cooperatives_print_their_own_and_only_what_is_on_sale(sign_in: SignIn, client: FlaskClient) -> None:
    assert sign_in(OTHER).get(CARD).status_code == 404
    assert sign_in(SELLER).get("/p/KARTU2/kartu.pdf").status_code == 409
    assert client.get(CARD).status_code == 302


@pytest.mark.usefixtures("goods")
def test_a_buyer_prints_no_cards(sign_in: SignIn, database: Database) -> None:
    with database.transaction() as session:
        make_buyer(session, email="ritel@uji.test")

    assert sign_in("ritel@uji.test").get(CARD).status_code == 403
