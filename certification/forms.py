"""Forms of producers and certificates: the holder's steps, the public check."""

from collections.abc import Sequence
from typing import Any

from babel.support import LazyProxy
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from certification.filing import Identity
from certification.goods import MakerScale
from certification.models import Producer, ProducerKind
from certification.numbers import GRAMMARS
from certification.producers import ProducerDraft
from certification.schemes import GOODS_SCHEMES, ORGANISATION_SCHEMES, SCHEMES, Scheme
from marketplace.core.numbers import whole
from marketplace.core.text import _l
from marketplace.regions.field import RegionField
from marketplace.web.forms import BaseForm

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
"""As browsers send a day, and as people write it where the browser offers no calendar."""
RECEIPT, PAPER = "receipt", "paper"


class DayField(DateField):  # type: ignore[misc]
    """A calendar day. What could not be read is shown again as it was typed."""

    data: Any

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=DAY_FORMATS, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; raise with words of our own where it is none."""
        self.data = None
        try:
            super().process_formdata([text for text in valuelist if text.strip()])
        except ValueError as error:
            raise ValueError(_l("Write a day such as 31/12/2026.")) from error


class VersionForm(BaseForm):
    """Base of what changes a record: carries the version that the page showed."""

    version = HiddenField()

    def seen(self) -> int:
        """Return the version; one that is no number never was, so the form is stale."""
        return whole(self.version.data or "", -1)

    def renew(self, version: int) -> None:
        """Let the next sending count as made of the record as it stands now."""
        self.version.data = str(version)


class ProducerForm(VersionForm):
    """Who makes the goods."""

    kind = RadioField(
        _l("Who is it?"),
        choices=(
            SelectChoice(ProducerKind.MEMBER, _l("A member of our cooperative")),
            SelectChoice(ProducerKind.PARTNER, _l("A partner: a business that is no member")),
        ),
        default=ProducerKind.MEMBER,
    )
    name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Write the full name.")), Length(max=120)],
        description=_l("As it stands on the certificates."),
    )
    region = RegionField(_l("Place of production"), description=_l("Down to the village where the list has it."))
    scale = RadioField(
        _l("How big is the business?"),
        choices=(
            SelectChoice(MakerScale.MICRO_SMALL, _l("Micro or small: sales up to Rp15 billion a year")),
            SelectChoice(MakerScale.MEDIUM_LARGE, _l("Medium or large")),
        ),
        default=MakerScale.MICRO_SMALL,
        validators=[Optional()],
        description=_l("Some duties begin at another time for bigger makers, and other offices issue their papers."),
    )
    consent = BooleanField(_l("They agree to be named here, and that we sell what they make"))

    def draft(self) -> ProducerDraft:
        """Return what was filled in."""
        consent = "consent" not in self or bool(self.consent.data)
        kind = self.kind.data if "kind" in self else ProducerKind.COOPERATIVE
        return ProducerDraft(
            name=self.name.data or "",
            region=self.region.data or "",
            kind=kind,
            consent=consent,
            scale=self.scale.data or "",
        )


class StartForm(BaseForm):
    """Which paper, and whose."""

    scheme = RadioField(
        _l("Which certificate?"),
        choices=[SelectChoice(row.code, row.name) for row in SCHEMES.values()],
        validators=[InputRequired(_l("Choose the kind of certificate."))],
    )
    producer = SelectField(_l("Whose certificate is it?"), coerce=int)

    def groups(self) -> list[tuple[LazyProxy, list[Any]]]:
        """Return the kinds of papers in two groups, each with its heading."""
        options = {option.data: option for option in self.scheme}
        return [
            (_l("Papers of your goods"), [options[code] for code in GOODS_SCHEMES]),
            (_l("Papers of the cooperative itself"), [options[code] for code in ORGANISATION_SCHEMES]),
        ]

    def offer(self, producers: Sequence[Producer]) -> None:
        """Fill the list of holders."""
        self.producer.choices = [SelectChoice(producer.id, producer.name) for producer in producers]


GRADES = {
    ("nkv", "I"): _l("I: also for export"),
    ("nkv", "II"): _l("II: within Indonesia, from province to province"),
    ("nkv", "III"): _l("III: within the province only"),
}
"""Grades in words, by scheme and what is printed (reference/domain.md 2.1)."""


class NumberForm(VersionForm):
    """Number and days as printed, or the receipt of the application while the paper is not issued."""

    filed_as = RadioField(
        _l("What do you have?"),
        choices=(
            SelectChoice(PAPER, _l("The certificate")),
            SelectChoice(RECEIPT, _l("The receipt of the application only (STTD)")),
        ),
        default=PAPER,
    )
    number = StringField(_l("Number of the certificate"), validators=[Optional(), Length(max=200)])
    application_receipt = StringField(
        _l("Number of the receipt"),
        validators=[Optional(), Length(max=60)],
        description=_l("You got it when you applied. Goods can be ordered while the application is under way."),
    )
    issuer = StringField(_l("Issuer"), validators=[Optional(), Length(max=120)])
    issued_on = DayField(_l("Issued on"), validators=[Optional()])
    valid_from = DayField(
        _l("Valid from"), validators=[Optional()], description=_l("Only if it is another day than the day of issue.")
    )
    valid_until = DayField(_l("Valid until"), validators=[Optional()])
    grade = SelectField(_l("Grade"), validate_choice=False, description=_l("As printed on the paper."))

    def fit(self, scheme: Scheme) -> None:
        """Keep only the fields that papers of a scheme have."""
        has = {
            "filed_as": scheme.is_of_goods,
            "application_receipt": scheme.is_of_goods,
            "grade": bool(scheme.grades),
            "valid_from": not scheme.is_open_ended,
            "valid_until": not scheme.is_open_ended,
        }
        for name in (name for name, kept in has.items() if not kept):
            del self[name]
        if scheme.grades:
            choices = [SelectChoice(grade, GRADES.get((scheme.code, grade), grade)) for grade in scheme.grades]
            self.grade.choices = [SelectChoice("", _l("Choose from the list")), *choices]

    def identity(self) -> Identity:
        """Return what was filled in; what belongs to the other choice is left out."""
        if "filed_as" in self and self.filed_as.data == RECEIPT:
            return Identity(application_receipt=self.application_receipt.data or "", issuer=self.issuer.data or "")
        filled = {name: self[name].data for name in Identity.__dataclass_fields__ if name in self}
        return Identity(**{name: value for name, value in filled.items() if value})


class ItemsForm(VersionForm):
    """The product names on the paper, one in each line."""

    items = TextAreaField(
        _l("Product names on the paper"),
        validators=[InputRequired(_l("Write at least one product name, as printed on the paper.")), Length(max=20_000)],
        description=_l("One name in each line, exactly as printed; halal certificates list them in the appendix."),
    )

    def names(self) -> list[str]:
        """Return the lines."""
        return (self.items.data or "").splitlines()


class ScanForm(VersionForm):
    """The scan or photo of the paper."""

    scan = FileField(
        _l("Scan or photo of the paper"),
        description=_l(
            "PDF or photo (JPEG, PNG, WebP, HEIC), at most 10 MB. All four corners visible, sharp, no flash."
        ),
    )


class IssuedForm(NumberForm, ItemsForm, ScanForm):
    """The paper of an application that is on file has come: everything on one page."""

    kept = HiddenField()
    """Id of the file that was uploaded before another field was refused."""


class CheckForm(BaseForm):
    """The public check of a number; sent by GET, so without a token."""

    class Meta(BaseForm.Meta):
        """It changes nothing."""

        csrf = False

    scheme = SelectField(
        _l("Kind of number"),
        choices=[
            SelectChoice("", _l("Any, find out")),
            *(
                SelectChoice(code, SCHEMES[code].short_name if code in SCHEMES else _l("Barcode (GTIN, EAN)"))
                for code in GRAMMARS
            ),
        ],
        default="",
        validate_choice=False,
    )
    number = StringField(_l("Number"))
