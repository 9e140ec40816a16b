"""What a seller is asked about a product beside its class: one question for each trait, only where it matters."""

from dataclasses import dataclass

from certification.goods import GoodsClass, Trait
from certification.numbers.answers import Words
from certification.requirements.rules import FOOD, STANDARDISED
from marketplace.core.text import _l

_G = GoodsClass


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question with a short name for lists and spreadsheets, and an example that makes it plain."""

    trait: Trait
    goods: frozenset[GoodsClass]
    text: Words
    name: Words
    hint: Words = ""


_DRINKS = frozenset({_G.DRINK})

QUESTIONS = (
    Question(
        trait=Trait.CLAIM,
        goods=FOOD,
        text=_l("Its label makes a claim"),
        name=_l("claim on the label"),
        hint=_l("For example: low in sugar, source of protein, good for the heart."),
    ),
    Question(
        trait=Trait.DAIRY,
        goods=FOOD,
        text=_l("It is milk, or made of milk"),
        name=_l("milk or its products"),
        hint=_l("Yoghurt, cheese, milk sweets. Butter or milk as one ingredient of a cake does not make it one."),
    ),
    Question(
        trait=Trait.STERILISED,
        goods=FOOD,
        text=_l("It is pasteurised or sterilised"),
        name=_l("pasteurised or sterilised"),
        hint=_l("Heated in its closed pack so that it keeps."),
    ),
    Question(
        trait=Trait.LOW_ACID_CANNED,
        goods=FOOD,
        text=_l("It is canned or in a retort pouch, and not sour"),
        name=_l("canned, low acid"),
        hint=_l("Fish, meat or vegetables in a can. Crackers in a tin box are not canned food."),
    ),
    Question(
        trait=Trait.BABY_FOOD, goods=FOOD, text=_l("It is made for babies or toddlers"), name=_l("food for babies")
    ),
    Question(
        trait=Trait.SPECIAL_DIET,
        goods=FOOD,
        text=_l("It is made for a special diet"),
        name=_l("special diet"),
        hint=_l("For people with diabetes, for pregnant women, for athletes."),
    ),
    Question(trait=Trait.ALCOHOL, goods=_DRINKS, text=_l("It contains alcohol"), name=_l("alcohol")),
    Question(
        trait=Trait.BOTTLED_WATER, goods=_DRINKS, text=_l("It is bottled drinking water"), name=_l("bottled water")
    ),
    Question(
        trait=Trait.HONEY,
        goods=frozenset({_G.PROCESSED_FOOD}),
        text=_l("It is pure honey"),
        name=_l("honey"),
        hint=_l("Honey may have an NKV instead of a distribution licence."),
    ),
    Question(
        trait=Trait.SEPARATE_FACTORY,
        goods=FOOD,
        text=_l("It is made in a factory apart from the home"),
        name=_l("factory apart from the home"),
    ),
    Question(trait=Trait.IMPORTED, goods=FOOD, text=_l("It is made abroad"), name=_l("imported")),
    Question(
        trait=Trait.MANDATORY_SNI,
        goods=STANDARDISED,
        text=_l("A standard (SNI) is mandatory for it"),
        name=_l("mandatory SNI"),
        hint=_l(
            "For example table salt with iodine, wheat flour, refined sugar, palm cooking oil, instant coffee, "
            "cocoa powder, biscuits; toys, clothes for babies, helmets."
        ),
    ),
    Question(
        trait=Trait.FISHERY,
        goods=frozenset({_G.FRESH_ANIMAL}),
        text=_l("It is fish, shrimp or another catch"),
        name=_l("fish or shrimp"),
    ),
    Question(
        trait=Trait.SLAUGHTERED,
        goods=frozenset({_G.FRESH_ANIMAL}),
        text=_l("It is meat of slaughtered animals"),
        name=_l("meat of slaughtered animals"),
    ),
    Question(
        trait=Trait.WRAPPED_AT_SALE,
        goods=frozenset({_G.FRESH_PLANT}),
        text=_l("It lies open and is wrapped in front of the buyer"),
        name=_l("wrapped in front of the buyer"),
    ),
    Question(
        trait=Trait.FOR_PROCESSING,
        goods=FOOD | {_G.FRESH_PLANT},
        text=_l("It is sold only to makers, as material of registered food"),
        name=_l("material for makers only"),
    ),
)
"""In the order in which they are asked."""


def asked(goods: GoodsClass) -> tuple[Question, ...]:
    """Return the questions that matter for a class of goods; empty where none does."""
    return tuple(question for question in QUESTIONS if goods in question.goods)


def traits_asked(goods: GoodsClass) -> frozenset[Trait]:
    """Return the traits that matter for a class of goods: others may be stored from an earlier category."""
    return frozenset(question.trait for question in asked(goods))
