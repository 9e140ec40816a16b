"""Names of fields that nobody's browser sends: no row, and no fault of ours."""

import pytest
from flask import Flask

from orders.mentoring.forms import VisitForm


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", ["²", "٣", "9" * 5000, "-1", "", "a"])
def test_a_row_whose_place_is_no_number_is_not_there(app: Flask, place: str) -> None:
    with app.test_request_context("/", method="POST", data={f"steps-{place}-text": "Urus P-IRT", "place": "Balai"}):
        rows = VisitForm().steps.entries

    assert [row.form.text.data or "" for row in rows] == [""] * len(rows)
