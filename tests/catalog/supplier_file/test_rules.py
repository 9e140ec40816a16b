"""What is in a supplier file and what is missing: the whole table, and names that cannot lead out of a ZIP."""

import pytest

from catalog.supplier_file.naming import inside, plain
from catalog.supplier_file.packing import Entry, zipped
from catalog.supplier_file.rules import (
    MAX_BYTES,
    Consent,
    Facts,
    Part,
    Standing,
    check_size,
    reason_of,
    standing_of,
    standings,
)
from certification.status import Status
from marketplace.core.errors import Invalid

ALL = frozenset(Consent)


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (Status.VERIFIED, Standing.INCLUDED),
        (Status.EXPIRING, Standing.INCLUDED),
        (Status.SUBMITTED, Standing.WAITING),
        (Status.ON_HOLD, Standing.LAPSED),
        (Status.EXPIRED, Standing.LAPSED),
        (Status.REVOKED, Standing.LAPSED),
        (Status.NEEDS_CORRECTION, Standing.MISSING),
        (Status.REJECTED, Standing.MISSING),
        (Status.MISSING, Standing.MISSING),
        (None, Standing.MISSING),
    ],
)
def test_only_a_paper_in_force_goes_in_and_only_with_consent(status: Status | None, standing: Standing) -> None:
    withheld = Standing.WITHHELD if standing == Standing.INCLUDED else standing

    assert standing_of(Part.NIB, status, ALL) == standing
    assert standing_of(Part.NIB, status, {Consent.BANK, Consent.NPWP}) == withheld
    assert standing_of(Part.NPWP, status, {Consent.NPWP}) == standing
    assert standing_of(Part.NPWP, status, {Consent.PAPERS, Consent.BANK}) == withheld


def test_each_part_waits_for_its_own_consent() -> None:
    facts = Facts(
        papers=dict.fromkeys((Part.NIB, Part.AHU, Part.NIK_KOPERASI, Part.NPWP), Status.VERIFIED),
        has_account=True,
        products=3,
        certificates=2,
    )
    given = {subject: {p for p, s in standings(facts, {subject}).items() if s == "included"} for subject in Consent}

    assert given == {
        Consent.PAPERS: {Part.NIB, Part.AHU, Part.NIK_KOPERASI, Part.CERTIFICATES, Part.PRODUCTS},
        Consent.BANK: {Part.BANK, Part.PRODUCTS},
        Consent.NPWP: {Part.NPWP, Part.PRODUCTS},
    }


def test_a_verified_paper_without_a_scan_is_said_to_be_so() -> None:
    facts = Facts(
        papers={Part.NIB: Status.VERIFIED, Part.AHU: Status.EXPIRED},
        unscanned={Part.NIB, Part.AHU},
        has_account=False,
        products=0,
        certificates=0,
    )

    assert standings(facts, ALL)[Part.NIB] == Standing.UNSCANNED
    assert standings(facts, ALL)[Part.AHU] == Standing.LAPSED
    assert standings(facts, ())[Part.NIB] == Standing.WITHHELD


def test_a_cooperative_with_nothing_lacks_everything_and_each_lack_has_a_reason() -> None:
    found = standings(Facts(papers={}, has_account=False, products=0, certificates=0), ALL)

    assert set(found.values()) == {Standing.MISSING}
    assert list(found) == list(Part)
    assert all(str(reason_of(part, standing)) for part, standing in found.items())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Keripik Tempe 250 g", "produk/keripik-tempe-250-g.pdf"),
        ("../../etc/passwd", "produk/etc-passwd.pdf"),
        ("C:\\Windows\\x", "produk/c-windows-x.pdf"),
        ("Jahé Merah", "produk/jahe-merah.pdf"),
        ("ꦲꦏ꧀ 中", "produk/berkas.pdf"),
        ("a" * 200, f"produk/{'a' * 60}.pdf"),
        ("\x00\n/", "produk/berkas.pdf"),
    ],
)
def test_a_name_in_the_zip_is_plain_and_leads_nowhere(words: str, name: str) -> None:
    assert inside("produk", words, ".pdf") == name


def test_a_long_name_does_not_end_in_a_dash() -> None:
    assert not plain("kata " * 40).endswith("-")


def test_the_same_entries_make_the_same_bytes_and_one_name_is_used_once() -> None:
    entry = Entry(name="a.pdf", title="A", data=b"%PDF")

    assert zipped([entry]) == zipped([entry])
    with pytest.raises(ValueError, match="one name"):
        zipped([entry, entry])


def test_a_file_that_is_too_big_is_refused_in_words() -> None:
    check_size(MAX_BYTES)
    with pytest.raises(Invalid) as refused:
        check_size(MAX_BYTES + 1)
    assert "40 MB" in str(refused.value.message)
