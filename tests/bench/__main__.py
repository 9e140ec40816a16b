"""``make bench``: start the site with its demo, measure as a visitor does, print each figure beside its goal."""

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from marketplace.demo_people import PASSWORD
from tests.bench import backups, imports, numbers, queue
from tests.bench.figure import Figure
from tests.live import running_site
from tests.pages import TOKEN

RUNS = 30
LISTING_KB = 60


def main() -> int:
    """Measure everything; 0 where every goal is met."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="etalase-bench-") as name:
        folder = Path(name)
        started = time.perf_counter()
        with running_site(folder):
            figures.append(Figure("first start with demo", time.perf_counter() - started, 60, "s"))
        started = time.perf_counter()
        with running_site(folder) as site:
            figures.append(Figure("start again until it serves", time.perf_counter() - started, 5, "s"))
            figures += _visit(site)
        figures += backups.measure(folder / "backups")
        figures += queue.measure(folder / "queue")
        figures += imports.measure(folder / "imports")
    figures += numbers.measure()
    for figure in figures:
        print(figure.line())
    return 0 if all(figure.reached for figure in figures) else 1


def _visit(site: str) -> list[Figure]:
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))
    product = _first_product(visitor, site)
    pages = {
        "home": ("/", 150),
        "search with a typing error": ("/cari?q=kripik+tmpe", 200),
        "search, all products, by price": ("/cari?sort=price", 200),
        "product": (product, 150),
        "cooperatives": ("/koperasi", 150),
        "API search": ("/api/v1/products?q=keripik", 150),
        "suggestions": ("/api/v1/suggest?q=ker", 60),
        "fairs": ("/pameran", 150),
    }
    figures = [
        Figure(f"{name}, median of {RUNS}", _median_ms(partial(_get, visitor, site + path)), goal, "ms")
        for name, (path, goal) in pages.items()
    ]
    figures += [_weight(site, name, path) for name, path in (("home", "/"), ("search", "/cari"), ("product", product))]
    figures.append(
        Figure("sign in, median of 5", _median_ms(lambda: _sign_in(site, "ritel@demo.test"), runs=5), 400, "ms")
    )
    buyer = _sign_in(site, "ritel@demo.test")
    figures.append(Figure("orders of a buyer", _median_ms(lambda: _get(buyer, f"{site}/pesanan")), 200, "ms"))
    return figures


def _weight(site: str, name: str, path: str) -> Figure:
    """Weigh the first view of a page without photos: HTML, styles, scripts, font and icons, as sent."""
    plain = build_opener()
    html = _fetch(plain, site + path)
    parts = {
        part
        for mark in ('href="', 'src="')
        for part in (chunk.split('"')[0].split("#")[0] for chunk in html.text.split(mark)[1:])
        if part.startswith("/static/")
    }
    total = html.sent + sum(_fetch(plain, site + part.replace("&amp;", "&")).sent for part in parts)
    return Figure(f"weight of {name} without photos", total / 1024, LISTING_KB, "KB")


@dataclass(frozen=True)
class Fetched:
    """What came over the wire."""

    text: str
    sent: int


def _fetch(opener: OpenerDirector, url: str) -> Fetched:
    with opener.open(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=30) as answer:
        body = answer.read()
        whole = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return Fetched(whole.decode("utf-8", "replace"), len(body))


def _first_product(opener: OpenerDirector, site: str) -> str:
    text = _get(opener, f"{site}/cari")
    return "/p/" + text.split('href="/p/')[1].split('"')[0].split("?")[0]


def _get(opener: OpenerDirector, url: str) -> str:
    with opener.open(url, timeout=30) as answer:
        return str(answer.read().decode("utf-8", "replace"))


def _sign_in(site: str, email: str) -> OpenerDirector:
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    found = TOKEN.search(_get(opener, f"{site}/masuk"))
    assert found is not None
    form = {"csrf_token": found.group(1), "email": email, "password": PASSWORD}
    with opener.open(f"{site}/masuk", urlencode(form).encode(), timeout=30) as answer:
        assert "/masuk" not in answer.url
    return opener


def _median_ms(work: Callable[[], object], *, runs: int = RUNS) -> float:
    work()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
