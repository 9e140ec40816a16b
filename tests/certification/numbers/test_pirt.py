"""P-IRT numbers: 15 digits in any dress, explained by the tables of the law."""

from datetime import date

import pytest

from certification.numbers import NumberContext, explain

TODAY = date(2026, 11, 24)
SAMPLE = "2023524019999-31"
LMG, SBY, BDG, NONE = "Kabupaten Lamongan", "Kota Surabaya", "Kota Bandung", "Unknown regency or city"


@pytest.mark.parametrize(
    "written",
    [
        "2023524019999-31",
        "202352401999931",
        "P-IRT No. 2023524019999-31",
        "P-IRT No 2023524019999-31",
        "p-irt no. 2023524019999-31",
        "PIRT 2023524019999-31",
        "PIRT: 2023524019999 - 31",
        "P.IRT. 202 3524 01 9999 31",
        "P - IRT NO : 2.02.3524.01.9999-31",
        "SPP-IRT 2023524019999-31",
        "SPP-IRT No. 2023524019999-31",
        "PP-IRT 2023524019999-31",
        "DEPKES RI P-IRT No. 2023524019999-31",
        "Dinkes P-IRT 202352401999931",
        "No. 2023524019999/31",
        "2023524019999–31",
        "2023524019999−31",
        "２０２３５２４０１９９９９－３１",
        "20235\u200b24019999-31",
        "2 0 2 3 5 2 4 0 1 9 9 9 9 3 1",
        "\tPIRT\n2023524019999-31\r\n",
    ],
)
def test_every_written_form_becomes_one_number(written: str) -> None:
    answer = explain("pirt", written, today=TODAY)

    assert answer.valid
    assert answer.normalized == SAMPLE
    assert answer.warnings == ()


def test_the_number_is_explained_part_by_part() -> None:
    answer = explain("pirt", SAMPLE, today=TODAY)

    assert [(name, part.code, str(part.meaning)) for name, part in answer.parts.items()] == [
        ("packaging", "2", "Plastic"),
        ("food_type", "02", "Dried fish products"),
        ("region", "3524", "Kabupaten Lamongan"),
        ("product", "01", "Product number of this maker"),
        ("producer", "9999", "Number of the maker in the regency or city"),
        ("expiry_year", "31", "Valid into the year 2031"),
    ]


@pytest.mark.parametrize(
    ("number",           "packaging",             "food",                     "region", "warnings"),
    [
        ("2063524010123-30", "Plastic",               "Flour and its products",        LMG,  []),
        ("2063524020456-31", "Plastic",               "Flour and its products",        LMG,  []),
        ("2063524030111-31", "Plastic",               "Flour and its products",        LMG,  []),
        ("2013524040222-31", "Plastic",               "Dried meat products",           LMG,  []),
        ("1093524019999-27", "Glass",                 "Sugar, sweets and honey",       LMG,  []),
        ("3033524019999-28", "Carton or paper",       "Dried poultry and egg products", LMG,  []),
        ("4153524019999-29", "Tin can",                 "Grains, nuts and tubers",       LMG,  []),
        ("5103524019999-30", "Aluminium foil",        "Dry coffee, tea and chocolate", LMG,  []),
        ("6123524019999-30", "Other, such as leaves", "Spices",                        LMG,  []),
        ("7113524019999-30", "Composite",             "Seasonings",                    LMG,  []),
        ("8143578019999-30", "Double packaging",      "Fruit products",                SBY,  []),
        ("2043273019999-30", "Plastic",               "Pickled and dried vegetables",  BDG,  []),
        ("2053524019999-26", "Plastic",               "Coconut products",              LMG,  []),
        ("2073524019999-25", "Plastic",               "Oil and fat",                   LMG,  ["expired"]),
        ("2083524019999-14", "Plastic",               "Jam and jelly",                 LMG,  ["expired"]),
        ("2133524019999-32", "Plastic",               "Drinks and drink powders",      LMG,  ["unusual_year"]),
        ("2023524019999-99", "Plastic",               "Dried fish products",           LMG,  ["unusual_year"]),
        ("0023524019999-31", "Unknown packaging",     "Dried fish products",           LMG,  ["unknown_packaging"]),
        ("9023524019999-31", "Unknown packaging",     "Dried fish products",           LMG,  ["unknown_packaging"]),
        ("2003524019999-31", "Plastic",               "Unknown kind of food",          LMG,  ["unknown_food_type"]),
        ("2163524019999-31", "Plastic",               "Unknown kind of food",          LMG,  ["unknown_food_type"]),
        ("2020000019999-31", "Plastic",               "Dried fish products",           NONE, ["unknown_region"]),
        ("0000000000000-00", "Unknown packaging",     "Unknown kind of food",          NONE,
         ["unknown_packaging", "unknown_food_type", "unknown_region", "expired"]),
    ],
)  # fmt: skip
def test_numbers_are_read_by_the_tables(
    number: str, packaging: str, food: str, region: str, warnings: list[str]
) -> None:
    answer = explain("pirt", number, today=TODAY)

    assert answer.valid
    assert answer.normalized == number
    assert [str(answer.parts[name].meaning) for name in ("packaging", "food_type", "region")] == [
        packaging,
        food,
        region,
    ]
    assert [warning.code for warning in answer.warnings] == warnings


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("",                         "empty"),
        ("P-IRT",                    "unreadable"),
        ("P-IRT No.",                "unreadable"),
        ("2023524019999",            "wrong_length"),
        ("20235240199993",           "wrong_length"),
        ("2023524019999-311",        "wrong_length"),
        ("202352401999",             "wrong_length"),
        ("2O23524019999-31",         "unreadable"),
        ("ID35110009999990526",      "unreadable"),
        ("MD 243513999900131",       "unreadable"),
        ("2023524019999-31 (lama)",  "unreadable"),
        ("2023524019999-31; 2023524029999-31", "wrong_length"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_pirt_number_is_refused(written: str, error: str) -> None:
    answer = explain("pirt", written, today=TODAY)

    assert not answer.valid
    assert [found.code for found in answer.errors] == [error]


@pytest.mark.parametrize(
    ("context", "warnings"),
    [
        (NumberContext(),                                     []),
        (NumberContext(region_code="35.24.05.1003"),          []),
        (NumberContext(region_code="35.24"),                  []),
        (NumberContext(region_code="35"),                     []),
        (NumberContext(region_code="35.25.01"),               ["region_differs"]),
        (NumberContext(region_code="33"),                     ["region_differs"]),
        (NumberContext(packaging="2"),                        []),
        (NumberContext(packaging="4"),                        ["packaging_differs"]),
        (NumberContext(food_type="02"),                       []),
        (NumberContext(food_type="06"),                       ["food_type_differs"]),
        (NumberContext(valid_until=date(2031, 5, 12)),        []),
        (NumberContext(valid_until=date(2030, 5, 12)),        ["end_differs"]),
        (NumberContext(packaging="1", food_type="15", region_code="11.01", valid_until=date(2026, 1, 1)),
         ["packaging_differs", "food_type_differs", "region_differs", "end_differs"]),
    ],
)  # fmt: skip
def test_the_number_is_held_against_what_else_is_known(context: NumberContext, warnings: list[str]) -> None:
    answer = explain("pirt", SAMPLE, context=context, today=TODAY)

    assert answer.valid
    assert [warning.code for warning in answer.warnings] == warnings


@pytest.mark.parametrize(
    ("today", "warnings"),
    [
        (date(2025, 12, 31), ["unusual_year"]),
        (date(2026, 1, 1),   []),
        (date(2031, 12, 31), []),
        (date(2032, 1, 1),   ["expired"]),
    ],
)  # fmt: skip
def test_the_number_ends_with_its_own_year(today: date, warnings: list[str]) -> None:
    assert [warning.code for warning in explain("pirt", SAMPLE, today=today).warnings] == warnings
