"""The cooperative's front page says what waits, and where to do it."""

import pytest

from marketplace.accounts.models import Organisation
from orders.lifecycle import OrderState
from tests.factories_certification import make_certificate, make_producer
from tests.factories_orders import make_rate
from tests.orders.views.conftest import Scene, SignIn
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_new_cooperative_is_told_what_is_missing(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        session.get_one(Organisation, scene.seller.organisation_id).bank_account_number = ""

    page = sign_in("ketua@uji.test").get("/beranda").text

    assert 'href="/ongkir"' in page
    assert 'class="task" href="/organisasi/rekening"' in page


def test_orders_that_wait_stand_there_until_their_step_is_done(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        make_rate(session, scene.seller)
    waiting, done = scene.order(paid=True), scene.order(state=OrderState.RECEIVED)

    page = sign_in("ketua@uji.test").get("/beranda").text

    assert f'class="task" href="/pesanan/{waiting}"' in page
    assert f'class="task" href="/pesanan/{done}"' not in page


def test_a_certificate_to_mend_stands_there(scene: Scene, sign_in: SignIn) -> None:
    with scene.database.transaction() as session:
        producer = make_producer(session, scene.seller)
        code = make_certificate(session, producer, state="needs_correction").code

    assert f'class="task" href="/sertifikat/{code}"' in sign_in("ketua@uji.test").get("/beranda").text


def test_the_front_page_asks_the_database_as_often_for_many_orders_as_for_few(scene: Scene, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")
    scene.order(paid=True)
    with count_queries(scene.database) as few:
        browser.get("/beranda")
    for _number in range(4):
        scene.order(paid=True)
    with count_queries(scene.database) as many:
        browser.get("/beranda")

    assert len(many) == len(few)


def test_only_people_of_a_cooperative_have_it(scene: Scene, sign_in: SignIn) -> None:
    assert sign_in("pembeli@uji.test").get("/beranda").status_code == 403
