# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever said yes long ago is asked again, reminded once, and let go: never before both messages reached them."""

from datetime import timedelta

import pytest

from broadcasts import audience, launching
from broadcasts.content import service_messages
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.editing import service_drafts
from broadcasts.models import Campaign, Delivery
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import claiming, consent_evidence, failures, renewal_ends
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.register import verification
from tests.builders import (
    NOW,
    arrive,
    button,
    delivery_to,
    hire,
    number_changed,
    say,
    subscribe,
    text,
    unsubscribe,
    webhook,
)
from tests.people import ANNA, BRUNO, CARLA, PAOLO, Citizen
from tests.staff import VERA

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
MINUTE = timedelta(minutes=1)
OLD = NOW - 800 * DAYS
ASKED, REMINDED = NOW, NOW + 30 * DAYS
OVER = NOW + 68 * DAYS
"""The term of sixty days, and seven for answers on their way."""
ANNA_NEW = Citizen("Anna", "+393200000109", ANNA.bsuid)
Kind, Purpose = ConsentRecord.Kind, Campaign.Purpose


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.ASK_RENEWAL = True


@pytest.fixture
def anna() -> Subscriber:
    return subscribe(ANNA, at=OLD)


def row(citizen: Citizen) -> Subscriber:
    return identity.find(citizen.person)


def reach(purpose: Campaign.Purpose, *citizens: Citizen, at) -> Campaign:
    """The night proposes it, it leaves, and reaches these people; the register knows."""
    campaign = service_drafts.propose(purpose, at)
    audience.snapshot(campaign)
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.SENT, started_at=at, finished_at=at)
    for citizen in citizens:
        delivery_to(
            row(citizen), of=campaign, status=DeliveryStatus.DELIVERED, claimed_at=at, delivered_at=at
        )
    assert consent_evidence.record(at) == len(citizens)
    return campaign


def ask_and_remind(*citizens: Citizen) -> None:
    reach(Purpose.RENEWAL, *citizens, at=ASKED)
    reach(Purpose.RENEWAL_REMINDER, *citizens, at=REMINDED)


def events(citizen: Citizen) -> list[ConsentRecord]:
    return list(
        ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(row(citizen))).order_by("sequence")
    )


def last(citizen: Citizen) -> ConsentRecord:
    return events(citizen)[-1]


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_night_proposes_the_question_and_two_people_send_it(anna, settings):
    (draft,) = service_drafts.propose_due(NOW)

    assert (draft.purpose, draft.status, draft.author) == (Purpose.RENEWAL, "draft", None)
    assert draft.title == "Domanda di rinnovo, giugno 2026"
    assert draft.service.details == {"giorni": "60"}
    with pytest.raises(launching.CannotLaunch, match="lo ha proposto il programma"):
        launching.launch(campaign=draft, by=hire(PAOLO), now=NOW)
    assert service_drafts.propose_due(NOW + DAYS) == []


def test_while_it_is_off_nobody_is_asked(anna, settings):
    settings.ASK_RENEWAL = False

    assert [draft.purpose for draft in service_drafts.propose_due(NOW)] == [Purpose.REMINDER]


def test_the_words_say_the_term_that_was_approved(anna, settings):
    draft = service_drafts.propose(Purpose.RENEWAL, NOW)
    approved = fingerprint_of(draft)
    settings.RENEWAL_TERM_DAYS = 90

    assert "entro 60 giorni da questo messaggio l'iscrizione finisce" in service_messages.words(draft)
    draft.service.details = {"giorni": "90"}
    assert fingerprint_of(draft) != approved


@pytest.mark.parametrize("in_window", [True, False], ids=["free", "template"])
@pytest.mark.parametrize("purpose", Campaign.RENEWALS)
def test_below_it_are_two_buttons(anna, purpose, in_window):
    campaign = Campaign(purpose=purpose)
    service_drafts.ServiceMessage(campaign=campaign, **service_drafts._current(purpose, NOW))
    message = service_messages.message(campaign, in_window=in_window, joined="3 maggio 2024")

    if in_window:
        assert [(one.id, one.title) for one in message.buttons] == [
            ("stay", "Sì, continuate"),
            ("leave", "No, cancellatemi"),
        ]
        assert "3 maggio 2024" in message.body or purpose == Purpose.RENEWAL_REMINDER
    else:
        assert message.quick_replies == ("stay", "leave")


def test_whom_the_question_reached_is_asked_and_nobody_else(anna):
    subscribe(BRUNO, at=OLD)  # his telephone is off
    subscribe(CARLA, at=NOW - 400 * DAYS)
    question = reach(Purpose.RENEWAL, ANNA, at=ASKED)

    asked = row(ANNA)
    assert (asked.renewal_asked_at, asked.renewal_reminded_at) == (ASKED, None)
    assert asked.renewal_until == ASKED + 60 * DAYS
    assert (last(ANNA).kind, last(ANNA).confirmation) == (Kind.NOTICE_SENT, question.service.wording)
    assert row(BRUNO).renewal_asked_at is None
    assert Delivery.objects.filter(subscriber=row(CARLA)).count() == 0


def test_nobody_is_asked_twice_while_the_first_question_may_still_arrive(anna):
    reach(Purpose.RENEWAL, at=ASKED)

    assert service_drafts.propose(Purpose.RENEWAL, ASKED + 29 * DAYS) is None
    assert service_drafts.propose(Purpose.RENEWAL, ASKED + 31 * DAYS)  # it never reached her


# ── Reminding ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_reminder_is_proposed_after_thirty_days_and_once(anna):
    reach(Purpose.RENEWAL, ANNA, at=ASKED)

    assert service_drafts.propose(Purpose.RENEWAL_REMINDER, ASKED + 29 * DAYS) is None
    reach(Purpose.RENEWAL_REMINDER, ANNA, at=REMINDED)
    assert row(ANNA).renewal_until == ASKED + 60 * DAYS
    assert service_drafts.propose(Purpose.RENEWAL_REMINDER, REMINDED + 20 * DAYS) is None


def test_a_late_reminder_gives_the_days_that_it_says(anna):
    reach(Purpose.RENEWAL, ANNA, at=ASKED)
    reach(Purpose.RENEWAL_REMINDER, ANNA, at=ASKED + 55 * DAYS)

    assert row(ANNA).renewal_until == ASKED + 85 * DAYS


def test_who_answers_while_the_reminder_waits_to_leave_does_not_get_it(anna):
    reach(Purpose.RENEWAL, ANNA, at=ASKED)
    reminder = service_drafts.propose(Purpose.RENEWAL_REMINDER, REMINDED)
    audience.snapshot(reminder)
    Campaign.objects.filter(pk=reminder.pk).update(status=CampaignStatus.SENDING, started_at=REMINDED)
    say(button(ANNA, "Sì, continuate", "stay", at=REMINDED))

    assert claiming.claim(reminder, 10, REMINDED) == []
    assert failures.skip_unwilling(reminder) == 1
    assert reminder.deliveries.get().reason == failure_reasons.ANSWERED


def test_a_receipt_that_comes_after_the_answer_asks_nothing_anew(anna):
    question = service_drafts.propose(Purpose.RENEWAL, NOW)
    audience.snapshot(question)
    Campaign.objects.filter(pk=question.pk).update(status=CampaignStatus.SENT, started_at=NOW)
    say(button(ANNA, "Sì, continuate", "stay", at=NOW + MINUTE))
    delivery_to(row(ANNA), of=question, status=DeliveryStatus.DELIVERED, claimed_at=NOW, delivered_at=NOW)

    assert consent_evidence.record(NOW + 2 * MINUTE) == 1
    assert row(ANNA).renewal_asked_at is None


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "answer",
    [
        lambda at: button(ANNA, "Sì, continuate", "stay", at=at),
        lambda at: text(ANNA, "sì", at=at),
        lambda at: text(ANNA, "Iscrizione", at=at),
    ],
    ids=["button", "yes", "the word"],
)
def test_a_yes_renews_the_consent(anna, answer):
    ask_and_remind(ANNA)
    question, reminder = events(ANNA)[-2:]
    at = REMINDED + 10 * DAYS
    say(answer(at))

    record = last(ANNA)
    assert (record.kind, record.at_whatsapp) == (Kind.RECONFIRMED, at)
    assert record.reason == (
        f"Risponde alla domanda dell'evento {question.sequence} e al sollecito dell'evento {reminder.sequence}"
    )
    assert (row(ANNA).confirmed_at, row(ANNA).renewal_asked_at, row(ANNA).renewal_until) == (at, None, None)
    assert Reply.objects.latest("pk").text.key == "optin_already"
    assert renewal_ends.end_due(OVER) == 0
    assert verification.check(now=OVER).is_clean


def test_the_words_of_the_buttons_are_in_the_register(anna):
    reach(Purpose.RENEWAL, ANNA, at=ASKED)
    say(button(ANNA, "Sì, continuate", "stay", at=ASKED + MINUTE))
    assert (last(ANNA).channel, last(ANNA).words) == ("button", "Sì, continuate")

    say(button(ANNA, "No, cancellatemi", "leave", at=ASKED + 2 * MINUTE))
    assert (last(ANNA).kind, last(ANNA).channel) == (Kind.OPT_OUT, "button")
    assert not row(ANNA).is_subscribed


@pytest.mark.parametrize(("later", "leaves"), [(MINUTE, True), (3 * DAYS, False)], ids=["soon", "days later"])
def test_a_written_no_is_about_the_question_for_a_day(anna, later, leaves):
    reach(Purpose.RENEWAL, ANNA, at=ASKED)
    say(text(ANNA, "no", at=ASKED + later))

    assert row(ANNA).is_subscribed is not leaves


def test_without_a_question_yes_and_no_say_nothing(anna):
    before = len(events(ANNA))
    for word in ("sì", "no"):
        say(text(ANNA, word, at=NOW))

    assert len(events(ANNA)) == before


def test_leaving_closes_the_question_and_joining_again_begins_anew(anna):
    ask_and_remind(ANNA)
    unsubscribe(ANNA, at=REMINDED + DAYS)
    subscribe(ANNA, at=REMINDED + 2 * DAYS)

    assert row(ANNA).renewal_asked_at is None
    assert renewal_ends.end_due(OVER) == 0


def test_the_question_follows_whoever_changes_number(anna):
    ask_and_remind(ANNA)
    arrive(webhook(number_changed(ANNA, ANNA_NEW, at=REMINDED + DAYS)), now=REMINDED + DAYS)

    assert row(ANNA_NEW).renewal_asked_at == ASKED
    assert renewal_ends.end_due(OVER) == 1


# ── The end ───────────────────────────────────────────────────────────────────────────────────────────────


def test_who_never_answers_is_let_go_and_the_register_says_why(anna, graph):
    ask_and_remind(ANNA)
    question, reminder = events(ANNA)[-2:]

    assert renewal_ends.end_due(OVER - 2 * DAYS) == 0
    assert renewal_ends.end_due(OVER) == 1
    record, gone = last(ANNA), row(ANNA)
    assert (record.kind, record.rule, record.channel) == (Kind.EXPIRED, "renewal-unanswered", "system")
    assert record.reason == (
        f"Nessuna risposta alla domanda dell'evento {question.sequence} "
        f"e al sollecito dell'evento {reminder.sequence}"
    )
    assert (gone.status, gone.left_at, gone.phone, gone.bsuid) == ("left", OVER, "", "")
    assert renewal_ends.end_due(OVER + DAYS) == 0
    assert verification.check(now=OVER).is_clean
    assert graph.messages == []
    assert not Reply.objects.exists()


def test_the_officer_is_told_that_subscriptions_ended(anna, settings):
    vera = hire(VERA)
    ask_and_remind(ANNA)
    renewal_ends.end_due(OVER - 2 * DAYS)
    assert not StaffNotice.objects.filter(person=vera).exists()

    renewal_ends.end_due(OVER)
    notice = StaffNotice.objects.get(person=vera)
    assert notice.sentence.startswith("È finita un'iscrizione senza una risposta")
    assert ANNA.phone not in f"{notice.subject} {notice.sentence} {notice.page}"


def test_nobody_ends_whom_one_of_the_two_did_not_reach(anna):
    subscribe(BRUNO, at=OLD)
    reach(Purpose.RENEWAL, ANNA, at=ASKED)  # Bruno's telephone is off
    reach(Purpose.RENEWAL_REMINDER, at=REMINDED)  # Anna's, this time

    assert all(renewal_ends.end_due(OVER + n * DAYS) == 0 for n in range(0, 100, 10))


def test_switched_off_meanwhile_nobody_ends(anna, settings):
    ask_and_remind(ANNA)
    settings.ASK_RENEWAL = False

    assert renewal_ends.end_due(OVER) == 0
    assert row(ANNA).is_subscribed


def test_switched_on_again_long_after_she_is_asked_anew(anna):
    ask_and_remind(ANNA)
    later = OVER + 60 * DAYS

    assert renewal_ends.end_due(later) == 0
    assert service_drafts.propose(Purpose.RENEWAL, later)


def test_stopped_half_way_it_goes_on_the_next_night(monkeypatch):
    monkeypatch.setattr(renewal_ends, "BATCH_SIZE", 1)
    citizens = (ANNA, BRUNO, CARLA)
    for citizen in citizens:
        subscribe(citizen, at=OLD)
    ask_and_remind(*citizens)
    end, ended = consent.end_unanswered, []

    def die_at_the_second(numbers, *, now):
        if ended:
            raise KeyboardInterrupt
        ended.append(numbers)
        return end(numbers, now=now)

    monkeypatch.setattr(consent, "end_unanswered", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        renewal_ends.end_due(OVER)
    monkeypatch.setattr(consent, "end_unanswered", end)

    assert renewal_ends.end_due(OVER + DAYS) == 2
    assert ConsentRecord.objects.filter(kind=Kind.EXPIRED).count() == 3


def test_who_says_yes_at_the_last_moment_stays(anna):
    """Between the look at who is due and the end itself."""
    ask_and_remind(ANNA)
    number = row(ANNA).pk
    say(button(ANNA, "Sì, continuate", "stay", at=OVER))

    assert consent.end_unanswered([number], now=OVER) == 0


@pytest.mark.parametrize("said", ["button", "Iscrizione"])
@pytest.mark.parametrize("at", [OVER - DAYS, OVER + DAYS], ids=["written before the end", "after it"])
def test_a_late_yes_brings_back_who_only_did_not_answer(anna, said, at):
    ask_and_remind(ANNA)
    renewal_ends.end_due(OVER)
    say(button(ANNA, "Sì, continuate", "stay", at=at) if said == "button" else text(ANNA, said, at=at))

    assert row(ANNA).is_subscribed
    assert last(ANNA).kind == Kind.OPT_IN


def test_it_brings_nobody_back_who_wanted_to_leave(anna):
    ask_and_remind(ANNA)
    unsubscribe(ANNA, at=REMINDED + DAYS)
    say(button(ANNA, "Sì, continuate", "stay", at=REMINDED + 2 * DAYS))

    assert not row(ANNA).is_subscribed


# ── On hold ───────────────────────────────────────────────────────────────────────────────────────────────


def pause_of_service(**details) -> Campaign:
    campaign = service_drafts.prepare(purpose=Purpose.PAUSED, details=details, by=hire(PAOLO), now=NOW)
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.SENT)
    return campaign


def test_while_the_service_pauses_nobody_ends(anna):
    ask_and_remind(ANNA)
    pause_of_service(dal=str((OVER - DAYS).date()), al=str((OVER + DAYS).date()))

    assert renewal_ends.end_due(OVER) == 0
    assert renewal_ends.on_hold(OVER) == "il servizio è sospeso"
    assert renewal_ends.end_due(OVER + 2 * DAYS) == 1


def test_while_an_order_of_agcom_waits_nobody_ends(anna):
    ask_and_remind(ANNA)
    service_drafts.prepare(
        purpose=Purpose.AGCOM,
        details={"numero": "1/26", "data": "2026-06-01", "data_messaggio": "2026-05-01"},
        by=hire(PAOLO),
        now=NOW,
    )

    assert renewal_ends.end_due(OVER) == 0


def test_while_a_question_is_paused_nobody_ends(anna):
    ask_and_remind(ANNA)
    Campaign.objects.filter(purpose=Purpose.RENEWAL).update(status=CampaignStatus.PAUSED)

    assert renewal_ends.end_due(OVER) == 0


def test_while_an_answer_may_lie_unheard_nobody_ends(anna):
    ask_and_remind(ANNA)

    assert renewal_ends.end_due(OVER, unheard="ci sono notifiche da controllare") == 0
    assert row(ANNA).is_subscribed
