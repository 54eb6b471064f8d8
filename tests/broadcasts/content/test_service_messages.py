"""Broadcasts about the service itself: the yearly reminder, a changed notice, and their evidence in the register."""

from datetime import timedelta

import pytest
from django.db import connection

from broadcasts import launching
from broadcasts.content import audience, authorship
from broadcasts.content.service import service_messages
from broadcasts.launching import approval
from broadcasts.launching.drafts import service_drafts
from broadcasts.models import Campaign, Delivery, WhatsAppTemplate
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending import claiming, sender
from broadcasts.sending.outcomes import consent_evidence
from broadcasts.steps.transitions import WrongState
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, ServiceText, Subscriber
from subscribers.register import verification
from subscribers.statistics import ages
from tests.box.simulator import template_rules
from tests.broadcasts.rows import fresh
from tests.builders import (
    NOW,
    arrive,
    button,
    choose,
    hire,
    receipt,
    say,
    subscribe,
    topic,
    unsubscribe,
    webhook,
)
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, GIULIA, PAOLO, Citizen

DAY, YEAR = timedelta(days=1), timedelta(days=366)
Kind = ConsentRecord.Kind


@pytest.fixture(autouse=True)
def without_a_limit(settings, graph):
    """The rate has tests of its own; Meta takes every message."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0


def row(citizen: Citizen) -> Subscriber:
    return identity.find(citizen.person)


def approve_service_templates() -> None:
    for text in service_messages.texts_in_use(NOW).values():
        WhatsAppTemplate.objects.get_or_create(
            name=service_messages.template_name(text),
            language="it",
            defaults={"status": "APPROVED", "category": "UTILITY", "synchronised_at": NOW},
        )


def new_notice(*, at=NOW - DAY, note="conserviamo la prova per tre anni.") -> ServiceText:
    """The privacy notice changes."""
    latest = ServiceText.objects.filter(key="privacy_notice").latest("version")
    return ServiceText.objects.create(
        key="privacy_notice",
        version=latest.version + 1,
        body=f"{latest.body}\nTre anni.",
        in_force_from=at,
        note=note,
    )


def send_out(campaign: Campaign, api, *, now=NOW) -> None:
    """Giulia asks, Paolo approves, and it leaves."""
    approve_service_templates()
    launching.ask_review(campaign=campaign, by=hire(GIULIA), now=now)
    launching.launch(campaign=campaign, by=hire(PAOLO), now=now)
    assert launching.start(campaign, api=api, now=now)
    sender.send_due(api=api, now=now, clock=lambda: now)


def deliver(*citizens: Citizen, at=NOW) -> None:
    """The telephones of these people got their last message."""
    latest = [Delivery.objects.filter(subscriber=row(citizen)).latest("pk") for citizen in citizens]
    arrive(webhook(*(receipt(delivery, "delivered", at=at) for delivery in latest)), now=at)


def told(citizen: Citizen) -> list[ConsentRecord]:
    """What the register knows that this person was told."""
    return list(
        ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(row(citizen))).filter(
            kind=Kind.NOTICE_SENT
        )
    )


# ── Whom it concerns ──────────────────────────────────────────────────────────────────────────────────────


def test_the_reminder_is_for_who_joined_a_year_ago_whatever_their_topics(settings):
    subscribe(ANNA, at=NOW - YEAR)
    subscribe(BRUNO, at=NOW - 300 * DAY)
    subscribe(ELENA, at=NOW - YEAR)
    choose(ELENA, topic())
    subscribe(DARIO, at=NOW - YEAR)
    unsubscribe(DARIO)
    settings.REMINDER_MONTHS = 0  # a town hall may do without
    assert service_drafts.propose_reminder(NOW) is None
    assert ages(NOW)["due"] == 0

    settings.REMINDER_MONTHS = 12
    reminder = service_drafts.propose_reminder(NOW)
    assert set(audience.audience_of(reminder)) == {row(ANNA), row(ELENA)}
    assert audience.snapshot(reminder) == 2
    Campaign.objects.filter(pk=reminder.pk).update(status=CampaignStatus.SENDING)
    assert len(claiming.claim(reminder, 10, NOW)) == 2  # Elena's topics don't matter


def test_nobody_is_reminded_who_said_yes_or_was_reminded_within_the_year():
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen, at=NOW - 2 * YEAR)
    Subscriber.objects.filter(pk=row(ANNA).pk).update(confirmed_at=NOW - 30 * DAY)
    Subscriber.objects.filter(pk=row(BRUNO).pk).update(reminded_at=NOW - 364 * DAY)
    Subscriber.objects.filter(pk=row(CARLA).pk).update(reminded_at=NOW - YEAR, confirmed_at=NOW - YEAR)

    assert set(Subscriber.objects.due_for_reminder(NOW)) == {row(CARLA)}


def test_a_changed_notice_is_for_who_joined_under_an_older_one_and_was_not_told():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen, at=NOW - 10 * DAY)
    notice = new_notice()
    subscribe(CARLA, at=NOW)
    Subscriber.objects.filter(pk=row(BRUNO).pk).update(told_notice=notice.version)

    assert list(Subscriber.objects.to_be_told(notice)) == [row(ANNA)]


# ── Proposals ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_night_proposes_a_draft_once_and_sends_nothing(graph):
    subscribe(ANNA, at=NOW - YEAR)

    reminder = service_drafts.propose_reminder(NOW)

    assert (reminder.status, reminder.author, reminder.title) == (
        "draft",
        None,
        "Promemoria annuale, giugno 2026",
    )
    assert service_drafts.propose_reminder(NOW + DAY) is None
    launching.cancel(campaign=reminder, by=hire(PAOLO), now=NOW + DAY)
    assert service_drafts.propose_reminder(NOW + 2 * DAY) is None
    assert service_drafts.propose_reminder(NOW + 32 * DAY) is not None
    assert graph.messages == []


def test_where_nobody_is_due_nothing_is_proposed():
    subscribe(ANNA, at=NOW - DAY)

    assert service_drafts.propose_reminder(NOW) is None
    with pytest.raises(WrongState, match="nessuno da avvisare"):
        service_drafts.prepare_reminder(by=hire(GIULIA), now=NOW)


def test_a_draft_that_waits_is_brought_up_to_date_until_somebody_takes_it_up():
    subscribe(ANNA, at=NOW - YEAR)
    subscribe(BRUNO, at=NOW - YEAR + 10 * DAY)
    reminder = service_drafts.propose_reminder(NOW)
    assert audience.audience_of(reminder).count() == 1

    service_drafts.propose_reminder(NOW + 20 * DAY)
    reminder.refresh_from_db()
    assert audience.audience_of(reminder).count() == 2

    launching.ask_review(campaign=reminder, by=hire(GIULIA), now=NOW + 20 * DAY)
    service_drafts.propose_reminder(NOW + 21 * DAY)
    assert fresh(reminder).service.as_of == NOW + 20 * DAY


def test_what_the_program_proposed_takes_two_people_and_its_template():
    subscribe(ANNA, at=NOW - YEAR)
    reminder = service_drafts.propose_reminder(NOW)
    with pytest.raises(launching.CannotLaunch, match="lo ha proposto il programma"):
        launching.launch(campaign=reminder, by=hire(PAOLO), now=NOW)

    launching.ask_review(campaign=reminder, by=hire(GIULIA), now=NOW)
    assert authorship.writers(reminder) == {hire(GIULIA).pk}
    assert approval.objections(reminder, hire(GIULIA))
    with pytest.raises(launching.CannotLaunch, match="avviso sul servizio: manca presso WhatsApp"):
        launching.launch(campaign=reminder, by=hire(PAOLO), now=NOW)

    approve_service_templates()
    launching.launch(campaign=reminder, by=hire(PAOLO), now=NOW)
    assert reminder.status == CampaignStatus.APPROVED


def test_a_material_change_of_the_notice_makes_a_draft_with_the_words_of_the_decision():
    subscribe(ANNA, at=NOW - 10 * DAY)
    typo = service_drafts.decide(
        new_notice(), is_material=False, reason="Un refuso.", by=hire(PAOLO), now=NOW
    )
    assert (typo.campaign, typo.reason) == (None, "Un refuso.")
    assert not Campaign.objects.exists()
    assert service_drafts.undecided_notice() is None

    notice = new_notice()
    assert service_drafts.undecided_notice() == notice
    decision = service_drafts.decide(
        notice, is_material=True, reason="Cambia la durata.", by=hire(PAOLO), now=NOW
    )
    draft = decision.campaign
    assert (draft.body, draft.author, draft.service.notice) == (notice.note, None, notice)
    assert [event.note for event in draft.events.all()] == ["Cambia la durata."]
    assert service_drafts.undecided_notice() is None
    again = service_drafts.decide(notice, is_material=True, reason="Ancora.", by=hire(PAOLO), now=NOW)
    assert again.campaign is None  # one for the same people is under way


def test_nobody_is_told_of_a_notice_that_another_has_superseded():
    subscribe(ANNA, at=NOW - 10 * DAY)
    approve_service_templates()
    old = service_drafts.decide(
        new_notice(), is_material=True, reason="Sì.", by=hire(PAOLO), now=NOW
    ).campaign
    new_notice(at=NOW + DAY)
    launching.ask_review(campaign=old, by=hire(GIULIA), now=NOW)

    with pytest.raises(launching.CannotLaunch, match="più recente"):
        launching.launch(campaign=old, by=hire(PAOLO), now=NOW)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "Scrivi che cosa cambia"),
        ("prima riga\nseconda riga", "Togli gli a capo"),
        ("x" * 1000, "troppo lungo"),
    ],
)
def test_what_changes_must_fit_its_place(body, problem):
    subscribe(ANNA, at=NOW - 10 * DAY)
    draft = service_drafts.decide(
        new_notice(), is_material=True, reason="Sì.", by=hire(PAOLO), now=NOW
    ).campaign
    service_drafts.write_what_changes(campaign=draft, by=hire(GIULIA), now=NOW, body=body)

    with pytest.raises(launching.CannotLaunch, match=problem):
        launching.ask_review(campaign=draft, by=hire(GIULIA), now=NOW)


# ── What is sent ──────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_reads_the_day_on_which_they_joined_inside_the_window_in_free_form(api, graph):
    subscribe(ANNA, at=NOW - YEAR)
    subscribe(BRUNO, at=NOW - 2 * YEAR)
    Subscriber.objects.filter(pk=row(ANNA).pk).update(last_message_at=NOW - timedelta(hours=1))
    send_out(service_drafts.propose_reminder(NOW), api)

    (template,) = graph.sent_to(BRUNO)
    (body,) = (part for part in template["template"]["components"] if part["type"] == "body")
    assert [(part["parameter_name"], part["text"]) for part in body["parameters"]] == [
        ("data_iscrizione", "6 giugno 2024")
    ]
    (message,) = graph.sent_to(ANNA)
    buttons = [one["reply"] for one in message["interactive"]["action"]["buttons"]]
    assert [(one["id"], one["title"]) for one in buttons] == [
        ("stay", "Continua"),
        ("leave", "Cancellazione"),
    ]
    said = message["interactive"]["body"]["text"]
    assert "Ricevi le notizie del Comune di Cascina dal 7 giugno 2025" in said


def test_templates_are_what_meta_takes_and_another_wording_or_address_is_another_template(settings):
    for text in service_messages.texts_in_use(NOW).values():
        template_rules.check(service_messages.definition(text), handles=())
    before = ServiceText.objects.in_force("yearly_reminder", NOW)
    after = ServiceText(key=before.key, version=2, body=before.body.replace("Vuoi", "Desideri"))
    names = {service_messages.template_name(before), service_messages.template_name(after)}
    settings.TEXT_VARIABLES = settings.TEXT_VARIABLES | {"privacy_url": "https://altrove.example/informativa"}
    assert len(names | {service_messages.template_name(before)}) == 3

    ends_with_a_variable = ServiceText(key=before.key, version=9, body="Iscritto dal {data_iscrizione}")
    assert "non può cominciare né finire" in service_messages.body_problem(ends_with_a_variable)


# ── The evidence ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_register_learns_whom_it_reached_in_which_words(api):
    subscribe(ANNA, at=NOW - YEAR)
    subscribe(BRUNO, at=NOW - YEAR)
    reminder = service_drafts.propose_reminder(NOW)
    send_out(reminder, api)
    assert consent_evidence.record(NOW) == 0  # taken by WhatsApp is not arrived

    deliver(ANNA, at=NOW + timedelta(minutes=1))
    assert consent_evidence.record(NOW + timedelta(minutes=2)) == 1

    (record,) = told(ANNA)
    assert (record.confirmation, record.notice) == (reminder.service.wording, reminder.service.notice)
    assert (record.rule, record.channel) == (f"broadcast-{reminder.pk}", "system")
    assert record.at_whatsapp == NOW + timedelta(minutes=1)
    assert (record.words, record.topics, record.reason) == ("", [], "")
    assert told(BRUNO) == []
    assert fresh(reminder).service.told == 1
    assert set(Subscriber.objects.due_for_reminder(NOW + DAY)) == {row(BRUNO)}
    assert verification.check(now=NOW).is_clean


def test_who_leaves_after_it_arrived_was_told_all_the_same_and_nothing_is_recorded_twice(api):
    subscribe(ANNA, at=NOW - YEAR)
    send_out(service_drafts.propose_reminder(NOW), api)
    deliver(ANNA)
    unsubscribe(ANNA, at=NOW + timedelta(minutes=1))
    assert consent_evidence.record(NOW + timedelta(minutes=2)) == 1
    assert consent_evidence.record(NOW + timedelta(minutes=2)) == 0

    Delivery.objects.update(to_record=True)  # as if it had stopped between the two
    assert consent_evidence.record(NOW + timedelta(minutes=2)) == 0
    assert not Delivery.objects.filter(to_record=True).exists()
    assert len(told(ANNA)) == 1
    assert row(ANNA).reminded_at is None
    subscribe(ANNA, at=NOW + DAY)
    assert row(ANNA).told_notice == 0


def test_who_is_just_being_reminded_is_not_asked_again(api):
    subscribe(ANNA, at=NOW - YEAR)
    first = service_drafts.propose_reminder(NOW)
    send_out(first, api)  # and her telephone is off
    sender.tidy(NOW)
    assert fresh(first).status == CampaignStatus.SENT

    later = NOW + 29 * DAY
    with pytest.raises(WrongState, match="nessuno"):
        service_drafts.prepare_reminder(by=hire(GIULIA), now=later)


def test_a_changed_notice_is_told_once_by_its_version(api):
    subscribe(ANNA, at=NOW - 10 * DAY)
    notice = new_notice()
    draft = service_drafts.decide(notice, is_material=True, reason="Sì.", by=hire(PAOLO), now=NOW).campaign
    send_out(draft, api)
    deliver(ANNA)
    consent_evidence.record(NOW)

    (record,) = told(ANNA)
    assert (record.notice, record.confirmation.key) == (notice, "notice_changed")
    assert not Subscriber.objects.to_be_told(notice).exists()
    assert (ages(NOW)["told_of_it"], ages(NOW)["to_be_told"]) == (1, 0)


def test_thousands_are_recorded_a_few_hundred_at_a_time(api, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(consent_evidence, "BATCH_SIZE", 3)
    citizens = [Citizen(f"c{n}", f"+39320200{n:04}", "") for n in range(8)]
    for citizen in citizens:
        subscribe(citizen, at=NOW - YEAR)
    reminder = service_drafts.propose_reminder(NOW)
    send_out(reminder, api)
    deliver(*citizens)

    with django_assert_max_num_queries(60):
        assert consent_evidence.record(NOW) == 8
    assert fresh(reminder).service.told == 8
    assert verification.check(now=NOW).is_clean


def test_what_waits_is_found_along_an_index_that_holds_nothing_else():
    """Of a million messages, those that have arrived and are not recorded. SQLite looks through the broadcast's."""
    waiting = Delivery.objects.filter(campaign=1, pk__gt=0).to_be_recorded().order_by("pk")
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL enable_seqscan = off")  # there are no rows here
        assert "delivery_to_record" in waiting.explain()


# ── "Continua" ────────────────────────────────────────────────────────────────────────────────────────────


def test_continua_is_a_fresh_yes_in_the_register_and_brings_nobody_back():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen, at=NOW - 3 * YEAR)
    unsubscribe(BRUNO, at=NOW - DAY)
    say(button(ANNA, "Continua", "stay", at=NOW))

    record = ConsentRecord.objects.first()
    assert (record.kind, record.channel, record.words) == (Kind.RECONFIRMED, "button", "Continua")
    assert (row(ANNA).confirmed_at, row(ANNA).subscribed_at) == (NOW, NOW - 3 * YEAR)
    assert Reply.objects.latest("pk").text.key == "optin_already"
    assert ages(NOW)["bands"][0] == ("fino a 12 mesi", 1)
    assert ages(NOW)["old"] == 0

    say(button(BRUNO, "Continua", "stay", at=NOW))
    assert not row(BRUNO).is_subscribed
    assert ConsentRecord.objects.filter(kind=Kind.RECONFIRMED).count() == 1
    assert Reply.objects.latest("pk").text.key == "optout_not_subscribed"


def test_the_ages_add_up(django_assert_num_queries):
    for citizen, years in ((ANNA, 0.5), (BRUNO, 1.5), (CARLA, 2.5), (DARIO, 4), (ELENA, 4)):
        subscribe(citizen, at=NOW - years * YEAR)
    unsubscribe(ELENA)

    with django_assert_num_queries(2):  # all subscribers are read once
        found = ages(NOW)

    assert [count for _, count in found["bands"]] == [1, 0, 1, 1, 1]
    assert [found[name] for name in ("subscribed", "old", "due", "reminded")] == [4, 2, 3, 0]
