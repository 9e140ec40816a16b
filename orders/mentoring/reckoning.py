"""The figures of a monthly report: their names, how a frozen report keeps them, how several are added up. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from marketplace.core.money import Rupiah
from marketplace.core.text import _l


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one person accompanied in one month. Orders are told apart: promised by buyers, and really received."""

    accompanied: int = 0
    visits: int = 0
    reached: int = 0
    steps_agreed: int = 0
    steps_done: int = 0
    steps_overdue: int = 0
    papers: int = 0
    products: int = 0
    trainings: int = 0
    trained: int = 0
    orders: int = 0
    committed: Rupiah = 0
    realised: Rupiah = 0


NAMES: Mapping[str, Any] = {
    "accompanied": _l("Accompanied cooperatives"),
    "visits": _l("Visits"),
    "reached": _l("Cooperatives reached"),
    "steps_agreed": _l("Steps agreed"),
    "steps_done": _l("Steps done"),
    "steps_overdue": _l("Steps overdue"),
    "papers": _l("Certificates obtained"),
    "products": _l("Products listed"),
    "trainings": _l("Trainings attended"),
    "trained": _l("People at trainings"),
    "orders": _l("Orders placed"),
    "committed": _l("Commitment: value of orders placed"),
    "realised": _l("Realisation: value of goods received"),
}
"""In the order of a report."""

PRINTED = {
    "accompanied": ("Koperasi binaan", "Accompanied cooperatives"),
    "visits": ("Kunjungan", "Visits"),
    "reached": ("Koperasi terjangkau", "Cooperatives reached"),
    "steps_agreed": ("Langkah disepakati", "Steps agreed"),
    "steps_done": ("Langkah selesai", "Steps done"),
    "steps_overdue": ("Langkah terlambat", "Steps overdue"),
    "papers": ("Sertifikat diperoleh", "Certificates obtained"),
    "products": ("Produk ditayangkan", "Products listed"),
    "trainings": ("Pelatihan yang diikuti koperasi", "Trainings attended"),
    "trained": ("Peserta pelatihan", "People at trainings"),
    "orders": ("Pesanan masuk", "Orders placed"),
    "committed": ("Komitmen: nilai pesanan masuk", "Commitment"),
    "realised": ("Realisasi: nilai barang diterima", "Realisation"),
}
"""The same on paper, which is Indonesian with small English labels whoever prints it."""

RUPIAH = frozenset({"committed", "realised"})
"""Figures that are amounts."""


def kept(figures: Figures) -> dict[str, int]:
    """Return figures as a frozen report keeps them."""
    return asdict(figures)


def read_kept(stored: Mapping[str, Any]) -> Figures:
    """Return the figures of a frozen report; one that was not counted then is 0."""
    return Figures(**{field.name: int(stored.get(field.name, 0)) for field in fields(Figures)})


def added(all_figures: Iterable[Figures]) -> Figures:
    """Add up the figures of several people."""
    rows = [asdict(figures) for figures in all_figures]
    return Figures(**{field.name: sum(row[field.name] for row in rows) for field in fields(Figures)})


def differences(frozen: Figures, today: Figures) -> dict[str, tuple[int, int]]:
    """Return the figures that changed after a report was submitted: then, and now."""
    then, now = asdict(frozen), asdict(today)
    return {name: (then[name], now[name]) for name in then if then[name] != now[name]}
