"""Forms of the ways in and of the profile."""

from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from marketplace.core.text import _l
from marketplace.web.forms import BaseForm

ADVICE = _l("At least 12 characters. Four words that have nothing to do with each other are strong and easy to keep.")


class PersonForm(BaseForm):
    """An account for a new person."""

    name = StringField(_l("Your name"), validators=[DataRequired(_l("Write your name.")), Length(max=120)])
    email = StringField(_l("E-mail"), validators=[DataRequired(_l("Write your e-mail address."))])
    phone = StringField(
        _l("Phone number"),
        validators=[Optional(), Length(max=20)],
        description=_l("You can sign in with it too."),
    )
    password = PasswordField(_l("Password"), validators=[DataRequired(_l("Choose a password."))], description=ADVICE)


class ResetForm(BaseForm):
    """Who wants a new password."""

    email = StringField(
        _l("E-mail or phone number"), validators=[DataRequired(_l("Write your e-mail address or phone number."))]
    )


class NewPasswordForm(BaseForm):
    """A new password, by a link."""

    password = PasswordField(
        _l("New password"), validators=[DataRequired(_l("Choose a password."))], description=ADVICE
    )


class ProofForm(BaseForm):
    """The password of an account whose address is confirmed in another browser than the one that made it."""

    password = PasswordField(
        _l("Password of this account"), validators=[DataRequired(_l("Write the password that you chose."))]
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password after the old one."""

    old = PasswordField(_l("Password until now"), validators=[DataRequired(_l("Write your password."))])


class ProfileForm(BaseForm):
    """What a person says of themself."""

    name = StringField(_l("Your name"), validators=[DataRequired(_l("Write your name.")), Length(max=120)])
    phone = StringField(_l("Phone number"), validators=[Optional(), Length(max=20)])
    language = RadioField(
        _l("Language of e-mails"),
        choices=[SelectChoice("id", "Bahasa Indonesia"), SelectChoice("en", "English")],
        validators=[InputRequired(_l("Choose one."))],
    )


class AddressForm(BaseForm):
    """Another e-mail address."""

    email = StringField(_l("New e-mail address"), validators=[DataRequired(_l("Write your e-mail address."))])
