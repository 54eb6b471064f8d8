"""Tables as CSV: what Excel in Italy opens by a double click, and what programs read."""

from datetime import UTC, datetime

import pytest

from cascina_whatsapp.presentation.formatting import tables
from cascina_whatsapp.presentation.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, written

TABLE = [
    ("Chi", "Quando", "Note"),
    ("Perù; «né»", datetime(2026, 6, 8, 8, 0, 7, 9, UTC), None),
    ("", 3, "a,b"),
]


def test_as_excel_in_italy_opens_it():
    text = b"".join(written(TABLE, FOR_EXCEL))
    assert text == '\ufeffChi;Quando;Note\r\n"Perù; «né»";08/06/2026 10:00:07;\r\n;3;a,b\r\n'.encode()


def test_as_programs_read_it():
    text = b"".join(written(TABLE, FOR_PROGRAMS)).decode()
    assert text == 'Chi,Quando,Note\r\nPerù; «né»,2026-06-08T10:00:07+02:00,\r\n,3,"a,b"\r\n'


@pytest.mark.parametrize("dialect", [FOR_EXCEL, FOR_PROGRAMS], ids=["Excel", "programs"])
@pytest.mark.parametrize("text", ["=1+1", "+39", "-2", "@SOMMA(A1)", "\t=1", "＝1", "'già"])
def test_no_cell_begins_a_formula(dialect, text):
    assert tables.cell(text, dialect) == f"'{text}"
