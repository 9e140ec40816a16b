"""The key that the queue sorts by where it shows the value at risk."""

from certification.at_risk import NOTHING, Risk
from certification.desk.ranking import rank_of


def test_rupiah_come_before_listings_and_nothing_last() -> None:
    values = [NOTHING, Risk(listings=3), Risk(listings=1, orders=1, rupiah=500_000), Risk(orders=2, rupiah=90_000)]

    assert sorted(values, key=rank_of) == [values[2], values[3], values[1], values[0]]


def test_parts_add_up_and_nothing_is_nothing() -> None:
    assert Risk(listings=2) + Risk(orders=1, rupiah=5) == Risk(listings=2, orders=1, rupiah=5)
    assert not NOTHING
    assert Risk(listings=1)
