"""A minute to think again: what is approved waits for it, whoever approved takes it back, one of two is in time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from broadcasts import launching
from broadcasts.launching import WrongState, undo_window
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.sending import scheduling
from cascina_whatsapp.security.encryption import seals
from tests.broadcasts.moments import SECOND
from tests.builders import NOW, approve_templates, campaign, hire, never_open, subscribe
from tests.people import ANNA, GIULIA, PAOLO

from .steps import steps

GRACE = 60 * SECOND
URGENT = {"is_urgent": True, "urgent_reason": "Piena dell'Arno"}
EVENING = NOW.replace(hour=20)


@pytest.fixture(autouse=True)
def a_minute(settings):
    settings.LAUNCH_GRACE_SECONDS = 60


def asked(**overrides) -> Campaign:
    return campaign(status=C.IN_REVIEW, **overrides)


@pytest.mark.parametrize(
    ("overrides", "chosen", "leaves"),
    [
        ({}, {}, NOW + GRACE),
        ({}, {"at": NOW}, NOW + GRACE),
        ({}, {"at": NOW + 2 * GRACE}, NOW + 2 * GRACE),
        ({"scheduled_for": NOW + SECOND}, {}, NOW + GRACE),
        ({}, {"without_grace": True}, NOW + GRACE),  # for urgent ones alone
        (URGENT, {}, NOW + GRACE),
        (URGENT, {"without_grace": True}, NOW),
    ],
)
def test_nothing_leaves_before_the_minute_is_over(overrides, chosen, leaves, paolo, api):
    row = asked(**overrides)
    launching.launch(campaign=row, by=paolo, now=NOW, **chosen)
    assert row.scheduled_for == leaves
    if leaves > NOW:
        assert not scheduling.start_due(api=api, now=leaves - SECOND)
    assert scheduling.start_due(api=api, now=leaves) == 1


@pytest.mark.parametrize("status", [C.DRAFT, C.IN_REVIEW])
@pytest.mark.parametrize("planned", [None, NOW + 60 * GRACE])
def test_taken_back_it_is_where_it_was_and_its_moment_too(status, planned, paolo, api):
    row = campaign(status=status, scheduled_for=planned)
    launching.launch(campaign=row, by=paolo, now=NOW, at=NOW + GRACE)
    launching.take_back(campaign=row, by=paolo, now=NOW + 59 * SECOND)

    assert (row.status, row.scheduled_for) == (status, planned)
    assert (row.approved_by, row.approved_at, row.approved_hash) == (None, None, "")
    assert steps(row) == [("approved", "paolo"), ("taken_back", "paolo")]
    assert not scheduling.start_due(api=api, now=NOW + 2 * GRACE)
    launching.launch(campaign=row, by=paolo, now=NOW + 3 * GRACE)
    assert row.status == C.APPROVED


def test_what_has_begun_can_not_be_taken_back(paolo, api):
    row = asked()
    launching.launch(campaign=row, by=paolo, now=NOW)
    page_of_before = Campaign.objects.get(pk=row.pk)
    scheduling.start_due(api=api, now=NOW + GRACE)
    with pytest.raises(WrongState, match="È partito prima che lo annullassi"):
        launching.take_back(campaign=page_of_before, by=paolo, now=NOW + GRACE)
    assert row.deliveries.count() == 1
    assert steps(row) == [("approved", "paolo"), ("started", "")]


def test_the_minute_begins_anew_although_the_attachment_of_before_is_still_being_uploaded(paolo, api, graph):
    """Taken back and approved again within one upload: the start of the first approval is not that of the second."""
    row = campaign(
        kind="image", attachment=b"a picture", status=C.APPROVED, scheduled_for=NOW, approved_at=NOW
    )

    def think_again():
        mine = Campaign.objects.get(pk=row.pk)
        launching.take_back(campaign=mine, by=paolo, now=NOW + SECOND)
        Campaign.objects.filter(pk=row.pk).update(
            status=C.APPROVED,
            approved_at=NOW + 2 * SECOND,
            approved_hash=row.approved_hash,
            scheduled_for=NOW + 62 * SECOND,
        )
        seals.put(seals.Kind.APPROVAL, Campaign.objects.get(pk=row.pk))

    graph.while_uploading = think_again
    assert not launching.start(row, api=api, now=NOW)
    row.refresh_from_db()
    assert (row.status, row.deliveries.count()) == (C.APPROVED, 0)
    assert not scheduling.start_due(api=api, now=NOW + 61 * SECOND)
    assert scheduling.start_due(api=api, now=NOW + 62 * SECOND)


def test_whoever_approved_it_learns_that_another_took_it_back(
    paolo, mailoutbox, django_capture_on_commit_callbacks
):
    paolo.email = "paolo@example.org"
    paolo.save()
    row = asked()
    launching.launch(campaign=row, by=paolo, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        launching.take_back(campaign=row, by=hire(GIULIA), now=NOW + SECOND)
    (letter,) = mailoutbox
    assert letter.to == ["paolo@example.org"]
    assert letter.subject.endswith("«Via Roma chiusa al traffico» non parte")
    assert "giulia lo ha annullato prima che partisse." in letter.body


@pytest.mark.parametrize(
    ("overrides", "now", "is_told"),
    [
        ({}, NOW, True),
        ({}, EVENING, False),  # it waits for the opening: there is time enough on its own page
        (URGENT, EVENING, True),
        ({"scheduled_for": NOW + 3 * GRACE}, NOW, False),
    ],
)
def test_which_ones_are_about_to_leave_or_have_just_left(overrides, now, is_told, paolo):
    row = asked(**overrides)
    launching.launch(campaign=row, by=paolo, now=now)
    assert undo_window.around_departure(now + SECOND) == ([row] if is_told else [])
    assert undo_window.around_departure(now + GRACE) == []
    Campaign.objects.update(status=C.SENDING, started_at=now + GRACE)
    assert undo_window.around_departure(now + 2 * GRACE - SECOND) == [row]
    assert undo_window.around_departure(now + 2 * GRACE) == []


def test_an_office_without_hours_is_about_to_send_nothing(paolo):
    never_open()
    launching.launch(campaign=asked(), by=paolo, now=NOW)
    assert undo_window.around_departure(NOW) == []


def test_of_who_takes_it_back_and_the_tick_that_starts_it_one_is_in_time(committed_db, api):
    """On connections of their own, at the same moment: never both, never neither, and nobody is queued in vain."""
    approve_templates()
    subscribe(ANNA)
    paolo = hire(PAOLO)
    for _ in range(8):
        row = asked()
        launching.launch(campaign=row, by=paolo, now=NOW)
        together = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            taken = pool.submit(_at_once, together, lambda row=row: _take_back(row.pk, paolo))
            begun = pool.submit(
                _at_once, together, lambda: scheduling.start_due(api=api, now=NOW + GRACE) == 1
            )
        assert taken.result() != begun.result()
        row.refresh_from_db()
        assert row.status == (C.SENDING if begun.result() else C.IN_REVIEW)
        assert row.deliveries.exists() == begun.result()
        assert steps(row)[1:] == [("started", "")] if begun.result() else [("taken_back", "paolo")]
        Campaign.objects.filter(pk=row.pk).update(status=C.CANCELLED)


def _at_once(together: Barrier, act) -> bool:
    try:
        together.wait()
        return act()
    finally:
        connections.close_all()


def _take_back(pk: int, by) -> bool:
    try:
        launching.take_back(campaign=Campaign.objects.get(pk=pk), by=by, now=NOW + GRACE)
    except WrongState:
        return False
    return True
