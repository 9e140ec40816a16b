"""The form of a business plan: a row of quarters for each product, rows of needs, a few words."""

from collections.abc import Iterable, Sequence

from wtforms import BooleanField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from catalog.fields import RowsField, RupiahField, VersionField, WholeNumberField
from catalog.models import Product
from marketplace.core.text import _l
from orders.mentoring.forms import KeyedForm, RowForm, as_id
from orders.mentoring.plan_models import PlanNeed, PlanTarget, PlanVersion
from orders.mentoring.plans import MAX_NEED, MAX_NEEDS, MAX_SUMMARY, NeedDraft, PlanDraft, TargetDraft
from orders.mentoring.words import NEEDS

EMPTY_NEEDS = 3
MOST_TARGETS = 200


class TargetRow(RowForm):
    """The target of one product."""

    product = HiddenField()
    q1 = WholeNumberField(_l("Jan to Mar"), validators=[Optional()])
    q2 = WholeNumberField(_l("Apr to Jun"), validators=[Optional()])
    q3 = WholeNumberField(_l("Jul to Sep"), validators=[Optional()])
    q4 = WholeNumberField(_l("Oct to Dec"), validators=[Optional()])
    rupiah = RupiahField(_l("Value of the year"), validators=[Optional()])

    def draft(self) -> TargetDraft:
        """Return what was filled in."""
        first, second, third, fourth = (field.data or 0 for field in (self.q1, self.q2, self.q3, self.q4))
        return TargetDraft(
            product_id=as_id(self.product.data), quarters=(first, second, third, fourth), rupiah=self.rupiah.data
        )

    @property
    def is_filled(self) -> bool:
        """Whether there is a target for this product."""
        return any(self.draft().quarters) or bool(self.rupiah.data) or bool(self.errors)


class NeedRow(RowForm):
    """One thing that is needed."""

    kind = SelectField(_l("Kind"), choices=[SelectChoice(key, words) for key, words in NEEDS.items()])
    text = StringField(_l("What is needed"), validators=[Length(max=MAX_NEED)])
    rupiah = RupiahField(_l("Costs about"), validators=[Optional()])
    is_met = BooleanField(_l("It is there"))

    def draft(self) -> NeedDraft:
        """Return what was filled in."""
        return NeedDraft(
            kind=self.kind.data or "", text=self.text.data or "", rupiah=self.rupiah.data, is_met=self.is_met.data
        )


class PlanForm(KeyedForm):
    """A whole plan. ``version``: number of the version that it was made of."""

    summary = TextAreaField(
        _l("What do you want to reach this year?"),
        validators=[Length(max=MAX_SUMMARY)],
        description=_l("A few sentences: which buyers, which new products, who does what."),
    )
    targets = RowsField(FormField(TargetRow), max_entries=MOST_TARGETS)
    needs = RowsField(FormField(NeedRow), max_entries=MAX_NEEDS)
    version = VersionField(default=0)

    @classmethod
    def of(cls, plan: PlanVersion | None, products: Iterable[Product]) -> "PlanForm":
        """Fill the form with a plan and offer a row for each product."""
        stored = {row.product_id: row for row in plan.targets} if plan is not None else {}
        needs = [_need(row) for row in plan.needs] if plan is not None else []
        return cls(
            data={
                "summary": plan.summary if plan is not None else "",
                "version": plan.number if plan is not None else 0,
                "targets": [_target(product, stored.get(product.id)) for product in products],
                "needs": [*needs, *({} for _place in range(EMPTY_NEEDS))][:MAX_NEEDS],
            }
        )

    def draft(self) -> PlanDraft:
        """Return what was filled in."""
        return PlanDraft(
            summary=self.summary.data or "",
            targets=[entry.form.draft() for entry in self.targets.entries],
            needs=[entry.form.draft() for entry in self.needs.entries],
            seen=self.version.data or 0,
        )

    def product_ids(self) -> Sequence[int]:
        """Return whose targets the rows hold, in their order."""
        return [as_id(entry.form.product.data) for entry in self.targets.entries]


def _target(product: Product, row: PlanTarget | None) -> dict[str, object]:
    if row is None:
        return {"product": product.id}
    quarters = {f"q{place}": number or None for place, number in enumerate(row.quarters, 1)}
    return {"product": product.id, **quarters, "rupiah": row.rupiah}


def _need(row: PlanNeed) -> dict[str, object]:
    return {"kind": row.kind, "text": row.text, "rupiah": row.rupiah, "is_met": row.is_met}
