"""Demo fairs: one under way, one past, one announced, one in preparation; with booths, products and contacts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.fairs import booths, leads, services
from catalog.fairs.consent import consent_to
from catalog.fairs.leads import LeadDraft, Target
from catalog.fairs.models import Booth, Fair
from catalog.fairs.services import FairDraft
from catalog.models import Product
from catalog.queries import published
from marketplace.accounts.models import Organisation
from marketplace.core.clock import JAKARTA, jakarta_day
from marketplace.core.roles import Actor
from marketplace.demo import Stage

OFFICIAL = "petugas@demo.test"
PRODUCTS_AT_A_BOOTH = 6


@dataclass(frozen=True)
class Plan:
    """One demo fair: its draft without days, when it begins and ends from today, and its booths."""

    draft: Callable[[datetime], FairDraft]
    booths: tuple[str, ...]
    is_public: bool = True


def _fair(name: str, place: str, region: str, first: int, last: int, about: str) -> Callable[[datetime], FairDraft]:
    def draft(now: datetime) -> FairDraft:
        begins, ends = (jakarta_day(now + timedelta(days=days)) for days in (first, last))
        return FairDraft(
            name=f"{name} {begins.year}", place=place, region=region, starts_on=begins, ends_on=ends, about=about
        )

    return draft


PLANS = (
    Plan(
        _fair(
            "Lamongan Expo",
            "Alun-alun Lamongan, Jl. Contoh No. 1",
            "35.24.22",
            -1,
            3,
            "Buka setiap hari pukul 09.00 sampai 21.00 WIB. Masuk gratis.\n"
            "Temu bisnis dengan ritel modern pada hari ketiga di tenda utama.",
        ),
        ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"),
    ),
    Plan(
        _fair(
            "Pasar Pesisir Paciran",
            "Halaman pelabuhan contoh, Paciran",
            "35.24.14",
            -68,
            -65,
            "Hasil laut olahan dan kerajinan dari desa-desa pesisir.",
        ),
        ("1", "2", "3", "4"),
    ),
    Plan(
        _fair(
            "Temu Dagang Ritel Surabaya",
            "Gedung contoh lantai 2, Jl. Contoh Raya No. 40",
            "35.78.09",
            24,
            25,
            "Untuk pembeli ritel dan BUMN. Contoh produk tersedia di setiap stan.",
        ),
        ("R01", "R02", "R03", "R04", "R05"),
    ),
    Plan(
        _fair("Bazar Panen Raya Babat", "Lapangan contoh, Babat", "35.24.05", 60, 62, ""),
        ("1", "2"),
        is_public=False,
    ),
)

_NOTHING = LeadDraft(name="", consent="", idempotency_key="")
VISITORS = (
    replace(
        _NOTHING,
        name="Rini Astuti",
        organisation_name="Toko Oleh-oleh Contoh",
        phone="0800-0000-6101",
        message="Berapa harga per karton kalau ambil tiap bulan? Bisa kirim ke Gresik?",
    ),
    replace(
        _NOTHING,
        name="Hasan Basri",
        organisation_name="Hotel Contoh Tanjung",
        phone="0800-0000-6102",
        email="hasan@pembeli.test",
        message="Kami perlu untuk sarapan tamu, sekitar 200 kemasan seminggu.",
    ),
    replace(_NOTHING, name="Yuliana", phone="0800-0000-6103", message="Apakah ada ukuran kemasan yang lebih kecil?"),
    replace(_NOTHING, name="Arif Rahman", organisation_name="Katering Contoh Jaya", email="arif@pembeli.test"),
    replace(
        _NOTHING,
        name="Dian Puspita",
        organisation_name="Swalayan Contoh Makmur",
        phone="0800-0000-6105",
        message="Mohon dikirim daftar harga dan contoh produk.",
    ),
)
EARLIER_VISITORS = (
    replace(
        _NOTHING,
        name="Bagus Santoso",
        organisation_name="Rumah Makan Contoh",
        phone="0800-0000-6111",
        message="Minta contoh untuk dicoba dapur kami.",
    ),
    replace(_NOTHING, name="Lilik Handayani", organisation_name="Kantin Contoh", phone="0800-0000-6112"),
    replace(
        _NOTHING,
        name="Fajar Nugroho",
        email="fajar@pembeli.test",
        message="Apakah bisa dikirim lewat ekspedisi ke Surabaya?",
    ),
)


def load(stage: Stage) -> None:
    """Load the fairs; the cooperatives of the demo accounts have the first two booths of each."""
    with stage.database.transaction() as session:
        official = stage.actor(session, OFFICIAL)
        shops = _shops(session, stage.cooperatives)
        offset = 0
        for plan in PLANS:
            found = _with_booths(session, official, plan, _turn(shops, offset, len(plan.booths)), stage.now)
            offset += len(plan.booths) - 2
            if plan.is_public and found.starts_on <= jakarta_day(stage.now):
                _leave_contacts(session, stage, found)


def _shops(session: Session, cooperatives: list[int]) -> list[int]:
    selling = set(session.scalars(published().with_only_columns(Product.cooperative_id)))
    return [cooperative for cooperative in cooperatives if cooperative in selling]


def _turn(shops: list[int], offset: int, count: int) -> list[int]:
    rest = shops[2:]
    return [*shops[:2], *(rest[(offset + n) % len(rest)] for n in range(min(count - 2, len(rest))))]


def _with_booths(session: Session, official: Actor, plan: Plan, shops: list[int], now: datetime) -> Fair:
    planned_at = now - timedelta(days=90)
    fair = services.plan(session, official, plan.draft(now), now=planned_at)
    for label, shop in zip(plan.booths, shops, strict=False):
        booth = booths.add_booth(session, official, fair, shop, label, now=planned_at)
        on_sale = published().where(Product.cooperative_id == shop).order_by(Product.id).limit(PRODUCTS_AT_A_BOOTH)
        wanted = [product.id for product in session.scalars(on_sale)]
        seen = booths.mark_of(booth)
        booths.arrange(session, official, booth, label, wanted, seen=seen, now=planned_at)
    if plan.is_public:
        services.publish(session, official, fair, now=planned_at)
    return fair


def _leave_contacts(session: Session, stage: Stage, fair: Fair) -> None:
    stands = list(session.scalars(select(Booth).where(Booth.fair_id == fair.id).order_by(Booth.position)))
    is_past = fair.ends_on < jakarta_day(stage.now)
    opened = datetime.combine(fair.starts_on, time(10, 20), JAKARTA)
    visitors = EARLIER_VISITORS if is_past else VISITORS
    for number, visitor in enumerate(visitors):
        booth = stands[number % min(len(stands), 3)]
        cooperative = session.get_one(Organisation, booth.cooperative_id)
        product = booth.exhibits[number % len(booth.exhibits)].product if booth.exhibits and number % 4 < 3 else None
        at = opened + timedelta(minutes=67 * number)
        draft = replace(visitor, consent=str(consent_to(cooperative.name)), idempotency_key=f"demo-{fair.id}-{number}")
        lead = leads.leave(session, None, Target(cooperative, product, booth), draft, now=at)
        if is_past or number == len(visitors) - 1:
            manager = stage.manager_of(session, cooperative.id)
            leads.handle(session, manager, lead, now=at + timedelta(hours=2))
