"""Which questions are asked of which goods, and what the answers change."""

from datetime import date

import pytest

from certification.goods import GoodsClass, GoodsFacts, Trait
from certification.requirements.effects import effects_of
from certification.requirements.questions import QUESTIONS, asked, traits_asked

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("goods", "traits"),
    [
        ("fresh_plant", "wrapped_at_sale for_processing"),
        ("fresh_animal", "fishery slaughtered"),
        ("cosmetic", ""),
        ("traditional_medicine", ""),
        ("textile", "mandatory_sni"),
        ("craft", "mandatory_sni"),
        ("raw_material", "mandatory_sni"),
    ],
)
def test_only_what_matters_for_the_category_is_asked(goods: str, traits: str) -> None:
    assert " ".join(question.trait for question in asked(GoodsClass(goods))) == traits


def test_drinks_alone_are_asked_for_alcohol_and_water() -> None:
    assert traits_asked(GoodsClass.DRINK) - traits_asked(GoodsClass.PROCESSED_FOOD) == {
        Trait.ALCOHOL,
        Trait.BOTTLED_WATER,
    }


def test_every_trait_has_one_question_and_every_answer_changes_something() -> None:
    assert [question.trait for question in QUESTIONS].count(Trait.CLAIM) == 1
    assert {question.trait for question in QUESTIONS} == set(Trait)
    for question in QUESTIONS:
        for goods in question.goods:
            facts = GoodsFacts(goods=goods, traits=frozenset({question.trait}))
            assert [effect.question for effect in effects_of(facts, TODAY)], (question.trait, goods)


@pytest.mark.parametrize(
    ("goods", "trait", "words"),
    [
        ("processed_food", "claim", "This may not be P-IRT. P-IRT is not given for food whose label makes a claim."),
        ("processed_food", "claim", "It needs BPOM."),
        ("processed_food", "mandatory_sni", "Mandatory Indonesian standard (SNI)"),
        ("processed_food", "honey", "It may have NKV instead."),
        ("fresh_plant", "wrapped_at_sale", "Exempt: it is wrapped in front of the buyer."),
        ("fresh_animal", "slaughtered", "Because of this it needs: Halal certificate."),
        ("household", "mandatory_sni", "Because of this it needs: Mandatory Indonesian standard (SNI)."),
    ],
)
def test_an_answer_says_what_it_changes(goods: str, trait: str, words: str) -> None:
    facts = GoodsFacts(goods=GoodsClass(goods), traits=frozenset({Trait(trait)}))

    assert words in " ".join(str(effect.words) for effect in effects_of(facts, TODAY))


def test_nothing_is_taken_from_goods_that_need_no_licence_anyway() -> None:
    traits = frozenset({Trait.CLAIM, Trait.FOR_PROCESSING})

    assert effects_of(GoodsFacts(goods=GoodsClass.PROCESSED_FOOD, shelf_life_days=2, traits=traits), TODAY) == ()


def test_answers_left_from_an_earlier_category_change_nothing() -> None:
    assert effects_of(GoodsFacts(goods=GoodsClass.COSMETIC, traits=frozenset(Trait)), TODAY) == ()
