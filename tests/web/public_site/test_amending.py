"""A message that was wrong is corrected by two people, or withdrawn by one with a fixed reason: never silently."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from broadcasts import launching
from broadcasts.content import latest_news
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import resending, sender
from cascina_whatsapp.accounts.second_person import CannotDecide
from cascina_whatsapp.accounts.second_person import page_of as page_of_proposal
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from cascina_whatsapp.web.public_site import amending
from cascina_whatsapp.web.public_site.amending import REASONS
from cascina_whatsapp.web.public_site.models import Amendment
from tests.builders import campaign, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.reading import read_of
from tests.staff import ROSA, at_desk
from tests.web.messages import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
PIETRO = Clerk("pietro", "Approvatore")
WRONG = "L'ora era sbagliata: si chiude alle 6. Ci scusiamo."
RIGHT_BODY = "Lunedì 15 giugno, dalle 6 alle 18, via Roma è chiusa per lavori. Segui le deviazioni."
RIGHT = {"what": "propose", "reason": WRONG, "title": "Via Roma chiusa al traffico", "body": RIGHT_BODY}
OVER = REASONS[0]
WHY = "La ditta ha finito prima: dalle 14 si passa."
OWN_WORDS = {"what": "own-words", "own-words-reason": WHY}
DAY = timedelta(days=1)
C = CampaignStatus


@pytest.fixture
def message() -> Campaign:
    """One that left yesterday."""
    return sent("Via Roma chiusa al traffico", at=timezone.now() - DAY)


def desk_of(message: Campaign) -> str:
    return f"/admin/messaggi/{message.pk}/pagina-pubblica/"


def page_of(client: Client, message: Campaign) -> str:
    return client.get(f"/messaggi/{message.pk}/", follow=True).text


def decide(clerk: Clerk, message: Campaign, what: str) -> str:
    """Presses a button about the correction that waits; gives the page that follows."""
    waits = amending.waiting(message)
    told = {"decision": what, "read": read_of(waits)}
    return at_desk(clerk).post(page_of_proposal(waits), told, follow=True).text


def traces() -> list[str]:
    return list(TrailRecord.objects.order_by("sequence").values_list("event", flat=True))


def test_a_correction_by_two_people_is_told_to_everybody(client: Client, message: Campaign):
    """On the page, to whose new address the old one leads, and to who asks for the news."""
    message.deliveries.create(subscriber=subscribe(BRUNO), status=DeliveryStatus.DELIVERED)
    anna, old = subscribe(ANNA), client.get(f"/messaggi/{message.pk}/").headers["Location"]
    typed = RIGHT | {"title": "Via Roma chiusa dalle 6"}
    assert "Correzione proposta" in at_desk(GIULIA).post(desk_of(message), typed, follow=True).text
    assert "Corretto" not in page_of(client, message)
    assert "dalle 8" in latest_news.reader(timezone.now(), launching.may_leave(timezone.now()))(anna)[0]
    assert "Approvato: la pagina pubblica lo dice già." in decide(PAOLO, message, "approve")
    page = page_of(client, message)
    assert WRONG.replace("'", "&#x27;") in page
    assert "Corretto" in page
    assert "Ufficio relazioni con il pubblico" in page
    assert "dalle 6 alle 18" in page
    assert ">8</del>" in page
    assert ">6</ins>" in page
    assert "Corretto" in client.get("/messaggi/").text
    assert GIULIA.username not in page.lower()
    assert traces()[-2:] == ["correction_proposed", "message_corrected"]
    led = client.get(old)
    assert (led.status_code, led.url) == (301, f"/messaggi/{message.pk}-via-roma-chiusa-dalle-6/")
    (told,) = latest_news.reader(timezone.now(), launching.may_leave(timezone.now()))(anna)
    assert ("*Via Roma chiusa dalle 6*" in told, RIGHT_BODY in told, "dalle 8" in told) == (True, True, False)
    amending.withdraw(message, OVER, by=hire(PAOLO), now=timezone.now())
    assert latest_news.reader(timezone.now(), launching.may_leave(timezone.now()))(anna) == []


def test_a_correction_that_corrects_nothing_is_refused(message: Campaign):
    desk, same = at_desk(GIULIA), RIGHT | {"title": message.title, "body": message.body}
    assert "È tutto come prima" in desk.post(desk_of(message), same).text
    assert "Qui manca qualcosa." in desk.post(desk_of(message), RIGHT | {"reason": " "}).text
    assert desk.get(desk_of(campaign())).status_code == 404  # of a draft there is no public page


def test_a_message_is_withdrawn_by_who_may_stop_it_in_fixed_words_and_says_so_for_good(
    client: Client, message: Campaign
):
    pietro, fixed = hire(PIETRO), {"what": "withdraw", "withdraw-reason": OVER}
    for clerk in (GIULIA, ROSA):
        at_desk(clerk).post(desk_of(message), fixed)
    at_desk(PAOLO).post(desk_of(message), fixed | {"withdraw-reason": WHY})
    with pytest.raises(CannotDecide, match="dall'elenco"):
        amending.withdraw(message, WHY, by=hire(PAOLO), now=timezone.now())
    assert not Amendment.objects.exists()
    done = at_desk(PAOLO).post(desk_of(message), fixed, follow=True)
    assert "Ritirato: la pagina pubblica lo dice già." in done.text
    page = page_of(client, message)
    assert "<title>Ritirato: «Via Roma chiusa al traffico» | Comune di Cascina</title>" in page
    assert OVER in page
    assert "<s>Lunedì 15 giugno" in page
    assert '<meta name="robots" content="noindex">' in page
    archive = client.get("/messaggi/").text
    assert "Ritirato il" in archive
    assert "via Roma è chiusa" not in archive
    assert f"/messaggi/{message.pk}-" not in client.get("/sitemap.xml").text
    assert traces()[-1] == "message_withdrawn"
    told = StaffNotice.objects.filter(sentence__contains=OVER)
    assert {notice.person for notice in told} == {hire(GIULIA), pietro}
    assert "non si corregge più" in at_desk(GIULIA).post(desk_of(message), RIGHT).text
    with pytest.raises(ValidationError):
        Amendment.objects.get().save()
    for statement in ("UPDATE public_site_amendment SET reason = 'x'", "DELETE FROM public_site_amendment"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("status", "typed"),
    [
        (C.SENDING, OWN_WORDS),
        *((status, {"what": "withdraw", "withdraw-reason": OVER}) for status in (C.SENDING, C.SUSPENDED)),
        *((status, {"what": "withdraw", "withdraw-reason": OVER}) for status in (C.PAUSED, C.SENT)),
    ],
)
def test_what_is_withdrawn_leaves_no_more(client: Client, api, graph, status: C, typed: dict[str, str]):
    """Whatever stopped it before, or if it was over: nobody resumes it, and what comes back to its queue stays there.

    The page goes on to say that it was withdrawn.
    """
    now = timezone.now()
    subscribe(ANNA)
    subscribe(BRUNO)
    message = under_way(is_urgent=True, urgent_reason="Frana")
    (left, waits) = message.deliveries.order_by("pk")
    Delivery.objects.filter(pk=left.pk).update(status=DeliveryStatus.READ)
    is_over = status == C.SENT
    if is_over:
        Delivery.objects.filter(pk=waits.pk).update(status=DeliveryStatus.UNCERTAIN)
    Campaign.objects.filter(pk=message.pk).update(status=status)
    at_desk(PAOLO).post(desk_of(message), typed)
    if typed is OWN_WORDS:
        decide(PIETRO, message, "approve")

    if is_over:
        launching.put_back(message.deliveries.filter(pk=waits.pk), of=message.pk, now=now)
    message.refresh_from_db()
    assert (message.status, sender.send_due(api=api, now=now), graph.messages) == (C.PAUSED, 0, [])
    with pytest.raises(launching.WrongState, match="ritirato"):
        launching.resume(campaign=message, by=hire(PAOLO), now=now)
    with pytest.raises(launching.WrongState, match="ritirato"):
        resending.resend(campaign=message, by=hire(PAOLO), now=now)
    assert "Ritirato" in page_of(client, message)


def test_what_was_amended_before_this_version_is_a_step_as_well(message: Campaign):
    at_desk(GIULIA).post(desk_of(message), RIGHT)
    decide(PAOLO, message, "approve")
    amending.withdraw(message, OVER, by=hire(PAOLO), now=timezone.now())
    steps = message.events.filter(what__startswith="message_")
    fields = ("what", "at", "by__username", "note")
    written = list(steps.values_list(*fields))
    assert [(what, note) for what, _, _, note in written] == [
        ("message_corrected", WRONG),
        ("message_withdrawn", OVER),
    ]
    steps.delete()
    import_module("cascina_whatsapp.web.public_site.migrations.0005_amendments_are_steps").write_steps(
        apps, connection.schema_editor()
    )
    assert list(steps.all().values_list(*fields)) == written


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_own_words_about_a_withdrawal_take_two_people(client: Client, message: Campaign, is_withdrawn: bool):
    """Whether it is withdrawn by them, or was withdrawn at once and they take the fixed sentence's place."""
    if is_withdrawn:
        at_desk(PAOLO).post(desk_of(message), {"what": "withdraw", "withdraw-reason": OVER})
    told = at_desk(PAOLO).post(desk_of(message), OWN_WORDS, follow=True).text
    assert "Motivo proposto" in told
    assert (OVER in page_of(client, message), WHY in page_of(client, message)) == (is_withdrawn, False)
    decide(PIETRO, message, "approve")
    page = page_of(client, message)
    assert (OVER in page, WHY in page, "<s>Lunedì 15 giugno" in page) == (False, True, True)
    assert ("Motivo riscritto" in page) == is_withdrawn
    assert Amendment.objects.last().approved_by == hire(PIETRO)
    assert traces()[-1] == "message_withdrawn"


def test_words_that_wait_outlive_a_withdrawal_at_once_and_a_correction_does_not(
    client: Client, message: Campaign
):
    at_desk(GIULIA).post(desk_of(message), OWN_WORDS)
    at_desk(PAOLO).post(desk_of(message), {"what": "withdraw", "withdraw-reason": OVER})
    decide(PAOLO, message, "approve")
    assert WHY in page_of(client, message)
    assert "È tutto come prima" in at_desk(GIULIA).post(desk_of(message), OWN_WORDS).text
