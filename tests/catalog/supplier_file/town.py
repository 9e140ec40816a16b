"""A cooperative with papers in every state, two goods, and a buyer: what the tests of supplier files share."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.supplier_file.models import SupplierFile
from certification.models import Certificate
from marketplace.accounts.queries import organisation
from marketplace.core.roles import Actor
from marketplace.db import Database
from marketplace.jobs import working
from tests.factories import make_buyer, make_official, make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer

SCAN = b"%PDF-1.7 scan"


@dataclass(frozen=True)
class Place:
    """Who is there."""

    seller: Actor
    buyer: Actor
    slug: str
    """Of the buyer."""


def build(app: Flask, session: Session) -> Place:
    """Put everything in; each scan has its bytes."""
    seller = make_seller(session, email="ketua@uji.test", name="KDMP Sumber/../Rejo", address="Jalan Uji 1")
    buyer = make_buyer(session, email="pembeli@uji.test", name="Toko Uji Surabaya")
    official = make_official(session)
    own = make_producer(session, seller, name="KDMP sendiri", kind="cooperative")
    maker = make_producer(session, seller, name="Ibu Sri")
    papers = {
        scheme: make_certificate(session, own, scheme=scheme, items=(), official=official)
        for scheme in ("nib", "npwp", "ahu")
    }
    make_certificate(session, own, scheme="nik_koperasi", items=(), state="submitted")
    halal = make_certificate(session, maker, official=official)
    ended: dict[str, Any] = {"issued_on": date(2016, 5, 1), "valid_from": None, "valid_until": date(2021, 5, 1)}
    make_certificate(session, maker, scheme="pirt", official=official, **ended)
    make_product(
        session, seller, code="UJIA", name="Keripik Tempe", category="snacks", producer=maker, certificates=(halal,)
    )
    make_product(session, seller, code="UJIB", name="Kain Batik / 2 m", carton_size=20, monthly_capacity=500)
    for paper in (*papers.values(), halal):
        give_bytes(app, paper)
    return Place(seller, buyer, organisation(session, buyer.organisation_id).slug)


def give_bytes(app: Flask, paper: Certificate) -> None:
    """Put bytes behind the record of a scan."""
    assert paper.file is not None
    paper.file.stored_name = app.extensions["private_files"].put(SCAN + paper.code.encode(), ".pdf")


def work_off(app: Flask) -> None:
    """Let the worker do all that waits."""
    while working.turn(app):
        pass


def newest(session: Session) -> SupplierFile:
    """Return the file that was made last."""
    found = session.scalars(select(SupplierFile).order_by(SupplierFile.id.desc())).first()
    assert found is not None
    return found


def unpacked(app: Flask, database: Database) -> dict[str, bytes]:
    """Return what lies in the newest file."""
    with database.reading() as session:
        name = newest(session).stored_name
    assert name is not None
    with zipfile.ZipFile(io.BytesIO(app.extensions["private_files"].read(name))) as archive:
        assert archive.testzip() is None
        return {entry: archive.read(entry) for entry in archive.namelist()}
