"""Giulia uploads the forms that people signed, Paolo confirms them: everybody or nobody, and never who had left."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from subscribers import identity, importing
from subscribers.importing.rejected_rows import known
from subscribers.models import ConsentRecord, ImportBatch, ImportRow, Subscriber
from subscribers.register import verification
from subscribers.rules import lists
from tests.builders import LONG_AGO, NOW, hire, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, GIULIA, PAOLO, Citizen, Clerk, crowd
from tests.reading import having_read

pytestmark = pytest.mark.django_db
HEADINGS = "numero;data;canale;riferimento"
MIDNIGHT = datetime(2026, 3, 4, 23, tzinfo=UTC)
"""When 5 March 2026 begins in Cascina."""


def signed(citizen: Citizen, **cells: str) -> str:
    """A line for `citizen`, who signed form 7 on 5 March; `cells` overrides."""
    line = {"numero": citizen.phone, "data": "05/03/2026", "canale": "modulo cartaceo"} | cells
    return ";".join([*line.values(), *(() if "riferimento" in cells else ("modulo 7/2026",))])


def table(*lines: str, headings: str = HEADINGS) -> bytes:
    return "\r\n".join([headings, *lines]).encode()


def workbook(*rows: list, sheets: int = 1) -> bytes:
    """An XLSX file with these rows under the headings."""
    book = Workbook()
    for row in [["Numero", "Data", "Canale", "Riferimento"], *rows]:
        book.active.append(row)
    for _ in range(sheets - 1):
        book.create_sheet()
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def repacked(content: bytes, text: bytes) -> bytes:
    """The workbook with another sheet."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == SHEET else old.read(name))
    return file.getvalue()


def declaring(encoding: str) -> bytes:
    """A workbook of one person, whose sheet says the number by an entity of its own."""
    whole = workbook(["3200000101", "2026-03-05", "sportello", "1"])
    sheet = ZipFile(io.BytesIO(whole)).read(SHEET).decode()
    entity = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "3200000101">]>'
    text = re.sub(r"^<[?]xml.*?[?]>", "", sheet).replace("3200000101", "&a;")
    return repacked(whole, (entity + text).encode(encoding))


def crowded() -> bytes:
    """A workbook with ten thousand files in it, none of which has a byte."""
    file = io.BytesIO(workbook())
    with ZipFile(file, "a") as made:
        for number in range(10_000):
            made.writestr(f"xl/media/{number}", b"")
    return file.getvalue()


def upload(content: bytes, *, by: Clerk = GIULIA) -> ImportBatch:
    return importing.upload(content, file_name="moduli.csv", note="Sportello", by=hire(by), now=NOW)


def confirm(batch: ImportBatch, *, by: Clerk = PAOLO) -> ImportBatch:
    return having_read(importing.confirm, batch, by=hire(by), now=NOW).batch


def reasons(*lines: str) -> list[str]:
    """What is wrong with a list of these lines, a sentence for each bad row."""
    with pytest.raises(importing.BadRows) as refusal:
        upload(table(*lines))
    assert not ImportBatch.objects.exists()
    return [" ".join(row["reasons"]) for row in refusal.value.rows]


def refused(content: bytes) -> str:
    """Why this file isn't even looked at row by row."""
    with pytest.raises(importing.UnreadableFile) as refusal:
        upload(content)
    assert not ImportBatch.objects.exists()
    return str(refusal.value)


# ── The story ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_waits_until_a_second_person_confirms_it():
    batch = upload(table(signed(ANNA), signed(DARIO, canale="PEC", riferimento="prot. 12/2026")))
    assert (batch.status, batch.count, batch.rows.count()) == ("waiting", 2, 2)
    assert not Subscriber.objects.exists()

    batch = confirm(batch)

    assert (batch.status, batch.count, batch.decided_by, batch.decided_at) == (
        "confirmed",
        2,
        hire(PAOLO),
        NOW,
    )
    assert not ImportRow.objects.exists()
    told = {"subscribed_at": MIDNIGHT, "last_message_at": None}
    assert [one.phone for one in Subscriber.objects.subscribed().filter(**told)] == [ANNA.phone, DARIO.phone]


@pytest.mark.parametrize(
    ("channel", "kept", "reference"),
    [
        ("modulo cartaceo", "paper", "modulo 7/2026"),
        ("vecchio telefono", "keyword", "lista broadcast 2, foto 14"),
        ("modulo cartaceo", "paper", "x" * 150),
    ],
    ids=["paper", "the old telephone, before this service", "the longest reference"],
)
def test_the_register_says_how_they_agreed_and_who_confirmed(channel: str, kept: str, reference: str):
    batch = confirm(upload(table(signed(ANNA, canale=channel, riferimento=reference))))
    record = ConsentRecord.objects.get()
    assert (record.kind, record.channel, record.rule) == ("imported", kept, "import")
    assert (record.at_whatsapp, record.recorded_at) == (MIDNIGHT, NOW)
    assert (record.actor, record.reason) == (hire(PAOLO), f"{reference} (importazione {batch.pk})")
    assert (batch.uploaded_by, batch.uploaded_at) == (hire(GIULIA), NOW)
    assert verification.check(NOW).problems == 0


def test_nobody_confirms_their_own_list(settings):
    settings.APPROVE_OWN_BROADCASTS = True
    batch = upload(table(signed(ANNA)), by=PAOLO)
    with pytest.raises(importing.CannotDecide, match="un'altra persona"):
        confirm(batch, by=PAOLO)
    assert (batch.rows.count(), Subscriber.objects.count()) == (1, 0)


def test_a_refused_list_leaves_a_trace_and_no_numbers():
    batch = having_read(importing.refuse, upload(table(signed(ANNA))), by=hire(PAOLO), now=NOW)
    assert (batch.status, batch.count, batch.decided_by) == ("refused", 1, hire(PAOLO))
    assert not ImportRow.objects.exists()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("decide", [importing.confirm, importing.refuse])
@pytest.mark.parametrize("status", ["confirmed", "refused", "expired"])
def test_one_decides_once(decide, status):
    batch = upload(table(signed(ANNA)))
    ImportBatch.objects.update(status=status)
    with pytest.raises(importing.CannotDecide, match="già stato deciso"):
        having_read(decide, batch, by=hire(PAOLO), now=NOW)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("meanwhile", [subscribe, unsubscribe])
def test_who_moved_meanwhile_is_left_out_and_only_the_second_person_is_told(meanwhile):
    batch = upload(table(signed(ANNA), signed(BRUNO, riferimento="modulo 8/2026"), signed(ELENA)))
    meanwhile(BRUNO, at=NOW)
    before = ConsentRecord.objects.count()
    done = having_read(importing.confirm, batch, by=hire(PAOLO), now=NOW)
    assert (done.enrolled, done.references) == (2, ["modulo 8/2026"])
    assert ConsentRecord.objects.count() == before + 2
    assert identity.find(ANNA.person).is_subscribed
    assert identity.find(BRUNO.person).is_subscribed == (meanwhile is subscribe)
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.count) == ("confirmed", 3)  # whoever uploaded it learns nothing by the count


def test_nobody_learns_from_lists_who_is_subscribed_by_the_hundred(
    settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.PRIVACY_EMAILS = ["rpd@comune.example"]
    paolo, known_people = hire(PAOLO), crowd(importing.rejected_rows.NAMED_PER_DAY + 5)
    paolo.email = "paolo@comune.example"
    confirm(upload(table(*(signed(citizen) for citizen in known_people))))
    again = upload(table(*(signed(citizen) for citizen in known_people)))
    with django_capture_on_commit_callbacks(execute=True):
        again = having_read(importing.confirm, again, by=paolo, now=NOW)
    assert (again.enrolled, again.left_out, len(again.references)) == (0, 105, 100)
    officer, confirmer = mailoutbox
    assert (officer.to, "limite" in officer.subject) == (["rpd@comune.example"], True)
    assert (confirmer.to, "com'erano, perché il servizio le conosceva già: 105" in confirmer.body) == (
        ["paolo@comune.example"],
        True,
    )
    assert "modulo" not in confirmer.body
    third = having_read(importing.confirm, upload(table(signed(crowd(1)[0]))), by=paolo, now=NOW)
    assert (third.left_out, third.references) == (1, [])


def test_two_confirm_at_the_same_time_and_one_is_told(committed_db):
    batch, heads = (
        upload(table(*(signed(citizen) for citizen in crowd(5)))),
        [hire(PAOLO), hire(Clerk("pia", "Approvatore"))],
    )

    def press(head) -> str:
        try:
            return having_read(importing.confirm, batch, by=head, now=NOW).batch.status
        except importing.CannotDecide as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(press, heads))
    assert outcomes == ["Su questo elenco è già stato deciso: confermato.", "confirmed"]
    assert ConsentRecord.objects.count() == 5


def test_whoever_confirms_sees_the_first_people_in_the_order_of_the_forms():
    lines = [signed(citizen, riferimento=f"modulo {number}") for number, citizen in enumerate(crowd(90))]
    summary = importing.summary(upload(table(*lines)))
    assert [person["reference"] for person in summary["people"]] == [
        f"modulo {number}" for number in range(20)
    ]
    assert (summary["others"], summary["people"][0]["masked"]) == (70, "•••• 00")
    assert crowd(90)[0].phone not in repr(summary)


# ── Each cell ─────────────────────────────────────────────────────────────────────────────────────────────


WRITTEN = {
    # how a cell may be written: (its column, what is kept, by which name)
    "+393200000101, 3200000101, 320 0000101, 0039 320 000 0101": ("numero", "phone", ANNA.phone),
    "393200000101, 320/00.00-101, 3200000101.0": ("numero", "phone", ANNA.phone),
    "05/03/2026, 5/3/2026, 5-3-2026, 05.03.2026, 2026-03-05": ("data", "agreed_at", MIDNIGHT),
    "08/06/2026": ("data", "agreed_at", datetime(2026, 6, 7, 22, tzinfo=UTC)),  # today is no future
    "modulo cartaceo, Modulo,  CARTA ": ("canale", "channel", "paper"),
    "Sportello, URP": ("canale", "channel", "desk"),
    "pec, Posta  certificata": ("canale", "channel", "pec"),
    "Vecchio telefono, messaggio WhatsApp": ("canale", "channel", "keyword"),
}
CELLS = [(cell, *told) for cells, told in WRITTEN.items() for cell in cells.split(", ")]


@pytest.mark.parametrize(("cell", "column", "name", "kept"), CELLS)
def test_a_cell_may_be_written_in_some_ways(cell: str, column: str, name: str, kept: str | datetime):
    assert getattr(upload(table(signed(ANNA, **{column: cell}))).rows.get(), name) == kept


@pytest.mark.parametrize("number", [3200000101, 393200000101, 3200000101.0, "3200000101"])
@pytest.mark.parametrize("day", [date(2026, 3, 5), datetime(2026, 3, 5, 17, 30), "5/3/2026"])  # noqa: DTZ001
def test_excel_writes_numbers_and_days_its_own_way(number, day):
    row = upload(workbook([number, day, "Modulo cartaceo", "modulo 7"])).rows.get()
    assert (row.phone, row.agreed_at) == (ANNA.phone, MIDNIGHT)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("numero", "", "Manca il numero."),
        ("numero", "Anna", "non è un numero"),
        ("numero", "320 CASCINA", "non è un numero"),
        ("numero", "12", "non è un numero"),
        ("numero", "3200000101 / 3200000102", "non è un numero"),
        ("numero", "3,93E+11", "Excel ha abbreviato"),
        ("numero", "3.9320000010E+11", "Excel ha abbreviato"),
        ("numero", "=A1", "C'è una formula"),
        ("data", "", "Manca la data."),
        ("data", "ieri", "31/12/2025"),
        ("data", "5/3/26", "31/12/2025"),
        ("data", "31/02/2026", "31/12/2025"),
        ("data", "45000", "31/12/2025"),
        ("data", "09/06/2026", "nel futuro"),
        ("data", "31/12/2015", "più di 10 anni"),
        ("data", "01/01/1900", "più di 10 anni"),
        *(("canale", cell, "canale") for cell in ("", "pulsante", "keyword", "piccione")),
        ("riferimento", "", "Manca il riferimento"),
        ("riferimento", "x" * 151, "troppo lungo"),
        ("riferimento", "=1+1", "C'è una formula"),
        ("riferimento", "@SUM(A1)", "non può cominciare"),
        ("riferimento", "modulo di 320 0000 101", "c'è il numero di telefono"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said(column: str, cell: str, sentence: str):
    (reason,) = reasons(signed(ANNA, **{column: cell}))
    assert sentence in reason


# ── Who may be in a list ──────────────────────────────────────────────────────────────────────────────────


def test_all_bad_rows_are_told_with_all_that_is_wrong_and_nothing_is_kept():
    subscribe(ANNA)
    subscribe(BRUNO)
    unsubscribe(BRUNO, at=LONG_AGO + timedelta(days=1))
    lines = [
        signed(ANNA),
        signed(BRUNO, data="07/06/2026"),
        signed(DARIO),
        "",
        signed(DARIO, riferimento="modulo 9"),
        signed(ELENA, data="domani", canale=""),
        signed(CARLA),
    ]
    with pytest.raises(importing.BadRows) as refusal:
        upload(table(*lines))
    assert [tuple(row.values()) for row in refusal.value.rows] == [
        ("riga 6", "•••• 04", ["Lo stesso numero è già alla riga 4."]),
        ("riga 7", "•••• 05", ["La data va scritta come 31/12/2025.", "Manca il canale."]),
        ("riga 8", "—", ["Manca il numero."]),
    ]
    assert not ImportBatch.objects.exists()
    assert "320" not in str(refusal.value)


def test_a_thousand_people_are_uploaded_and_looked_up_in_a_few_queries(django_assert_max_num_queries):
    content = table(*(signed(citizen) for citizen in crowd(1000)))
    giulia = hire(GIULIA)
    with django_assert_max_num_queries(30):
        importing.upload(content, file_name="x.csv", note="x", by=giulia, now=NOW)
    with django_assert_max_num_queries(10):
        known([citizen.phone for citizen in crowd(1000)])


# ── The file ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_comes_as_excel_or_anything_else_writes_it(encoding, separator):
    lines = ["NUMERO;Data;Canàle;Riferimento", signed(ANNA, riferimento="unità 7"), ";;;", ""]
    content = "\r\n".join(lines).replace(";", separator).encode(encoding)
    assert upload(content).rows.get().reference == "unità 7"


def test_columns_come_in_any_order_and_quotes_are_understood():
    content = table(f'"modulo; 7";PEC;5/3/2026;{ANNA.phone}', headings="riferimento;canale;data;numero")
    assert upload(content).rows.get().reference == "modulo; 7"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "«numero»"),
        (table(), "nessuno da iscrivere"),
        (table(headings="numero;data;canale"), "«riferimento»"),
        (table(headings="numero;numero;data;canale;riferimento"), "«numero»"),
        (table(headings=HEADINGS + ";nome"), "colonne in più (E)"),
        (table(headings=HEADINGS + ";nome" * 10), "(E, F, G, H, I, J, K, L, M, N):"),
        (table(headings=HEADINGS + ";nome" * 100_000), "(E, F, G, H, I, J, K, L, M, N e altre 99990):"),
        (table(signed(ANNA) + ";Anna Rossi"), "Alla riga 2"),
        (table(signed(ANNA), headings=signed(BRUNO)), "«numero»"),
        (b"\x81\x8d\x8f\x90\xff", "non si legge"),
        (HEADINGS.encode("utf-16"), "«numero»"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"PK\x03\x04 and then nothing", "non si legge"),
        (table('"' + "x" * 200_000), "non si legge"),
        (workbook(sheets=2), "più di un foglio"),
        (declaring("utf-8"), "non si legge"),
        (declaring("utf-16"), "non si legge"),
        (crowded(), "contiene troppo"),
        (workbook(["3200000101", "5/3/2026", "PEC", "1", "Anna Rossi"]), "Alla riga 2"),
    ],
)
def test_a_file_that_can_not_be_taken_is_told_in_words(content, sentence):
    said = refused(content)
    assert sentence in said
    assert BRUNO.phone not in said


@pytest.mark.parametrize("formula", ["=3200000101", ArrayFormula("A2:A2", "=3200000101"), time(8, 30), True])
def test_a_formula_is_never_worked_out(formula):
    with pytest.raises(importing.BadRows) as refusal:
        upload(workbook([formula, date(2026, 3, 5), "PEC", "prot. 1"]))
    assert refusal.value.rows[0]["masked"] == "—"


def test_a_number_that_excel_takes_for_a_date_writes_no_warning():
    book = Workbook()
    for row in (["numero", "data", "canale", "riferimento"], [3200000101, "5/3/2026", "PEC", "1"]):
        book.active.append(row)
    book.active["A2"].number_format = "dd/mm/yyyy"
    with pytest.raises(importing.BadRows):
        upload(saved(book))


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
BOMBS = {
    "forty megabytes": b" " * (40 * 1024 * 1024),
    "a billion laughs": b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]><x>&l9;</x>",
    "a row at the end of the world": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>',
    "no xml": b"<worksheet",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_does_not_go_off(bomb):
    content = repacked(workbook(["1"]), BOMBS[bomb])
    assert len(content) < 100_000
    assert refused(content)


def test_there_is_an_end_to_what_is_taken(monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 2)
    with pytest.raises(importing.UnreadableFile, match=r"20\.000"):
        lists.rows(table(*(signed(citizen) for citizen in crowd(3))))
    monkeypatch.setattr(lists, "MOST_BYTES", 20)
    assert "10 MB" in refused(table(signed(ANNA)))
