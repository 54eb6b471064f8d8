"""A broadcast on the clerk's own telephone, before anybody else sees it."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.content.message import message_for
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules.states import CampaignStatus
from broadcasts.sending.account.samples import sample
from broadcasts.slices.trials import asking, numbers, sending
from broadcasts.slices.trials.models import Trial, TrialNumber
from tests.broadcasts.rows import fresh
from tests.builders import NOW, arrive, campaign, hire, receipt_for, subscribe, webhook
from tests.people import ANNA, BRUNO, GIULIA, PAOLO

FREE, TEMPLATE = Trial.Form.FREE, Trial.Form.TEMPLATE


@pytest.fixture
def number() -> TrialNumber:
    """Giulia's telephone, proven a moment ago."""
    made = numbers.add(ANNA.phone, by=hire(GIULIA), now=NOW)
    made.verified_at = made.wrote_at = NOW
    made.code = ""
    made.save()
    return made


def ask(
    number: TrialNumber, broadcast: Campaign | None = None, *, form=TEMPLATE, by=GIULIA, now=NOW
) -> Trial:
    return asking.ask(campaign=broadcast or campaign(), number=number, form=form, by=hire(by), now=now)


def state(trial: Trial) -> tuple[str, str]:
    trial.refresh_from_db()
    return trial.status, trial.reason


def told(trial: Trial, *statuses: str, **extra) -> None:
    arrive(*[webhook(receipt_for(f"cascina:trial:{trial.pk}", word, **extra)) for word in statuses])


@pytest.mark.parametrize("form", [TEMPLATE, FREE])
@pytest.mark.parametrize("kind", ["text", "image", "document"])
def test_the_trial_is_the_very_message_that_the_citizens_get(number, graph, api, kind, form):
    attachment = {} if kind == "text" else {"attachment": sample(kind)[0]}
    broadcast = campaign(kind=kind, **attachment)
    trial = ask(number, broadcast, form=form)
    assert graph.messages == []  # the page does not wait for Meta

    assert sending.send_due(api=api, now=NOW) == 1

    broadcast.refresh_from_db()
    (message,) = graph.sent_to(ANNA)
    expected = message_for(broadcast, in_window=form == FREE).payload()
    assert {name: message[name] for name in expected} == expected
    assert message["biz_opaque_callback_data"] == f"cascina:trial:{trial.pk}"
    assert state(trial) == ("accepted", "")
    assert launching.ensure_attachment(broadcast, api=api, now=NOW)  # for everybody
    assert len(graph.uploads) == (kind != "text")
    assert not Delivery.objects.exists()


def test_two_clicks_are_one_trial_that_is_sent_once_and_leaves_a_trace_without_the_number(number, graph, api):
    broadcast = campaign()
    ask(number, broadcast)
    with pytest.raises(asking.CannotTry, match="sta partendo"):
        ask(number, broadcast)
    event = broadcast.events.get(what=CampaignEvent.Step.TRIED)
    assert (event.get_what_display(), event.by.username) == ("Prova inviata", "giulia")
    assert event.note == "Come a chi non ci ha scritto oggi"

    assert sending.send_due(api=api, now=NOW) == 1
    assert sending.send_due(api=api, now=NOW) == 0
    assert len(graph.messages) == 1


def test_an_upload_of_a_file_that_was_replaced_is_forgotten_and_one_that_is_lost_is_said(number, graph, api):
    broadcast = campaign(kind="image", attachment=sample("image")[0])
    stale = Campaign.objects.get(pk=broadcast.pk)
    broadcast.title = "Via Roma riaperta"
    drafting.save(broadcast, changed=["title", "attachment"], by=hire(GIULIA), now=NOW)
    launching.upload_if_needed(stale, api, NOW)
    assert fresh(broadcast).media_id == ""

    trial = ask(number, broadcast)
    broadcast.attachment.storage.delete(broadcast.attachment.name)
    sending.send_due(api=api, now=NOW)
    assert state(trial)[1].startswith("Il file allegato non si trova più")


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        (["sent"], "sent"),
        (["sent", "delivered"], "delivered"),
        (["read", "delivered", "sent"], "read"),
        (["delivered", "delivered"], "delivered"),
    ],
)
def test_receipts_tell_what_became_of_it_in_whatever_order(number, graph, api, statuses, status):
    trial = ask(number)
    sending.send_due(api=api, now=NOW)
    told(trial, *statuses)
    assert state(trial) == (status, "")


def test_a_trial_that_whatsapp_keeps_back_says_so_and_arrives_when_it_is_released(number, graph, api):
    graph.holds(ANNA)
    trial = ask(number)
    sending.send_due(api=api, now=NOW)
    assert state(trial) == ("held", "")
    assert trial.get_status_display() == "Trattenuta da WhatsApp"

    told(trial, "sent", "delivered")
    assert state(trial) == ("delivered", "")


def test_what_did_not_arrive_or_was_refused_says_why(number, graph, api):
    trial = ask(number)
    sending.send_due(api=api, now=NOW)
    told(trial, "failed", errors=[{"code": 131026, "title": "undeliverable"}])
    assert state(trial) == ("failed", "Il numero non ha WhatsApp, o ha una versione troppo vecchia")

    graph.refuses(ANNA, 190, status=401)
    trial = ask(number)
    sending.send_due(api=api, now=NOW)
    assert state(trial) == ("failed", "WhatsApp non accetta più la chiave di accesso: va rinnovata")


def test_a_trial_never_pauses_an_approved_broadcast(number, graph, api):
    graph.refuses_uploads(190, status=401)
    broadcast = campaign(
        kind="image", attachment=sample("image")[0], status=CampaignStatus.APPROVED, scheduled_for=NOW
    )
    trial = ask(number, broadcast)
    sending.send_due(api=api, now=NOW)
    assert (state(trial)[0], fresh(broadcast).status) == ("failed", CampaignStatus.APPROVED)


def test_a_lost_answer_is_not_sent_again_and_a_receipt_settles_it(number, graph, api):
    graph.drops_the_line(ANNA)
    trial = ask(number)
    sending.send_due(api=api, now=NOW)
    assert state(trial)[0] == "uncertain"
    sending.send_due(api=api, now=NOW + timedelta(hours=1))
    assert len(graph.messages) == 1
    told(trial, "delivered")
    assert state(trial) == ("delivered", "")


def test_who_died_while_sending_leaves_a_doubt_and_no_second_message(number, graph, api):
    trial = ask(number)
    Trial.objects.update(status="sending", claimed_at=NOW)
    sending.send_due(api=api, now=NOW + timedelta(minutes=3))
    assert state(trial)[0] == "uncertain"
    assert graph.messages == []


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────


def refusal(number: TrialNumber, broadcast: Campaign | None = None, **how) -> str:
    with pytest.raises(asking.CannotTry) as refused:
        ask(number, broadcast, **how)
    assert not Trial.objects.filter(campaign=broadcast).exists() or not broadcast
    return str(refused.value)


def test_what_can_not_be_tried_says_why(number):
    later = NOW + timedelta(days=2)
    assert "oggi nessuno ci ha scritto" in refusal(number, form=FREE, now=later)
    assert ask(number, form=TEMPLATE, now=later)

    assert "un tuo numero verificato" in refusal(number, by=PAOLO)
    assert "Scrivi il collegamento" in refusal(number, campaign(link=""))
    odd = [{"status": status} for status in ("sending", "paused", "sent", "cancelled")]
    for fields in (*odd, {"by_whatsapp": False}):
        told = refusal(number, campaign(**fields))
        assert told == "Si prova un messaggio che va su WhatsApp, prima che parta.", fields
    TrialNumber.objects.update(verified_at=None)
    assert "un tuo numero verificato" in refusal(number)


def test_a_window_that_shuts_or_a_text_that_changes_between_asking_and_sending_stops_it(number, graph, api):
    trial = ask(number, form=FREE)
    sending.send_due(api=api, now=NOW + timedelta(days=1))
    assert state(trial) == ("failed", asking.WINDOW_SHUT)

    trial = ask(number)
    Campaign.objects.update(version=2)
    sending.send_due(api=api, now=NOW)
    assert state(trial)[1].startswith("Il testo è cambiato")
    assert graph.messages == []


def test_several_telephones_get_one_each_or_none_does(number):
    broadcast, other = campaign(), numbers.add(BRUNO.phone, is_shared=True, by=hire(PAOLO), now=NOW)
    both = {
        "campaign": broadcast,
        "numbers": [number, other],
        "form": TEMPLATE,
        "by": hire(GIULIA),
        "now": NOW,
    }
    with pytest.raises(asking.CannotTry, match="un collega che ha detto di sì"):
        asking.ask_each(**both)  # nobody has proven Paolo's
    assert not Trial.objects.exists()
    TrialNumber.objects.filter(pk=other.pk).update(verified_at=NOW)
    assert [trial.number for trial in asking.ask_each(**both)] == [number, other]


# ── A trial before approval, where the town hall wants it ─────────────────────────────────────────────────


def test_where_it_is_set_so_approval_needs_a_trial_of_the_text_as_it_is(number, graph, api, settings):
    settings.TRIAL_BEFORE_APPROVAL = True
    subscribe(BRUNO)
    broadcast = campaign()
    with pytest.raises(launching.CannotLaunch, match="manda una prova"):
        launching.ask_review(campaign=broadcast, by=hire(GIULIA), now=NOW)
    ask(number, broadcast)
    sending.send_due(api=api, now=NOW)
    Campaign.objects.update(version=2)
    broadcast.refresh_from_db()
    with pytest.raises(launching.CannotLaunch, match="manda una prova"):
        launching.ask_review(campaign=broadcast, by=hire(GIULIA), now=NOW)
    ask(number, broadcast)
    sending.send_due(api=api, now=NOW)
    launching.ask_review(campaign=broadcast, by=hire(GIULIA), now=NOW)
    assert broadcast.status == CampaignStatus.IN_REVIEW
