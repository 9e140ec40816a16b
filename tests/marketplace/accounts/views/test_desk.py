"""The operator's lists of organisations and people: searched, paged, and the grave buttons."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.accounts import queries
from marketplace.accounts.models import OrganisationState, SignInSession, User
from marketplace.core.roles import Actor, OrganisationKind, Role
from marketplace.db import Database
from marketplace.notifications.models import OutgoingMail
from tests.factories import make_buyer, make_member, make_operator, make_organisation, make_seller
from tests.pages import post
from tests.queries import count_queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def seller(database: Database) -> Actor:
    """A cooperative's manager: ketua@."""
    with database.transaction() as session:
        return make_seller(session, email="ketua@uji.test", name="KDMP Kemantren")


@pytest.fixture
def operator(database: Database, sign_in: SignIn) -> FlaskClient:
    """The operator's browser."""
    with database.transaction() as session:
        make_operator(session, email="pengelola@uji.test")
    return sign_in("pengelola@uji.test")


def state_of(database: Database, actor: Actor) -> str:
    """Return where the actor's organisation stands."""
    with database.reading() as session:
        return queries.organisation(session, actor.organisation_id).state


def stale(database: Database) -> None:
    """Let every sign-in be one that proved itself long ago."""
    with database.transaction() as session:
        for row in session.scalars(select(SignInSession)):
            row.proved_at = None


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"KDMP Kemantren", "PT Toko", "KDMP Menunggu"}),
        ("?q=kemant", {"KDMP Kemantren"}),
        ("?jenis=retailer", {"PT Toko"}),
        ("?status=pending", {"KDMP Menunggu"}),
        ("?wilayah=35.78", {"PT Toko"}),
        ("?wilayah=35.24&status=active", {"KDMP Kemantren"}),
        ("?q=%25", set()),
        ("?q=%00&jenis=x&status=x&page=-1", {"KDMP Kemantren", "PT Toko", "KDMP Menunggu"}),
        ("?page=99999", set()),
    ],
)
def test_organisations_are_searched_and_narrowed(
    operator: FlaskClient, seller: Actor, database: Database, query: str, seen: set[str]
) -> None:
    with database.transaction() as session:
        make_buyer(session, name="PT Toko")
        make_organisation(session, name="KDMP Menunggu", state=OrganisationState.PENDING)

    page = operator.get(f"/pengelola/organisasi{query}")

    assert page.status_code == 200
    assert {name for name in ("KDMP Kemantren", "PT Toko", "KDMP Menunggu") if f"<strong>{name}" in page.text} == seen


def test_the_operator_suspends_with_a_reason_and_resumes(
    operator: FlaskClient, seller: Actor, database: Database, sign_in: SignIn
) -> None:
    page = f"/pengelola/organisasi/{seller.organisation_id}"
    assert post(operator, f"{page}/bekukan", {"reason": "  "}).status_code == 422
    assert state_of(database, seller) == OrganisationState.ACTIVE

    assert post(operator, f"{page}/bekukan", {"reason": "Foto <b>curian</b>."}).location == page
    assert state_of(database, seller) == OrganisationState.SUSPENDED
    assert "Foto &lt;b&gt;curian&lt;/b&gt;." in operator.get(page).text
    assert post(operator, f"{page}/bekukan", {"reason": "Lagi."}).status_code == 409

    people = sign_in("ketua@uji.test")
    for path in ("/organisasi", "/pesanan", "/akun", "/"):
        assert "Foto &lt;b&gt;curian&lt;/b&gt;." in people.get(path, follow_redirects=True).text
    assert people.get("/organisasi/anggota").status_code == 200

    assert post(operator, f"{page}/pulihkan", {}).location == page
    assert state_of(database, seller) == OrganisationState.ACTIVE
    assert post(operator, f"{page}/pulihkan", {}).status_code == 409


def test_people_of_a_suspended_organisation_keep_a_home(
    operator: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    homes = {
        OrganisationKind.COOPERATIVE: Role.MANAGER,
        OrganisationKind.RETAILER: Role.BUYER,
        OrganisationKind.AGENCY: Role.OFFICIAL,
    }

    for kind, role in homes.items():
        with database.transaction() as session:
            organisation = make_organisation(session, kind=kind, state=OrganisationState.SUSPENDED)
            make_member(session, organisation, role, email=f"{role}@uji.test")
        browser = sign_in(f"{role}@uji.test")

        assert browser.get("/mulai", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("action", ["bekukan", "pulihkan"])
def test_grave_changes_of_organisations_ask_for_proof_first(
    operator: FlaskClient, seller: Actor, database: Database, action: str
) -> None:
    stale(database)

    answer = post(operator, f"/pengelola/organisasi/{seller.organisation_id}/{action}", {"reason": "Periksa."})

    assert (answer.location or "").startswith("/akun/buktikan")
    assert state_of(database, seller) == OrganisationState.ACTIVE


@pytest.mark.parametrize("action", ["nonaktifkan", "aktifkan", "lepas-kode", "tautan-sandi"])
def test_grave_changes_of_people_ask_for_proof_first(
    operator: FlaskClient, seller: Actor, database: Database, action: str
) -> None:
    stale(database)

    answer = post(operator, f"/pengelola/orang/{seller.user_id}/{action}", {})

    assert (answer.location or "").startswith("/akun/buktikan")


@pytest.mark.parametrize("words", ["siti", "KETUA@uji", "0812-3456-7890", "+62 812 3456 7890"])
def test_people_are_found_by_name_address_and_number(
    operator: FlaskClient, seller: Actor, database: Database, words: str
) -> None:
    with database.transaction() as session:
        user = queries.person(session, seller.user_id)
        user.name, user.phone, user.phone_key = "Siti Aminah", "0812-3456-7890", "+6281234567890"

    assert "ketua@uji.test" in operator.get("/pengelola/orang", query_string={"q": words}).text
    assert "ketua@uji.test" not in operator.get("/pengelola/orang", query_string={"q": "bambang"}).text


def test_a_person_is_shut_out_and_let_in_again(
    operator: FlaskClient, seller: Actor, database: Database, sign_in: SignIn
) -> None:
    browser = sign_in("ketua@uji.test")
    page = f"/pengelola/orang/{seller.user_id}"

    assert post(operator, f"{page}/nonaktifkan", {}).location == page
    assert browser.get("/akun").status_code == 302
    assert "Nonaktif" in operator.get(page).text

    assert post(operator, f"{page}/aktifkan", {}).location == page
    assert browser.get("/akun").status_code == 302
    assert sign_in("ketua@uji.test").get("/akun").status_code == 200


def test_nobody_shuts_themselves_out(operator: FlaskClient, database: Database) -> None:
    with database.reading() as session:
        me = session.scalars(select(User.id).where(User.email == "pengelola@uji.test")).one()

    assert post(operator, f"/pengelola/orang/{me}/nonaktifkan", {}).status_code == 403
    assert "nonaktifkan" not in operator.get(f"/pengelola/orang/{me}").text


def test_a_link_to_a_new_password_is_shown_once(operator: FlaskClient, seller: Actor) -> None:
    page = f"/pengelola/orang/{seller.user_id}"

    answer = post(operator, f"{page}/tautan-sandi", {})

    assert "http://127.0.0.1:8123/sandi-baru/" in answer.text
    assert "/sandi-baru/" not in operator.get(page).text


def test_the_confirmation_is_mailed_again_to_who_needs_it_only(
    operator: FlaskClient, seller: Actor, database: Database
) -> None:
    page = f"/pengelola/orang/{seller.user_id}"
    assert post(operator, f"{page}/verifikasi", {}).status_code == 409
    with database.transaction() as session:
        queries.person(session, seller.user_id).email_verified_at = None

    assert post(operator, f"{page}/verifikasi", {}).location == page

    with database.reading() as session:
        assert session.scalars(select(OutgoingMail.recipient)).all() == ["ketua@uji.test"]


def test_what_is_not_there_is_not_found(operator: FlaskClient) -> None:
    for path in ("/pengelola/organisasi/999999999", "/pengelola/orang/999999999"):
        assert operator.get(path).status_code == 404
        for action in ("bekukan", "pulihkan") if "organisasi" in path else ("nonaktifkan", "tautan-sandi"):
            assert post(operator, f"{path}/{action}", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("path", ["/pengelola/organisasi", "/pengelola/orang"])
def test_long_lists_take_no_more_queries_than_short_ones(operator: FlaskClient, database: Database, path: str) -> None:
    counts = []
    for more in (2, 12):
        with database.transaction() as session:
            for _ in range(more):
                make_seller(session)
        with count_queries(database) as seen:
            assert operator.get(path).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 15


def test_pages_of_one_organisation_and_one_person_take_few_queries(
    operator: FlaskClient, seller: Actor, database: Database
) -> None:
    for path in (f"/pengelola/organisasi/{seller.organisation_id}", f"/pengelola/orang/{seller.user_id}"):
        with count_queries(database) as seen:
            assert operator.get(path).status_code == 200
        assert len(seen) <= 20


def test_only_the_operator_sees_the_lists(seller: Actor, sign_in: SignIn) -> None:
    browser = sign_in("ketua@uji.test")

    for path in ("/pengelola/organisasi", "/pengelola/orang", f"/pengelola/orang/{seller.user_id}"):
        assert browser.get(path).status_code == 403
