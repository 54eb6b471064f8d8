"""Paolo writes a new version of a text; Rosa reads how it changed; citizens find every privacy notice."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime

from cascina_whatsapp.accounts import second_person
from cascina_whatsapp.accounts.models import Proposal
from cascina_whatsapp.presentation.whatsapp_markup import marked
from subscribers import texts
from subscribers.models import ServiceText
from subscribers.texts.proposing import TEXT
from tests.builders import hire, supersede
from tests.people import GIULIA, PAOLO, Clerk
from tests.reading import read_of
from tests.staff import ROSA, SARA, at_desk

pytestmark = pytest.mark.django_db
LIST = reverse("admin:subscribers_servicetext_changelist")
ADD = reverse("admin:subscribers_servicetext_add")
HELP = "Scrivi *Iscrizione* o *Cancellazione*. Per le emergenze chiama il 112."
RPD = Clerk("livia", "RPD")
PIA = Clerk("pia", "Approvatore")
"""Paolo's deputy."""
TOMORROW = timezone.now() + timedelta(days=1)


def page_of(text: ServiceText, page: str = "change") -> str:
    return reverse(f"admin:subscribers_servicetext_{page}", args=[text.pk])


def first(key: str = "help") -> ServiceText:
    return ServiceText.objects.get(key=key, version=1)


def coming(key: str = "help", body: str = HELP) -> ServiceText:
    """A version for tomorrow."""
    return ServiceText.objects.create(key=key, version=2, body=body, in_force_from=TOMORROW, note="Più breve")


def typed(key: str = "help", body: str = HELP, **fields) -> dict:
    """What Paolo types into the form."""
    form = {"body": body, "note": "Più breve", "starts_0": "", "starts_1": "", "seen": texts.seen(key)}
    return form | fields


def day(moment) -> dict:
    local = localtime(moment)
    return {"starts_0": f"{local:%d/%m/%Y}", "starts_1": f"{local:%H:%M}"}


def write(key: str = "help", **fields):
    """Paolo writes, and proposes."""
    return at_desk(PAOLO).post(f"{ADD}?key={key}", typed(key, **fields), follow=True)


def approve(key: str = "help", clerk: Clerk = PIA):
    (waits,) = TEXT.waiting(key)
    told = {"decision": "approve", "read": read_of(waits)}
    return at_desk(clerk).post(second_person.page_of(waits), told, follow=True)


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────


FOUND = [
    ({"state": "future"}, {"unknown"}),
    ({"state": "superseded"}, {"help"}),
    ({"place": "page"}, {"announcement", "privacy_notice"}),
    ({"q": "riapre"}, {"unknown_out_of_hours"}),
    ({"q": "conferma rifiutata"}, {"optin_prompt_declined"}),
]


def test_the_list_says_which_version_of_each_text_is_in_force():
    supersede("help", HELP)
    coming("unknown")
    page = at_desk(ROSA).get(LIST)
    rows = [(text.key, text.version, text.state) for text in page.context["cl"].result_list]

    assert rows[0] == ("announcement", 1, "in_force")
    assert rows[rows.index(("help", 2, "in_force")) + 1] == ("help", 1, "superseded")
    assert rows[rows.index(("unknown", 2, "future")) + 1] == ("unknown", 1, "in_force")
    assert "Conferma di iscrizione" in page.text
    assert "optin_confirm" not in page.text
    for query, found in FOUND:
        listed = at_desk(ROSA).get(LIST, query).context["cl"].result_list
        assert {text.key for text in listed} == found, query


def test_rosa_reads_what_citizens_read_and_what_changed():
    supersede("help", first().body.replace("per smettere", "per *non* ricevere più nulla"))
    page = at_desk(ROSA).get(page_of(ServiceText.objects.get(key="help", version=2)))

    assert "<strong>non</strong> ricevere" in page.text
    assert "{numero_verde}" in page.text, "the comparison shows what was written"
    assert "[tolto: </span> smettere" in page.text
    assert "Versione 1" in page.text
    assert "Scrivi una nuova versione" not in page.text
    assert "_save" not in page.text
    first_one = (
        at_desk(PAOLO).get(page_of(first("privacy_notice"))).text
    )  # there is nothing to compare it with
    assert "<summary>Com'è scritto</summary>" in first_one
    assert "Che cosa cambia" not in first_one
    assert f"{ADD}?key=privacy_notice" in first_one


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*forte* e _piano_", "<strong>forte</strong> e <em>piano</em>"),
        ("~via~ `uno` ```due```", "<s>via</s> <code>uno</code> <code>due</code>"),
        ("*tutto _insieme_*", "<strong>tutto <em>insieme</em></strong>"),
        ("2*3*4 e nome_di_file", "2*3*4 e nome_di_file"),
        ("* niente *", "* niente *"),
        ("<b>l'*orto*</b>", "&lt;b&gt;l&#x27;<strong>orto</strong>&lt;/b&gt;"),
        ("`*così*`", "<code>*così*</code>"),
    ],
)
def test_the_bubble_shows_whatsapps_marks(text: str, shown: str):
    assert marked(text) == shown


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_paolo_writes_a_new_version_that_counts_once_pia_approves():
    """He begins with the last words. A browser's ends of lines are not kept."""
    desk = at_desk(PAOLO)
    assert f"{ADD}?key=help" in desk.get(ADD).text
    page = desk.get(f"{ADD}?key=help")
    assert page.context["form"].initial["body"] == first().body
    assert "Nulla: il testo è lo stesso." in page.text
    assert 'class="changes"' not in page.text, "it stands beside as the preview"

    written = write(body=f"{HELP}\r\n\r\nCiao!\r\n").text
    assert "ora deve leggerlo e approvarlo un&#x27;altra persona" in written
    assert ServiceText.objects.in_force("help", timezone.now()).version == 1
    page = approve()
    text = ServiceText.objects.in_force("help", timezone.now())
    assert (text.version, text.body, text.author) == (2, f"{HELP}\n\nCiao!", hire(PAOLO))
    assert text.note == "Più breve"
    assert "La versione 2 è in vigore da ora." in page.text


def test_paolo_translates_an_answer_as_it_will_look():
    desk = at_desk(PAOLO)
    assert f"{ADD}?key=ambiguous.en" in desk.get("/admin/testi-del-servizio/lingue/en/").text
    page = desk.get(f"{ADD}?key=ambiguous.en")
    assert "Iscriversi o cancellarsi?, in inglese" in page.text
    assert page.context["form"].initial["body"] == texts.CATALOGUE["ambiguous.en"].wording, (
        "it begins with the draft"
    )
    assert "Contact the Urp" in page.text

    fields = {"body": "Please choose below.", "note": "In inglese", "starts_0": "", "starts_1": ""}
    desk.post(f"{ADD}?key=ambiguous.en", fields | {"seen": page.context["seen"], "_save": "1"})
    approve("ambiguous.en")
    text = ServiceText.objects.get(key="ambiguous.en")
    assert (text.version, text.body, text.author) == (1, "Please choose below.", hire(PAOLO))
    assert "Iscriversi o cancellarsi?, in inglese" in desk.get(LIST).text


def test_the_preview_saves_nothing():
    page = write(body=HELP.replace("*Iscrizione*", "*Iscrizione* {nome}"), _preview="Anteprima")

    assert "{nome} qui non si può usare." in page.text
    assert "<strong>Iscrizione</strong> {nome}" in page.text
    assert "[nuovo: </span>" in page.text
    assert not ServiceText.objects.filter(key="help", version=2).exists()
    assert "Non è ancora salvato." in write(_preview="Anteprima").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": ""}, "Qui manca qualcosa."),
        ({"note": ""}, "Qui manca qualcosa."),
        ({"body": "Aiuto!"}, "Manca «Cancellazione»"),
        ({"starts_0": "01/01/2026", "starts_1": "10:00"}, "Questo momento è già passato"),
        ({"seen": "older"}, "Intanto qualcun altro ha cambiato questo testo"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_saved(fields: dict, said: str):
    assert said in write(**fields).text
    assert (ServiceText.objects.filter(key="help").count(), Proposal.objects.count()) == (1, 0)


def test_a_version_for_tomorrow_can_be_written_again_and_deleted_and_there_is_no_other_meanwhile():
    write(**day(TOMORROW))
    assert "entrerà in vigore " in approve().text
    text = ServiceText.objects.get(key="help", version=2)
    desk, address = at_desk(PAOLO), page_of(ServiceText.objects.get(key="help", version=2))

    assert 'value="Proponi la versione 2"' in desk.get(address).text
    desk.post(address, typed(body=f"{HELP} Ciao!", **day(TOMORROW)))
    text.refresh_from_db()
    assert text.body == HELP
    approve()
    text.refresh_from_db()
    assert (text.body, text.is_used(timezone.now())) == (f"{HELP} Ciao!", False)

    page = desk.get(f"{ADD}?key=help", follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "C'è già una versione che deve entrare in vigore" in page.text.replace("&#x27;", "'")
    desk.post(page_of(text, "delete"), {"post": "yes"})
    assert not ServiceText.objects.filter(pk=text.pk).exists()


@pytest.mark.parametrize(("key", "told"), [("privacy_notice", True), ("announcement", True), ("help", False)])
def test_what_subscribers_may_have_to_be_told_is_said_before_and_after(key: str, told: bool):
    before = at_desk(PAOLO).get(f"{ADD}?key={key}")
    write(key, body=f"{first(key).body} Fine.")
    after = approve(key)

    assert ("scrivigli un messaggio" in before.text) is told
    assert ("scrivigli un messaggio" in after.text) is told
    assert ServiceText.objects.filter(key=key).count() == 2


def test_a_notice_that_does_not_name_the_data_protection_officer_is_not_approved(settings):
    """Nor one that was proposed while the settings said who it is (GDPR, art. 13(1)(b))."""
    old, lacking = first("privacy_notice").body, "Manca {contatto_rpd}: chi legge deve sapere come scrivere"
    assert lacking in unescape(
        write("privacy_notice", body=old.replace("{contatto_rpd}", "vedi il sito")).text
    )
    write("privacy_notice", body=f"{old} Fine.")
    settings.TEXT_VARIABLES = settings.TEXT_VARIABLES | {"contatto_rpd": ""}
    assert lacking in unescape(approve("privacy_notice").text)
    assert ServiceText.objects.filter(key="privacy_notice").count() == 1


# ── Who may ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("clerk", [ROSA, RPD, SARA, GIULIA], ids=lambda clerk: clerk.group)
def test_who_may_read_may_not_write_and_what_was_in_force_nobody_does(clerk: Clerk):
    old = page_of(first())
    for address, told in ((old, typed()), (page_of(first(), "delete"), {"post": "yes"})):
        assert at_desk(PAOLO).post(address, told).status_code == 403
    desk, text = at_desk(clerk), coming()
    reads = 200 if clerk in (ROSA, RPD) else 403

    assert desk.get(LIST).status_code == reads
    assert desk.get(old).status_code == reads
    assert desk.get(page_of(text)).status_code == reads
    assert desk.get(f"{ADD}?key=unknown").status_code == 403
    assert desk.post(f"{ADD}?key=unknown", typed("unknown")).status_code == 403
    assert desk.post(page_of(text), typed(body=f"{HELP} Ciao!")).status_code == 403
    assert desk.post(page_of(text, "delete"), {"post": "yes"}).status_code == 403
    assert ServiceText.objects.get(pk=text.pk).body == HELP


# ── What anybody may read ─────────────────────────────────────────────────────────────────────────────────


def test_citizens_find_every_version_of_the_notice(client):
    old = first("privacy_notice")
    supersede("privacy_notice", f"{old.body} Seconda.")
    ServiceText.objects.create(
        key="privacy_notice", version=3, body=f"{old.body} Terza.", in_force_from=TOMORROW, note="…"
    )
    page = client.get("/informativa/").text

    assert "Seconda." in page
    assert "/informativa/1/" in page
    assert "/informativa/3/" in page
    assert "Questa è una versione superata." in client.get("/informativa/1/").text
    assert "Questa versione vale dal" in client.get("/informativa/3/").text
    assert "noindex" not in page
    for version in ("0", "4", "99999999999999999999"):
        assert client.get(f"/informativa/{version}/").status_code == 404, version
