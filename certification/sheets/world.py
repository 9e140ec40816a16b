"""What is there already, as an import compares it: cooperatives, their producers, their papers, the regions."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certification.desk.offices import EVERYWHERE, area_of
from certification.models import Certificate, CertificateItem, Producer, ProducerKind
from certification.numbers.reading import compact
from certification.sheets.rows import KEYS
from marketplace.accounts.models import Membership, Organisation
from marketplace.core.roles import Actor, OrganisationKind
from marketplace.regions.models import Region
from marketplace.regions.queries import within
from marketplace.sheets.columns import plain

TOLD = ("name", "region_code", "address", "phone", *KEYS, "is_pkp")
"""Columns of a cooperative that an import fills and compares."""


@dataclass
class Known:
    """A cooperative that is stored, or that the same file brings. ``id`` is 0 until it is stored."""

    id: int
    values: dict[str, Any]
    is_managed: bool = False
    is_near: bool = True
    """Whether it lies in the regency of whoever imports."""
    producers: dict[str, int] = field(default_factory=dict)
    own_producer: int = 0
    papers: dict[tuple[str, str, str], "KnownPaper"] = field(default_factory=dict)
    """By scheme, number without separators, and the producer's name (empty: the cooperative itself)."""


@dataclass
class KnownPaper:
    """A paper that is stored or planned."""

    id: int
    is_draft: bool
    values: dict[str, Any]
    has_scan: bool = False


@dataclass
class World:
    """Everything that lines are held against."""

    area: str
    regions: dict[str, tuple[str, str]]
    """Code to plain name and to the name of the parent, of the districts and villages at hand."""
    by_key: dict[tuple[str, str], Known] = field(default_factory=dict)
    by_id: dict[int, Known] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    """Scheme and number of every paper that is stored, to its cooperative."""

    def learn(self, known: Known) -> None:
        """Let a cooperative be found by all that names it."""
        for key in keys_of(known.values):
            self.by_key.setdefault(key, known)


def keys_of(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a cooperative is found by, the surest first."""
    found = [(key, compact(values[key])) for key in KEYS if values.get(key)]
    if values.get("name") and values.get("region_code"):
        found.append(("name", f"{plain(values['name'])}|{values['region_code']}"))
    return found


def load(session: Session, actor: Actor) -> World:
    """Read the world of whoever imports, in a fixed number of queries."""
    area = area_of(session, actor)
    world = World(area, _regions(session, area))
    managed = set(session.scalars(select(Membership.organisation_id).distinct()))
    columns = [getattr(Organisation, name) for name in TOLD]
    cooperatives = select(Organisation.id, *columns).where(Organisation.kind == OrganisationKind.COOPERATIVE)
    for row in session.execute(cooperatives.order_by(Organisation.id)):
        values = dict(zip(TOLD, row[1:], strict=True))
        is_near = area == EVERYWHERE or values["region_code"].startswith(f"{area}.")
        known = Known(row[0], values, row[0] in managed, is_near)
        world.by_id[known.id] = known
        world.learn(known)
    _load_papers(session, world)
    return world


def _regions(session: Session, area: str) -> dict[str, tuple[str, str]]:
    fine = select(Region.code, Region.name).where(Region.level >= 3)
    if area != EVERYWHERE:
        fine = fine.where(within(Region.code, area))
    names = {code: name for code, name in session.execute(fine)}  # noqa: C416
    return {code: (name, names.get(code.rpartition(".")[0], "")) for code, name in names.items()}


def _load_papers(session: Session, world: World) -> None:
    producers: dict[int, str] = {}
    makers = select(Producer.id, Producer.cooperative_id, Producer.kind, Producer.name).order_by(Producer.id)
    for producer_id, cooperative_id, kind, name in session.execute(makers):
        is_own = kind == ProducerKind.COOPERATIVE
        producers[producer_id] = "" if is_own else plain(name)
        if (known := world.by_id.get(cooperative_id)) is not None:
            known.producers[plain(name)] = producer_id
            known.own_producer = producer_id if is_own else known.own_producer
    items: dict[int, list[str]] = {}
    names = select(CertificateItem.certificate_id, CertificateItem.name)
    for certificate_id, name in session.execute(names.order_by(CertificateItem.position)):
        items.setdefault(certificate_id, []).append(name)
    papers = select(
        Certificate.id,
        Certificate.cooperative_id,
        Certificate.producer_id,
        Certificate.scheme,
        Certificate.number,
        Certificate.state,
        Certificate.issued_on,
        Certificate.valid_until,
        Certificate.grade,
        Certificate.file_id,
    ).where(Certificate.number != "")
    for row in session.execute(papers.order_by(Certificate.id)):
        known = world.by_id.get(row.cooperative_id)
        if known is None:
            continue
        values = {"issued_on": row.issued_on, "valid_until": row.valid_until, "grade": row.grade}
        values["items"] = items.get(row.id, [])
        paper = KnownPaper(row.id, row.state == "draft", values, row.file_id is not None)
        number = compact(row.number)
        known.papers[row.scheme, number, producers[row.producer_id]] = paper
        world.numbers.setdefault((row.scheme, number), known.id)
