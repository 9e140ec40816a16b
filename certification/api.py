"""The API's calls on certificates: what a number says by its form, and the public proof."""

from flask import Blueprint
from spectree import Response

from certification import queries
from certification.numbers import GRAMMARS, NumberAnswer, explain, identify
from certification.proof.api_schemas import ProofListing, ProofQuery, proof_out
from certification.proof.queries import proofs_of
from certification.schemes import scheme as scheme_of
from marketplace.accounts.access import public
from marketplace.core.clock import jakarta_day, now
from marketplace.core.errors import NotFound
from marketplace.core.text import _l
from marketplace.web.api import PREFIX, Problem, Request, Schema, listing_of, spec
from marketplace.web.database import reading

blueprint = Blueprint("certificates_api", __name__, url_prefix=PREFIX)

TAGS = ("certificates",)


class NumberQuery(Request):
    """A number as it is printed or typed."""

    number: str = ""


class PartOut(Schema):
    """One stretch of the number."""

    code: str
    meaning: str


class RemarkOut(Schema):
    """What is wrong or odd about it."""

    code: str
    message: str


class NumberOut(Schema):
    """What a number says by its form alone; no proof that it was ever issued."""

    scheme: str
    normalized: str
    valid: bool
    checked_against: str = "format"
    parts: dict[str, PartOut]
    warnings: list[RemarkOut]
    errors: list[RemarkOut]


class ReadingsOut(Schema):
    """Every kind of number that a text can be, the most fitting first."""

    items: list[NumberOut]


@blueprint.get("/certificate-numbers/<scheme>")
@public
@spec.validate(query=NumberQuery, resp=Response(HTTP_200=NumberOut, HTTP_404=Problem, HTTP_422=Problem), tags=TAGS)
def explain_number(scheme: str, query: NumberQuery) -> NumberOut:
    """Explain a number by its form."""
    if scheme not in GRAMMARS:
        raise NotFound("unknown_scheme", _l("We do not know this kind of number."))
    return number_out(explain(scheme, query.number, today=jakarta_day(now())))


@blueprint.get("/certificate-numbers")
@public
@spec.validate(query=NumberQuery, resp=Response(HTTP_200=ReadingsOut, HTTP_422=Problem), tags=TAGS)
def identify_number(query: NumberQuery) -> ReadingsOut:
    """Find out what kind of number a text is, and explain it by its form."""
    return ReadingsOut(items=[number_out(answer) for answer in identify(query.number, today=jakarta_day(now()))])


@blueprint.get("/certificates")
@public
@spec.validate(query=ProofQuery, resp=Response(HTTP_200=ProofListing, HTTP_404=Problem, HTTP_422=Problem), tags=TAGS)
def certificates(query: ProofQuery) -> ProofListing:
    """Find certificates by their number."""
    day = jakarta_day(now())
    answer = explain(scheme_of(query.scheme).number_scheme, query.number, today=day)
    session = reading()
    found, total = queries.proofs(session, answer.normalized, query.scheme, page=query.page, per_page=query.per_page)
    items = [proof_out(proof) for proof in proofs_of(session, found, day)]
    return ProofListing(**listing_of(items, page=query.page, per_page=query.per_page, total=total))


def number_out(answer: NumberAnswer) -> NumberOut:
    """Write an answer in the reader's language."""
    return NumberOut(
        scheme=answer.scheme,
        normalized=answer.normalized,
        valid=answer.valid,
        parts={name: PartOut(code=part.code, meaning=str(part.meaning)) for name, part in answer.parts.items()},
        warnings=[RemarkOut(code=remark.code, message=str(remark.message)) for remark in answer.warnings],
        errors=[RemarkOut(code=remark.code, message=str(remark.message)) for remark in answer.errors],
    )
