"""The pages of imports: who uploads, who confirms, what they see; no number, no file on a disk, no back door."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.admin import imports
from subscribers.models import ImportBatch, ImportRow, Subscriber
from tests.builders import hire, subscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Citizen, Clerk, crowd
from tests.reading import read_of
from tests.staff import ROSA, SARA, SILVIA, STAFF, VERA, at_desk
from tests.trails import traces

pytestmark = pytest.mark.django_db
IMPORTS = "/admin/importazioni-di-iscritti/"
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
URP = {GIULIA, PAOLO}
staff = pytest.mark.parametrize("clerk", STAFF, ids=lambda clerk: clerk.group)


def forms(*citizens: Citizen, day: str = "05/03/2026") -> SimpleUploadedFile:
    """The list of forms that these citizens signed."""
    lines = [f"{citizen.phone};{day};modulo;modulo {number}" for number, citizen in enumerate(citizens, 1)]
    return SimpleUploadedFile("moduli.csv", "\n".join(["numero;data;canale;riferimento", *lines]).encode())


def upload(clerk: Clerk, file: SimpleUploadedFile | str, **answers):
    """`clerk` fills in the page."""
    answers = {"file": file, "protocol": "41207", "desk": "URP"} | answers
    return at_desk(clerk).post(f"{IMPORTS}aggiungi/", answers)


def uploaded(clerk: Clerk = GIULIA, *citizens: Citizen) -> ImportBatch:
    """The list that `clerk` uploaded."""
    response = upload(clerk, forms(*(citizens or (ANNA, BRUNO))))
    batch = ImportBatch.objects.first()
    assert (response.status_code, response.url) == (302, f"{IMPORTS}{batch.pk}/modifica/")
    return batch


def press(clerk: Clerk, batch: ImportBatch, button: str, **answers):
    """`clerk` presses a button, having ticked that the list was held against the forms."""
    told = {"compared": "on", "read": read_of(batch)}
    return at_desk(clerk).post(page_of(batch, button), told | answers, follow=True)


def page_of(batch: ImportBatch, button: str) -> str:
    return reverse(f"admin:subscribers_importbatch_{button}", args=[batch.pk])


def buttons(clerk: Clerk, batch: ImportBatch) -> set[str]:
    """What `clerk` finds on the page of a list."""
    text = at_desk(clerk).get(f"{IMPORTS}{batch.pk}/modifica/").text
    return {name for name in ("confirm", "refuse") if f'action="{page_of(batch, name)}"' in text}


def test_giulia_uploads_and_paolo_confirms(caplog):
    batch = uploaded()
    assert (batch.uploaded_by, batch.note) == (hire(GIULIA), "protocollo 41207, URP")
    page = at_desk(PAOLO).get(f"{IMPORTS}{batch.pk}/modifica/").text
    for shown in (
        "2 numeri da moduli di carta",
        "caricati da giulia",
        "protocollo 41207, URP",
        "al massimo <strong>2 persone</strong>",
        "Ho confrontato le 2 righe con i moduli firmati",
        "•••• 01",
        "Modulo cartaceo",
        "5 marzo",
    ):
        assert shown in page
    before = "Prima confronta l&#x27;elenco con i moduli firmati"
    assert before in press(PAOLO, batch, "confirm", compared="").text
    assert not Subscriber.objects.exists()
    assert "Fatto: le persone dell&#x27;elenco sono iscritte." in press(PAOLO, batch, "confirm").text
    assert Subscriber.objects.subscribed().count() == 2
    trace = [(who, words) for who, _, words in traces()]
    assert trace == [("giulia", "Caricata: 2 persone."), ("paolo", "Confermato.")]
    assert f"import {batch.pk} decided by user {hire(PAOLO).pk}" in caplog.text
    assert "320" not in caplog.text
    for clerk in (ROSA, VERA):
        text = at_desk(clerk).get(IMPORTS).text
        for shown in ("2 numeri, protocollo 41207, URP", "confermati da paolo", "Confermato"):
            assert shown in text


def test_who_refuses_says_why_and_the_uploader_reads_it():
    batch = uploaded()
    assert "Togli il numero" in press(PAOLO, batch, "refuse", why="manca il 3200000101").text
    press(PAOLO, batch, "refuse", why="Mancano le firme a pagina 3")
    for page in (IMPORTS, f"{IMPORTS}{batch.pk}/modifica/"):
        text = at_desk(GIULIA).get(page).text
        assert "respinti da paolo" in text
        assert "«Mancano le firme a pagina 3»" in text
    assert buttons(PAOLO, batch) == set()
    for button in ("confirm", "refuse"):
        assert "già stato deciso: respinto." in press(PIA, batch, button).text
    assert not Subscriber.objects.exists()


@staff
def test_who_may_upload_see_and_decide(clerk):
    """A look decides nothing."""
    batch, desk = uploaded(PIA), at_desk(clerk)
    sees = 403 if clerk in (SARA, SILVIA) else 200
    assert [desk.get(page).status_code for page in (IMPORTS, f"{IMPORTS}{batch.pk}/modifica/")] == [sees] * 2
    assert buttons(clerk, batch) == ({"confirm", "refuse"} if clerk is PAOLO else set())
    for button in ("confirm", "refuse"):
        assert desk.get(page_of(batch, button)).status_code == (302 if clerk is PAOLO else 403)
        assert clerk is PAOLO or press(clerk, batch, button).status_code == 403
    assert ImportBatch.objects.get().status == "waiting"

    uploads = 200 if clerk in URP else 403
    assert [desk.get(f"{IMPORTS}{page}/").status_code for page in ("aggiungi", "esempio")] == [uploads] * 2
    assert upload(clerk, forms(ANNA)).status_code == (302 if clerk in URP else 403)
    assert ImportBatch.objects.count() == 1 + (clerk in URP)
    hire(SARA).user_permissions.add(Permission.objects.get(codename="confirm_import"))
    assert press(SARA, batch, "confirm").status_code == 403  # to decide one must see


def test_nobody_confirms_their_own_list_and_who_uploaded_it_may_take_it_back():
    batch = uploaded(PAOLO)
    assert buttons(PAOLO, batch) == {"refuse"}
    assert "deve confermarlo un&#x27;altra persona" in press(PAOLO, batch, "confirm").text
    assert not Subscriber.objects.exists()
    press(PIA, batch, "confirm")
    assert Subscriber.objects.count() == 2

    batch = uploaded()
    assert buttons(GIULIA, batch) == {"refuse"}
    assert "Elenco respinto" in press(GIULIA, batch, "refuse").text
    assert not ImportRow.objects.exists()


def number_of(batch: ImportBatch) -> str:
    """The page of the first person's number."""
    return reverse("admin:subscribers_importbatch_number", args=[batch.rows.first().pk])


def test_whoever_confirms_compares_everybody_and_sees_one_number_for_a_reason(caplog):
    batch = uploaded()
    people = at_desk(PAOLO).get(page_of(batch, "people")).text
    for shown in ("modulo 1", "modulo 2", "5 marzo", "•••• 01", "•••• 02", number_of(batch)):
        assert shown in people
    desk, why = at_desk(PAOLO), "Due cifre sul modulo non si leggono"
    pages = [
        people,
        desk.get(number_of(batch)).text,
        desk.post(number_of(batch), {"reason": ""}).text,
        desk.post(number_of(batch), {"reason": f"è il {ANNA.phone}"}).text,
    ]
    assert [text for text in pages if f">{ANNA.phone}<" in text] == []
    assert not TrailRecord.objects.filter(event=Event.ROW_UNMASKED).exists()

    shown = desk.post(number_of(batch), {"reason": why})
    assert f">{ANNA.phone}<" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    told = TrailRecord.objects.get(event=Event.ROW_UNMASKED)
    assert (told.by_name, told.details) == ("paolo", {"reason": why})
    assert f"importazione {batch.pk}" in told.about
    assert ANNA.phone not in caplog.text


def test_nobody_else_compares_or_sees_a_number():
    batch, own = uploaded(), uploaded(PAOLO)
    for clerk in (GIULIA, ROSA, VERA, SARA):
        assert at_desk(clerk).get(page_of(batch, "people")).status_code == 403
        assert at_desk(clerk).post(number_of(batch), {"reason": "per curiosità"}).status_code == 403
    assert at_desk(PAOLO).post(number_of(own), {"reason": "l'ho caricato io"}).status_code == 403
    assert number_of(own) not in at_desk(PAOLO).get(page_of(own, "people")).text


def test_a_landline_is_remarked_and_taken():
    batch = uploaded(GIULIA, ANNA, Citizen("Ufficio", "+39050719111", ""))
    for clerk in (GIULIA, PAOLO):
        text = at_desk(clerk).get(f"{IMPORTS}{batch.pk}/modifica/").text
        assert "Un numero è di un telefono fisso." in text
    press(PAOLO, batch, "confirm")
    assert Subscriber.objects.count() == 2


def test_bad_rows_are_listed_without_their_numbers():
    subscribe(ANNA)
    response = upload(GIULIA, forms(ANNA, BRUNO, BRUNO, BRUNO))
    assert (response.status_code, response.context["bad_count"]) == (200, 2)
    for shown in ("2 righe da correggere", "•••• 02", "riga 4", "riga 5", "già alla riga 3"):
        assert shown in response.text
    assert "riga 2<" not in response.text  # Anna is subscribed: Giulia is not told
    assert "3200000" not in response.text
    assert not ImportBatch.objects.exists()


def test_a_list_full_of_errors_still_fits_on_a_page(monkeypatch):
    monkeypatch.setattr(imports, "SHOWN", 3)
    response = upload(GIULIA, forms(*crowd(5), day="ieri"))
    assert (response.context["bad_count"], response.text.count("31/12/2025.<")) == (5, 3)
    assert "le prime 3" in response.text


def test_who_is_left_out_is_told_once_to_whoever_confirms():
    batch = uploaded()
    subscribe(BRUNO)
    text = press(PAOLO, batch, "confirm").text
    for shown in ("chi si poteva iscrivere è iscritto", "1 persona non iscritta", "modulo 2"):
        assert shown in text
    assert "modulo 1" not in text
    assert Subscriber.objects.count() == 2
    for clerk in (GIULIA, PAOLO):
        assert "modulo 2" not in at_desk(clerk).get(f"{IMPORTS}{batch.pk}/modifica/").text


@pytest.mark.parametrize(
    ("file", "answers", "sentence"),
    [
        ("", {}, "Scegli un file"),
        (forms(ANNA), {"protocol": ""}, "Scrivi il numero di protocollo"),
        (forms(ANNA), {"desk": ""}, "Scrivi quale sportello"),
        (forms(ANNA), {"desk": "x" * 101}, "100 caratteri"),
        (SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0"), {}, "«numero»"),
        (SimpleUploadedFile("vuoto.csv", b""), {}, "«numero»"),
        (SimpleUploadedFile("tanti.csv", b"x" * 10_600_000), {}, "Scegli un file, al massimo di 10 MB."),
    ],
    ids=["no file", "no protocol", "no desk", "long desk", "picture", "empty", "too large"],
)
def test_what_the_page_can_not_take_is_told_in_words(file, answers, sentence):
    assert sentence in upload(GIULIA, file, **answers).text
    assert not ImportBatch.objects.exists()


def test_a_large_file_never_touches_a_disk(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was made")

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", refuse)
    assert "Nella prima riga" in upload(GIULIA, SimpleUploadedFile("tanti.csv", b"x\n" * 2_500_000)).text


def test_no_list_comes_from_another_site():
    """The token is looked for a step later than elsewhere; but it is."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(hire(GIULIA))
    assert (
        client.post(f"{IMPORTS}aggiungi/", {"file": forms(ANNA), "protocol": "1", "desk": "x"}).status_code
        == 403
    )
    assert not ImportBatch.objects.exists()


def test_the_empty_list_opens_in_excel_and_can_be_uploaded_when_filled_in():
    response = at_desk(GIULIA).get(f"{IMPORTS}esempio/")
    assert "elenco-vuoto.csv" in response.headers["Content-Disposition"]
    assert response.content == "\ufeffnumero;data;canale;riferimento\r\n".encode()
    filled = response.content + f"{ANNA.phone};5/3/2026;PEC;prot. 1\r\n".encode()
    assert upload(GIULIA, SimpleUploadedFile("pieno.csv", filled)).status_code == 302


BACK_DOORS = [
    f"{pages}{name}/"
    for pages in (IMPORTS, "/admin/iscritti/", "/admin/registro-dei-consensi/")
    for name in ("import", "process_import")
]


@staff
def test_the_library_s_address_is_no_back_door(clerk):
    desk = at_desk(clerk)
    for address in BACK_DOORS:
        assert desk.get(address).status_code in (302, 403, 404)
        response = desk.post(address, {"import_file": forms(ANNA), "format": "0", "resource": ""})
        assert response.status_code in (302, 403, 404)
    assert not ImportBatch.objects.exists()
    assert not Subscriber.objects.exists()
