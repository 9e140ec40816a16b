"""The organiser's pages: plan, booths, products, cards; closed to everybody else."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.fairs import booths
from catalog.fairs.models import Booth, Fair, FairState
from marketplace.core.clock import jakarta_day, now
from marketplace.db import Database
from tests.catalog.fairs.views.conftest import SELLER, Scene
from tests.factories import make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_fairs import make_booth, make_fair, make_lead
from tests.pages import post
from tests.queries import count_queries

FACTS = {
    "name": "Pameran Baru",
    "place": "GOR Uji",
    "region": "35.24.22",
    "starts_on": "2027-03-01",
    "ends_on": "2027-03-03",
    "version": "1",
}


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found
    return found.group(1)


def fair_of(database: Database, name: str) -> Fair | None:
    with database.reading() as session:
        return session.scalar(select(Fair).where(Fair.name == name))


def test_a_fair_is_planned_filled_and_made_public(official: FlaskClient, scene: Scene, database: Database) -> None:
    answer = post(official, "/pameran-saya/baru", FACTS)
    fair = fair_of(database, "Pameran Baru")
    assert fair is not None
    assert answer.location == f"/pameran-saya/{fair.slug}"

    shop = str(scene.seller.organisation_id)
    answer = post(official, f"/pameran-saya/{fair.slug}/stan", {"cooperative": shop, "label": "C3"})
    table = answer.location
    page = official.get(table).text
    chosen = {"label": "C3", "mark": value_of(page, "mark"), "products": [str(p.id) for p in scene.products]}
    places = {f"place-{scene.products[0].id}": "2", f"place-{scene.products[1].id}": "1"}
    assert post(official, table, {**chosen, **places}).status_code == 302
    assert post(official, f"/pameran-saya/{fair.slug}/terbit", {}).status_code == 302

    public = official.get(f"/pameran/{fair.slug}").text
    assert public.index(scene.products[1].name) < public.index(scene.products[0].name)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"starts_on": "besok"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2027-02-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"region": "35"}, "region"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    official: FlaskClient, database: Database, change: dict[str, str], field: str
) -> None:
    answer = post(official, "/pameran-saya/baru", {**FACTS, "about": "Jam buka sembilan.", **change})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Jam buka sembilan." in answer.text
    assert fair_of(database, "Pameran Baru") is None


def test_asking_for_the_next_list_of_regions_saves_nothing(official: FlaskClient, database: Database) -> None:
    answer = post(official, "/pameran-saya/baru", {**FACTS, "reload": "1"})

    assert answer.status_code == 200
    assert "GOR Uji" in answer.text
    assert fair_of(database, "Pameran Baru") is None


def test_two_colleagues_do_not_overwrite_each_other(official: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/pameran-saya/{scene.fair.slug}/ubah"
    facts = {**FACTS, "version": value_of(official.get(path).text, "version")}
    assert post(official, path, {**facts, "place": "Gedung Satu"}).status_code == 302

    stale = post(official, path, {**facts, "place": "Gedung Dua"})

    assert stale.status_code == 409
    assert "Gedung Satu" in stale.text
    assert 'value="Gedung Dua"' in stale.text
    again = {**facts, "place": "Gedung Dua", "version": value_of(stale.text, "version")}
    assert post(official, path, again).status_code == 302


def test_a_stale_table_is_shown_beside_the_present_one(official: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/pameran-saya/{scene.fair.slug}/stan/K7MQ4"
    mark = value_of(official.get(path).text, "mark")
    first, second = (str(product.id) for product in scene.products)
    assert post(official, path, {"label": "A12", "mark": mark, "products": [second]}).status_code == 302

    stale = post(official, path, {"label": "B1", "mark": mark, "products": [first]})

    assert stale.status_code == 409
    assert 'value="B1"' in stale.text
    again = {"label": "B1", "mark": value_of(stale.text, "mark"), "products": [first]}
    assert post(official, path, again).status_code == 302


@pytest.mark.parametrize("products", [["0"], ["-1"], ["x"], ["99999999999999999999"], ["1' OR '1'='1"]])
def test_products_that_are_not_on_the_list_are_refused(
    official: FlaskClient, scene: Scene, products: list[str]
) -> None:
    path = f"/pameran-saya/{scene.fair.slug}/stan/K7MQ4"
    mark = value_of(official.get(path).text, "mark")

    assert post(official, path, {"label": "A12", "mark": mark, "products": products}).status_code == 422


@pytest.mark.parametrize("data", [{}, {"cooperative": "x", "label": "A1"}, {"cooperative": "1", "label": ""}])
def test_a_booth_needs_a_cooperative_and_a_number(official: FlaskClient, scene: Scene, data: dict[str, str]) -> None:
    assert post(official, f"/pameran-saya/{scene.fair.slug}/stan", data).status_code == 422


def test_publishing_without_booths_says_what_to_do(official: FlaskClient, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        fair = make_fair(session, scene.official, state=FairState.DRAFT)

    answer = post(official, f"/pameran-saya/{fair.slug}/terbit", {})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


def test_a_booth_is_removed_on_a_page_of_its_own(official: FlaskClient, scene: Scene, database: Database) -> None:
    path = f"/pameran-saya/{scene.fair.slug}/stan/K7MQ4/hapus"
    assert official.get(path).status_code == 200
    with database.reading() as session:
        assert session.scalar(select(Booth.id))

    assert post(official, path, {}).status_code == 302

    with database.reading() as session:
        assert session.scalar(select(Booth.id)) is None
    assert post(official, path, {}).status_code == 404


def test_a_booth_with_visitors_stays_and_the_page_says_why(
    official: FlaskClient, scene: Scene, database: Database
) -> None:
    with database.transaction() as session:
        make_lead(session, scene.seller, booth=session.get_one(Booth, scene.booth.id))

    answer = post(official, f"/pameran-saya/{scene.fair.slug}/stan/K7MQ4/hapus", {})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


def test_the_cards_are_a_pdf_with_a_card_for_each_booth_and_product(official: FlaskClient, scene: Scene) -> None:
    answer = official.get(f"/pameran-saya/{scene.fair.slug}/kartu.pdf")

    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    words = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\u200b", "")
    document.close()
    assert words.count("Pindai dengan kamera ponsel") == 3
    flat = "".join(words.split())
    assert f"/pameran/{scene.fair.slug}/K7MQ4" in flat
    assert f"/p/{scene.products[1].code}?stan=K7MQ4" in flat


def test_cards_of_one_booth_or_of_none(official: FlaskClient, scene: Scene) -> None:
    path = f"/pameran-saya/{scene.fair.slug}/kartu.pdf"

    assert official.get(f"{path}?stan=k7mq4").status_code == 200
    assert official.get(f"{path}?stan=TIDAKADA").status_code == 409


def paths(slug: str) -> list[tuple[str, str]]:
    own = f"/pameran-saya/{slug}"
    booth = f"{own}/stan/K7MQ4"
    reads = [own, f"{own}/ubah", f"{own}/kartu.pdf", booth, f"{booth}/hapus"]
    writes = [f"{own}/ubah", f"{own}/terbit", f"{own}/stan", booth, f"{booth}/naik", f"{booth}/hapus"]
    return [*(("GET", path) for path in reads), *(("POST", path) for path in writes)]


def ask(browser: FlaskClient, method: str, path: str, data: dict[str, Any]) -> int:
    answer = browser.get(path) if method == "GET" else post(browser, path, data, page="/akun")
    return answer.status_code


def test_another_agency_finds_nothing(scene: Scene, database: Database, sign_in: Callable[[str], FlaskClient]) -> None:
    with database.transaction() as session:
        make_official(session, email="lain@uji.test")
    stranger = sign_in("lain@uji.test")
    data = {
        **FACTS,
        "cooperative": str(scene.seller.organisation_id),
        "label": "X",
        "mark": booths.mark_of(scene.booth),
    }

    assert {ask(stranger, method, path, data) for method, path in paths(scene.fair.slug)} == {404}
    assert scene.fair.name not in stranger.get("/pameran-saya").text


def test_sellers_run_no_fairs(scene: Scene, sign_in: Callable[[str], FlaskClient]) -> None:
    browser = sign_in(SELLER)

    asked = [*paths(scene.fair.slug), ("GET", "/pameran-saya"), ("GET", "/pameran-saya/baru")]
    assert {ask(browser, method, path, dict(FACTS)) for method, path in asked} == {403}


def test_visitors_are_asked_to_sign_in(client: FlaskClient, scene: Scene) -> None:
    for path in ("/pameran-saya", f"/pameran-saya/{scene.fair.slug}", "/kontak-masuk"):
        assert client.get(path).location.startswith("/masuk")


def test_the_organiser_reads_counts_and_no_personal_text(
    official: FlaskClient, scene: Scene, database: Database
) -> None:
    with database.transaction() as session:
        make_lead(session, scene.seller, booth=session.get_one(Booth, scene.booth.id), email="rini@uji.test")

    pages = [official.get(path).text for path in ("/pameran-saya", f"/pameran-saya/{scene.fair.slug}")]

    assert official.get("/kontak-masuk").status_code == 403
    for page in pages:
        assert '<td class="num">1</td>' in page
        assert not any(secret in page for secret in ("Rini Uji", "rini@uji.test", "080000006101", "Toko Uji"))


def test_the_lists_cost_no_more_queries_when_they_grow(official: FlaskClient, scene: Scene, database: Database) -> None:
    pages = ("/pameran-saya", f"/pameran-saya/{scene.fair.slug}", f"/pameran-saya/{scene.fair.slug}/stan/K7MQ4")
    few = [queries_of(official, path, database) for path in pages]
    with database.transaction() as session:
        for number in range(5):
            seller = make_seller(session)
            make_booth(session, scene.fair, seller, products=[make_product(session, seller)])
            make_product(session, scene.seller, photos=1)
            day = jakarta_day(now()) + timedelta(days=number)
            make_fair(session, scene.official, starts_on=day, ends_on=day)

    many = [queries_of(official, path, database) for path in pages]

    assert many == few


def queries_of(browser: FlaskClient, path: str, database: Database) -> int:
    with count_queries(database) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)
