"""A buyer asks a cooperative on the page of a product; the cooperative answers, and the buyer hears of it."""

from tests.journeys.visitor import Visitor


def test_a_question_on_a_product_is_answered(visitor: Visitor, second_visitor: Visitor) -> None:
    buyer, seller = visitor, second_visitor
    buyer.sign_in("ritel@demo.test")
    buyer.open("/k/kdmp-kemantren")
    buyer.page.locator("main a[href^='/p/']").last.click()
    buyer.page.wait_for_load_state()
    product = buyer.page.locator("main h1").inner_text()
    buyer.press("Ask the cooperative")
    buyer.fill(text="Selamat pagi. Bisa kirim 40 karton sebelum Lebaran?")
    buyer.press("Send")
    assert "/tanya/" in buyer.page.url
    assert buyer.shows("Bisa kirim 40 karton sebelum Lebaran?")

    seller.sign_in("koperasi@demo.test")
    seller.open("/tanya")
    seller.page.locator("main a.task", has_text=product).first.click()
    seller.page.wait_for_load_state()
    seller.look()
    assert seller.shows("Bisa kirim 40 karton sebelum Lebaran?")
    seller.fill(text="Bisa, asal dipesan dua minggu sebelumnya.")
    seller.press("Send")

    heard = buyer.page.locator("main .notice", has_text=product)
    for _try in range(240):
        buyer.open("/kabar")
        if heard.count():
            break
        buyer.page.wait_for_timeout(500)
    heard.first.locator("button.task").click()
    buyer.page.wait_for_load_state()
    buyer.look()
    assert "/tanya/" in buyer.page.url
    assert buyer.shows("Bisa, asal dipesan dua minggu sebelumnya.")
