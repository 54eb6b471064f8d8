"""A broadcast at its outlets: each once, in the hours, never on a doubt; one that is down holds up no other."""

from datetime import timedelta

import pytest
import requests

from broadcasts import launching
from broadcasts.launching.published import published
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import PublicationStatus as P
from broadcasts.slices.outlets import answers, deciding
from broadcasts.slices.outlets.models import Publication
from broadcasts.slices.outlets.publishing import IN_TIME, LEASE, publish_due
from broadcasts.slices.outlets.registry import OUTLETS, waiting
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, campaign

from .conftest import WORDS

OUT = requests.ReadTimeout("https://api.telegram.org/bot7000000001:AA-secret/sendMessage")


def started(**overrides) -> Campaign:
    """A broadcast on its way that somebody has."""
    had = {"totals": {"states": {"delivered": 1}}}
    row = campaign(status=C.SENDING, started_at=NOW, outlets=["telegram"], **had | overrides)
    answers.queue(row)
    return row


def at(row: Campaign) -> dict[str, tuple[str, str]]:
    """Outlet → its state, and why."""
    return {one.outlet: (one.status, one.reason) for one in row.publications.all()}


def states(row: Campaign) -> dict[str, str]:
    return {outlet: state for outlet, (state, _) in at(row).items()}


def test_each_outlet_publishes_once_and_keeps_what_it_calls_it(channel):
    row = started()
    for _ in range(2):
        publish_due("telegram", NOW)

    assert states(row) == {"telegram": P.PUBLISHED}
    assert [method for method, _ in channel.calls] == ["sendMessage"]
    (said,) = [fields for _, fields in channel.calls]
    assert said["chat_id"] == "@cascina_prova"
    assert said["text"].startswith("<b>Via Roma chiusa al traffico</b>\n\nLunedì 15 giugno")
    assert row.publications.get(outlet="telegram").reference == "41:text"


@pytest.mark.parametrize(
    ("answers", "state", "words", "tries_again"),
    [
        (
            (429, "Too Many Requests", {"retry_after": 7}),
            P.WAITING,
            "aspettare un momento",
            timedelta(seconds=7),
        ),
        ((401, "Unauthorized"), P.WAITING, "non riconosce il bot", timedelta(minutes=10)),
        (
            (403, "Forbidden: bot is not a member of the channel chat"),
            P.WAITING,
            "amministratore",
            10 * MINUTE,
        ),
        ((400, "Bad Request: chat not found"), P.WAITING, "amministratore", 10 * MINUTE),
        ((400, "Bad Request: can't parse entities"), P.FAILED, "non l'ha accettato", None),
        ((502, "Bad Gateway"), P.UNCERTAIN, "Guarda il canale", None),
        (OUT, P.UNCERTAIN, "Guarda il canale", None),
        (requests.ConnectTimeout(), P.WAITING, "non risponde", MINUTE),
        (RuntimeError(), P.UNCERTAIN, "Guarda nel canale", None),
    ],
)
def test_what_each_answer_of_telegram_means(answers, state, words, tries_again, channel, caplog):
    """The bot's token is in no log, error or row."""
    caplog.set_level("DEBUG")
    row = started()
    channel.answers(answers)
    publish_due("telegram", NOW)
    publish_due("telegram", NOW)  # at once again: nothing more is tried

    found = row.publications.get(outlet="telegram")
    assert (found.status, len(channel.calls)) == (state, 1)
    assert words in found.reason
    assert "AA-secret" not in caplog.text + found.reason
    assert found.next_attempt_at == (tries_again and NOW + tries_again)
    if tries_again:
        assert publish_due("telegram", NOW + tries_again)
        assert states(row)["telegram"] == P.PUBLISHED


def test_what_could_not_be_published_yet_is_dropped_once_its_broadcast_is_cancelled(channel, paolo):
    """Paolo cancels while Telegram thinks: what comes back to wait afterwards never comes out."""
    row = started()
    channel.answers(requests.ConnectTimeout())
    publish_due("telegram", NOW)
    Campaign.objects.filter(pk=row.pk).update(status=C.CANCELLED)
    publish_due("telegram", NOW + MINUTE)
    assert states(row)["telegram"] == P.SKIPPED
    assert len(channel.calls) == 1


def test_an_outlet_that_is_down_waits_longer_each_time(channel):
    row, waited, now = started(), [], NOW
    for _ in range(6):
        channel.answers(requests.ConnectTimeout())
        publish_due("telegram", now)
        found = row.publications.get(outlet="telegram")
        waited.append((found.next_attempt_at - now) // MINUTE)
        now = found.next_attempt_at

    assert waited == [1, 2, 4, 8, 15, 15]
    assert states(row) == {"telegram": P.WAITING}


def test_what_a_process_left_behind_is_in_doubt_and_a_person_says_what_became_of_it(channel, paolo):
    row = started()
    row.publications.update(status=P.PUBLISHING, claimed_at=NOW, attempts=1)
    publish_due("telegram", NOW + LEASE)  # it may still be at it
    assert set(states(row).values()) == {P.PUBLISHING}

    publish_due("telegram", NOW + LEASE + MINUTE)
    assert states(row) == {"telegram": P.UNCERTAIN}
    assert channel.calls == []
    told = StaffNotice.objects.filter(subject="Non si sa se un messaggio è uscito")
    assert {notice.person.username for notice in told} == {"paolo", "giulia"}

    found = row.publications.get(outlet="telegram")
    deciding.publish_again(found, by=paolo, now=NOW + 10 * MINUTE)
    with pytest.raises(deciding.CannotDecide):
        deciding.is_there(found, by=paolo, now=NOW + 10 * MINUTE)  # from a page that is old by now
    publish_due("telegram", NOW + 10 * MINUTE)
    assert (states(row)["telegram"], len(channel.calls)) == (P.PUBLISHED, 1)
    assert list(TrailRecord.objects.values_list("event", flat=True)) == ["publication_again"]


def test_a_person_who_finds_it_there_has_nothing_sent_again(channel, paolo):
    row = started()
    channel.answers(OUT)
    publish_due("telegram", NOW)
    deciding.is_there(row.publications.get(outlet="telegram"), by=paolo, now=NOW + MINUTE)

    publish_due("telegram", NOW + MINUTE)
    assert (states(row)["telegram"], len(channel.calls)) == (P.PUBLISHED, 1)
    assert list(TrailRecord.objects.values_list("event", flat=True)) == ["publication_found"]


@pytest.mark.parametrize(
    ("change", "now", "goes"),
    [
        ({"status": C.SENT}, NOW, True),
        ({"status": C.PAUSED}, NOW, False),
        ({"status": C.SUSPENDED}, NOW, False),
        ({"status": C.CANCELLED}, NOW, False),
        ({}, NOW.replace(hour=20), False),
        ({"is_urgent": True}, NOW.replace(hour=19), True),
    ],
)
def test_nothing_is_published_while_its_broadcast_may_not_leave(change, now, goes, channel):
    row = started(is_urgent="is_urgent" in change)
    Campaign.objects.filter(pk=row.pk).update(**change)
    publish_due("telegram", now)

    assert bool(channel.calls) == goes


def test_nothing_comes_out_before_somebody_has_it_and_what_is_urgent_waits_a_minute_at_the_most(channel):
    nobody = {"totals": {"states": {"queued": 1}}}
    urgent, other = started(is_urgent=True, **nobody), started(**nobody)
    publish_due("telegram", NOW)
    assert (channel.calls, list(published(NOW))) == ([], [])

    for _ in range(2):
        publish_due("telegram", NOW + MINUTE)
    assert (states(urgent)["telegram"], states(other)["telegram"]) == (P.PUBLISHED, P.WAITING)
    assert list(published(NOW + MINUTE)) == [urgent]


def test_what_could_not_come_out_in_time_waits_for_a_person(channel, paolo):
    row, later = started(is_urgent=True), NOW + IN_TIME + MINUTE
    publish_due("telegram", later)
    assert at(row)["telegram"] == (
        P.FAILED,
        "Non è uscito in tempo: se vale ancora, premi «Pubblica adesso».",
    )

    deciding.publish_again(row.publications.get(outlet="telegram"), by=paolo, now=later)
    publish_due("telegram", later)
    assert states(row)["telegram"] == P.PUBLISHED


def test_what_was_cancelled_does_not_come_out_and_an_older_copy_publishes_nothing(channel, paolo):
    row = started()
    launching.cancel(campaign=row, by=paolo, now=NOW)
    publish_due("telegram", NOW)

    assert states(row) == {"telegram": P.SKIPPED}
    assert channel.calls == []

    row = started()
    assert answers.doubt(NOW) == {"publications": 1}
    publish_due("telegram", NOW)
    assert states(row) == {"telegram": P.UNCERTAIN}
    assert channel.calls == []


def test_an_outlet_is_looked_at_while_something_waits_there(channel):
    row = started()
    for outlet in OUTLETS:
        row.publications.get_or_create(outlet=outlet.key)
    assert waiting() == sorted(one.key for one in OUTLETS if one.is_configured())

    Publication.objects.update(status=P.PUBLISHED)
    assert waiting() == []


def test_without_whatsapp_nobody_is_written_to_and_it_is_published_all_the_same(api, channel, paolo):
    row = campaign(status=C.IN_REVIEW, by_whatsapp=False, outlets=["telegram"], body="Uno.\n\nDue.")
    launching.launch(campaign=row, by=paolo, now=NOW)
    row.refresh_from_db()
    assert launching.start(row, api=api, now=NOW + MINUTE)
    row.refresh_from_db()
    publish_due("telegram", NOW + MINUTE)

    assert (row.status, row.deliveries.count()) == (C.SENT, 0)
    assert states(row) == {"telegram": P.PUBLISHED}
    assert not Publication.objects.exclude(campaign=row).exists()


def test_where_it_goes_is_part_of_what_was_approved(paolo):
    row = campaign(status=C.IN_REVIEW, outlets=["telegram"])
    launching.launch(campaign=row, by=paolo, now=NOW)
    for change in ({"outlets": []}, {"by_whatsapp": False}):
        Campaign.objects.filter(pk=row.pk).update(status=C.APPROVED, **change)
        changed = Campaign.objects.get(pk=row.pk)
        assert not launching.approval.matches_approval(changed, now=NOW)


def test_a_correction_follows_the_message_to_where_it_is_and_replaces_it_where_it_is_not_yet(channel):
    there, not_yet = started(), started()
    publish_due("telegram", NOW)
    for row in (there, not_yet):
        answers.on_amended(row, WORDS)
    for _ in range(3):
        publish_due("telegram", NOW)

    assert [method for method, _ in channel.calls] == ["sendMessage", "editMessageText", "sendMessage"]
    assert [row.status for row in not_yet.publications.filter(outlet="telegram")] == [P.SKIPPED, P.PUBLISHED]
    assert "Via Po chiusa" in channel.calls[2][1]["text"]


def test_what_is_withdrawn_before_it_is_out_never_comes_out_and_in_doubt_waits_for_who_looks(channel, paolo):
    never, doubtful = started(), started()
    Publication.objects.filter(campaign=doubtful).update(status=P.UNCERTAIN)
    for row in (never, doubtful):
        answers.on_amended(row, WORDS | {"is_withdrawal": True})
    publish_due("telegram", NOW)
    assert channel.calls == []

    deciding.publish_again(doubtful.publications.get(outlet="telegram", revision=0), by=paolo, now=NOW)
    assert {row.status for row in never.publications.filter(outlet="telegram")} == {P.SKIPPED}


@pytest.mark.parametrize("status", [C.PAUSED, C.CANCELLED, C.SUSPENDED])
def test_what_is_out_is_withdrawn_at_any_hour_and_whatever_became_of_its_broadcast(status, channel):
    row = started()
    publish_due("telegram", NOW)
    Campaign.objects.filter(pk=row.pk).update(status=status)
    answers.on_amended(row, WORDS | {"reason": "errore", "is_withdrawal": True})
    publish_due("telegram", NOW.replace(hour=22))

    assert [method for method, _ in channel.calls] == ["sendMessage", "editMessageText"]


def test_a_correction_that_was_cut_off_is_made_again_by_itself(channel):
    row = started()
    publish_due("telegram", NOW)
    answers.on_amended(row, WORDS)
    row.publications.filter(outlet="telegram", revision=1).update(status=P.PUBLISHING, claimed_at=NOW)
    publish_due("telegram", NOW + LEASE + MINUTE)

    assert [method for method, _ in channel.calls] == ["sendMessage", "editMessageText"]
