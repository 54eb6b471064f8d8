"""The service pauses, or Agcom imposes a notice: told to all subscribers, approved with its values, no evidence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from broadcasts import launching
from broadcasts.content import audience, validation
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.content.service import service_events, service_messages
from broadcasts.launching import approval
from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign, Delivery, ServiceMessage, WhatsAppTemplate
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import claiming, scheduling
from broadcasts.sending.outcomes import consent_evidence
from broadcasts.slices.costs.estimates import estimate
from broadcasts.steps import transitions
from broadcasts.steps.transitions import WrongState
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from tests.broadcasts.content.test_service_messages import approve_service_templates, send_out
from tests.broadcasts.moments import DAY
from tests.broadcasts.rows import fresh
from tests.builders import (
    NOW,
    approve_templates,
    arrive,
    campaign,
    choose,
    hire,
    receipt,
    subscribe,
    supersede,
    topic,
    unsubscribe,
    webhook,
)
from tests.naming import with_number
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, GIULIA, PAOLO, Citizen

PAUSED, AGCOM = Campaign.Purpose.PAUSED, Campaign.Purpose.AGCOM
SUMMER = {"dal": "2026-08-08", "al": "2026-08-23"}
ORDER = {"numero": "123/26/CONS", "data": "2026-06-05", "data_messaggio": "2026-05-30"}
WORDS = {
    PAUSED: "Il servizio WhatsApp del Comune di Cascina è sospeso dal giorno 8 agosto 2026 al 23 agosto 2026.",
    AGCOM: "n. 123/26/CONS del 5 giugno 2026: la comunicazione del 30 maggio 2026",
}
BOTH = pytest.mark.parametrize(("purpose", "details"), [(PAUSED, SUMMER), (AGCOM, ORDER)])


@pytest.fixture(autouse=True)
def without_a_limit(settings, graph):
    """The rate has tests of its own; Meta takes every message."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0


def prepared(purpose=PAUSED, details=SUMMER) -> Campaign:
    """Giulia's draft; Meta has approved all templates."""
    approve_service_templates()
    return service_drafts.prepare(purpose=purpose, details=details, by=hire(GIULIA), now=NOW)


def write(campaign: Campaign, **changes: str) -> None:
    """Giulia corrects some of the values."""
    details = campaign.service.details | changes
    service_drafts.write_details(campaign=campaign, by=hire(GIULIA), now=NOW, details=details)


def names(people) -> set[str]:
    return {person.phone or person.bsuid for person in people}


# ── Whom it concerns ──────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_it_is_for_all_subscribers_that_can_be_reached_when_it_starts(purpose, details):
    for citizen in (ANNA, BRUNO, CARLA, DARIO, ELENA):
        subscribe(citizen)
    unsubscribe(BRUNO)
    Subscriber.objects.filter(with_number(DARIO.phone)).update(unreachable_since=NOW)
    choose(ELENA, topic())
    campaign = prepared(purpose, details)

    assert names(audience.audience_of(campaign)) == {ANNA.phone, CARLA.bsuid, ELENA.phone}
    subscribe(Citizen("Gino", "+393200000177", ""), at=NOW)  # after it was prepared
    assert audience.sizes([campaign]) == {campaign.pk: 4}
    assert audience.snapshot(campaign) == 4
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.SENDING)
    assert len(claiming.claim(campaign, 10, NOW)) == 4  # Elena's topics don't matter


def test_without_subscribers_it_does_not_leave_and_who_was_told_of_one_pause_is_told_of_the_next(api):
    first = prepared()
    launching.ask_review(campaign=first, by=hire(GIULIA), now=NOW)
    with pytest.raises(launching.CannotLaunch, match="nessun iscritto"):
        launching.launch(campaign=first, by=hire(PAOLO), now=NOW)
    launching.withdraw_request(campaign=first, by=hire(GIULIA), now=NOW)

    subscribe(ANNA)
    send_out(first, api)
    assert audience.audience_of(prepared(details={"dal": "2026-12-24", "al": "2027-01-06"})).count() == 1


# ── Drafts ────────────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_a_clerk_prepares_it_and_another_person_approves(purpose, details):
    subscribe(ANNA)
    campaign = prepared(purpose, details)

    assert (campaign.status, campaign.author, campaign.service.details) == ("draft", hire(GIULIA), details)
    assert (campaign.service.wording.key, campaign.service.notice, campaign.service.as_of) == (
        purpose.value,
        None,
        None,
    )
    launching.ask_review(campaign=campaign, by=hire(GIULIA), now=NOW)
    assert approval.objections(campaign, hire(GIULIA))
    launching.launch(campaign=campaign, by=hire(PAOLO), now=NOW)
    assert campaign.status == CampaignStatus.APPROVED


def test_it_is_called_by_what_it_says():
    assert str(prepared()) == "Sospensione del servizio dal giorno 8 agosto 2026"
    assert str(prepared(AGCOM, ORDER)) == "Avviso Agcom, delibera n. 123/26/CONS"
    longest = [
        prepared(AGCOM, ORDER | {"numero": "9" * 30}),
        prepared(details={"dal": "2026-09-11", "al": "2026-09-12"}),
    ]
    assert max(len(one.title) for one in longest) <= Campaign._meta.get_field("title").max_length


def test_the_very_same_is_not_prepared_twice_another_one_is():
    first = prepared()
    with pytest.raises(WrongState, match="stessi dati"):
        prepared()
    prepared(details=SUMMER | {"al": "2026-08-30"})
    launching.cancel(campaign=first, by=hire(PAOLO), now=NOW)
    prepared()


def test_the_night_and_the_home_page_leave_it_to_who_prepares_it():
    subscribe(ANNA, at=NOW - 400 * DAY)
    prepared()
    reminder = service_drafts.propose_reminder(NOW)
    assert service_drafts.proposed_drafts() == [reminder]
    with pytest.raises(WrongState, match="non ha dati"):
        write(reminder, dal="2026-08-08")
    before = fingerprint_of(reminder)
    reminder.service.details = {"dal": "2026-08-08"}  # it says nothing of it
    assert fingerprint_of(reminder) == before


def test_without_the_texts_that_its_purpose_needs_one_stays_a_draft_and_does_not_start(api):
    made = Campaign.objects.create(title="Senza testi", purpose="notice_changed", scheduled_for=NOW)
    wording, notice = (ServiceText.objects.get(key=key) for key in ("notice_changed", "privacy_notice"))
    for lacking in ({"notice": notice, "as_of": NOW}, {"wording": wording, "notice": notice}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceMessage.objects.create(campaign=made, **lacking)

    with pytest.raises(WrongState):
        transitions.move(made, CampaignStatus.IN_REVIEW)
    # its words, but neither the notice nor its moment
    ServiceMessage.objects.create(campaign=made, wording=ServiceText.objects.get(key="notice_changed"))
    for step in (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED):
        with pytest.raises(WrongState):
            transitions.move(made, step)
    assert made.status == CampaignStatus.DRAFT

    Campaign.objects.update(status=CampaignStatus.APPROVED, approved_hash=fingerprint_of(made))
    made.refresh_from_db()
    assert not launching.start(made, api=api, now=NOW)
    made.refresh_from_db()
    assert (made.status, made.deliveries.count()) == (CampaignStatus.APPROVED, 0)


def test_one_that_lost_its_words_waits_for_a_person_and_stops_no_other(api):
    """By hand, in the database. The page says why, and the next one starts."""
    subscribe(ANNA)
    approve_templates()
    cut = prepared()
    for waiting in (cut, campaign()):
        launching.ask_review(campaign=waiting, by=hire(GIULIA), now=NOW)
        launching.launch(campaign=waiting, by=hire(PAOLO), now=NOW)
    ServiceMessage.objects.filter(campaign=cut).delete()

    scheduling.start_due(api=api, now=NOW)

    cut, news = Campaign.objects.order_by("pk")
    assert (cut.status, cut.pause_reason) == (CampaignStatus.PAUSED, failure_reasons.WORDS_LOST)
    assert news.started_at == NOW


# ── Its values ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("purpose", "details", "problem"),
    [
        (PAUSED, {}, "Manca: primo giorno di sospensione, ultimo giorno di sospensione."),
        (PAUSED, SUMMER | {"al": "2026-08-07"}, "non può venire prima del primo"),
        (AGCOM, ORDER | {"numero": ""}, "Manca: numero della delibera."),
        (AGCOM, ORDER | {"numero": "123\t26"}, "Togli le tabulazioni"),
        (AGCOM, ORDER | {"numero": "123\n26"}, "Togli gli a capo"),
        (AGCOM, ORDER | {"data_messaggio": "2026-06-06"}, "non può essere successivo alla delibera"),
        (AGCOM, ORDER | {"numero": "9" * 900}, "troppo lungo"),
    ],
)
def test_whatever_wrote_them_nothing_is_asked_for_with_wrong_values(purpose, details, problem):
    campaign = prepared(purpose, SUMMER if purpose == PAUSED else ORDER)
    ServiceMessage.objects.update(details=details)
    campaign.refresh_from_db()
    with pytest.raises(launching.CannotLaunch, match=problem):
        launching.ask_review(campaign=campaign, by=hire(GIULIA), now=NOW)


def test_a_pause_is_told_until_its_last_day_and_after_that_waits_for_a_person(api, graph):
    subscribe(ANNA)
    campaign = prepared()
    last = datetime(2026, 8, 23, 21, 59, tzinfo=UTC)  # 23:59 in Cascina
    assert validation.expiry_problems(campaign, last) == []
    launching.ask_review(campaign=campaign, by=hire(GIULIA), now=NOW)
    with pytest.raises(launching.CannotLaunch, match="già finita"):
        launching.launch(campaign=campaign, by=hire(PAOLO), now=NOW, at=last + timedelta(minutes=1))
    launching.launch(campaign=campaign, by=hire(PAOLO), now=NOW, at=last - 3 * DAY)

    assert not launching.start(campaign, api=api, now=datetime(2026, 8, 24, 7, tzinfo=UTC))
    campaign.refresh_from_db()
    assert (campaign.status, graph.messages) == (CampaignStatus.PAUSED, [])
    assert "già finita" in campaign.pause_reason
    approval.revise(campaign=campaign, by=hire(GIULIA), now=NOW)
    write(campaign, al="2026-08-30")


def test_the_approval_is_of_the_values_too(api):
    subscribe(ANNA)
    campaign = prepared()
    before = fingerprint_of(campaign)
    write(campaign, al="2026-08-30")
    assert fingerprint_of(campaign) != before
    launching.ask_review(campaign=campaign, by=hire(GIULIA), now=NOW)
    launching.launch(campaign=campaign, by=hire(PAOLO), now=NOW)

    ServiceMessage.objects.update(details=SUMMER)  # behind everybody's back

    assert not launching.start(campaign, api=api, now=NOW)
    campaign.refresh_from_db()
    assert (campaign.status, campaign.approved_hash) == (CampaignStatus.IN_REVIEW, "")


def test_who_changes_a_value_may_not_approve_it_and_the_approved_goes_back_to_draft():
    subscribe(ANNA)
    campaign, paolo = prepared(), hire(PAOLO)
    service_drafts.write_details(campaign=campaign, by=paolo, now=NOW, details=SUMMER | {"dal": "2026-08-09"})
    assert campaign.title == "Sospensione del servizio dal 9 agosto 2026"
    assert approval.objections(campaign, paolo)
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.APPROVED, approved_at=NOW)
    campaign.refresh_from_db()
    with pytest.raises(WrongState, match="«Programmato»"):
        write(campaign, al="2026-08-30")
    campaign.refresh_from_db()
    approval.revise(campaign=campaign, by=hire(GIULIA), now=NOW)
    campaign.refresh_from_db()
    write(campaign, al="2026-08-30")
    assert (campaign.status, campaign.approved_hash) == (CampaignStatus.DRAFT, "")


def test_changing_a_value_takes_up_the_words_in_force_and_what_they_do_not_say_is_not_asked():
    """The order wants other words: whoever looks after the texts writes them, the draft follows."""
    campaign = prepared(AGCOM, ORDER)
    text = supersede("agcom_notice", "Delibera {numero} del {data} sul messaggio del {data_messaggio}.")
    write(campaign, numero="124/26/CONS")
    assert campaign.service.wording == text
    assert service_messages.words(campaign).startswith("Delibera 124/26/CONS del 5 giugno 2026")

    supersede("service_paused", "Il servizio è sospeso dal {dal}. Le notizie sono su {sito}.")
    campaign = prepared(details={"dal": "2026-08-08"})
    assert service_events.detail_names(campaign) == ["dal"]
    assert validation.content_problems(campaign) == []
    assert not service_events.is_over(campaign, date(2030, 1, 1))


# ── What is sent ──────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_its_template_carries_the_values_and_inside_the_window_go_the_same_words(
    purpose, details, api, graph
):
    subscribe(ANNA)
    subscribe(BRUNO, at=NOW - timedelta(hours=1))
    campaign = prepared(purpose, details)
    send_out(campaign, api)

    (message,) = graph.sent_to(ANNA)
    template = message["template"]
    assert template["name"] == service_messages.template_name(campaign.service.wording)
    body, button = template["components"]
    assert {
        part["parameter_name"]: part["text"] for part in body["parameters"]
    } == service_events.template_values(campaign)
    assert button["parameters"] == [{"type": "payload", "payload": "leave"}]
    (free,) = graph.sent_to(BRUNO)
    buttons = [one["reply"] for one in free["interactive"]["action"]["buttons"]]
    assert buttons == [{"id": "leave", "title": "Cancellazione"}]
    assert WORDS[purpose] in free["interactive"]["body"]["text"]


def test_it_costs_what_its_template_costs():
    subscribe(ANNA)
    campaign = prepared()
    WhatsAppTemplate.objects.update(category="MARKETING")
    found = estimate(campaign, NOW)
    assert (found.people, found.category) == (1, "marketing")


# ── No evidence ───────────────────────────────────────────────────────────────────────────────────────────


@BOTH
def test_the_register_learns_nothing_of_it(purpose, details, api):
    """It changes no consent, and shows nothing about one."""
    anna = subscribe(ANNA)
    before = list(ConsentRecord.objects.values_list("pk", flat=True))
    campaign = prepared(purpose, details)
    send_out(campaign, api)
    delivery = Delivery.objects.get(campaign=campaign)
    arrive(webhook(receipt(delivery, "delivered", at=NOW)), now=NOW)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.to_record) == ("delivered", None)
    assert consent_evidence.record(NOW) == 0
    Delivery.objects.update(to_record=True)  # even if somebody marked it
    assert consent_evidence.record(NOW) == 0
    assert list(ConsentRecord.objects.values_list("pk", flat=True)) == before
    anna.refresh_from_db()
    assert (anna.reminded_at, anna.confirmed_at, anna.told_notice) == (None, None, 0)
    assert fresh(campaign).service.told == 0
