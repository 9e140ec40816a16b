"""What an address says of the queue, and what it becomes as an address again."""

import pytest

from certification.desk.listing import MAX_SEARCH, Listing, Order, Tab


@pytest.mark.parametrize(
    ("args", "listing"),
    [
        ({}, Listing()),
        ({"tab": "decided"}, Listing(tab=Tab.DECIDED)),
        ({"tab": "returned", "urut": "nilai"}, Listing(tab=Tab.RETURNED, order=Order.RISK)),
        (
            {"wilayah": " 35.24.14 ", "skema": "pirt", "q": "  Ibu   Sumi "},
            Listing(region="35.24.14", scheme="pirt", q="Ibu Sumi"),
        ),
        ({"tab": "semua", "urut": "abjad"}, Listing()),
    ],
)
def test_an_address_is_read_and_odd_words_count_for_nothing(args: dict[str, str], listing: Listing) -> None:
    assert Listing.of(args) == listing


def test_it_becomes_the_same_address_again_without_what_goes_without_saying() -> None:
    args = {"tab": "applications", "wilayah": "35.24.14", "skema": "halal", "q": "Ibu", "urut": "nilai"}

    assert Listing.of(args).args() == args
    assert Listing().args() == {}
    assert Listing.of({"q": "x" * 500}).q == "x" * MAX_SEARCH


def test_only_papers_and_applications_wait_for_an_official() -> None:
    assert [tab for tab in Tab if Listing(tab=tab).waits] == [Tab.PAPERS, Tab.APPLICATIONS]
