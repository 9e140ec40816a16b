"""Home-industry food (SPP-IRT): 15 digits, kept as ``2023524019999-31``.

Layout and tables: reference/domain.md 2.1 and 2.2 (packaging 1, food type 2-3, regency 4-7, product 8-9, maker 10-13,
year of expiry 14-15). The list of food types was changed more than once, so an unknown code warns.
"""

import re
from collections.abc import Iterator
from datetime import date

from certification.numbers.answers import NumberAnswer, NumberContext, Part, Remark, refused
from certification.numbers.reading import compact
from certification.numbers.regions import region_name
from marketplace.core.text import _l

_SCHEME = "pirt"
_NUMBER = re.compile(r"(?:NOMOR|NO|DEPKES|DINKES|KEMENKES|BPOM|RI|SPP?IRT|PP?IRT|IRT)*+([0-9]+)", re.ASCII)
_LENGTH = 15
_LONGEST_YEARS = 5

PACKAGING = {
    "1": _l("Glass"),
    "2": _l("Plastic"),
    "3": _l("Carton or paper"),
    "4": _l("Tin can"),
    "5": _l("Aluminium foil"),
    "6": _l("Other, such as leaves"),
    "7": _l("Composite"),
    "8": _l("Double packaging"),
}
"""First digit."""

FOOD_TYPES = {
    "01": _l("Dried meat products"),
    "02": _l("Dried fish products"),
    "03": _l("Dried poultry and egg products"),
    "04": _l("Pickled and dried vegetables"),
    "05": _l("Coconut products"),
    "06": _l("Flour and its products"),
    "07": _l("Oil and fat"),
    "08": _l("Jam and jelly"),
    "09": _l("Sugar, sweets and honey"),
    "10": _l("Dry coffee, tea and chocolate"),
    "11": _l("Seasonings"),
    "12": _l("Spices"),
    "13": _l("Drinks and drink powders"),
    "14": _l("Fruit products"),
    "15": _l("Grains, nuts and tubers"),
}
"""Second and third digit, by the list of 2012."""

# Constants, and no ``or``: to ask a text for its truth translates it.
_UNKNOWN_PACKAGING, _UNKNOWN_FOOD_TYPE = _l("Unknown packaging"), _l("Unknown kind of food")
_UNKNOWN_REGION = _l("Unknown regency or city")
_PRODUCT, _MAKER = _l("Product number of this maker"), _l("Number of the maker in the regency or city")


def read_pirt(text: str, context: NumberContext, today: date) -> NumberAnswer:
    """Read the number of a home-industry food certificate."""
    found = _NUMBER.fullmatch(compact(text))
    if found is None:
        return refused(_SCHEME, "unreadable", _l("A P-IRT number is 15 digits, such as 2023524019999-31."))
    digits = found[1]
    if len(digits) != _LENGTH:
        return refused(_SCHEME, "wrong_length", _l("The number has %(count)s digits, not 15.", count=len(digits)))
    return NumberAnswer(
        scheme=_SCHEME,
        normalized=f"{digits[:13]}-{digits[13:]}",
        parts=_parts(digits),
        warnings=(*_unknown(digits), *_differing(digits, context), *_ended(digits, context, today)),
    )


def _regency(digits: str) -> str:
    return f"{digits[3:5]}.{digits[5:7]}"


def _parts(digits: str) -> dict[str, Part]:
    return {
        "packaging": Part(digits[0], PACKAGING.get(digits[0], _UNKNOWN_PACKAGING)),
        "food_type": Part(digits[1:3], FOOD_TYPES.get(digits[1:3], _UNKNOWN_FOOD_TYPE)),
        "region": Part(digits[3:7], region_name(_regency(digits)) or _UNKNOWN_REGION),
        "product": Part(digits[7:9], _PRODUCT),
        "producer": Part(digits[9:13], _MAKER),
        "expiry_year": Part(digits[13:], _l("Valid into the year 20%(year)s", year=digits[13:])),
    }


def _unknown(digits: str) -> Iterator[Remark]:
    if digits[0] not in PACKAGING:
        yield Remark("unknown_packaging", _l("No packaging has the code %(code)s.", code=digits[0]))
    if digits[1:3] not in FOOD_TYPES:
        yield Remark("unknown_food_type", _l("No kind of food has the code %(code)s.", code=digits[1:3]))
    if region_name(_regency(digits)) is None:
        yield Remark("unknown_region", _l("No regency or city has the code %(code)s.", code=digits[3:7]))


def _differing(digits: str, context: NumberContext) -> Iterator[Remark]:
    known = digits[0] in PACKAGING
    if known and context.packaging and context.packaging != digits[0]:
        yield Remark("packaging_differs", _l("The packaging in the number is not the product's."))
    if digits[1:3] in FOOD_TYPES and context.food_type and context.food_type != digits[1:3]:
        yield Remark("food_type_differs", _l("The kind of food in the number is not the product's."))
    # A producer known to the province only is compared as far as it is known.
    regency = (context.region_code or "")[:5]
    if regency and region_name(_regency(digits)) is not None and not _regency(digits).startswith(regency):
        yield Remark("region_differs", _l("The regency or city in the number is not the producer's."))


def _ended(digits: str, context: NumberContext, today: date) -> Iterator[Remark]:
    year = 2000 + int(digits[13:])
    if year < today.year:
        yield Remark("expired", _l("By its own digits the number ended in %(year)s.", year=year))
    elif year > today.year + _LONGEST_YEARS:
        yield Remark("unusual_year", _l("The number would hold until %(year)s; 5 years are the most.", year=year))
    if context.valid_until and context.valid_until.year != year:
        yield Remark("end_differs", _l("The year in the number is not the year of the end date."))
