"""What a browser remembers of the products it has seen."""

import pytest

from catalog import recent


def test_the_last_twelve_are_kept_the_last_seen_first() -> None:
    value: object = None
    for number in [*range(40), 39, 35]:
        value = recent.with_seen(value, f"UJI{number:04d}")

    assert value == [f"UJI{number:04d}" for number in (35, 39, 38, 37, 36, 34, 33, 32, 31, 30, 29, 28)]


@pytest.mark.parametrize("value", [None, "x", 7, {"a": 1}, [1, None, "<script>", "a" * 99]])
def test_an_odd_memory_is_none(value: object) -> None:
    assert recent.seen_codes(value) == []
