"""Documents the search tests fill their indexes with."""

from datetime import date
from typing import Any

from catalog.search.engine import FOREVER, CooperativeDocument, ProductDocument
from catalog.search.query import SearchQuery

TODAY = date(2026, 11, 24)
DAY = TODAY.toordinal()


def product(identity: int, name: str, **changes: Any) -> ProductDocument:
    """Return a product of a snack maker in Sukorejo, Lamongan, with whatever the test changes."""
    values: dict[str, Any] = {
        "id": identity,
        "name": name,
        "description": "dibuat oleh ibu rumah tangga",
        "cooperative_id": 1,
        "cooperative_name": "Koperasi Wanita Melati",
        "producer_name": "Sri Rahayu",
        "category": "makanan-ringan",
        "category_name": "Makanan ringan",
        "region": "35.24.05.1003",
        "region_names": "Sukorejo Turi Lamongan Jawa Timur",
        "price": 10_000,
        "created": 1_790_000_000,
    }
    return ProductDocument(**(values | changes))


def query(text: str = "", **changes: Any) -> SearchQuery:
    """Return a query of today."""
    values: dict[str, Any] = {"text": text, "today": TODAY}
    return SearchQuery(**(values | changes))


PRODUCTS = (
    product(1, "Keripik tempe 250gr", price=15_000, certificate_days={"halal": (DAY - 9, FOREVER)}, created=100),
    product(2, "Kripik singkong pedas", price=12_000, region="35.25.01.2001", region_names="Gresik", created=300),
    product(
        3,
        "Telor asin bebek",
        category="unggas-telur",
        category_name="Unggas & telur",
        price=30_000,
        certificate_days={"halal": (DAY, DAY), "pirt": (DAY - 100, DAY - 1)},
        numbers=("8991234567890", "P-IRT 2063524010012-28"),
        created=200,
    ),
    product(4, "Wingko babat", price=25_000, popularity=500, cooperative_id=2, created=200),
    product(
        5,
        "Batik tulis kawung",
        category="fesyen-kain",
        category_name="Fesyen & kain",
        description="warna cokelat, malam panas",
        price=250_000,
        certificate_days={"halal": (DAY + 1, FOREVER), "pirt": (DAY - 5, DAY)},
        created=500,
    ),
    product(6, "Sambal bawang", price=15_000, description="sambel pedas, cocok dengan keripik", created=600),
    product(7, "Kaca mata kayu jati", category="kerajinan", category_name="Kerajinan", price=90_000, created=700),
    product(8, "Petis ikan bandeng", category="olahan-ikan", category_name="Olahan ikan", price=18_000, created=800),
)
COOPERATIVES = (
    CooperativeDocument(id=1, name="Koperasi Wanita Melati", region_names="Sukorejo Lamongan"),
    CooperativeDocument(id=2, name="Koperasi Mina Bahari", region_names="Brondong Lamongan", popularity=9),
)
