"""The auditor takes the register away, and verifies it on a computer that knows nothing of the service."""

import csv
import hashlib
import json
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from cascina_whatsapp.privacy.retention import forget_unconfirmed
from subscribers import consent, exporting
from subscribers.exporting import columns, releasing
from subscribers.exporting.filters import Filters
from subscribers.models import ConsentRecord, RegisterExport, Reply, Seal
from subscribers.register import ledger
from subscribers.register.sealing import seal
from subscribers.rules import verify_export
from tests.builders import LONG_AGO, NOW, choose, hire, remind, say, subscribe, text, topic, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, PAOLO, Citizen
from tests.reading import having_read
from tests.staff import ROSA, VERA

pytestmark = pytest.mark.django_db
WHY = "Controllo annuale del responsabile della protezione dei dati"
Status, Kind = RegisterExport.Status, ConsentRecord.Kind


@pytest.fixture(scope="module", autouse=True)
def register_of_a_year(of_the_module):
    """Anna writes; Bruno joined and left, and had his data erased; Elena follows the roads; Paolo removed Dario."""
    say(text(ANNA, "Iscrizione"))
    say(text(BRUNO, "Iscrizione", at=LONG_AGO))
    consent.erase(unsubscribe(BRUNO), evidence(), now=NOW)
    subscribe(ELENA)
    choose(ELENA, topic())
    subscribe(CARLA)
    subscribe(DARIO)
    consent.opt_out(DARIO.person, evidence(), now=NOW, kind=Kind.STAFF_OPT_OUT)


def evidence(**overrides) -> consent.Evidence:
    """Paolo acted at the desk, for a reason that looks like a formula."""
    fields = {
        "at": NOW,
        "channel": consent.Channel.DESK,
        "actor": hire(PAOLO),
        "reason": '=SE(1;"sì, lui";2)',
    }
    return consent.Evidence(**fields | overrides)


def ask(filters: Filters | None = None, **overrides) -> RegisterExport:
    """Rosa asks for an export."""
    fields = {"by": hire(ROSA), "reason": WHY, "now": NOW}
    return exporting.request(filters or Filters(), **fields | overrides)


def export(filters: Filters | None = None, **overrides) -> RegisterExport:
    """Rosa asks for an export and gets it."""
    made = ask(filters, **overrides)
    exporting.run(made, NOW)
    assert made.status == Status.DONE, made.problem
    return made


def content(made: RegisterExport) -> dict[str, bytes]:
    """The files in the ZIP, by their names."""
    file, size = exporting.content(made)
    with file:
        clear = file.read()
    assert len(clear) == size
    with ZipFile(BytesIO(clear)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(made: RegisterExport) -> list[dict[str, str]]:
    return list(
        csv.DictReader(StringIO(content(made)["registro.csv"].decode("utf-8-sig"), newline=""), delimiter=";")
    )


@pytest.fixture
def verify(tmp_path, capsys):
    """Unpacks an export, changes it as `tamper` says, verifies it; answers with what is printed."""

    def run(made: RegisterExport, tamper=None, expected: int = 1) -> str:
        files = content(made)
        (events,) = (name for name in files if name.startswith("registro."))
        if tamper:
            files[events] = tamper(files[events])
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        answer = verify_export.main([str(tmp_path / events), str(tmp_path / "manifesto.json")])
        printed = capsys.readouterr().out
        assert answer == expected, printed
        return printed

    return run


def test_the_export_verifies_with_python_alone(tmp_path):
    """As the auditor does it: in the folder of the files, nothing of ours at hand."""
    for name, data in content(export()).items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-I", "verify_export.py", "registro.csv", "manifesto.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    count = ConsentRecord.objects.count()
    assert done.stdout == f"Tutto corrisponde al manifesto: il file, e {count} eventi uno per uno.\n"


def test_the_log_the_manifest_and_the_papers_say_it_all():
    sealed = seal(NOW)
    made = export(Filters(since=date(2026, 1, 1), kinds=(Kind.OPT_IN,), topic=topic().name))
    files, last = content(made), ConsentRecord.objects.first()
    data = files["registro.csv"]
    assert (made.done, made.total, made.size) == (4, 4, len(data))
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert (made.head_sequence, made.head_hash) == (last.sequence, last.hash)

    said = json.loads(files["manifesto.json"])
    assert said["filtri"]["in parole"] == (
        "Dal 1º gennaio 2026; eventi: Iscrizione; argomento: Viabilità e cantieri"
    )
    assert said["filtri"]["dati"] == made.filters
    assert (said["chiesta da"], said["perché"], said["numeri in chiaro"]) == ("rosa", WHY, False)
    assert said["chiesta il"] == "2026-06-08T10:00:00+02:00"
    assert said["base giuridica"].startswith("Consenso")
    assert (said["eventi"], said["primo evento"], said["registro intero"]) == (made.done, 1, False)
    assert said["catena"] == {"ultimo evento": made.head_sequence, "impronta": made.head_hash}
    assert said["ultimo sigillo"]["impronta"] == sealed.hash == Seal.objects.get().hash
    assert said["eventi per tipo"] == {"Iscrizione": made.done}
    assert said["variabili dei testi"]["numero_verde"] == "800 01 77 28"
    assert said["tabelle"]["testi"]["optin_confirm:1"][0] == "optin_confirm"

    assert list(files) == ["registro.csv", "manifesto.json", "verify_export.py", "LEGGIMI.txt"]
    assert files["verify_export.py"] == Path(verify_export.__file__).read_bytes()
    assert "python verify_export.py registro.csv manifesto.json" in files["LEGGIMI.txt"].decode()
    assert WHY in files["LEGGIMI.txt"].decode()


def test_a_row_says_what_happened_in_italian():
    Reply.objects.filter(consent__sequence=1).update(status=Reply.Status.DELIVERED, delivered_at=NOW)
    first = rows(export())[0]
    assert first["che cosa"] == "Iscrizione"
    assert first["ora del messaggio"] == "2026-06-08 08:00:00+00"
    assert (first["canale"], first["ha avuto effetto"]) == ("Parola scritta", "sì")
    assert first["conferma"] == "optin_confirm:1"
    assert first["esito della conferma"].startswith("Consegnata 2026-06-08 08:00:00")
    assert topic().name in json.loads(first["argomenti"])


def test_a_number_leaves_only_if_it_is_asked_for_and_only_of_who_is_subscribed(verify):
    """Or the id that WhatsApp gives instead of it."""
    plain = content(export())["registro.csv"].decode()
    names = ["numero", *(who.phone[3:] for who in (ANNA, BRUNO, DARIO)), ANNA.bsuid, BRUNO.bsuid, CARLA.bsuid]
    assert [name for name in names if name in plain] == []
    made = export(with_numbers=True)
    having_read(releasing.release, made, by=hire(VERA), now=NOW)
    made.refresh_from_db()
    numbers = {row["pseudonimo"]: row["numero"] for row in rows(made)}
    assert sorted(numbers.values()) == ["", "", f"'{ANNA.phone}", f"'{ELENA.phone}", CARLA.bsuid]
    verify(made, expected=0)


def test_a_question_its_yes_and_one_that_was_forgotten_are_told_and_verify(verify):
    def wrote(words: str, **more) -> consent.Evidence:
        return evidence(channel=consent.Channel.KEYWORD, actor=None, reason="", words=words, **more)

    gino = Citizen("Gino", "+393200000777", "")
    consent.ask(gino.person, wrote("Iscrizione", message_id="wamid.1"), now=NOW)
    consent.ask(FABIO.person, wrote("Iscrizione", message_id="wamid.2"), now=NOW)
    consent.confirm(gino.person, wrote("Sì, iscrivimi", message_id="wamid.3"), now=NOW)
    forget_unconfirmed(NOW + timedelta(days=2))
    made = export()
    told = [(row["che cosa"], row["parole scritte"], row["motivo"]) for row in rows(made)][-4:]
    asked = rows(made)[-4]["progressivo"]
    assert told == [
        ("Iscrizione da confermare", "Iscrizione", ""),
        ("Iscrizione da confermare", "", ""),
        ("Iscrizione", "Sì, iscrivimi", f"Conferma la richiesta dell'evento {asked}"),
        ("Dati cancellati", "", "Iscrizione non confermata entro 24 ore"),
    ]
    verify(made, expected=0)


@pytest.mark.parametrize("begins", [*"=+-@'\t\r\n＝", "''", "ciao"])
def test_a_spreadsheet_runs_nothing_and_the_text_survives(begins, verify):
    """What a citizen wrote, and what a clerk wrote; the verification takes the apostrophe away again."""
    written = f'{begins}HYPERLINK("http://x", "a,b")'
    change = consent.opt_in(BRUNO.person, evidence(at=NOW + timedelta(1), words=written), now=NOW)
    made = export()
    cell = rows(made)[-1]["parole scritte"]
    assert cell == (written if begins == "ciao" else f"'{written}")
    assert change.record.sequence == made.head_sequence
    verify(made, expected=0)


def test_the_same_in_excel(verify):
    consent.opt_in(BRUNO.person, evidence(at=NOW + timedelta(1), words="=1+1\x07"), now=NOW)
    made = export(format="xlsx")
    heading, *events = load_workbook(BytesIO(content(made)["registro.xlsx"])).active.values
    assert list(heading) == [column.heading for column in columns.COLUMNS]
    assert len(events) == made.done == ConsentRecord.objects.count()
    assert events[-1][heading.index("parole scritte")] == "'=1+1"
    assert "solo" not in verify(made, expected=0)
    assert "non è quello esportato" in verify(made, lambda data: data[:-1] + b"!")


def test_more_than_a_sheet_holds_goes_to_csv(monkeypatch):
    monkeypatch.setattr(columns, "SHEET_ROWS", 3)
    with pytest.raises(exporting.CannotExport, match="scegli i dati"):
        ask(format="xlsx")
    assert not RegisterExport.objects.exists()


FILTERS = [
    (Filters(), 9, "Tutto il registro"),
    (Filters(kinds=(Kind.OPT_OUT, Kind.ERASED)), 2, "Eventi: Cancellazione, Dati cancellati"),
    (Filters(channels=(consent.Channel.DESK,)), 2, "Canali: Sportello"),
    (Filters(topic="Viabilità e cantieri"), 5, "Argomento: Viabilità e cantieri"),
    (Filters(topic="Viabilità"), 0, "Argomento: Viabilità"),
    (Filters(since=date(2026, 6, 8)), 4, "Dall'8 giugno 2026"),
    (Filters(until=date(2026, 6, 7)), 5, "Fino al 7 giugno 2026"),
    (
        Filters(since=date(2026, 6, 8), until=date(2026, 6, 8)),
        4,
        "Dall'8 giugno 2026; fino all'8 giugno 2026",
    ),
]


@pytest.mark.parametrize(("filters", "count", "words"), FILTERS, ids=[words for _, _, words in FILTERS])
def test_a_part_of_the_register(filters, count, words, verify):
    assert filters.in_words() == words
    assert Filters.from_data(json.loads(json.dumps(filters.as_data()))) == filters
    made = export(filters)
    assert (made.total, made.done) == (count, count)
    verify(made, expected=0)


def test_days_are_those_of_cascina():
    """At 23:30 in London it is the next day here."""
    late = NOW.replace(hour=22, minute=30)
    ledger.append(kind="opt_in", pseudonym="p", at_whatsapp=late, recorded_at=late, channel="keyword")
    last = ConsentRecord.objects.first()
    assert last in Filters(since=date(2026, 6, 9)).records()
    assert last not in Filters(until=date(2026, 6, 8)).records()


def test_who_was_reminded_in_which_words_is_in_the_file_and_in_the_manifest(verify):
    subscribe(FABIO, at=NOW - timedelta(days=366))
    remind(FABIO)
    made = export(Filters(kinds=(Kind.NOTICE_SENT,)))
    (told,) = rows(made)
    assert (told["che cosa"], told["canale"], told["parole scritte"]) == ("Avviso consegnato", "Sistema", "")
    assert (told["conferma"], told["informativa"]) == ("yearly_reminder:1", "privacy_notice:1")
    said = json.loads(content(made)["manifesto.json"])
    assert said["eventi per tipo"] == {"Avviso consegnato": 1}
    assert said["tabelle"]["testi"]["yearly_reminder:1"][:2] == ["yearly_reminder", 1]
    verify(made, expected=0)
    assert "Evento 10: modificato" in verify(export(), edited("conferma", 11, "notice_changed:1"))


def test_the_end_of_the_proof_leaves_an_export_that_verifies(verify):
    consent.forget_proof([unsubscribe(ELENA)], reason="Termine di conservazione", now=NOW)
    verify(export(), expected=0)
    verify(export(Filters(until=date(2026, 6, 7))), expected=0)


def edited(heading: str, row: int, value: str):
    """Changes one cell; row 2 is the first under the headings."""

    def tamper(data: bytes) -> bytes:
        lines = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
        lines[row - 1][lines[0].index(heading)] = value
        changed = StringIO()
        csv.writer(changed, delimiter=";").writerows(lines)
        return changed.getvalue().encode()

    return tamper


def without_row(row: int):
    return lambda data: b"".join(line for n, line in enumerate(data.splitlines(True), 1) if n != row)


TAMPERED = {
    "words": (edited("parole scritte", 2, "Iscrizione!"), "Riga 2. Evento 1: modificato"),
    "time": (edited("ora del messaggio", 3, "2020-01-01 00:00:00+00"), "Riga 3. Evento 2: modificato"),
    "kind": (edited("che cosa", 4, "Iscrizione"), "Riga 4. Evento 3: modificato"),
    "text": (edited("informativa", 2, "privacy:1"), "Riga 2. Evento 1: modificato"),
    "pseudonym": (edited("pseudonimo", 6, "0" * 64), "Riga 6. Evento 5: modificato"),
    "last": (edited("impronta", 10, "0" * 64), "Riga 10. Evento 9: modificato"),
    "unknown kind": (edited("che cosa", 4, "Altro"), "Riga 4: illeggibile."),
    "no number": (edited("progressivo", 4, ""), "Riga 4: illeggibile."),
    "huge number": (edited("progressivo", 4, "9" * 30), "Riga 4: illeggibile."),
    "nonsense": (edited("argomenti", 4, "[["), "Riga 4: illeggibile."),
    "heading": (edited("regola", 1, "Regola"), "Riga 1: le intestazioni non sono quelle"),
    "row gone": (without_row(5), "Evento 4: manca."),
    "end gone": (without_row(10), "L'ultimo evento non è il 9"),
    "all gone": (lambda data: b"", "Gli eventi sono 0, il manifesto ne dichiara 9."),
    "row twice": (lambda data: data + data.splitlines(True)[-1], "Evento 9: inserito"),
    "bytes": (lambda data: data.replace(b"Iscrizione", b"Iscr\xff\xffione", 1), "Riga 2: illeggibile."),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_is_found_and_where(what, verify):
    tamper, sentence = TAMPERED[what]
    printed = verify(export(), tamper)
    assert printed.startswith("Il file non è quello esportato (SHA-256)")
    assert sentence in printed


def test_a_change_of_spelling_alone_is_found_by_the_file_s_digest(verify):
    printed = verify(export(), lambda data: data.replace(b"\r\n", b"\n"))
    assert printed.splitlines() == ["Il file non è quello esportato (SHA-256)."]


def test_a_forged_manifest_does_not_help_against_the_chain(tmp_path, capsys):
    """Who changes an event and every digest of the manifest still has to rewrite the chain up to its end."""
    files = content(export())
    forged = edited("parole scritte", 2, "Cancellazione")(files["registro.csv"])
    said = json.loads(files["manifesto.json"])
    said["file"]["sha256"] = hashlib.sha256(forged).hexdigest()
    (tmp_path / "f.csv").write_bytes(forged)
    (tmp_path / "m.json").write_text(json.dumps(said))
    assert verify_export.main([str(tmp_path / "f.csv"), str(tmp_path / "m.json")]) == 1
    assert capsys.readouterr().out.startswith("Riga 2. Evento 1: modificato")


@pytest.mark.parametrize("arguments", [[], ["only one"]])
def test_the_program_says_how_it_is_used(arguments):
    with pytest.raises(SystemExit, match=r"python verify_export.py registro.csv manifesto.json"):
        verify_export.main(arguments)


def test_of_files_that_are_not_there_it_says_so_and_how_it_is_used(capsys):
    assert verify_export.main(["nowhere.csv", "nowhere.json"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Non riesco a leggere il file o il manifesto")
    assert verify_export.USE in said
