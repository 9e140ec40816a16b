"""What the seller does with a product, step by step, on both databases."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import details, events, services
from catalog.drafts import Basics, PackingDraft, PriceDraft, SupplyDraft
from catalog.models import Availability, Product
from catalog.pricing import Tier
from catalog.taxation import TaxTreatment
from marketplace.core.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.core.roles import Actor
from marketplace.events import trail
from tests.factories import NOW, make_buyer, make_seller
from tests.factories_catalog import make_product

PACKING = PackingDraft(base_unit="bungkus", weight_g=170, net_weight_g=150, pack_size=5, carton_size=20)
PRICES = PriceDraft(minimum_order=20, tiers=(Tier(20, 15_000), Tier(100, 13_500)))

DOORS: dict[type, Any] = {
    Basics: services.save_basics,
    PackingDraft: details.save_packing,
    PriceDraft: details.save_prices,
    SupplyDraft: details.save_supply,
}
on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For refusals that are made before the database is asked."""


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


@pytest.fixture
def draft(session: Session, seller: Actor) -> Product:
    return services.start_product(session, seller, "Keripik Tempe 150 g", "snacks", now=NOW)


def save(session: Session, seller: Actor, product: Product, part: Any, seen: int | None = None) -> None:
    """Save one step, on the version that stands unless said otherwise."""
    version = product.version if seen is None else seen
    DOORS[type(part)](session, seller, product, part, seen=version, now=NOW)


def filled(session: Session, seller: Actor, product: Product) -> Product:
    """Fill in everything that publishing needs."""
    maker = make_product(session, seller).producer_id
    basics = Basics(name=product.name, category="snacks", producer_id=maker, description="Renyah.")
    for part in (basics, PACKING, PRICES):
        save(session, seller, product, part)
    return product


def changes(session: Session, product: Product) -> list[str]:
    return [event.data["part"] for event in trail.history(session, "product", product.id, [events.PRODUCT_CHANGED])]


def test_a_new_product_is_a_draft_with_a_code_of_its_own(draft: Product) -> None:
    assert draft.state == "draft"
    assert len(draft.code) == services.CODE_LENGTH
    assert set(draft.code) <= set(services.CODE_LETTERS)


def test_rice_starts_as_freed_from_ppn(session: Session, seller: Actor) -> None:
    assert services.start_product(session, seller, "Beras", "staples", now=NOW).tax_treatment == TaxTreatment.EXEMPT


def test_a_draft_of_the_same_name_is_gone_on_with(session: Session, seller: Actor, draft: Product) -> None:
    again = services.start_product(session, seller, "keripik tempe 150 g ", "snacks", now=NOW)

    assert again.id == draft.id
    other = services.start_product(session, make_seller(session), draft.name, "snacks", now=NOW)
    assert other.id != draft.id


def test_a_buyer_begins_no_product(session: Session) -> None:
    with pytest.raises(NotAllowed):
        services.start_product(session, make_buyer(session), "Keripik", "snacks", now=NOW)


def test_publishing_asks_for_what_is_missing_step_by_step(session: Session, seller: Actor, draft: Product) -> None:
    with pytest.raises(Invalid) as refusal:
        services.publish(session, seller, draft, now=NOW)

    assert set(refusal.value.errors) == {"dasar", "kemasan", "harga"}


def test_a_filled_product_goes_on_sale_without_any_paper(session: Session, seller: Actor, draft: Product) -> None:
    services.publish(session, seller, filled(session, seller, draft), now=NOW)

    assert (draft.state, draft.published_at, draft.price) == ("published", NOW, 15_000)
    names = [event.name for event in trail.history(session, "product", draft.id)]
    assert names[0] == events.PRODUCT_DRAFTED
    assert names[-1] == events.PRODUCT_PUBLISHED


def test_publishing_and_withdrawing_twice_is_once(session: Session, seller: Actor) -> None:
    product = make_product(session, seller)
    for _click in range(2):
        services.withdraw(session, seller, product, now=NOW)
    for _click in range(2):
        services.publish(session, seller, product, now=NOW)

    names = [event.name for event in trail.history(session, "product", product.id)]
    assert names == [events.PRODUCT_WITHDRAWN, events.PRODUCT_PUBLISHED]


def test_a_draft_cannot_be_withdrawn(session: Session, seller: Actor, draft: Product) -> None:
    with pytest.raises(Conflict):
        services.withdraw(session, seller, draft, now=NOW)


def test_the_same_again_is_no_change_even_on_an_old_form(session: Session, seller: Actor, draft: Product) -> None:
    seen = draft.version
    for _click in range(2):
        details.save_packing(session, seller, draft, PACKING, seen=seen, now=NOW)
    seen = draft.version
    for _click in range(2):
        details.save_prices(session, seller, draft, PRICES, seen=seen, now=NOW)

    assert changes(session, draft) == ["kemasan", "harga"]


@on_one_engine
@pytest.mark.parametrize(
    "part",
    [
        Basics(name="Nama Lain", category="snacks"),
        PACKING,
        PRICES,
        SupplyDraft(availability=Availability.MADE_TO_ORDER, lead_time_days=5, monthly_capacity=500),
    ],
    ids=lambda part: type(part).__name__,
)
def test_an_old_form_with_other_values_is_refused(session: Session, seller: Actor, draft: Product, part: Any) -> None:
    with pytest.raises(Conflict, match="stale"):
        save(session, seller, draft, part, seen=draft.version - 1)


def test_new_price_steps_replace_the_old_ones(session: Session, seller: Actor) -> None:
    product = make_product(session, seller, tiers=((10, 15_000), (100, 13_500), (200, 12_000)))

    save(session, seller, product, PriceDraft(minimum_order=100, tiers=(Tier(100, 14_000), Tier(10_000, 9_000))))

    session.refresh(product, ["tiers", "price", "minimum_order"])
    assert [(tier.minimum, tier.price) for tier in product.tiers] == [(100, 14_000), (10_000, 9_000)]
    assert (product.price, product.minimum_order) == (14_000, 100)


@on_one_engine
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"base_unit": "kontainer"}, "base_unit"),
        ({"storage": "hot"}, "storage"),
        ({"pack_size": 1}, "pack_size"),
        ({"pack_size": -5}, "pack_size"),
        ({"carton_size": 0}, "carton_size"),
        ({"carton_size": 2**40}, "carton_size"),
        ({"pack_size": 6, "carton_size": 20}, "carton_size"),
        ({"weight_g": 0}, "weight_g"),
        ({"weight_g": -170}, "weight_g"),
        ({"weight_g": 2**63}, "weight_g"),
        ({"weight_g": 149}, "weight_g"),
        ({"net_weight_g": 0}, "net_weight_g"),
        ({"shelf_life_days": 0}, "shelf_life_days"),
        ({"shelf_life_days": 10**9}, "shelf_life_days"),
        ({"barcode": "8993524000018"}, "barcode"),
        ({"barcode": "bukan angka"}, "barcode"),
        ({"packaging": "x" * 121}, "packaging"),
        ({"ingredients": "x" * 2001}, "ingredients"),
    ],
)
def test_a_packing_that_cannot_be_is_refused_beside_its_field(
    session: Session, seller: Actor, draft: Product, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(session, seller, draft, replace(PACKING, **change))

    assert list(refusal.value.errors) == [field]


@on_one_engine
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8993524000019", "8993524000019"),
        ("899 3524 000019", "8993524000019"),
        ("٨٩٩٣٥٢٤٠٠٠٠١٩", "8993524000019"),
        ("", ""),
    ],
)
def test_a_barcode_is_kept_in_its_normal_form(
    session: Session, seller: Actor, draft: Product, typed: str, kept: str
) -> None:
    save(session, seller, draft, replace(PACKING, barcode=typed))

    assert draft.barcode == kept


@on_one_engine
@pytest.mark.parametrize(
    ("prices", "field"),
    [
        (PriceDraft(minimum_order=0, tiers=(Tier(0, 1_000),)), "minimum_order"),
        (PriceDraft(minimum_order=-5, tiers=(Tier(-5, 1_000),)), "minimum_order"),
        (PriceDraft(minimum_order=10**9, tiers=(Tier(10**9, 1_000),)), "minimum_order"),
        (PriceDraft(minimum_order=1, tiers=(Tier(1, 1_000), Tier(10**12, 900))), "tiers"),
        (PriceDraft(minimum_order=1, tiers=()), "tiers"),
        (PriceDraft(minimum_order=1, tiers=(Tier(1, 10**15),)), "tiers"),
        (PriceDraft(minimum_order=1, tiers=(Tier(1, 1_000),), tax_treatment="none"), "tax_treatment"),
    ],
)
def test_prices_that_cannot_be_are_refused(
    session: Session, seller: Actor, draft: Product, prices: PriceDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(session, seller, draft, prices)

    assert list(refusal.value.errors) == [field]


@on_one_engine
@pytest.mark.parametrize(
    ("supply", "field"),
    [
        (SupplyDraft(availability="dropship"), "availability"),
        (SupplyDraft(availability=Availability.MADE_TO_ORDER, monthly_capacity=5), "lead_time_days"),
        (SupplyDraft(availability=Availability.MADE_TO_ORDER, lead_time_days=5), "monthly_capacity"),
        (SupplyDraft(lead_time_days=0), "lead_time_days"),
        (SupplyDraft(lead_time_days=10**6), "lead_time_days"),
        (SupplyDraft(monthly_capacity=-1), "monthly_capacity"),
    ],
)
def test_a_supply_that_cannot_be_is_refused(
    session: Session, seller: Actor, draft: Product, supply: SupplyDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(session, seller, draft, supply)

    assert list(refusal.value.errors) == [field]


def test_a_published_product_cannot_lose_what_publishing_needed(session: Session, seller: Actor) -> None:
    product = make_product(session, seller)

    with pytest.raises(Invalid, match="incomplete"), session.begin_nested():
        save(session, seller, product, Basics(name=product.name, category="textiles", producer_id=None))


def test_another_cooperatives_producer_is_not_there(session: Session, seller: Actor, draft: Product) -> None:
    foreign = make_product(session, make_seller(session)).producer_id

    with pytest.raises(NotFound):
        save(session, seller, draft, Basics(name="Keripik", category="snacks", producer_id=foreign))


def test_another_cooperatives_product_is_not_there(session: Session, seller: Actor) -> None:
    foreign = make_product(session, make_seller(session))

    for act in (services.publish, services.withdraw):
        with pytest.raises(NotFound):
            act(session, seller, foreign, now=NOW)
    with pytest.raises(NotFound):
        save(session, seller, foreign, PACKING)


def test_a_text_with_nul_is_kept_without_it(session: Session, seller: Actor, draft: Product) -> None:
    save(session, seller, draft, replace(PACKING, ingredients="Tempe\x00, garam"))

    assert session.scalar(select(func.count(Product.id)).where(Product.ingredients == "Tempe, garam")) == 1
