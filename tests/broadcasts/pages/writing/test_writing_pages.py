"""Drafts that save themselves: what is kept, who is told, and what a file is found to be at once."""

import logging
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign, CampaignEvent, NumberStatus, OpenDraft
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import sample
from tests.broadcasts.moments import DAY
from tests.broadcasts.pages.pages import page as at
from tests.broadcasts.rules.test_attached_pdfs import locked_pdf, make_pdf
from tests.builders import NOW, campaign, hire, topic
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, STAFF, at_desk
from tests.trails import traces

pytestmark = pytest.mark.usefixtures("monday_morning")
NEW = "/admin/messaggi/salva-bozza/"
PAOLA = Clerk("paola", "Redattore")
IMAGE, PDF = sample("image")[0], sample("document")[0]
SCAN = make_pdf("0.2 0.4 0.8 rg 0 0 300 400 re f")


def typed(**overrides) -> dict:
    return {"title": "", "topics": [], "body": "", "link": ""} | overrides


def stored() -> Campaign:
    return Campaign.objects.get()


def whole(written: Campaign, **overrides) -> dict:
    """The form as it shows this draft, but for what was typed since."""
    fields = {
        "title": written.title,
        "topics": [topic.pk for topic in written.chosen_topics],
        "body": written.body,
        "link": written.link,
        "seen_version": written.version,
    }
    return fields | overrides


def send(written: Campaign, content: bytes, name: str = "Mario Rossi.pdf", clerk=GIULIA, **extra):
    file = SimpleUploadedFile(name, content)
    return at_desk(clerk).post(at(written, "attach"), {"file": file, **extra})


def test_the_first_autosave_makes_the_draft():
    answer = at_desk(GIULIA).post(NEW, typed(title="Via Roma")).json()
    assert (stored().title, stored().author, stored().chosen_topics) == ("Via Roma", hire(GIULIA), [])
    assert answer["saved"] == "Salvato alle 10:00"
    assert answer["page"] == at(stored(), "change")
    assert answer["version"] == stored().version
    assert [who for who, _, _ in traces()] == ["giulia"]


def test_the_next_ones_write_on_it_and_log_each_pair_of_hands_once(caplog):
    caplog.set_level(logging.INFO)
    draft = campaign()
    for number, clerk in enumerate((GIULIA, GIULIA, PAOLA, PAOLA, GIULIA)):
        answer = at_desk(clerk).post(at(draft, "autosave"), whole(stored(), body=f"Testo {number}"))
        assert answer.json()["version"] == number + 2
    assert stored().body == "Testo 4"
    assert [who for who, _, _ in traces()] == ["paola", "giulia"]
    assert f"campaign {draft.pk} written by user {hire(PAOLA).pk}: version 4" in caplog.text
    assert "Testo" not in caplog.text


def test_what_did_not_change_is_not_written_again_and_a_title_is_kept_however_long():
    draft, desk = campaign(), at_desk(GIULIA)
    answer = desk.post(at(draft, "autosave"), whole(draft))
    assert answer.json()["version"] == 1
    assert (stored().version, stored().changed_by) == (1, None)
    desk.post(at(draft, "autosave"), whole(draft, title="t" * 75))
    assert stored().title == "t" * 75


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "t" * 201}, "titolo"),
        ({"scheduled_for_0": "domani", "scheduled_for_1": "10:00"}, "giorno e ora"),
        ({"scheduled_for_0": "05/06/2026", "scheduled_for_1": "10:00"}, "giorno e ora"),
        ({"topics": "0"}, "argomenti"),
    ],
)
def test_what_can_not_be_kept_is_said_and_the_rest_is_kept(wrong, field):
    draft = campaign()
    answer = at_desk(GIULIA).post(at(draft, "autosave"), whole(draft, body="Nuovo testo") | wrong).json()
    assert answer["unsaved"] == [field]
    assert (stored().body, stored().title, stored().scheduled_for) == ("Nuovo testo", draft.title, None)
    assert stored().chosen_topics == draft.chosen_topics


def test_half_an_address_is_kept_but_no_approval_is_asked_for_it():
    draft = campaign()
    at_desk(GIULIA).post(at(draft, "autosave"), whole(draft, link="www comune"))
    assert stored().link == "https://www comune"
    page = at(draft, "ask-review")
    seen = at_desk(GIULIA).get(page).context["seen"]
    answer = at_desk(GIULIA).post(page, {"seen": seen}, follow=True)
    assert "Non è un indirizzo valido" in answer.text
    assert stored().status == CampaignStatus.DRAFT


@pytest.mark.parametrize("way", ["autosave", "change"])
@pytest.mark.parametrize(
    ("about", "link", "kept"),
    [
        ("Allerte e urgenze", "", "https://www.comune.cascina.pi.it/"),
        ("Allerte e urgenze", "www.comune.cascina.pi.it/acqua", "https://www.comune.cascina.pi.it/acqua"),
        ("Viabilità e cantieri", "", ""),
    ],
)
def test_an_alert_without_a_link_leads_to_the_comune_s_first_page(way, about, link, kept):
    draft = campaign(link="")
    at_desk(GIULIA).post(at(draft, way), whole(draft, link=link, topics=[topic(about).pk]))
    assert stored().link == kept


@pytest.mark.parametrize("page", ["autosave", "change"])
@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("body", " Lunedì chiuso.  \r\n\r\n\r\n\r\nMartedì aperto. ", "Lunedì chiuso.\n\nMartedì aperto."),
        ("link", " www.comune.cascina.pi.it/avvisi ", "https://www.comune.cascina.pi.it/avvisi"),
    ],
)
def test_the_same_is_kept_while_typing_and_with_the_button(page, field, given, kept):
    draft = campaign()
    at_desk(GIULIA).post(at(draft, page), whole(draft, **{field: given}))
    assert getattr(stored(), field) == kept


def test_a_paste_is_put_right_told_and_left_alone_if_the_writer_wants_so():
    draft = campaign()
    pasted = whole(draft, body="Via\tRoma “chiusa”")
    told = at_desk(GIULIA).post(at(draft, "autosave"), pasted).json()
    sentence = "Testo sistemato: 1 tabulazione tolta, virgolette raddrizzate."
    assert told["mended"] == {"body": {"text": 'Via Roma "chiusa"', "sentence": sentence}}
    assert stored().body == 'Via Roma "chiusa"'
    as_it_was = pasted | {"as_written": ["body"], "seen_version": told["version"]}
    assert at_desk(GIULIA).post(at(draft, "autosave"), as_it_was).json()["mended"] == {}
    assert stored().body == "Via\tRoma “chiusa”"


LINES = "Il mercato si sposta:\n- banchi dalle 7:30\n- sosta vietata\nPoi torna."
FLAT = "Il mercato si sposta: banchi dalle 7:30; sosta vietata. Poi torna."


def test_the_new_lines_go_by_a_button_without_a_script():
    draft, desk = campaign(body=LINES), at_desk(GIULIA)
    one_paragraph = whole(draft, body=LINES, step="one-paragraph")
    answer = desk.post(at(draft, "preview"), one_paragraph).json()
    assert answer["mended"] == {"body": {"text": FLAT, "sentence": "Testo: tolti gli a capo."}}
    assert stored().body == LINES
    page = desk.get(at(draft, "change")).text
    assert "<b>Va a capo: WhatsApp lo legge prima.</b> Glielo mandiamo quando chiedi l" in page
    assert 'value="one-paragraph">Togli gli a capo</button>' in page

    page = desk.post(at(draft, "change"), one_paragraph, follow=True).text
    assert stored().body == FLAT
    assert page.count("Testo: tolti gli a capo.") == 1
    assert "Va a capo" not in page


def test_a_day_that_is_another_is_put_right_by_one_press_with_and_without_a_script():
    """It leaves on Friday 12 June 2026; the 15th is a Monday, and our own number is nobody's."""
    wrong, right = "Martedì 15 giugno, chiama il 335 385843.", "Lunedì 15 giugno, chiama il 335 385843."
    NumberStatus.objects.create(display_number="+39 335 385843")
    draft, desk = campaign(body=wrong, scheduled_for=NOW + 4 * DAY), at_desk(GIULIA)
    button = '<button class="plain" name="step" value="correct:Martedì 15 giugno → Lunedì 15 giugno">'
    assert button in desk.get(at(draft, "change")).text
    pressed = whole(draft, step="correct:Martedì 15 giugno → Lunedì 15 giugno")
    answer = desk.post(at(draft, "preview"), pressed).json()
    assert answer["mended"] == {"body": {"text": right, "sentence": "Adesso c'è scritto «Lunedì 15 giugno»."}}
    assert "Scrivi «" not in answer["regions"]["advice"]
    assert stored().body == wrong
    desk.post(at(draft, "change"), pressed)
    assert stored().body == right


def test_a_number_of_a_person_is_pointed_at_on_the_author_s_and_on_the_approver_s_page():
    draft = campaign(body="Chiama Marta, 347 1234567, o versa su IT60X0542811101000000123456.")
    text = at_desk(GIULIA).get(at(draft, "change")).text
    assert "C&#x27;è un IBAN" in text
    assert "Scrivi «800 01 77 28»" in text
    assert "Forse «800 01 77 28»?" in at_desk(PAOLO).get(at(draft, "launch")).text


def test_who_is_late_is_told_by_whom_and_nothing_is_overwritten():
    draft = campaign()
    at_desk(PAOLA).post(at(draft, "autosave"), whole(draft, title="Di Paola"))
    answer = at_desk(GIULIA).post(at(draft, "autosave"), whole(draft, title="Di Giulia"))
    told = answer.json()
    assert told["about"] == "version"
    assert told["problem"] == "paola ha salvato questo messaggio alle 10:00, mentre lo scrivevi."
    assert stored().title == "Di Paola"
    mine = whole(draft, title="Di Giulia", seen_version=told["version"])  # knowingly
    assert "problem" not in at_desk(GIULIA).post(at(draft, "autosave"), mine).json()
    assert stored().title == "Di Giulia"


@pytest.mark.parametrize("status", set(CampaignStatus) - {CampaignStatus.DRAFT})
def test_only_a_draft_saves_itself(status):
    """What somebody may be approving changes by the button alone."""
    draft, desk = campaign(status=status), at_desk(GIULIA)
    locked = "Ritira e correggi" if status == CampaignStatus.IN_REVIEW else "non si può più modificare"
    for page in ("autosave", "attach", "detach"):
        told = desk.post(at(draft, page), whole(draft, title="Mezza fr")).json()
        assert told["about"] == "state", page
        assert locked in told["problem"], page
    assert stored().title == draft.title


def test_two_clerks_are_told_of_each_other_and_of_changes():
    draft = campaign()
    paola, giulia = at_desk(PAOLA), at_desk(GIULIA)
    assert giulia.post(at(draft, "presence"), {"seen_version": 1}).json() == {"others": "", "changed": ""}
    told = paola.post(at(draft, "presence"), {"seen_version": 1}).json()
    assert told["others"].startswith("Anche giulia (alle 10:00) ha aperta questa bozza")
    paola.post(at(draft, "autosave"), whole(draft, title="Di Paola"))
    told = giulia.post(at(draft, "presence"), {"seen_version": 1}).json()
    assert "paola" in told["others"]
    assert told["changed"].startswith("paola ha salvato questo messaggio alle 10:00")
    assert "Anche paola" in giulia.get(at(draft, "change")).text
    with time_machine.travel(NOW + 2 * drafting.MARK_VALIDITY, tick=False):
        assert "Anche paola" not in giulia.get(at(draft, "change")).text


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [(PDF, "document", "pages"), (IMAGE, "image", "width")],
)
def test_a_file_is_checked_at_once_and_makes_the_kind(content, kind, size):
    draft = campaign()
    answer = send(draft, content, seen_version=1)
    assert stored().kind == kind
    assert answer.json()["version"] == stored().version == 2
    assert stored().attachment_facts[size] >= 1
    assert stored().attachment_facts["bytes"] == stored().attachment.size
    assert "Rossi" not in stored().attachment.name
    assert at(draft, "attachment") in answer.json()["attached"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GIF-non-davvero", "non è un'immagine leggibile"),
        (locked_pdf(needs_password=True), "protetto da password"),
        (b"", "Il file è vuoto"),
    ],
)
def test_a_bad_file_is_refused_and_the_good_one_stays(content, sentence):
    draft = campaign(kind="image", attachment=IMAGE)
    told = send(draft, content).json()
    assert told["about"] == "file"
    assert sentence in told["problem"]
    assert stored().attachment.name == draft.attachment.name


def test_where_a_photo_was_taken_goes_before_it_is_kept():
    photo, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    Image.new("RGB", (200, 100), "navy").save(photo, "JPEG", exif=exif)
    answer = send(campaign(), photo.getvalue(), "IMG_1.jpg").json()
    assert "Tolti i dati nascosti" in answer["attached"]
    with stored().attachment.open("rb") as file, Image.open(file) as kept:
        assert not kept.getexif()


def test_a_scan_is_told_of_once_and_a_file_that_was_kept_need_not_be_chosen_again():
    draft = campaign()
    answer = send(draft, SCAN).json()
    assert "si può mandare, ma chi non vede non la legge" in answer["attached"]
    assert not answer["told"]
    page = at_desk(GIULIA).get(at(draft, "change")).text
    assert page.count("chi non vede non la legge") == 1
    assert "1 pagina, " in page

    send(draft, IMAGE)
    answers = whole(stored(), body="", picture_text="Il municipio", step="ask-review")
    response = at_desk(GIULIA).post(at(draft, "change"), answers)
    assert list(response.context["adminform"].form.errors) == ["body"]
    answers["body"] = "Con le parole"
    assert at_desk(GIULIA).post(at(draft, "change"), answers).status_code == 302
    assert (stored().kind, bool(stored().attachment)) == ("image", True)


def test_an_attachment_is_taken_away(django_capture_on_commit_callbacks):
    draft = campaign(kind="image", attachment=IMAGE)
    with django_capture_on_commit_callbacks(execute=True):
        answer = at_desk(GIULIA).post(at(draft, "detach"), {"seen_version": 1}).json()
    assert (answer["attached"].strip(), bool(stored().attachment)) == ("", False)
    assert not draft.attachment.storage.exists(draft.attachment.name)


@pytest.mark.parametrize(("kind", "content"), [("image", IMAGE), ("document", PDF)])
def test_the_small_picture_is_a_png_for_who_may_see_the_broadcast(kind, content):
    draft = campaign(kind=kind, attachment=content)
    response = at_desk(ROSA).get(at(draft, "thumbnail"))
    with Image.open(BytesIO(response.content)) as picture:
        assert (picture.format, picture.width <= 400) == ("PNG", True)
    assert at_desk(SARA).get(at(draft, "thumbnail")).status_code == 403
    assert at_desk(ROSA).get(at(campaign(), "thumbnail")).status_code == 404


@pytest.mark.parametrize("status", [CampaignStatus.DRAFT, CampaignStatus.SENDING, CampaignStatus.CANCELLED])
def test_any_broadcast_becomes_a_new_draft(status):
    old = campaign(kind="image", attachment=IMAGE, status=status, as_invitation=True)
    desk = at_desk(PAOLA)
    assert f'action="{at(old, "duplicate")}"' in desk.get(at(old, "change")).text
    response = desk.post(at(old, "duplicate"))
    copy = Campaign.objects.latest("pk")
    assert response.url == at(copy, "change")
    assert (copy.title, copy.status, copy.author) == (old.title, CampaignStatus.DRAFT, hire(PAOLA))
    assert copy.as_invitation
    assert CampaignEvent.objects.get().what == "copied"
    assert [about for _, about, _ in traces()] == [f"messaggio {copy.pk}"]


PAGES = ("autosave", "preview", "presence", "attach", "detach", "duplicate")


def test_only_who_may_write_writes_and_a_forged_form_gets_nowhere(client):
    draft = campaign()
    response = client.post(at(draft, "autosave"), whole(draft, title="Altro"))
    assert response.url.startswith("/admin/entra/")
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(hire(GIULIA))
    assert forged.post(at(draft, "autosave"), whole(draft, title="Altro")).status_code == 403
    assert stored().title == draft.title

    for clerk in set(STAFF) - {GIULIA}:
        desk = at_desk(clerk)
        for page in PAGES:
            assert desk.post(at(draft, page), whole(draft)).status_code == 403, (clerk.group, page)
    assert (Campaign.objects.count(), OpenDraft.objects.count(), stored().version) == (1, 0, 1)

    desk = at_desk(GIULIA)
    for page in PAGES:
        expected = 302 if page == "duplicate" else 200
        assert desk.post(at(draft, page), whole(draft)).status_code == expected, page
        assert desk.get(at(draft, page)).status_code == 405, page
