"""Forms of members, invitations, bank accounts and suspensions."""

from collections.abc import Iterable

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.accounts.names import ROLES
from marketplace.core.roles import Role
from marketplace.core.text import _l
from marketplace.credentials.forms import PersonForm
from marketplace.web.forms import BaseForm


class InviteForm(BaseForm):
    """Whom to invite, as what."""

    email = StringField(_l("E-mail"), validators=[DataRequired(_l("Write the e-mail address.")), Length(max=254)])
    role = SelectField(_l("Role"))

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer the roles of this kind of organisation, the one with the fewest rights chosen."""
        self.role.choices = role_choices(roles)
        if not self.is_sent and self.role.choices:
            self.role.data = self.role.choices[-1].value


class RolesForm(BaseForm):
    """What a member may do: one role or several."""

    roles = SelectMultipleField(_l("Roles"), widget=ListWidget(), option_widget=CheckboxInput(), validate_choice=False)

    def offer(self, roles: Iterable[Role]) -> None:
        """Offer the roles of this kind of organisation."""
        self.roles.choices = role_choices(roles)


class JoiningForm(PersonForm):
    """An account for the person who was invited; the address is known."""

    email = None


class BankForm(BaseForm):
    """Another bank account."""

    bank_name = StringField(_l("Bank"), validators=[DataRequired(_l("Write the name of the bank.")), Length(max=60)])
    account_number = StringField(
        _l("Account number"),
        validators=[DataRequired(_l("Write the account number, digits only.")), Length(max=40)],
    )
    account_holder = StringField(
        _l("Account holder"),
        validators=[DataRequired(_l("Write the account holder as in the bank book.")), Length(max=120)],
    )


class SuspensionForm(BaseForm):
    """Why an organisation is suspended."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[DataRequired(_l("Say why: the people of the organisation read it.")), Length(max=500)],
    )


def role_choices(roles: Iterable[Role]) -> list[SelectChoice]:
    """Return roles as choices of a form."""
    return [SelectChoice(str(role), ROLES[role]) for role in roles]
