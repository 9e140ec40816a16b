"""Without a connection the site says so, and keeps nothing of a person."""

from tests.journeys.visitor import Visitor

CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
HAS_WORKER = "() => navigator.serviceWorker.ready.then((found) => found.active.state === 'activated')"


def test_a_lost_connection_is_said_honestly(visitor: Visitor) -> None:
    visitor.sign_in("ritel@demo.test")
    page = visitor.open("/keranjang")
    page.wait_for_function(HAS_WORKER)
    visitor.open("/kabar")
    kept = page.evaluate(CACHED)
    assert "/luring" in kept
    assert all(path == "/luring" or path.startswith("/static/") for path in kept)
    assert page.evaluate("caches.match('/keranjang').then((found) => found === undefined)")

    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    assert page.locator("[data-offline]").is_visible()
    page.goto("/keranjang")
    assert visitor.reads("You are offline")
    assert not visitor.shows("Ratna")
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Plus Jakarta Sans"')
    visitor.problems.clear()  # the browser writes every failed request into its console

    page.context.set_offline(False)
    page.locator("main a.btn").click()
    page.wait_for_load_state()
    visitor.look()
    assert page.url.endswith("/keranjang")
    assert not visitor.reads("You are offline")
