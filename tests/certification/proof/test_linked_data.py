"""What machines are told of a paper."""

from dataclasses import replace
from datetime import date

import pytest

from certification.proof.linked_data import Paper, Thing, certification
from certification.status import Status

PAPER = Paper(
    url="https://etalase.example/s/UJI00001",
    name="Halal certificate",
    number="ID35110009999990526",
    issuer="BPJPH",
    holder="Ibu Sumiati",
    status=Status.VERIFIED,
    goods=(Thing(name="Keripik Tempe", url="https://etalase.example/p/UJI0001"), Thing(name="Keripik Pisang")),
    checked_on=date(2026, 5, 20),
    valid_from=date(2026, 5, 18),
    valid_until=None,
)


def test_a_verified_paper_is_told_in_the_words_of_schema_org() -> None:
    told = certification(PAPER)

    assert told is not None
    assert (told["@type"], told["certificationIdentification"]) == ("Certification", PAPER.number)
    assert told["issuedBy"]["name"] == "BPJPH"
    assert (told["auditDate"], told["validFrom"]) == ("2026-05-20", "2026-05-18")
    assert "expires" not in told
    assert [(thing["@type"], thing["name"], thing.get("url", "")) for thing in told["about"]] == [
        ("Product", "Keripik Tempe", "https://etalase.example/p/UJI0001"),
        ("Product", "Keripik Pisang", ""),
    ]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.VERIFIED, "CertificationActive"),
        (Status.EXPIRING, "CertificationActive"),
        (Status.EXPIRED, "CertificationInactive"),
        (Status.ON_HOLD, "CertificationInactive"),
        (Status.REVOKED, "CertificationInactive"),
    ],
)
def test_only_what_counts_today_is_active(status: Status, word: str) -> None:
    told = certification(replace(PAPER, status=status))

    assert told is not None
    assert told["certificationStatus"] == f"https://schema.org/{word}"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.NEEDS_CORRECTION, Status.REJECTED, Status.MISSING])
def test_what_no_official_verified_is_not_told(status: Status) -> None:
    assert certification(replace(PAPER, status=status)) is None


def test_a_paper_of_the_organisation_is_about_the_organisation() -> None:
    told = certification(replace(PAPER, goods=(), valid_until=date(2031, 5, 17)))

    assert told is not None
    assert told["about"] == [{"@type": "Organization", "name": "Ibu Sumiati"}]
    assert told["expires"] == "2031-05-17"
