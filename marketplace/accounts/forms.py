"""Forms of accounts: sign in, register, profile, approval, token."""

from wtforms import BooleanField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace.accounts.organisations import Profile, Registration
from marketplace.core.roles import OrganisationKind
from marketplace.core.text import _l
from marketplace.regions.field import RegionField
from marketplace.web.forms import BaseForm

KINDS = [
    SelectChoice(OrganisationKind.COOPERATIVE, _l("Village cooperative: we sell what our members make")),
    SelectChoice(OrganisationKind.RETAILER, _l("Modern retailer: we buy for our shops")),
    SelectChoice(OrganisationKind.STATE_COMPANY, _l("State company (BUMN): we buy by procurement")),
    SelectChoice(OrganisationKind.OTHER_BUYER, _l("Other buyer: hotel, caterer, office, wholesaler")),
]


class SignInForm(BaseForm):
    """E-mail or phone number, and password."""

    email = StringField(
        _l("E-mail or phone number"), validators=[DataRequired(_l("Write your e-mail address or phone number."))]
    )
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Write your password."))])


class ProfileForm(BaseForm):
    """What an organisation says of itself."""

    name = StringField(
        _l("Name of the organisation"), validators=[DataRequired(_l("Write the full name.")), Length(max=160)]
    )
    region = RegionField(_l("Place"), description=_l("Down to the village where the list has it."))
    address = StringField(_l("Address"), validators=[Optional(), Length(max=300)])
    phone = StringField(_l("Phone number"), validators=[Optional(), Length(max=20)])
    about = TextAreaField(_l("About us"), validators=[Optional(), Length(max=2000)])
    nib = StringField("NIB", validators=[Optional(), Length(max=20)], description=_l("13 digits, from OSS."))
    npwp = StringField("NPWP", validators=[Optional(), Length(max=30)], description=_l("15 or 16 digits."))
    nik_koperasi = StringField(
        "NIK koperasi", validators=[Optional(), Length(max=30)], description=_l("From the ministry of cooperatives.")
    )
    ahu = StringField(
        "AHU", validators=[Optional(), Length(max=60)], description=_l("Number of the deed as a legal body.")
    )
    is_pkp = BooleanField(_l("We are registered for PPN (PKP) and issue tax invoices"))

    def profile(self) -> Profile:
        """Return what was filled in."""
        return Profile(**{name: self._fields[name].data for name in Profile.__dataclass_fields__})


class RegistrationForm(ProfileForm):
    """A new organisation: what it is, then its profile."""

    kind = RadioField(_l("What is your organisation?"), choices=KINDS)
    bank_name = StringField(_l("Bank"), validators=[Optional(), Length(max=60)])
    bank_account_number = StringField(_l("Account number"), validators=[Optional(), Length(max=40)])
    bank_account_holder = StringField(_l("Account holder"), validators=[Optional(), Length(max=120)])

    def registration(self) -> Registration:
        """Return what was filled in."""
        return Registration(**{name: self._fields[name].data for name in Registration.__dataclass_fields__})


class DecisionForm(BaseForm):
    """Approve or refuse a registration."""

    decision = RadioField(
        _l("Decision"),
        choices=[SelectChoice("approve", _l("Approve")), SelectChoice("refuse", _l("Refuse"))],
        validators=[InputRequired(_l("Choose one."))],
    )
    reason = TextAreaField(_l("Reason"), validators=[Optional(), Length(max=500)])


class TokenForm(BaseForm):
    """A new API token."""

    label = StringField(_l("What is it for?"), validators=[DataRequired(_l("Give it a name.")), Length(max=80)])
    can_write = BooleanField(_l("It may also place and change orders"))


class EmptyForm(BaseForm):
    """A button: carries nothing but the CSRF token."""
