"""Refusals of services with the names that the API gives to fields."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from marketplace.core.errors import Conflict, Invalid
from orders.models import Order

SHIP_TO = {
    "ship_to_name": "ship_to.name",
    "phone": "ship_to.phone",
    "address": "ship_to.address",
    "region": "ship_to.region",
}


@contextmanager
def naming(names: Mapping[str, str] = SHIP_TO) -> Iterator[None]:
    """Let refusals name the fields of the request; a message that belongs to a field is said there."""
    try:
        yield
    except (Invalid, Conflict) as error:
        renamed = {names.get(name, name): text for name, text in error.errors.items()}
        raise type(error)(error.code, error.message, errors=renamed) from error


def line_names(order: Order, places: Mapping[int, int]) -> dict[str, str]:
    """Return how the lines of an order are called in a request. ``places``: position of a line to its place."""
    return {
        f"line_{line.id}": f"lines.{places[line.position]}.quantity" for line in order.lines if line.position in places
    }
