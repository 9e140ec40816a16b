"""The API's calls on certificates: what a number says by its form, and the public proof."""

from datetime import date, datetime

from flask import Blueprint, url_for
from pydantic import ConfigDict, Field
from spectree import Response

from certification import queries
from certification.lifecycle import CertificateState
from certification.marking import evidence_name
from certification.models import Certificate
from certification.numbers import NumberAnswer, explain
from certification.schemes import scheme as scheme_of
from marketplace.accounts.access import public
from marketplace.core.clock import jakarta_day, now
from marketplace.web.api import PREFIX, Listing, Problem, Request, Schema, listing_of, spec
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


class ProofQuery(Request):
    """Which certificate."""

    scheme: str
    number: str = Field(min_length=1)
    page: int = Field(default=1, ge=1, le=100_000)
    per_page: int = Field(default=24, ge=1, le=100)


class ProofSellerOut(Schema):
    """Who sells for the holder."""

    slug: str
    name: str


class VerifierOut(Schema):
    """Who looked at the paper."""

    name: str
    organisation: str


class ProofOut(Schema):
    """One certificate as it stands today (Jakarta). ``verified_by`` and what follows: only if an official said yes."""

    code: str
    url: str
    scheme: str
    number: str
    status: str
    holder: str
    cooperative: ProofSellerOut
    scope: list[str]
    issuer: str
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    verified_by: VerifierOut | None
    verified_at: datetime | None
    register_name: str | None = Field(alias="register")

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)


class ProofListing(Listing[ProofOut]):
    """One page of certificates."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)


@blueprint.get("/certificate-numbers/<scheme>")
@public
@spec.validate(query=NumberQuery, resp=Response(HTTP_200=NumberOut, HTTP_404=Problem, HTTP_422=Problem), tags=TAGS)
def explain_number(scheme: str, query: NumberQuery) -> NumberOut:
    """Explain a number by its form."""
    return number_out(explain(scheme, query.number, today=jakarta_day(now())))


@blueprint.get("/certificates")
@public
@spec.validate(query=ProofQuery, resp=Response(HTTP_200=ProofListing, HTTP_404=Problem, HTTP_422=Problem), tags=TAGS)
def certificates(query: ProofQuery) -> ProofListing:
    """Find certificates by their number."""
    day = jakarta_day(now())
    answer = explain(scheme_of(query.scheme).number_scheme, query.number, today=day)
    found, total = queries.proofs(reading(), answer.normalized, query.scheme, page=query.page, per_page=query.per_page)
    items = [proof_out(certificate, day) for certificate in found]
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


def proof_out(certificate: Certificate, day: date) -> ProofOut:
    """Write a certificate as everybody may see it on a day."""
    judge, office = certificate.decided_by, certificate.decided_by_organisation
    verified = certificate.state == CertificateState.VERIFIED and judge is not None and office is not None
    names = ("code", "scheme", "number", "cooperative", "issuer", "issued_on", "valid_from", "valid_until")
    return ProofOut.model_validate(
        {name: getattr(certificate, name) for name in names}
        | {
            "url": url_for("proof.show", code=certificate.code, _external=True),
            "status": queries.status_of(certificate, day),
            "holder": certificate.producer.name,
            "scope": [item.name for item in certificate.items],
            "verified_by": {"name": judge.name, "organisation": office.name} if verified and judge and office else None,
            "verified_at": certificate.decided_at if verified else None,
            "register": str(evidence_name(certificate.register)) if verified else None,
        }
    )
