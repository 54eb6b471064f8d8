"""Who may launch what, and what becomes of a broadcast in people's hands: each step is written down."""

import pytest

from broadcasts import launching
from broadcasts.launching import CannotLaunch, WrongState
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from tests.broadcasts.moments import MINUTE
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, GIULIA

from .steps import steps


@pytest.mark.parametrize(
    ("scheduled", "at", "leaves"),
    [
        (None, None, NOW),
        (NOW + MINUTE, None, NOW + MINUTE),
        (NOW + MINUTE, NOW + 2 * MINUTE, NOW + 2 * MINUTE),
        (NOW - MINUTE, None, NOW),
        (None, NOW - MINUTE, NOW),
    ],
)
def test_when_it_leaves(scheduled, at, leaves, paolo):
    draft = campaign(scheduled_for=scheduled)
    launching.launch(campaign=draft, by=paolo, now=NOW, at=at)

    assert draft.scheduled_for == leaves


def test_nobody_launches_what_they_wrote_themselves(paolo, settings):
    own = campaign(author=paolo)
    with pytest.raises(CannotLaunch, match="serve un'altra persona"):
        launching.launch(campaign=own, by=paolo, now=NOW)
    own.refresh_from_db()
    assert own.status == C.DRAFT
    assert steps(own) == []

    settings.APPROVE_OWN_BROADCASTS = True
    launching.launch(campaign=own, by=paolo, now=NOW)
    assert own.status == C.APPROVED


def test_what_is_wrong_is_said_all_together_and_nothing_moves(paolo):
    draft = campaign(title="", link="", author=paolo)
    with pytest.raises(CannotLaunch) as refusal:
        launching.launch(campaign=draft, by=paolo, now=NOW)

    assert [problem.field for problem in refusal.value.problems] == ["title", "link", ""]
    with pytest.raises(CannotLaunch):
        launching.ask_review(campaign=draft, by=hire(GIULIA), now=NOW)
    assert fresh(draft).status == C.DRAFT


ACTIONS = {
    "ask_review": lambda row, by: launching.ask_review(campaign=row, by=by, now=NOW),
    "withdraw_request": lambda row, by: launching.withdraw_request(campaign=row, by=by, now=NOW),
    "take_back": lambda row, by: launching.take_back(campaign=row, by=by, now=NOW),
    "send_back": lambda row, by: launching.send_back(campaign=row, by=by, now=NOW, note=""),
    "launch": lambda row, by: launching.launch(campaign=row, by=by, now=NOW),
    "pause": lambda row, by: launching.pause(campaign=row, by=by, now=NOW),
    "resume": lambda row, by: launching.resume(campaign=row, by=by, now=NOW),
    "cancel": lambda row, by: launching.cancel(campaign=row, by=by, now=NOW),
}
ALLOWED = {
    "ask_review": {C.DRAFT},
    "withdraw_request": {C.IN_REVIEW},
    "take_back": {C.APPROVED},
    "send_back": {C.IN_REVIEW},
    "launch": {C.DRAFT, C.IN_REVIEW},
    "pause": {C.APPROVED, C.SENDING, C.SUSPENDED},
    "resume": {C.PAUSED},
    "cancel": {C.DRAFT, C.IN_REVIEW, C.APPROVED, C.SENDING, C.PAUSED, C.SUSPENDED},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_what_can_be_done_in_which_state(action: str, paolo):
    for row in [campaign(status=state) for state in C]:
        state = row.status
        if state in ALLOWED[action]:
            ACTIONS[action](row, paolo)
            assert row.events.count() == 1, state
            continue
        refusal = str(row.get_status_display()) if action != "resume" else "fermato"
        with pytest.raises(WrongState, match=refusal):
            ACTIONS[action](row, paolo)
        row.refresh_from_db()
        assert (row.status, row.events.count()) == (state, 0)


def test_two_people_press_the_button_at_the_same_time(paolo):
    draft = campaign()
    other_page = Campaign.objects.get(pk=draft.pk)
    launching.launch(campaign=draft, by=paolo, now=NOW)

    with pytest.raises(WrongState, match="Programmato"):
        launching.launch(campaign=other_page, by=paolo, now=NOW)
    assert steps(draft) == [("approved", "paolo")]


@pytest.mark.parametrize(("started", "goes_on_as"), [(None, C.APPROVED), (NOW, C.SENDING)])
def test_resumed_a_broadcast_goes_on_from_where_it_stopped(started, goes_on_as, paolo):
    row = campaign(status=C.PAUSED, started_at=started, pause_reason="perché sì", retry_start_at=NOW)
    launching.resume(campaign=row, by=paolo, now=NOW)

    assert (row.status, row.pause_reason, row.retry_start_at) == (goes_on_as, "", None)


def test_cancelling_takes_everybody_out_of_the_queue_who_is_still_in_it(paolo):
    for citizen in (BRUNO, CARLA):
        subscribe(citizen)
    row = under_way()
    anna, bruno, _ = row.deliveries.order_by("subscriber")
    delivery_to(anna.subscriber, of=row, status=D.DELIVERED)
    delivery_to(bruno.subscriber, of=row, status=D.SENDING)
    launching.cancel(campaign=row, by=paolo, now=NOW, reason="Errore nella data")

    assert list(row.deliveries.order_by("subscriber").values_list("status", "reason")) == [
        (D.DELIVERED, ""),
        (D.SENDING, ""),
        (D.SKIPPED, "Il messaggio è stato annullato"),
    ]
    assert row.finished_at == NOW


def test_nobody_is_told_of_a_pause_by_a_person(
    paolo, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["ced@comune.cascina.pi.it"]
    row = under_way()
    with django_capture_on_commit_callbacks(execute=True):
        launching.pause(campaign=row, by=paolo, now=NOW)
        launching.pause_and_alert([row], reason=failure_reasons.FILE_LOST, now=NOW)

    assert mailoutbox == []


@pytest.mark.parametrize("state", D)
def test_a_broadcast_is_over_when_nothing_is_waiting_or_in_doubt(state: D):
    delivery = delivery_to(subscribe(ANNA), status=state)
    over = state not in (D.QUEUED, D.SENDING, D.UNCERTAIN)

    assert launching.finish(delivery.campaign, now=NOW + MINUTE) == over
    row = Campaign.objects.get()
    assert row.status == (C.SENT if over else C.SENDING)
    assert row.finished_at == (NOW + MINUTE if over else None)
    assert not launching.finish(row, now=NOW)
    assert CampaignEvent.objects.count() == over
