"""Required against held: what may be ordered, and what is said about each gap."""

from datetime import date

import pytest

from certification.goods import GoodsClass, GoodsFacts, Storage, Trait
from certification.requirements import Assessment, HeldPaper, Outcome, assess, requirements_for
from certification.requirements.assessing import Gap
from certification.status import Status

TODAY = date(2026, 11, 24)

GOODS = {
    "dry": GoodsFacts(goods=GoodsClass.PROCESSED_FOOD, shelf_life_days=180),
    "short": GoodsFacts(goods=GoodsClass.PROCESSED_FOOD, shelf_life_days=6),
    "frozen": GoodsFacts(goods=GoodsClass.PROCESSED_FOOD_ANIMAL, storage=Storage.FROZEN, shelf_life_days=365),
    "cloth": GoodsFacts(goods=GoodsClass.TEXTILE),
    "soap": GoodsFacts(goods=GoodsClass.COSMETIC, shelf_life_days=720),
    "jamu": GoodsFacts(goods=GoodsClass.TRADITIONAL_MEDICINE, shelf_life_days=120),
    "rice": GoodsFacts(goods=GoodsClass.FRESH_PLANT, shelf_life_days=180),
    "eggs": GoodsFacts(goods=GoodsClass.FRESH_ANIMAL, shelf_life_days=14),
    "salt": GoodsFacts(goods=GoodsClass.PROCESSED_FOOD, traits=frozenset({Trait.MANDATORY_SNI})),
}


def paper(written: str) -> HeldPaper:
    """Read "pirt:verified", "pirt:submitted+receipt", "halal:verified-other" (another product's)."""
    scheme, _, rest = written.partition(":")
    status = rest.removesuffix("+receipt").removesuffix("-other")
    receipt = "STTD-0001" if rest.endswith("+receipt") else ""
    return HeldPaper(
        scheme=scheme, status=Status(status), receipt_number=receipt, covers=not rest.endswith("-other"), code=written
    )


def judge(goods: str, held: str, declared: bool = False) -> Assessment:
    papers = [paper(word) for word in held.split()]
    return assess(requirements_for(GOODS[goods], TODAY), papers, declared_not_halal=declared)


@pytest.mark.parametrize(
    ("goods",  "held",                                              "outcomes",        "orderable"),
    [
        ("dry",    "",                                                  "missing missing", False),
        ("dry",    "halal:verified pirt:verified",                      "met met",         True),
        ("dry",    "halal:verified bpom:verified",                      "met met",         True),
        ("dry",    "halal:expiring pirt:expiring",                      "met met",         True),
        ("dry",    "halal:verified",                                    "met missing",     False),
        ("dry",    "pirt:verified",                                     "missing met",     False),
        ("dry",    "halal:submitted+receipt pirt:verified",             "filed met",       True),
        ("dry",    "halal:submitted+receipt pirt:submitted+receipt",    "filed filed",     True),
        ("dry",    "halal:submitted pirt:verified",                     "missing met",     False),
        ("dry",    "halal:missing+receipt pirt:verified",               "missing met",     False),
        ("dry",    "halal:needs_correction+receipt pirt:verified",      "missing met",     False),
        ("dry",    "halal:rejected+receipt pirt:verified",              "missing met",     False),
        ("dry",    "halal:verified pirt:expired",                       "met missing",     False),
        ("dry",    "halal:verified pirt:expired bpom:verified",         "met met",         True),
        ("dry",    "halal:verified pirt:expired pirt:verified",         "met met",         True),
        ("dry",    "halal:verified pirt:expired pirt:submitted+receipt", "met filed",      True),
        ("dry",    "halal:on_hold pirt:verified",                       "missing met",     False),
        ("dry",    "halal:revoked pirt:verified",                       "missing met",     False),
        ("dry",    "halal:verified-other pirt:verified",                "missing met",     False),
        ("dry",    "halal:verified-other halal:verified pirt:verified", "met met",         True),
        ("short",  "",                                                  "missing exempt",  False),
        ("short",  "halal:verified",                                    "met exempt",      True),
        ("short",  "halal:submitted+receipt",                           "filed exempt",    True),
        ("short",  "halal:verified pirt:verified",                      "met met",         True),
        ("short",  "halal:verified pirt:expired",                       "met exempt",      True),
        ("frozen", "halal:verified pirt:verified",                      "met missing",     False),
        ("frozen", "halal:verified pirt:submitted+receipt",             "met missing",     False),
        ("frozen", "halal:verified bpom:verified",                      "met met",         True),
        ("soap",   "halal:verified bpom:verified",                      "met met",         True),
        ("soap",   "halal:verified pirt:verified",                      "met missing",     False),
        ("soap",   "halal:verified cosmetic:verified",                  "met met",         True),
        ("soap",   "halal:verified traditional:verified",               "met missing",     False),
        ("soap",   "halal:verified cosmetic:expired bpom:verified",     "met met",         True),
        ("jamu",   "halal:verified traditional:verified",               "met met",         True),
        ("jamu",   "halal:verified bpom:verified",                      "met met",         True),
        ("jamu",   "halal:verified cosmetic:verified",                  "met missing",     False),
        ("rice",   "",                                                  "missing",         False),
        ("rice",   "psat:verified",                                     "met",             True),
        ("rice",   "psat:submitted+receipt",                            "filed",           True),
        ("rice",   "psat:expired",                                      "missing",         False),
        ("rice",   "bpom:verified",                                     "missing",         False),
        ("eggs",   "nkv:verified",                                      "met",             True),
        ("eggs",   "psat:verified",                                     "missing",         False),
        ("salt",   "halal:verified bpom:verified",                      "met met missing", False),
        ("salt",   "halal:verified bpom:verified sni:verified",         "met met met",     True),
        ("salt",   "halal:verified pirt:verified sni:verified",         "met missing met", False),
        ("cloth",  "",                                                  "",                True),
        ("cloth",  "pirt:revoked",                                      "",                True),
    ],
)  # fmt: skip
def test_papers_answer_requirements(goods: str, held: str, outcomes: str, orderable: bool) -> None:
    found = judge(goods, held)

    assert [item.outcome for item in found.items] == outcomes.split()
    assert found.orderable is orderable


@pytest.mark.parametrize(
    ("goods",  "held",                         "outcomes",         "orderable"),
    [
        ("dry",    "",                             "declared missing", False),
        ("dry",    "pirt:verified",                "declared met",     True),
        ("dry",    "halal:verified pirt:verified", "declared met",     True),
        ("dry",    "halal:revoked pirt:verified",  "declared met",     True),
        ("short",  "",                             "declared exempt",  True),
        ("frozen", "",                             "declared missing", False),
    ],
)  # fmt: skip
def test_the_statement_not_halal_stands_in_for_the_halal_certificate_only(
    goods: str, held: str, outcomes: str, orderable: bool
) -> None:
    found = judge(goods, held, declared=True)

    assert [item.outcome for item in found.items] == outcomes.split()
    assert found.orderable is orderable


@pytest.mark.parametrize(
    ("held",                              "status",           "scheme", "reason",           "next_step"),
    [
        ("",                                  "missing",          "pirt",   "no such paper",    "Apply to Bupati"),
        ("pirt:missing",                      "missing",          "pirt",   "draft only",       "Complete the draft"),
        ("pirt:submitted",                    "submitted",        "pirt",   "not checked",      "Wait for"),
        ("bpom:submitted",                    "submitted",        "bpom",   "not checked",      "Wait for"),
        ("pirt:needs_correction",             "needs_correction", "pirt",   "for a correction", "Correct the paper"),
        ("pirt:on_hold",                      "on_hold",          "pirt",   "on hold",          "Open the paper"),
        ("pirt:expired",                      "expired",          "pirt",   "has expired",      "Renew the paper"),
        ("pirt:rejected",                     "rejected",         "pirt",   "rejected the paper","Read the reason"),
        ("pirt:revoked",                      "revoked",          "pirt",   "was revoked",      "Read the reason"),
        ("pirt:verified-other",               "missing",          "pirt",   "does not name",    "names this product"),
        ("pirt:expired bpom:submitted",       "submitted",        "bpom",   "not checked",      "Wait for"),
        ("pirt:revoked pirt:on_hold",         "on_hold",          "pirt",   "on hold",          "Open the paper"),
        ("pirt:verified-other pirt:expired",  "expired",          "pirt",   "has expired",      "Renew the paper"),
    ],
)  # fmt: skip
def test_a_gap_names_its_reason_and_the_next_step(
    held: str, status: str, scheme: str, reason: str, next_step: str
) -> None:
    gap = judge("dry", f"halal:verified {held}").missing[0]

    assert (gap.outcome, gap.status, gap.scheme) == (Outcome.MISSING, status, scheme)
    assert reason in str(gap.reason)
    assert next_step in str(gap.next_step)


def test_a_paper_that_is_not_given_for_these_goods_is_named_as_such() -> None:
    gap = judge("frozen", "halal:verified pirt:verified").missing[0]

    assert "kept chilled or frozen" in str(gap.reason)
    assert str(gap.next_step).startswith("Apply to Badan POM for BPOM (usually about 90 days)")
    assert (gap.scheme, gap.status) == ("bpom", Status.MISSING)


@pytest.mark.parametrize(
    ("goods", "held",                         "declared", "shown"),
    [
        ("dry",   "halal:expiring pirt:verified",        False, ["expiring", "verified"]),
        ("dry",   "halal:submitted+receipt pirt:expired", False, ["submitted", "expired"]),
        ("short", "halal:verified",                      False, ["verified", "exempt"]),
        ("short", "",                                    True,  ["exempt", "exempt"]),
    ],
)  # fmt: skip
def test_each_answer_carries_the_badge_to_show(goods: str, held: str, declared: bool, shown: list[str]) -> None:
    assert [item.status for item in judge(goods, held, declared).items] == shown


def test_an_answer_points_at_its_paper() -> None:
    halal, permit = judge("dry", "halal:submitted+receipt pirt:expired bpom:verified").items

    assert (halal.paper.code if halal.paper else None) == "halal:submitted+receipt"
    assert (permit.paper.code if permit.paper else None) == "bpom:verified"
    assert "STTD-0001" in str(halal.reason)


@pytest.mark.parametrize(
    ("goods", "held",                         "scheme",      "issuer",                                  "days"),
    [
        ("dry",   "halal:verified",               "pirt",        "Bupati/Wali Kota (PTSP, OSS)",            14),
        ("dry",   "halal:verified bpom:expired",  "bpom",        "Badan POM",                               90),
        ("soap",  "halal:verified",               "cosmetic",    "Badan POM",                               30),
        ("jamu",  "halal:verified",               "traditional", "Badan POM",                               90),
        ("rice",  "",                             "psat",        "Dinas Pangan kabupaten/kota (PSAT-PDUK)", 30),
        ("eggs",  "",                             "nkv",         "Pejabat Otoritas Veteriner (provinsi)",   30),
        ("salt",  "halal:verified bpom:verified", "sni",         "LSPro / BSN",                             90),
    ],
)  # fmt: skip
def test_a_gap_says_who_issues_the_paper_and_how_long_it_takes(
    goods: str, held: str, scheme: str, issuer: str, days: int
) -> None:
    (gap,) = judge(goods, held).missing

    assert (gap.scheme, gap.issuer, gap.days) == (scheme, issuer, days)


def test_a_paper_that_does_not_count_for_this_product_alone_says_why() -> None:
    words = Gap("The paper names another pack.", "Submit the right one.")
    needed = requirements_for(GOODS["rice"], TODAY)
    beside = HeldPaper(scheme="psat", status=Status.VERIFIED, covers=False, gap=words)
    held = HeldPaper(scheme="psat", status=Status.ON_HOLD, gap=words)

    for paper, status in ((beside, Status.MISSING), (held, Status.ON_HOLD)):
        (answer,) = assess(needed, [paper]).items
        assert (answer.outcome, answer.status, answer.reason) == (Outcome.MISSING, status, words.reason)


def test_all_valid_papers_are_named() -> None:
    (answer,) = judge("eggs", "nkv:verified nkv:expired nkv:expiring").items

    assert [paper.code for paper in answer.valid] == ["nkv:verified", "nkv:expiring"]
