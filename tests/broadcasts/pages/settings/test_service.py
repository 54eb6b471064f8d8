"""The pages of broadcasts about the service: who decides, who prepares, who approves, who only watches."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign, NoticeDecision, ServiceMessage
from broadcasts.rules.states import CampaignStatus
from subscribers.models import ServiceText, Subscriber
from tests.broadcasts.pages.pages import page, press
from tests.broadcasts.rows import fresh
from tests.builders import hire, subscribe, supersede
from tests.people import ANNA, BRUNO, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk
from tests.trails import traces

CONSENTS = reverse("admin:broadcasts_campaign_consents")
DECIDE = reverse("admin:broadcasts_noticedecision_add")
DECISIONS = reverse("admin:broadcasts_noticedecision_changelist")


@pytest.fixture
def anna() -> Subscriber:
    """She joined two years ago."""
    return subscribe(ANNA, at=timezone.now() - timedelta(days=730))


@pytest.fixture
def reminder(anna) -> Campaign:
    """What the program proposed in the night."""
    return service_drafts.propose_reminder(timezone.now())


@pytest.fixture
def notice(anna) -> ServiceText:
    """The notice has changed."""
    text = supersede("privacy_notice", "Informativa, più breve.")
    ServiceText.objects.bulk_create(
        [ServiceText(key="privacy_notice", version=9, body="x", in_force_from=timezone.now(), note="durata")]
    )
    return ServiceText.objects.get(key=text.key, version=9)


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, ROSA, VERA], ids=lambda clerk: clerk.group)
def test_whoever_sees_broadcasts_sees_how_old_the_consents_are(clerk, anna):
    subscribe(BRUNO, at=timezone.now())
    text = at_desk(clerk).get(CONSENTS).text

    assert "detto di sì più di 24 mesi fa" in text
    assert ("Prepara il promemoria adesso" in text) == (clerk in (GIULIA, PAOLO))
    assert ANNA.phone not in text


def test_an_editor_prepares_a_reminder_by_hand_and_who_may_not_is_sent_away(anna):
    assert at_desk(SARA).get(CONSENTS).status_code == 403
    assert at_desk(ROSA).post(CONSENTS).status_code == 403
    assert at_desk(VERA).get(DECIDE).status_code == 403
    assert at_desk(GIULIA).get(DECIDE).status_code == 403
    assert not Campaign.objects.exists()

    desk = at_desk(GIULIA)
    desk.post(CONSENTS)

    draft = Campaign.objects.get()
    assert (draft.purpose, draft.author, draft.status) == ("yearly_reminder", hire(GIULIA), "draft")
    assert traces()[0][:2] == ("giulia", f"messaggio {draft.pk}")
    assert "già un avviso" in desk.post(CONSENTS, follow=True).text


def test_the_draft_is_read_and_not_written(reminder):
    desk = at_desk(GIULIA)
    text = desk.get(page(reminder)).text

    assert "Promemoria annuale, versione 1" in text
    assert "Continua" in text
    assert "Chiedi approvazione" in text
    assert 'name="title"' not in text
    assert "Copia in un messaggio nuovo" not in text
    refused = [
        desk.post(page(reminder), {"title": "Altro"}),
        desk.post(page(reminder, "autosave"), {"title": "Altro"}),
        desk.post(page(reminder, "duplicate")),
        desk.post(page(reminder, "delete"), {"post": "yes"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    assert fresh(reminder).title.startswith("Promemoria annuale")


def test_the_home_page_tells_of_the_draft_and_of_the_notice(reminder, notice):
    giulia, paolo = (at_desk(clerk).get(reverse("admin:index")).text for clerk in (GIULIA, PAOLO))

    assert str(reminder) in giulia
    assert "va deciso se avvisare gli iscritti" not in giulia
    assert "va deciso se avvisare gli iscritti" in paolo


def test_a_decision_makes_the_draft_that_another_completes_and_a_third_hand_approves(notice):
    paolo, giulia = at_desk(PAOLO), at_desk(GIULIA)
    assert "Si erano iscritti con una versione precedente: 1" in paolo.get(DECISIONS, follow=True).text
    answers = {"notice": notice.pk, "is_material": "yes", "reason": "Cambia la durata."}
    assert "che cosa cambia" in paolo.post(DECIDE, answers, follow=True).text

    draft = NoticeDecision.objects.get().campaign
    assert "Scrivi che cosa cambia" in giulia.get(page(draft)).text
    press(giulia, draft, "what-changes", body="teniamo la prova\nper tre anni")
    draft.refresh_from_db()
    assert draft.body == "teniamo la prova per tre anni"
    assert "teniamo la prova per tre anni" in giulia.get(page(draft)).text
    press(giulia, draft, "ask-review")
    draft.refresh_from_db()
    assert draft.status == CampaignStatus.IN_REVIEW
    assert "Cambia la durata." in paolo.get(page(draft)).text

    assert "già un avviso" in paolo.post(DECIDE, answers).text
    assert NoticeDecision.objects.count() == 1


def test_no_is_an_answer_too_and_needs_a_reason(notice):
    desk = at_desk(PAOLO)
    desk.post(DECIDE, {"notice": notice.pk, "is_material": "no", "reason": ""})
    assert not NoticeDecision.objects.exists()

    desk.post(DECIDE, {"notice": notice.pk, "is_material": "no", "reason": "Un refuso."})
    made = NoticeDecision.objects.get()
    assert (made.is_material, made.reason, made.by) == (False, "Un refuso.", hire(PAOLO))
    assert "Decidi di nuovo" in desk.get(DECISIONS, follow=True).text
    for clerk in (GIULIA, ROSA, VERA):
        assert "Un refuso." in at_desk(clerk).get(DECISIONS, follow=True).text


def test_auditors_go_from_the_broadcast_to_its_events_in_the_register(reminder):
    now = timezone.now()
    Campaign.objects.filter(pk=reminder.pk).update(status="sent", started_at=now, finished_at=now)
    ServiceMessage.objects.update(told=1)
    vera = at_desk(VERA)
    text = vera.get(page(reminder)).text
    assert "è arrivato a 1 persona" in text
    assert "Promemoria annuale, versione 1" in text
    assert "Nel registro: avvisati" in text
    assert f"?rule=broadcast-{reminder.pk}" in text
    register = reverse("admin:subscribers_consentrecord_changelist")
    assert vera.get(f"{register}?rule=broadcast-{reminder.pk}").status_code == 200
