"""What happens to the demo's orders: who buys where, how long ago, and step by step what follows."""

from dataclasses import dataclass

from orders.payments.lifecycle import PaymentMethod
from orders.rates import RateDraft
from orders.shipping import ShippingMethod

RETAIL, STATE = "ritel@demo.test", "bumn@demo.test"
FINANCE, RECEIVER = "keuangan@demo.test", "penerima@demo.test"

NEAR = "35"
"""Jawa Timur."""
HOME = "35.24"
"""Kabupaten Lamongan."""
SURABAYA = "35.78"
JAVA = ("31", "32", "33", "34", "36")

RATES = (
    RateDraft(method=ShippingMethod.COURIER, region_prefix=NEAR, price_per_kg=4_000, minimum_kg=5),
    *(
        RateDraft(method=ShippingMethod.COURIER, region_prefix=province, price_per_kg=9_000, minimum_kg=5)
        for province in JAVA
    ),
    RateDraft(method=ShippingMethod.OWN_VEHICLE, region_prefix=HOME, flat_price=75_000, free_from=1_500_000),
    RateDraft(method=ShippingMethod.OWN_VEHICLE, region_prefix=SURABAYA, flat_price=250_000, free_from=5_000_000),
    RateDraft(method=ShippingMethod.PICKUP),
)
"""What most cooperatives charge. Other islands are beyond them: there they state the cost for each order."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where goods go."""

    name: str
    phone: str
    address: str
    region: str


WAREHOUSE = Place(
    name="DC Toko Segar, Bu Ratna", phone="0800-0000-2101", address="Jl. Gudang Contoh 7", region="35.78.09"
)
PORT = Place(name="Gudang Umum, Pak Joko", phone="0800-0000-3104", address="Jl. Dermaga Contoh 1", region="35.78.22")
MAKASSAR = Place(
    name="Cabang Makassar, Pak Andi", phone="0800-0000-3105", address="Jl. Pelabuhan Contoh 4", region="73.71.02"
)
PLACES = {RETAIL: WAREHOUSE, STATE: PORT, FINANCE: PORT}


@dataclass(frozen=True, kw_only=True)
class Tale:
    """One order: ``shop`` is the place of its cooperative in the demo, ``days`` how long ago it was placed.

    ``steps`` are names of ``orders.demo.STEPS``, taken a few hours apart.
    """

    shop: int
    buyer: str
    days: float
    steps: str = ""
    far: bool = False
    cartons: int = 2
    products: int = 1
    card: bool = False
    reference: str = ""

    @property
    def method(self) -> PaymentMethod:
        """How it is paid."""
        return PaymentMethod.CARD if self.card else PaymentMethod.BANK_TRANSFER


PAID = "proof money"
PROMISED = Tale(shop=1, buyer=RETAIL, days=3, steps=f"{PAID} confirm", cartons=3, reference="PO-4500081285")
"""Paid and promised before its goods lose a paper (``orders.touched.demo``)."""
TALES = (
    # The first cooperative: one order in every state, and something to do for each of its people.
    Tale(shop=0, buyer=RETAIL, days=41, steps=f"{PAID} confirm ship receive", products=2, reference="PO-4500081240"),
    Tale(shop=0, buyer=STATE, days=27, steps=f"confirm {PAID} ship receive", reference="4500081127"),
    Tale(shop=0, buyer=RETAIL, days=22, steps="card confirm ship receive", card=True),
    Tale(shop=0, buyer=STATE, days=16, steps=f"{PAID} confirm withdraw refund", reference="4500081139"),
    Tale(shop=0, buyer=RETAIL, days=14, steps="cancel"),
    Tale(shop=0, buyer=RETAIL, days=12, steps="lapse"),
    Tale(shop=0, buyer=RETAIL, days=9, steps=f"{PAID} confirm ship some", products=2, reference="PO-4500081262"),
    Tale(shop=0, buyer=STATE, days=7, steps=f"{PAID} confirm part", cartons=4, reference="4500081266"),
    Tale(shop=0, buyer=RETAIL, days=5, steps="card confirm ship", card=True, reference="PO-4500081273"),
    Tale(shop=0, buyer=STATE, days=4, steps=f"{PAID} reject"),
    Tale(shop=0, buyer=STATE, days=2, steps=f"{PAID} confirm", products=2, reference="4500081290"),
    Tale(shop=0, buyer=RETAIL, days=1.6, steps="proof refuse"),
    Tale(shop=0, buyer=STATE, days=1.2, steps="quote", far=True, reference="4500081291"),
    Tale(shop=0, buyer=STATE, days=1.1, steps=PAID, reference="4500081292"),
    Tale(shop=0, buyer=RETAIL, days=0.9, steps="proof", products=2, reference="PO-4500081293"),
    Tale(shop=0, buyer=STATE, days=0.5, far=True),
    Tale(shop=0, buyer=RETAIL, days=0.3),
    # The second one, and others, so that no list stands empty.
    Tale(shop=1, buyer=STATE, days=30, steps=f"{PAID} confirm ship receive"),
    Tale(shop=1, buyer=RETAIL, days=6, steps=f"{PAID} confirm ship"),
    Tale(shop=1, buyer=RETAIL, days=1, steps=PAID),
    Tale(shop=1, buyer=STATE, days=0.4, steps="proof"),
    Tale(shop=2, buyer=RETAIL, days=18, steps=f"{PAID} confirm ship receive"),
    Tale(shop=2, buyer=STATE, days=3, steps=f"{PAID} confirm"),
    Tale(shop=3, buyer=RETAIL, days=11, steps="card confirm ship receive", card=True),
    Tale(shop=3, buyer=RETAIL, days=0.7),
    Tale(shop=4, buyer=STATE, days=20, steps=f"{PAID} confirm ship receive"),
    Tale(shop=5, buyer=RETAIL, days=8, steps=f"{PAID} confirm ship"),
    Tale(shop=6, buyer=STATE, days=2.5, steps=PAID),
    Tale(shop=7, buyer=RETAIL, days=25, steps=f"{PAID} confirm ship receive"),
)
