"""A buyer's policy as a filter: both engines leave exactly the products in which the rules find nothing."""

from collections.abc import Iterator
from datetime import date

import pytest

from catalog.policies.rules import Level, PaperRule, Policy, ProductFacts, filtering, findings
from catalog.search.embedded import EmbeddedEngine
from catalog.search.engine import FOREVER, ProductDocument, SearchEngine
from catalog.search.meilisearch import MeilisearchEngine
from tests.catalog.search.samples import DAY, TODAY, product, query
from tests.standins.meilisearch import KEY, MeilisearchServer

FOOD = frozenset({"halal", "pirt", "bpom"})
FROZEN = frozenset({"halal", "bpom"})
SOON = (DAY - 100, DAY + 89)
LONG = (DAY - 100, DAY + 90)
GOODS = (
    product(1, "Keripik", asked=FOOD, certificate_days={"halal": (DAY - 9, FOREVER), "pirt": LONG}, barcode=True),
    product(2, "Sale pisang", asked=FOOD, certificate_days={"pirt": SOON}, readiness=70),
    product(3, "Bandeng beku", asked=FROZEN, certificate_days={"pirt": LONG, "bpom": SOON}, readiness=85, barcode=True),
    product(4, "Batik", category="fesyen-kain", readiness=84),
    product(5, "Sambal", asked=FOOD, certificate_days={"bpom": (DAY + 1, FOREVER)}, shelf_life_days=300),
    product(6, "Kecap", asked=FOOD, certificate_days={"bpom": (DAY, DAY), "pirt": (DAY - 9, DAY - 1)}, barcode=True),
    product(7, "Abon", asked=FOOD, certificate_days={"pirt": (DAY, DAY + 180)}, shelf_life_days=180),
    product(8, "Dendeng", asked=FOOD, certificate_days={"pirt": (DAY, DAY + 180)}, shelf_life_days=181),
    product(9, "Madu", asked=FOOD, certificate_days={"halal": (DAY, FOREVER), "pirt": LONG}, orderable=False),
)
WARN = Level.WARN
POLICIES = {
    "permit": Policy(papers=(PaperRule(any_of=("pirt", "bpom")),)),
    "permit for long": Policy(papers=(PaperRule(any_of=("pirt", "bpom"), days_left=90),)),
    "permit everywhere": Policy(papers=(PaperRule(any_of=("pirt", "bpom"), everywhere=True),)),
    "through shelf life": Policy(papers=(PaperRule(any_of=("pirt", "bpom"), through_shelf_life=True),)),
    "two rules": Policy(papers=(PaperRule(any_of=("halal",)), PaperRule(any_of=("pirt", "bpom"), days_left=30))),
    "barcode": Policy(barcode=Level.REASON),
    "readiness": Policy(readiness=85, readiness_level=WARN),
    "all": Policy(papers=(PaperRule(any_of=("pirt",)),), barcode=WARN, readiness=0),
}


def left_by(rules: Policy) -> set[int]:
    """Return what the pure rules leave of the goods, delivered today."""
    return {row.id for row in GOODS if row.orderable and not findings(rules, facts(row), delivery=TODAY)}


def facts(row: ProductDocument) -> ProductFacts:
    """Return the facts of a document."""
    return ProductFacts(
        asked=row.asked,
        spans={
            scheme: ((date.fromordinal(first), date.fromordinal(last)),)
            for scheme, (first, last) in row.certificate_days.items()
        },
        shelf_life_days=row.shelf_life_days,
        barcode=row.barcode,
        readiness=row.readiness,
    )


@pytest.fixture(scope="module", params=["embedded", "meilisearch stand-in"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """An engine that holds the goods."""
    if request.param == "embedded":
        embedded = EmbeddedEngine(tmp_path_factory.mktemp("index"))
        embedded.rebuild(GOODS, ())
        yield embedded
        return
    with MeilisearchServer() as server:
        remote = MeilisearchEngine(server.url, KEY, timeout_s=30)
        remote.rebuild(GOODS, ())
        yield remote
        remote.close()


@pytest.mark.parametrize("name", POLICIES)
def test_the_engines_leave_what_the_rules_leave_and_count_it_exactly(engine: SearchEngine, name: str) -> None:
    page = engine.search(query(policy=POLICIES[name]))
    assert set(page.ids) == left_by(POLICIES[name])
    assert page.total == len(page.ids) == sum(page.facets["category"].values())


def test_each_policy_leaves_something_and_takes_something() -> None:
    for rules in POLICIES.values():
        assert 0 < len(left_by(rules)) < len(GOODS)


def test_a_category_is_counted_under_the_policy_and_not_under_its_own_choice(engine: SearchEngine) -> None:
    page = engine.search(query(policy=POLICIES["permit for long"], categories=frozenset({"fesyen-kain"})))
    assert (page.ids, page.total) == ([4], 1)
    assert page.facets["category"] == {"makanan-ringan": 3, "fesyen-kain": 1}


def test_no_policy_leaves_everything(engine: SearchEngine) -> None:
    assert engine.search(query()).total == len(GOODS)


def test_rules_that_only_inform_hide_nothing() -> None:
    loud = PaperRule(any_of=("halal",), level=Level.BLOCK)
    quiet = PaperRule(any_of=("pirt",), level=Level.INFORM)
    rules = Policy(papers=(loud, quiet), barcode=Level.INFORM, readiness=80)

    narrowed = filtering(rules)

    assert narrowed is not None
    assert (narrowed.papers, narrowed.barcode, narrowed.readiness) == ((loud,), None, 0)
    assert filtering(Policy(papers=(quiet,), barcode=Level.INFORM, readiness=80)) is None
