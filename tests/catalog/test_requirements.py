"""Products held against the law of papers, with certificates from the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog import requirements
from catalog.models import Product
from catalog.ordering import check_orderable
from certification.goods import MakerScale, Trait
from certification.models import Certificate
from certification.requirements import Outcome
from certification.status import Status
from marketplace.accounts.models import OrganisationState
from marketplace.core.errors import Conflict
from marketplace.core.roles import Actor
from marketplace.db import Database
from tests.factories import make_seller
from tests.factories_catalog import make_product
from tests.factories_certification import make_certificate, make_producer
from tests.queries import count_queries

DAY = date(2026, 11, 24)
NAME = "Keripik Tempe"


@pytest.fixture
def seller(session: Session) -> Actor:
    return make_seller(session)


def snack(session: Session, seller: Actor, *papers: Certificate, **over: object) -> Product:
    """Make a snack of the papers' holder, linked to them."""
    maker = papers[0].producer if papers else make_producer(session, seller)
    values = {"name": f"{NAME} 150 g", "category": "snacks", "producer": maker, "certificates": papers, **over}
    return make_product(session, seller, **values)  # type: ignore[arg-type]


def both(session: Session, seller: Actor, **over: object) -> tuple[Certificate, Certificate]:
    """Make a halal certificate and a P-IRT of one maker."""
    maker = make_producer(session, seller)
    halal = make_certificate(session, maker, scheme="halal", **over)  # type: ignore[arg-type]
    return halal, make_certificate(session, maker, scheme="pirt")


def outcomes(session: Session, product: Product, day: date = DAY) -> list[Outcome]:
    return [answer.outcome for answer in requirements.assessment_of(session, product, day).items]


def test_a_snack_with_both_papers_may_be_ordered(session: Session, seller: Actor) -> None:
    product = snack(session, seller, *both(session, seller))

    assert outcomes(session, product) == [Outcome.MET, Outcome.MET]
    check_orderable(product, requirements.assessment_of(session, product, DAY))


def test_cloth_needs_nothing(session: Session, seller: Actor) -> None:
    product = make_product(session, seller)

    assert outcomes(session, product) == []
    check_orderable(product, requirements.assessment_of(session, product, DAY))


def test_a_paper_that_is_not_linked_counts_for_nothing(session: Session, seller: Actor) -> None:
    halal, permit = both(session, seller)
    product = snack(session, seller, permit)

    assert halal.producer_id == product.producer_id
    assert outcomes(session, product) == [Outcome.MISSING, Outcome.MET]


@pytest.mark.parametrize("name", ["Keripik Tempe Pedas 150 g", "Keripik Tahu"])
def test_a_renamed_product_loses_its_papers_by_itself(session: Session, seller: Actor, name: str) -> None:
    product = snack(session, seller, *both(session, seller))
    product.name = name

    assert outcomes(session, product) == [Outcome.MISSING, Outcome.MISSING]
    assert [badge.status for badge in requirements.badges(session, [product], DAY)[product.id]] == [
        Status.MISSING,
        Status.MISSING,
    ]
    assert requirements.valid_days(product) == {}


def test_a_product_of_another_maker_loses_the_papers_of_the_first(session: Session, seller: Actor) -> None:
    product = snack(session, seller, *both(session, seller))
    product.producer = make_producer(session, seller)
    session.flush()

    assert outcomes(session, product) == [Outcome.MISSING, Outcome.MISSING]
    assert requirements.valid_days(product) == {}


@pytest.mark.parametrize("state", ["draft", "submitted", "needs_correction", "rejected", "revoked"])
def test_only_what_an_official_verified_counts(session: Session, seller: Actor, state: str) -> None:
    product = snack(session, seller, *both(session, seller, state=state))

    assert outcomes(session, product)[0] == Outcome.MISSING
    assert "halal" not in requirements.valid_days(product)


def test_a_filed_application_with_its_receipt_lets_goods_be_ordered(session: Session, seller: Actor) -> None:
    papers = both(session, seller, state="submitted", number="", application_receipt="STTD-9999-1")
    product = snack(session, seller, *papers)

    assert outcomes(session, product) == [Outcome.FILED, Outcome.MET]
    (halal, _permit) = requirements.badges(session, [product], DAY)[product.id]
    assert (halal.status, halal.number) == (Status.SUBMITTED, "")


@pytest.mark.parametrize(
    ("day", "outcome"), [(DAY, Outcome.MET), (DAY + timedelta(days=1), Outcome.MISSING)], ids=["last day", "day after"]
)
def test_the_last_valid_day_counts_and_the_day_after_does_not(
    session: Session, seller: Actor, day: date, outcome: Outcome
) -> None:
    product = snack(session, seller, *both(session, seller, valid_until=DAY))

    assert outcomes(session, product, day)[0] == outcome


def test_goods_that_keep_seven_days_need_no_permit(session: Session, seller: Actor) -> None:
    halal, _permit = both(session, seller)
    product = snack(session, seller, halal, shelf_life_days=7)

    assert outcomes(session, product) == [Outcome.MET, Outcome.EXEMPT]


def test_declared_as_not_halal_shows_no_halal_badge(session: Session, seller: Actor) -> None:
    product = snack(session, seller, *both(session, seller), declared_not_halal=True)

    assert outcomes(session, product) == [Outcome.DECLARED, Outcome.MET]
    assert [badge.scheme for badge in requirements.badges(session, [product], DAY)[product.id]] == ["pirt"]
    assert set(requirements.valid_days(product)) == {"pirt"}


def test_a_badge_says_number_last_day_and_where_the_proof_is(session: Session, seller: Actor) -> None:
    halal, permit = both(session, seller)
    product = snack(session, seller, halal, permit)

    first, second = requirements.badges(session, [product], DAY)[product.id]

    assert (first.scheme, first.status, first.number, first.code) == (
        "halal",
        Status.VERIFIED,
        halal.number,
        halal.code,
    )
    assert (second.scheme, second.valid_until) == ("pirt", permit.valid_until)


def test_a_paper_that_is_not_required_is_shown_where_it_is_held(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    halal = make_certificate(session, maker, items=("Kain Tenun",))
    product = make_product(session, seller, name="Kain Tenun", producer=maker, certificates=(halal,))

    assert [badge.scheme for badge in requirements.badges(session, [product], DAY)[product.id]] == ["halal"]


def test_days_of_papers_that_follow_one_another_are_one_span(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    spans = ((date(2021, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2030, 12, 31)))
    papers = tuple(
        make_certificate(session, maker, scheme="pirt", issued_on=first, valid_from=first, valid_until=last)
        for first, last in spans
    )
    product = snack(session, seller, *papers)

    assert requirements.valid_days(product) == {"pirt": (date(2021, 1, 1), date(2030, 12, 31))}


def test_after_a_gap_the_later_paper_counts(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    spans = ((date(2019, 1, 1), date(2023, 12, 31)), (date(2026, 2, 1), date(2030, 12, 31)))
    papers = tuple(
        make_certificate(session, maker, scheme="pirt", issued_on=first, valid_from=first, valid_until=last)
        for first, last in spans
    )
    product = snack(session, seller, *papers)

    assert requirements.valid_days(product) == {"pirt": spans[1]}


def test_a_halal_certificate_without_an_end_counts_for_ever(session: Session, seller: Actor) -> None:
    halal, _permit = both(session, seller)
    product = snack(session, seller, halal)

    assert requirements.valid_days(product) == {"halal": (halal.valid_from, date.max)}


def test_a_snapshot_keeps_what_was_true_in_plain_values(session: Session, seller: Actor) -> None:
    halal, permit = both(session, seller)
    product = snack(session, seller, halal, permit)

    kept = requirements.snapshot(requirements.assessment_of(session, product, DAY), [halal, permit])

    assert [(row["scheme"], row["status"], row["number"], row["code"], row["valid_until"]) for row in kept] == [
        ("halal", "verified", halal.number, halal.code, None),
        ("pirt", "verified", permit.number, permit.code, "2031-05-12"),
    ]


def test_twenty_products_are_judged_in_as_many_queries_as_one(session: Session, database: Database) -> None:
    seller = make_seller(session)
    products = [snack(session, seller, *both(session, seller)) for _number in range(20)]
    session.flush()
    with count_queries(database) as few:
        requirements.assessments(session, products[:1], DAY)
    with count_queries(database) as many:
        requirements.assessments(session, products, DAY)

    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("over", "code"),
    [({"state": "draft", "published_at": None}, "not_published"), ({"state": "withdrawn"}, "not_published")],
)
def test_what_is_not_on_sale_cannot_be_ordered(
    session: Session, seller: Actor, over: dict[str, object], code: str
) -> None:
    product = make_product(session, seller, **over)  # type: ignore[arg-type]

    with pytest.raises(Conflict, match=code):
        check_orderable(product, requirements.assessment_of(session, product, DAY))


def test_a_suspended_cooperative_sells_nothing(session: Session, seller: Actor) -> None:
    product = make_product(session, seller)
    product.cooperative.state = OrganisationState.SUSPENDED

    with pytest.raises(Conflict, match="seller_suspended"):
        check_orderable(product, requirements.assessment_of(session, product, DAY))


def test_a_missing_paper_blocks_the_order(session: Session, seller: Actor) -> None:
    product = snack(session, seller)

    with pytest.raises(Conflict, match="papers_missing") as refusal:
        check_orderable(product, requirements.assessment_of(session, product, DAY))

    assert product.name in str(refusal.value.message)


def test_traits_and_the_size_of_the_maker_reach_the_law(session: Session, seller: Actor) -> None:
    product = snack(session, seller, traits=["claim", "fishery", "nonsense"])
    assert product.producer is not None
    product.producer.scale = "medium_large"

    facts = requirements.facts_of_goods(product)

    # "fishery" is not asked of snacks: it was chosen for an earlier category.
    assert facts.traits == {Trait.CLAIM}
    assert facts.maker == MakerScale.MEDIUM_LARGE


def test_an_older_record_of_a_cosmetic_counts_and_keeps_its_badge(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    papers = tuple(make_certificate(session, maker, scheme=scheme, items=("Sabun",)) for scheme in ("halal", "bpom"))
    soap = make_product(session, seller, name="Sabun 80 g", category="care", producer=maker, certificates=papers)

    assert outcomes(session, soap) == [Outcome.MET, Outcome.MET]
    assert [badge.scheme for badge in requirements.badges(session, [soap], DAY)[soap.id]] == ["halal", "bpom"]


def test_another_pack_than_the_paper_names_has_no_badge_from_it(session: Session, seller: Actor) -> None:
    maker = make_producer(session, seller)
    paper = make_certificate(session, maker, items=(f"{NAME} 500 g",))
    product = snack(session, seller, paper)

    answer = requirements.assessment_of(session, product, DAY).items[0]

    assert answer.outcome == Outcome.MISSING
    assert "500 g" in str(answer.reason)
    assert requirements.covered(product) == frozenset()
