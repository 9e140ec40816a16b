"""The public proof as the API writes it."""

from datetime import date, datetime

from flask import request, url_for
from pydantic import ConfigDict, Field

from certification.marking import evidence_name
from certification.proof.queries import Proof, Signature
from marketplace.web.api import Listing, Request, Schema


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


class GoodsOut(Schema):
    """A product on sale that stands on the paper today."""

    name: str
    url: str
    printed_name: str


class RevokedOut(Schema):
    """Since when it counts no longer, and who signed that: two people since revoking takes two."""

    at: datetime
    signed_by: list[VerifierOut]


class ProofOut(Schema):
    """One certificate as it stands today (Jakarta). ``verified_by`` and what follows: only if an official said yes."""

    code: str
    url: str
    scheme: str
    number: str
    grade: str
    status: str
    holder: str
    cooperative: ProofSellerOut
    scope: list[str]
    products: list[GoodsOut]
    issuer: str
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    verified_by: VerifierOut | None
    verified_at: datetime | None
    register_name: str | None = Field(alias="register")
    revoked: RevokedOut | None
    replaced_by: str | None

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)


class ProofListing(Listing[ProofOut]):
    """One page of certificates."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)


def proof_out(proof: Proof) -> ProofOut:
    """Write a certificate as everybody may see it."""
    certificate, root = proof.certificate, request.url_root.rstrip("/")
    names = ("code", "scheme", "number", "grade", "cooperative", "issuer", "issued_on", "valid_from", "valid_until")
    return ProofOut.model_validate(
        {name: getattr(certificate, name) for name in names}
        | {
            "url": _url(certificate.code),
            "status": proof.status,
            "holder": certificate.producer.name,
            "scope": [item.name for item in certificate.items],
            "products": [
                {"name": goods.name, "url": root + goods.path, "printed_name": goods.printed_name}
                for goods in proof.goods
            ],
            "verified_by": _signer(proof.verified) if proof.verified else None,
            "verified_at": proof.verified.at if proof.verified else None,
            "register": str(evidence_name(proof.register)) if proof.verified else None,
            "revoked": {"at": proof.revoked[-1].at, "signed_by": [_signer(row) for row in proof.revoked]}
            if proof.revoked
            else None,
            "replaced_by": _url(proof.successor.code) if proof.successor else None,
        }
    )


def _url(code: str) -> str:
    return url_for("proof.show", code=code, _external=True)


def _signer(signature: Signature) -> dict[str, str]:
    return {"name": signature.name, "organisation": signature.office}
