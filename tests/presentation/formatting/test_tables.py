"""Tables as CSV, which Excel in Italy opens by a double click and programs read."""

from datetime import UTC, datetime

import pytest

from cascina_whatsapp.presentation.formatting import tables

TABLE = [
    ("Chi", "Quando", "Note"),
    ("Perù; «né»", datetime(2026, 6, 8, 8, 0, 7, 9, UTC), None),
    ("", 3, "a,b"),
]


def test_a_table_as_excel_in_italy_opens_it_with_moments_for_programs():
    text = b"".join(tables.written(TABLE))
    assert text == '\ufeffChi;Quando;Note\r\n"Perù; «né»";2026-06-08T10:00:07+02:00;\r\n;3;a,b\r\n'.encode()


@pytest.mark.parametrize("text", ["=1+1", "+39", "-2", "@SOMMA(A1)", "\t=1", "＝1", "'già"])
def test_no_cell_begins_a_formula(text):
    assert tables.cell(text) == f"'{text}"
