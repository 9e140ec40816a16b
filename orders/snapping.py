"""How much of a product can be ordered where so much is wanted: at least the minimum, at most what is left. Pure."""


def snapped(wanted: int, *, minimum: int, left: int | None, carton: int | None) -> int:
    """Return the base units nearest to what is wanted; 0 where not even the minimum is left.

    ``left``: free stock, None for goods made to order. ``carton``: base units in one, where whole ones are wanted.
    """
    size = carton or 1
    up = -(-max(wanted, minimum) // size) * size
    if left is None or up <= left:
        return up
    down = left // size * size
    if down >= minimum:
        return down
    return left if left >= minimum else 0
