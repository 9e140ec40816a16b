"""Two products of the demo changed under their halal paper: one waits for its cooperative, one for an official."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog import details
from catalog.drafts import PackingDraft
from catalog.holds import services
from catalog.holds.models import PaperHold
from catalog.models import LinkState, Product, ProductPaper
from catalog.queries import products_by_ids
from marketplace.core.roles import Actor
from marketplace.demo import Stage
from marketplace.events.models import Delivery

CHANGED = (
    ("Jumbrek Gula Siwalan isi 20", "Tepung beras, santan, gula siwalan, vanili", ""),
    (
        "Marning Jagung Pedas Manis",
        "Jagung, cabai, gula, bawang putih, garam, minyak nabati, penyedap rasa",
        "Kami menambah penyedap rasa merek contoh yang bersertifikat halal. Surat persetujuan penerbit menyusul.",
    ),
)
"""Beginning of the name, new ingredients, and what is said of the change; empty: not filed yet."""


def load(stage: Stage) -> None:
    """Change two products and file one of the changes."""
    with stage.database.transaction() as session:
        for name, ingredients, note in CHANGED:
            product = _product(session, name)
            if product is not None:
                manager = stage.manager_of(session, product.cooperative_id)
                _change(session, manager, product, ingredients, note, stage)


def _product(session: Session, name: str) -> Product | None:
    statement = (
        select(Product.id)
        .join(ProductPaper)
        .where(Product.name.startswith(name), ProductPaper.state == LinkState.COUNTS)
        .order_by(Product.id)
    )
    found = session.scalar(statement.limit(1))
    return products_by_ids(session, {found})[found] if found is not None else None


def _change(session: Session, manager: Actor, product: Product, ingredients: str, note: str, stage: Stage) -> None:
    at = stage.now - timedelta(days=2)
    draft = PackingDraft(
        base_unit=product.base_unit,
        weight_g=product.weight_g,
        pack_size=product.pack_size,
        carton_size=product.carton_size,
        net_weight_g=product.net_weight_g,
        packaging=product.packaging,
        barcode=product.barcode,
        shelf_life_days=product.shelf_life_days,
        storage=product.storage,
        ingredients=ingredients,
    )
    details.save_packing(session, manager, product, draft, seen=product.version, now=at)
    holds = session.scalars(select(PaperHold).where(PaperHold.product_id == product.id)).all()
    for hold in holds if note else ():
        services.file_change(session, manager, hold, note, seen=hold.version, now=at + timedelta(hours=1))
    session.execute(delete(Delivery).where(Delivery.subject_key == f"product:{product.id}"))
