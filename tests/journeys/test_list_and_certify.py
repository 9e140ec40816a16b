"""A cooperative lists a product on its phone, files its papers, and an official verifies them."""

from datetime import date, timedelta

from marketplace.core.clock import jakarta_day, now
from tests.journeys.papers import picture
from tests.journeys.visitor import Visitor

NAME = "Emping Jagung Perjalanan"


def test_a_product_is_listed_certified_verified_and_found(phone: Visitor, visitor: Visitor) -> None:
    phone.sign_in("koperasi@demo.test")
    code = _list_product(phone)
    halal = _file_certificate(phone, "halal", "ID35110009999771126", None)
    pirt = _file_certificate(phone, "pirt", "2153524019999-31", jakarta_day(now()) + timedelta(days=1500))

    phone.open(f"/p/{code}")
    assert phone.reads("This product cannot be ordered yet.")

    visitor.sign_in("petugas@demo.test")
    for certificate in (halal, pirt):
        _verify(visitor, certificate)

    _link_papers(phone, code)
    phone.open(f"/p/{code}")
    assert not phone.reads("This product cannot be ordered yet.")
    assert phone.shows("Sri Wahyuni")

    visitor.open(f"/s/{halal}")
    assert visitor.shows("ID35110009999771126")
    _wait_for_the_index(visitor, code)


def _list_product(phone: Visitor) -> str:
    page = phone.open("/produk-saya/baru")
    phone.fill(name=f"{NAME} 200 g", description="Emping dari jagung pipil warga Kemantren.")
    page.select_option("main select[name=category]", "snacks")
    page.locator("main select[name=producer]").select_option(index=1)
    phone.press("Save and go on")
    code = page.url.split("/")[-2]

    page.set_input_files("main input[type=file]", picture("emping.jpg", NAME))
    phone.press("Upload")
    phone.press("Go on")

    phone.fill(
        carton_size="40", net_weight_g="200", weight_g="230", shelf_life_days="120", ingredients="Jagung, garam, minyak"
    )
    phone.press("Save and go on")
    phone.fill(minimum_order="40", price="12500", minimum_2="200", price_2="11800")
    phone.press("Save and go on")
    phone.choose("availability", "stock")
    phone.press("Save and go on")
    phone.press("Save and go on")  # what its label says: nothing of that
    phone.press("Save and finish")
    phone.press("Put it on sale")
    phone.fill(on_hand="400")
    phone.press("Write down")
    assert phone.shows("400")
    return code


def _file_certificate(phone: Visitor, scheme: str, number: str, last_day: date | None) -> str:
    page = phone.open("/sertifikat/baru")
    phone.choose("scheme", scheme)
    page.locator("main select[name=producer]").select_option(index=0)
    phone.press("Begin")
    code = page.url.split("/")[-2]
    days = {"issued_on": (jakarta_day(now()) - timedelta(days=30)).isoformat()}
    if last_day is not None:
        days["valid_until"] = last_day.isoformat()
    phone.fill(number=number, **days)
    phone.press("Save and continue")
    phone.fill(items=NAME)
    phone.press("Save and continue")
    page.set_input_files("main input[type=file]", picture("sertifikat.jpg", f"{scheme} {number} {NAME}"))
    phone.press("Save and continue")
    phone.press("Submit for checking")
    assert phone.reads("Waiting to be checked")
    return code


def _verify(visitor: Visitor, certificate: str) -> None:
    page = visitor.open(f"/periksa/{certificate}")
    visitor.press("Approve")
    assert page.url.endswith(certificate), "approving with unmarked fields must be refused"

    for mark in page.locator("main input[type=radio][value=match]").all():
        mark.check()
    page.locator("main input[name=register]").first.check()
    visitor.press("Approve")
    visitor.open(f"/s/{certificate}")
    assert visitor.reads("Verified")


def _link_papers(phone: Visitor, code: str) -> None:
    page = phone.open(f"/produk-saya/{code}/sertifikat")
    for item in page.locator("main input[name=items]").all():
        item.check()
    phone.press("Save and finish")


def _wait_for_the_index(visitor: Visitor, code: str) -> None:
    for _ in range(40):
        visitor.open("/cari?q=empink+jagung+perjalann&certificate=halal&certificate=pirt")
        if visitor.page.locator(f"a[href^='/p/{code}']").count():
            return
        visitor.page.wait_for_timeout(500)
    raise AssertionError("the verified product is not found")
