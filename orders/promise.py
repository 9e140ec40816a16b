"""The day by which goods are promised to arrive: making or packing, then the road. An estimate, and called so.

No carrier or cooperative has told us its times: the tables are our own cautious figures for road and sea freight of
small consignments in Indonesia. The seller's own lead time of a product comes before them.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from marketplace.core.working_days import add_working_days, is_workday
from orders.shipping import ShippingMethod

PACKING_DAYS = 2
"""Working days until goods from stock are packed and handed over."""
MOST_DAYS = 3_650
"""A lead time beyond this is a slip of the finger; the day must stay one that a calendar has."""

JAVA = frozenset({"31", "32", "33", "34", "35", "36"})
BALI = "51"

SAME_REGENCY, SAME_PROVINCE, SAME_ISLAND, FAR = 1, 2, 4, 9
"""Calendar days on the road with a courier, by how far it is; the last one goes by sea."""
OWN_VEHICLE_DAYS = 1
"""A cooperative's own vehicle goes to places within a day's drive, at whatever price."""


def delivery_by(
    ordered: date, lead_days: Iterable[int | None], method: ShippingMethod | None, origin: str, destination: str
) -> date:
    """Return the day (Jakarta) by which goods ordered and paid on a day arrive, a working day.

    ``lead_days``: of each line, working days of those made to order, None of those from stock; the slowest decides.
    ``method``: None while it is not known. ``origin``, ``destination``: Kemendagri codes.
    """
    ready = max((PACKING_DAYS if days is None else days for days in lead_days), default=PACKING_DAYS)
    leaves = add_working_days(ordered, min(max(ready, 0), MOST_DAYS))
    return arrival(leaves, method, origin, destination)


def arrival(leaves: date, method: ShippingMethod | None, origin: str, destination: str) -> date:
    """Return the day by which goods that leave on a day arrive; goods that are fetched are there on the same day."""
    day = leaves + timedelta(days=days_on_the_road(method, origin, destination))
    return day if method == ShippingMethod.PICKUP or is_workday(day) else add_working_days(day, 1)


def days_on_the_road(method: ShippingMethod | None, origin: str, destination: str) -> int:
    """Return about how many calendar days goods travel; as with a courier where the way is not known yet."""
    if method == ShippingMethod.PICKUP:
        return 0
    if method == ShippingMethod.OWN_VEHICLE:
        return OWN_VEHICLE_DAYS
    if _parts(origin, 2) == _parts(destination, 2):
        return SAME_REGENCY
    one, other = _parts(origin, 1), _parts(destination, 1)
    if one == other:
        return SAME_PROVINCE
    return SAME_ISLAND if _island(one) == _island(other) else FAR


def _parts(code: str, count: int) -> str:
    return ".".join(code.split(".")[:count])


def _island(province: str) -> str:
    """Return the group of a province: Java and Bali lie on one road, the others go by the first digit of the code."""
    return "java" if province in JAVA or province == BALI else province[:1]
