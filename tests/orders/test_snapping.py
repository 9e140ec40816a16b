"""How much can be ordered where so much is wanted."""

import pytest

from orders.snapping import snapped


@pytest.mark.parametrize(
    ("wanted", "minimum", "left", "carton", "found"),
    [
        (20, 10, None, None, 20),
        (5, 10, None, None, 10),
        (20, 10, 100, None, 20),
        (20, 10, 15, None, 15),
        (20, 10, 9, None, 0),
        (20, 10, 0, None, 0),
        (24, 10, 100, 12, 24),
        (20, 10, 100, 12, 24),
        (24, 10, 23, 12, 12),
        (24, 13, 23, 12, 23),
        (24, 24, 23, 12, 0),
    ],
)
def test_an_amount_is_fitted_to_minimum_stock_and_carton(
    wanted: int, minimum: int, left: int | None, carton: int | None, found: int
) -> None:
    assert snapped(wanted, minimum=minimum, left=left, carton=carton) == found
