"""Writing a broadcast: what the form accepts, what it says, and what becomes of the file."""

import re
from pathlib import PurePath

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import sample
from tests.broadcasts.pages.pages import page as change
from tests.broadcasts.rules.test_attached_pdfs import locked_pdf
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, topic
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk
from tests.trails import traces

pytestmark = pytest.mark.usefixtures("monday_morning")
ADD = "/admin/messaggi/aggiungi/"
WORDS = "Lunedì 15 giugno, dalle 8 alle 18, via Roma è chiusa per lavori."


def filled_in(**overrides) -> dict:
    """The form as Giulia fills it in."""
    fields = {
        "title": "Via Roma chiusa al traffico",
        "topics": topic().pk,
        "body": WORDS,
        "link": "https://www.comune.cascina.pi.it/avvisi/via-roma",
    }
    return fields | overrides


def upload(content: bytes, name: str = "Scansione di Mario Rossi.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def errors_of(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_clerk_writes_a_text_beside_an_image_that_is_stored_under_a_name_that_says_nothing():
    response = at_desk(GIULIA).post(ADD, filled_in(attachment=upload(IMAGE, "mario.rossi.exe")))
    written = Campaign.objects.get()
    assert response.status_code == 302
    assert (written.title, written.body) == ("Via Roma chiusa al traffico", WORDS)
    assert (written.author, written.status) == (hire(GIULIA), CampaignStatus.DRAFT)
    assert "rossi" not in written.attachment.name
    assert {who for who, _, _ in traces()} == {"giulia"}


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"body": "Via\tRoma", "as_written": ["body"]}, "body", "Togli le tabulazioni"),
        ({"body": "Via      Roma", "as_written": ["body"]}, "body", "Togli gli spazi ripetuti"),
        ({"title": "Via\u2028Roma", "as_written": ["title"]}, "title", "Togli gli a capo"),
        ({"body": "è" * 1000}, "body", "Il testo è troppo lungo: togli"),
        ({"body": ""}, "body", "Scrivi il testo"),
        ({"title": "t" * 62}, "title", "togli 2 caratteri"),
        ({"link": ""}, "link", "Scrivi il collegamento"),
        ({"link": "http://a.it", "as_written": ["link"]}, "link", "https://"),
        ({"is_urgent": "on"}, "urgent_reason", "motivo scritto"),
        ({"scheduled_for_0": "05/06/2026", "scheduled_for_1": "10:00"}, "scheduled_for", "già passato"),
        ({"when": "at", "scheduled_for_0": "", "scheduled_for_1": ""}, "scheduled_for", "Scegli il giorno"),
        ({"when": "at", "scheduled_for_0": "domani", "scheduled_for_1": "9"}, "scheduled_for", "Non capisco"),
    ],
)
def test_an_error_stands_beside_its_field_and_the_text_stays(wrong, field, sentence):
    answers = filled_in(step="ask-review", **wrong)
    response = at_desk(GIULIA).post(ADD, answers)
    assert list(errors_of(response)) == [field]
    assert sentence in errors_of(response)[field][0]
    form = response.context["adminform"].form
    assert (form["title"].value(), form["body"].value()) == (answers["title"], answers["body"])
    assert Campaign.objects.get().status == CampaignStatus.DRAFT


def test_what_word_brings_along_is_put_right_and_said():
    answers = filled_in(title="“Nido”\tchiuso", body="•\tLunedì\xa015\n•\tMartedì 16", link="http://a.it")
    response = at_desk(GIULIA).post(ADD, answers, follow=True)
    written = Campaign.objects.get()
    assert (written.title, written.body) == ('"Nido" chiuso', "- Lunedì 15\n- Martedì 16")
    assert written.link == "https://a.it"
    assert "Titolo sistemato: 1 tabulazione tolta, virgolette raddrizzate." in said(response)
    assert "Testo sistemato: punti dell'elenco diventati trattini." in said(response)


IMAGE, PDF = sample("image")[0], sample("document")[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Il file inviato è vuoto"),
        (b"GIF-non-davvero", "non è un'immagine leggibile"),
        (locked_pdf(needs_password=True), "protetto da password"),
    ],
)
def test_a_file_is_judged_by_its_content(content, sentence):
    """Its name says .png every time."""
    response = at_desk(GIULIA).post(ADD, filled_in(attachment=upload(content)))
    assert sentence in errors_of(response)["attachment"][0]
    assert not Campaign.objects.get().attachment


def test_the_file_makes_the_kind_and_without_it_there_is_text():
    desk = at_desk(GIULIA)
    desk.post(ADD, filled_in(attachment=upload(PDF)))
    written = Campaign.objects.get()
    assert (written.kind, written.attachment_facts["pages"]) == ("document", 1)
    desk.post(change(written), filled_in(attachment=upload(IMAGE)))
    assert Campaign.objects.get().kind == "image"
    desk.post(change(written), filled_in(**{"attachment-clear": "on"}))
    assert (Campaign.objects.get().kind, bool(Campaign.objects.get().attachment)) == ("text", False)


@pytest.mark.parametrize("when", ["asap", "at"])
def test_approval_is_asked_with_the_click_that_saves(when):
    moment = {"when": when, "scheduled_for_0": "2026-06-15", "scheduled_for_1": "10:00"}
    response = at_desk(GIULIA).post(ADD, filled_in(step="ask-review", **moment), follow=True)
    written = Campaign.objects.get()
    assert (written.status, bool(written.scheduled_for)) == (CampaignStatus.IN_REVIEW, when == "at")
    assert said(response) == ["Approvazione chiesta."]


def test_who_writes_alone_approves_with_the_click_that_saves(settings):
    subscribe(ANNA)
    approve_templates()
    user = hire(GIULIA)
    user.groups.add(Group.objects.get(name="Approvatore"))
    desk, answers = at_desk(GIULIA), filled_in(step="launch")
    assert desk.post(ADD, answers).status_code == 403
    settings.APPROVE_OWN_BROADCASTS = True
    assert "Approva e manda" in desk.get(ADD).text
    desk.post(ADD, answers)
    assert Campaign.objects.get(status=CampaignStatus.APPROVED).approved_by == user
    urgent = desk.post(ADD, answers | {"is_urgent": "on", "urgent_reason": "Piena"})
    assert urgent.url.endswith("/avvia/")
    assert Campaign.objects.latest("pk").status == CampaignStatus.DRAFT


def test_a_good_file_beside_a_wrong_text_is_asked_for_again_and_no_retired_topic_is_chosen():
    """A browser can't fill in a file: losing it silently would send a picture without the picture."""
    answers = filled_in(body="", attachment=upload(IMAGE), step="ask-review")
    response = at_desk(GIULIA).post(ADD, answers)
    assert "Scegli di nuovo il file" in errors_of(response)["attachment"][0]

    retired = topic("Eventi e cultura")
    retired.is_active = False
    retired.save(update_fields=["is_active"])
    response = at_desk(GIULIA).post(ADD, filled_in(topics=retired.pk))
    assert list(errors_of(response)) == ["topics"]


def test_who_may_only_read_gets_no_form_and_a_replaced_file_leaves_the_disk(
    django_capture_on_commit_callbacks,
):
    written = campaign(kind="image", attachment=IMAGE)
    page = at_desk(GIULIA).get(change(written)).text
    assert f'href="/admin/messaggi/{written.pk}/allegato/"' in page
    assert written.attachment.name not in page
    page = at_desk(PAOLO).get(change(written)).text
    assert written.body in page
    assert 'name="body"' not in page
    assert 'name="_save"' not in page

    first = written.attachment.path
    with django_capture_on_commit_callbacks(execute=True):
        at_desk(GIULIA).post(change(written), filled_in(attachment=upload(PDF)))
    written.refresh_from_db()
    assert written.attachment.name.endswith(".pdf")
    assert not PurePath(first).match(written.attachment.name)
    assert not written.attachment.storage.exists(first)


@pytest.mark.parametrize(
    ("status", "approved_at", "expected"),
    [
        (CampaignStatus.DRAFT, None, 200),
        (CampaignStatus.CANCELLED, None, 200),
        (CampaignStatus.CANCELLED, NOW, 403),
        (CampaignStatus.IN_REVIEW, None, 403),
        (CampaignStatus.SENT, NOW, 403),
    ],
)
def test_only_what_never_left_can_be_deleted(status, approved_at, expected):
    written = campaign(status=status, approved_at=approved_at)
    page = reverse("admin:broadcasts_campaign_delete", args=[written.pk])
    assert at_desk(GIULIA).get(page).status_code == expected


def test_who_saves_over_newer_words_is_told_first_and_may_then_insist():
    written = campaign()
    Campaign.objects.filter(pk=written.pk).update(version=2, changed_by=hire(PAOLO), changed_at=NOW)
    desk, answers = at_desk(GIULIA), filled_in(title="Di Giulia", seen_version=1)
    response = desk.post(change(written), answers)
    (told,) = response.context["adminform"].form.non_field_errors()
    assert told.startswith("paolo ha salvato questo messaggio alle 10:00")
    assert 'value="Di Giulia"' in response.text
    assert Campaign.objects.get().title == written.title
    shown = re.search(r'name="seen_version" value="(\d+)"', response.text)[1]
    assert desk.post(change(written), answers | {"seen_version": shown}).status_code == 302
    assert Campaign.objects.get().title == "Di Giulia"


# ── A notice or an invitation ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("chosen", "kept"), [("True", True), ("False", False), (None, False)])
def test_a_clerk_says_that_it_is_an_invitation(chosen, kept):
    at_desk(GIULIA).post(ADD, filled_in(**({"as_invitation": chosen} if chosen else {})))
    assert Campaign.objects.get().as_invitation is kept


def test_each_is_explained_with_a_sentence_and_no_word_of_meta_s():
    text = at_desk(GIULIA).get(ADD).text
    assert "Avviso: dice che cosa succede o che cosa fare" in text
    assert "Invito: propone di partecipare" in text
    assert re.search(r'value="False"[^>]* checked', text)
    assert not re.search(r"marketing|utility", text, re.IGNORECASE)


def test_who_approves_reads_what_it_is():
    approve_templates()
    subscribe(ANNA)
    row = campaign(as_invitation=True, status=CampaignStatus.IN_REVIEW)
    text = at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_launch", args=[row.pk])).text
    assert '<dt>Costo</dt><dd>0,07 $<span class="sub">invito</span>' in text
    assert "È un invito: propone di venire" in text
