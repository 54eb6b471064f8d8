"""An approved broadcast starts: what must hold, its attachment at Meta, everybody of that moment in the queue."""

from datetime import timedelta

import pytest

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus as C
from tests.broadcasts.moments import MINUTE
from tests.broadcasts.rows import fresh
from tests.builders import NOW, campaign, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, CARLA

from .steps import steps


def approved(**overrides) -> Campaign:
    return campaign(status=C.APPROVED, scheduled_for=NOW, approved_at=NOW, **overrides)


def test_at_the_start_everybody_of_that_moment_is_queued(api, graph, paolo):
    subscribe(BRUNO)
    row = approved()
    unsubscribe(BRUNO)
    subscribe(CARLA)

    assert launching.start(row, api=api, now=NOW + MINUTE)
    row.refresh_from_db()
    assert (row.status, row.started_at) == (C.SENDING, NOW + MINUTE)
    assert {delivery.subscriber.bsuid for delivery in row.deliveries.all()} == {ANNA.bsuid, CARLA.bsuid}
    assert steps(row) == [("started", "")]
    assert graph.uploads == []


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
    launching.ensure_attachment(row, api=api, now=NOW + timedelta(days=28))

    (upload,) = graph.uploads
    for piece in (b"the content", mime_type.encode(), filename.encode()):
        assert piece in upload
    row.refresh_from_db()
    assert (row.media_id, row.media_uploaded_at) == ("media-1", NOW)


def test_an_attachment_that_meta_is_about_to_forget_is_uploaded_again(api, graph):
    row = approved(kind="image", attachment=b"x", media_id="old", media_uploaded_at=NOW - timedelta(days=29))
    launching.ensure_attachment(row, api=api, now=NOW)

    assert row.media_id == "media-1"


@pytest.mark.parametrize("code", [130429, 131016, 2, 2494100])
def test_an_upload_that_fails_for_now_is_tried_again_a_minute_later(code: int, api, graph, paolo):
    row = approved(kind="image", attachment=b"x")
    graph.refuses_uploads(code)

    assert not launching.start(row, api=api, now=NOW)
    assert not launching.start(row, api=api, now=NOW + MINUTE / 2)
    assert len(graph.uploads) == 1
    assert launching.start(row, api=api, now=NOW + MINUTE)
    assert fresh(row).status == C.SENDING


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        (190, 401, "WhatsApp non accetta più la chiave di accesso: va rinnovata"),
        (131042, 400, "Problema di pagamento presso WhatsApp: controlla il metodo di pagamento"),
        (131053, 400, "WhatsApp non accetta l'allegato: caricane un altro"),
        (None, None, failure_reasons.FILE_LOST),
    ],
)
def test_trouble_that_a_person_must_mend_pauses_it_and_whoever_runs_the_service_is_told(
    code, status, reason, api, graph, paolo, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.ALERT_EMAILS = ["ced@comune.cascina.pi.it"]
    row = approved(kind="image", attachment=b"x")
    if code is None:
        row.attachment.storage.delete(row.attachment.name)
    else:
        graph.refuses_uploads(code, status=status)
    with django_capture_on_commit_callbacks(execute=True):
        assert not launching.start(row, api=api, now=NOW)
        assert not launching.start(row, api=api, now=NOW + MINUTE)

    row.refresh_from_db()
    assert row.status == C.PAUSED
    assert row.pause_reason.startswith(reason)
    assert steps(row) == [("paused", "")]
    assert not row.deliveries.exists()
    (letter,) = mailoutbox
    assert letter.to == ["ced@comune.cascina.pi.it"]
    assert reason in letter.body
    assert "«Via Roma chiusa al traffico»" in letter.body
    launching.resume(campaign=row, by=paolo, now=NOW)
    assert launching.start(row, api=api, now=NOW) == (code is not None)


@pytest.mark.parametrize("state", [C.DRAFT, C.IN_REVIEW, C.PAUSED, C.CANCELLED, C.SENDING, C.SENT])
def test_only_an_approved_broadcast_starts(state: C, api, paolo):
    row = campaign(status=state)

    assert not launching.start(row, api=api, now=NOW)
    assert not row.deliveries.exists()
