"""What stands in a record, field by field, as it is kept with each decision."""

from certification.changes import Values
from certification.models import Certificate


def values_of(certificate: Certificate) -> Values:
    """Return what is filed now: days as ISO text, product names as a list."""
    days = {name: getattr(certificate, name) for name in ("issued_on", "valid_from", "valid_until")}
    return {
        "number": certificate.number,
        "grade": certificate.grade,
        "application_receipt": certificate.application_receipt,
        "holder": certificate.producer.name,
        "place": certificate.producer.region.path,
        "items": [item.name for item in certificate.items],
        "issuer": certificate.issuer,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }
