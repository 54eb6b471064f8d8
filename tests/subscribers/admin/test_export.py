"""The page of exports: who may ask, who sees whose, who downloads what; and that all of it is logged."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission

from subscribers import exporting
from subscribers.exporting import columns, releasing
from subscribers.models import RegisterExport
from tests.builders import NOW, hire, subscribe
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.reading import having_read
from tests.staff import ROSA, SARA, at_desk
from tests.trails import traces

pytestmark = pytest.mark.django_db
EXPORTS = "/admin/esportazioni-del-registro/"
WHY = "Verifica chiesta dal Garante"
AUDITOR = Clerk("ugo", "Revisore")
"""Of the court of auditors: may take the register away, without numbers."""
OFFICER = Clerk("olga", "RPD")
"""The data-protection officer: sees all exports, and may have numbers."""


@pytest.fixture(autouse=True)
def two_people():
    subscribe(ANNA)
    subscribe(BRUNO)


def ask(clerk: Clerk, **answers):
    """`clerk` fills in the page."""
    return at_desk(clerk).post(f"{EXPORTS}aggiungi/", {"format": "csv", "reason": WHY} | answers)


def exported(clerk: Clerk, **answers) -> RegisterExport:
    """The export that `clerk` asked for; small ones are ready at once."""
    response = ask(clerk, **answers)
    made = RegisterExport.objects.first()
    assert (response.status_code, response.url) == (302, f"{EXPORTS}{made.pk}/modifica/")
    return made


def download(clerk: Clerk, export: RegisterExport):
    return at_desk(clerk).get(f"{EXPORTS}{export.pk}/scarica/")


def test_an_auditor_asks_and_downloads_for_as_long_as_they_may_and_it_is_logged():
    assert f'href="{EXPORTS}aggiungi/"' in at_desk(AUDITOR).get("/admin/registro-dei-consensi/").text
    made = exported(AUDITOR, kinds=["opt_in"], since="2026-01-01", until="31/12/2026")
    assert made.filters == {"kinds": ["opt_in"], "since": "2026-01-01", "until": "2026-12-31"}
    assert (made.requested_by.username, made.reason, made.with_numbers) == ("ugo", WHY, False)
    text = at_desk(AUDITOR).get(f"{EXPORTS}{made.pk}/modifica/").text
    assert f'href="{EXPORTS}{made.pk}/scarica/"' in text
    response = download(AUDITOR, made)
    assert f'filename="registro-{made.pk}.zip"' in response.headers["Content-Disposition"]
    with ZipFile(BytesIO(response.getvalue())) as archive:
        assert len(archive.read("registro.csv").splitlines()) == 3
    download(OFFICER, made).getvalue()
    trace = [(who, words) for who, _, words in traces()]
    assert trace == [("ugo", "Chiesta."), ("ugo", "Scaricata."), ("olga", "Scaricata.")]
    hire(AUDITOR).groups.clear()
    assert download(AUDITOR, made).status_code == 403


@pytest.mark.parametrize("reason", ["", "boh", " " * 20, "x" * 201])
def test_without_a_reason_there_is_no_export(reason):
    assert ask(AUDITOR, reason=reason).context["form"].errors.keys() == {"reason"}
    assert not RegisterExport.objects.exists()


WRONG = {
    "kinds": ["sconosciuto"],
    "channels": ["piccione"],
    "topic": "Inesistente",
    "format": "pdf",
    "since": "ieri",
}


@pytest.mark.parametrize("field", WRONG)
def test_what_the_page_does_not_offer_is_refused(field):
    assert ask(AUDITOR, **{field: WRONG[field]}).context["form"].errors.keys() == {field}


def test_a_period_has_an_end_after_its_beginning():
    response = ask(AUDITOR, since="2026-02-01", until="2026-01-01")
    assert "Viene prima dell&#x27;inizio." in response.text


def test_too_much_for_excel_is_said_in_words(monkeypatch):
    monkeypatch.setattr(columns, "SHEET_ROWS", 1)
    assert "scegli i dati (CSV)" in ask(AUDITOR, format="xlsx").text


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, SARA], ids=lambda clerk: clerk.group)
def test_who_may_not_export_sees_nothing(clerk):
    made = exported(AUDITOR)
    desk = at_desk(clerk)
    for page in ("", "aggiungi/", f"{made.pk}/modifica/", f"{made.pk}/scarica/"):
        assert desk.get(f"{EXPORTS}{page}").status_code == 403, page
    assert ask(clerk).status_code == 403
    assert RegisterExport.objects.count() == 1


def test_an_auditor_sees_their_own_and_the_officer_everybody_s():
    of_rosa, of_ugo = exported(ROSA), exported(AUDITOR)

    def listed(clerk: Clerk) -> set[int]:
        return {row[0].pk for row in at_desk(clerk).get(EXPORTS, follow=True).context["exports"]}

    assert listed(AUDITOR) == {of_ugo.pk}
    assert listed(OFFICER) == {of_rosa.pk, of_ugo.pk}
    assert at_desk(AUDITOR).get(f"{EXPORTS}{of_rosa.pk}/modifica/").status_code == 302
    assert download(AUDITOR, of_rosa).status_code == 403


def test_numbers_need_a_permission_of_their_own():
    """Rosa may see all exports in the end; what is in this one, she may not."""
    assert "with_numbers" not in at_desk(AUDITOR).get(f"{EXPORTS}aggiungi/").context["form"].fields
    assert exported(AUDITOR, with_numbers="on").with_numbers is False
    made = exported(OFFICER, with_numbers="on")
    assert made.with_numbers is True
    assert "Numeri in chiaro" in at_desk(OFFICER).get(EXPORTS, follow=True).text
    having_read(releasing.release, made, by=hire(ROSA), now=NOW)
    with ZipFile(BytesIO(download(OFFICER, made).getvalue())) as archive:
        assert ANNA.phone in archive.read("registro.csv").decode()
    hire(ROSA).user_permissions.add(Permission.objects.get(codename="view_registerexport"))
    assert "Non puoi scaricare questo file" in at_desk(ROSA).get(f"{EXPORTS}{made.pk}/modifica/").text
    assert download(ROSA, made).status_code == 403


def test_a_large_export_is_followed_on_its_page(monkeypatch):
    monkeypatch.setattr(exporting, "SMALL_ENOUGH", 1)
    made = exported(AUDITOR)
    desk = at_desk(AUDITOR)
    text = desk.get(f"{EXPORTS}{made.pk}/modifica/").text
    assert "si prepara da sola" in text
    assert "Scarica" not in text
    exporting.run_due(NOW)
    text = desk.get(f"{EXPORTS}{made.pk}/modifica/").text
    assert "si prepara da sola" not in text
    assert "Scarica" in text


def test_an_empty_part_is_an_export_and_a_file_that_has_been_discarded_no_error():
    made = exported(AUDITOR, since="2000-01-01", until="2000-01-02")
    assert (made.status, made.done) == (RegisterExport.Status.DONE, 0)
    made.file.delete()
    response = at_desk(AUDITOR).get(f"{EXPORTS}{made.pk}/scarica/", follow=True)
    assert "Il file non c&#x27;è più" in response.text
    assert response.status_code == 200
