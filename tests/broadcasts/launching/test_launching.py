# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may launch what, and what becomes of a broadcast in people's hands: each step leaves a trace."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.launching import CannotLaunch, WrongState
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from tests.builders import (
    NOW,
    approve_templates,
    campaign,
    delivery_to,
    hire,
    subscribe,
    under_way,
    unsubscribe,
)
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO

pytestmark = pytest.mark.django_db
C, D = CampaignStatus, DeliveryStatus
MINUTE = timedelta(minutes=1)


@pytest.fixture
def paolo():
    approve_templates()
    subscribe(ANNA)
    return hire(PAOLO)


def trace(of: Campaign) -> list[tuple[str, str]]:
    """What happened to a broadcast, and by whom."""
    return [(event.what, event.by.username if event.by else "") for event in of.events.all()]


def approved(**overrides) -> Campaign:
    return campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW, **overrides)


def test_from_the_first_draft_to_the_approval(paolo):
    draft, giulia = campaign(), hire(GIULIA)
    launching.ask_review(campaign=draft, by=giulia, now=NOW)
    launching.send_back(campaign=draft, by=paolo, now=NOW + MINUTE, note="Manca l'orario")
    launching.ask_review(campaign=draft, by=giulia, now=NOW + 2 * MINUTE)
    launching.launch(campaign=draft, by=paolo, now=NOW + 3 * MINUTE)
    draft.refresh_from_db()

    assert (draft.status, draft.approved_by, draft.approved_at) == (C.APPROVED, paolo, NOW + 3 * MINUTE)
    assert trace(draft) == [
        ("review_asked", "giulia"),
        ("sent_back", "paolo"),
        ("review_asked", "giulia"),
        ("approved", "paolo"),
    ]
    assert draft.events.get(what="sent_back").note == "Manca l'orario"


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
    assert trace(own) == []

    settings.APPROVE_OWN_BROADCASTS = True
    launching.launch(campaign=own, by=paolo, now=NOW)
    assert own.status == C.APPROVED


def test_what_is_wrong_is_said_all_together_and_nothing_moves(paolo):
    draft = campaign(title="", link="", author=paolo)
    with pytest.raises(CannotLaunch) as refusal:
        launching.launch(campaign=draft, by=paolo, now=NOW)

    assert [problem.field for problem in refusal.value.problems] == ["title", "link", ""]
    draft.refresh_from_db()
    assert draft.status == C.DRAFT


def test_a_review_is_not_asked_for_what_is_not_ready():
    draft = campaign(body="")
    with pytest.raises(CannotLaunch):
        launching.ask_review(campaign=draft, by=hire(GIULIA), now=NOW)


def test_the_reason_of_an_urgent_broadcast_stays_in_its_trace(paolo):
    urgent = campaign(is_urgent=True, urgent_reason="Frana sulla Tosco Romagnola")
    launching.launch(campaign=urgent, by=paolo, now=NOW)

    assert urgent.events.get().note == "Frana sulla Tosco Romagnola"


ACTIONS = {
    "ask_review": lambda row, by: launching.ask_review(campaign=row, by=by, now=NOW),
    "send_back": lambda row, by: launching.send_back(campaign=row, by=by, now=NOW, note=""),
    "launch": lambda row, by: launching.launch(campaign=row, by=by, now=NOW),
    "pause": lambda row, by: launching.pause(campaign=row, by=by, now=NOW),
    "resume": lambda row, by: launching.resume(campaign=row, by=by, now=NOW),
    "cancel": lambda row, by: launching.cancel(campaign=row, by=by, now=NOW),
}
ALLOWED = {
    "ask_review": {C.DRAFT},
    "send_back": {C.IN_REVIEW},
    "launch": {C.DRAFT, C.IN_REVIEW},
    "pause": {C.APPROVED, C.SENDING},
    "resume": {C.PAUSED},
    "cancel": {C.DRAFT, C.IN_REVIEW, C.APPROVED, C.SENDING, C.PAUSED},
}


@pytest.mark.parametrize("state", C)
@pytest.mark.parametrize("action", ACTIONS)
def test_what_can_be_done_in_which_state(action: str, state: C, paolo):
    row = campaign(status=state)
    if state in ALLOWED[action]:
        ACTIONS[action](row, paolo)
        assert row.events.count() == 1
    else:
        with pytest.raises(
            WrongState, match=str(row.get_status_display()) if action != "resume" else "pausa"
        ):
            ACTIONS[action](row, paolo)
        row.refresh_from_db()
        assert (row.status, row.events.count()) == (state, 0)


def test_two_people_press_the_button_at_the_same_time(paolo):
    draft = campaign()
    other_page = Campaign.objects.get(pk=draft.pk)
    launching.launch(campaign=draft, by=paolo, now=NOW)

    with pytest.raises(WrongState, match="Approvato"):
        launching.launch(campaign=other_page, by=paolo, now=NOW)
    assert trace(draft) == [("approved", "paolo")]


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


def test_at_the_start_everybody_of_that_moment_is_queued(api, paolo):
    subscribe(BRUNO)
    row = approved()
    unsubscribe(BRUNO)
    subscribe(CARLA)

    assert launching.start(row, api=api, now=NOW + MINUTE)
    row.refresh_from_db()
    assert (row.status, row.started_at) == (C.SENDING, NOW + MINUTE)
    assert {delivery.subscriber.bsuid for delivery in row.deliveries.all()} == {ANNA.bsuid, CARLA.bsuid}
    assert trace(row) == [("started", "")]


@pytest.mark.parametrize(
    ("kind", "mime_type", "filename"),
    [
        ("image", "image/png", "via-roma-chiusa-al-traffico.png"),
        ("document", "application/pdf", "via-roma-chiusa-al-traffico.pdf"),
    ],
)
def test_an_attachment_is_uploaded_once(kind: str, mime_type: str, filename: str, api, graph, paolo):
    row = approved(kind=kind, attachment=b"the content")
    assert launching.start(row, api=api, now=NOW)
    launching.attachment_is_there(row, api=api, now=NOW + timedelta(days=28))

    (upload,) = graph.uploads
    for piece in (b"the content", mime_type.encode(), filename.encode()):
        assert piece in upload
    row.refresh_from_db()
    assert (row.media_id, row.media_uploaded_at) == ("media-1", NOW)


def test_an_attachment_that_meta_is_about_to_forget_is_uploaded_again(api, graph):
    row = approved(kind="image", attachment=b"x", media_id="old", media_uploaded_at=NOW - timedelta(days=29))
    launching.attachment_is_there(row, api=api, now=NOW)

    assert row.media_id == "media-1"


def test_a_text_uploads_nothing(api, graph, paolo):
    assert launching.start(approved(), api=api, now=NOW)
    assert graph.uploads == []


@pytest.mark.parametrize("code", [130429, 131016, 2, 2494100])
def test_an_upload_that_fails_for_now_is_tried_again_a_minute_later(code: int, api, graph, paolo):
    row = approved(kind="image", attachment=b"x")
    graph.refuses_uploads(code)

    assert not launching.start(row, api=api, now=NOW)
    assert not launching.start(row, api=api, now=NOW + MINUTE / 2)
    assert len(graph.uploads) == 1
    assert launching.start(row, api=api, now=NOW + MINUTE)
    row.refresh_from_db()
    assert row.status == C.SENDING


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (190, 401, "WhatsApp non accetta più la chiave di accesso: va rinnovata"),
        (131042, 400, "Problema di pagamento presso Meta: controlla il metodo di pagamento"),
        (131053, 400, "WhatsApp non accetta l'allegato: caricane un altro"),
    ],
)
def test_trouble_that_a_person_must_mend_pauses_the_broadcast(code, status, reason, api, graph, paolo):
    row = approved(kind="image", attachment=b"x")
    graph.refuses_uploads(code, status=status)

    assert not launching.start(row, api=api, now=NOW)
    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert row.pause_reason.startswith(reason)
    assert trace(row) == [("paused", "")]
    assert not row.deliveries.exists()

    launching.resume(campaign=row, by=paolo, now=NOW)
    assert launching.start(row, api=api, now=NOW)


def test_a_broadcast_whose_attachment_is_lost_is_paused_and_says_so(api, graph, paolo):
    row = approved(kind="image", attachment=b"x")
    row.attachment.storage.delete(row.attachment.name)

    assert not launching.start(row, api=api, now=NOW)
    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert row.pause_reason == failure_reasons.FILE_LOST


@pytest.mark.parametrize(
    ("code", "status", "words"),
    [
        (131042, 400, "Problema di pagamento"),
        (131053, 400, "caricane un altro"),
        (None, None, failure_reasons.FILE_LOST),
    ],
)
def test_whoever_runs_the_service_is_told_that_a_broadcast_could_not_start(
    code, status, words, api, graph, paolo, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["ced@comune.cascina.pi.it"]
    row = approved(kind="image", attachment=b"x")
    if code is None:
        row.attachment.storage.delete(row.attachment.name)
    else:
        graph.refuses_uploads(code, status=status)
    with django_capture_on_commit_callbacks(execute=True):
        launching.start(row, api=api, now=NOW)
        launching.start(row, api=api, now=NOW + MINUTE)

    (letter,) = mailoutbox
    assert letter.to == ["ced@comune.cascina.pi.it"]
    assert words in letter.body
    assert "- Via Roma chiusa al traffico" in letter.body


def test_nobody_is_told_of_a_pause_by_a_person(
    paolo, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["ced@comune.cascina.pi.it"]
    row = under_way()
    with django_capture_on_commit_callbacks(execute=True):
        launching.pause(campaign=row, by=paolo, now=NOW)
        launching.halt([row], reason=failure_reasons.FILE_LOST, now=NOW)

    assert mailoutbox == []


@pytest.mark.parametrize("state", [C.DRAFT, C.IN_REVIEW, C.PAUSED, C.CANCELLED, C.SENDING, C.SENT])
def test_only_an_approved_broadcast_starts(state: C, api, paolo):
    row = campaign(status=state)

    assert not launching.start(row, api=api, now=NOW)
    assert not row.deliveries.exists()


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
