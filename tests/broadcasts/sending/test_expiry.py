"""After the term of an alert what nobody heard of reads "expired": neither in doubt nor on its way for ever."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign, Delivery
from broadcasts.reporting import files, progress, sentences
from broadcasts.rules.states import CampaignStatus as C
from broadcasts.rules.states import DeliveryStatus as D
from broadcasts.sending import recovery, resending
from broadcasts.sending.outcomes import expiry, receipts
from tests.broadcasts.moments import HOUR, MINUTE
from tests.builders import LONG_AGO, NOW, delivery_to, events_of, receipt, subscribe, topic, under_way
from tests.people import ANNA, BRUNO

TERM = 3 * HOUR
OVER = TERM + expiry.MARGIN + MINUTE


def alert(**overrides) -> Campaign:
    """On its way since the small hours, for Anna and Bruno."""
    subscribe(ANNA)
    subscribe(BRUNO)
    made = under_way(topic=topic("Allerte e urgenze"), time_to_live=TERM.seconds, **overrides)
    Campaign.objects.filter(pk=made.pk).update(started_at=NOW - OVER)
    return made


def annas(made: Campaign, status: D, *, ago: timedelta = OVER, **fields) -> Delivery:
    return delivery_to(subscribe(ANNA), of=made, status=status, attempts=1, claimed_at=NOW - ago, **fields)


def state(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).status


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (D.ACCEPTED, D.EXPIRED),
        (D.SENT, D.EXPIRED),
        (D.HELD, D.EXPIRED),
        (D.UNCERTAIN, D.EXPIRED),
        (D.QUEUED, D.QUEUED),
        (D.SENDING, D.SENDING),
        (D.DELIVERED, D.DELIVERED),
        (D.READ, D.READ),
        (D.FAILED, D.FAILED),
        (D.SKIPPED, D.SKIPPED),
    ],
)
def test_after_its_term_what_nobody_heard_of_has_expired(before: D, after: D):
    row = annas(alert(), before)
    expiry.expire(NOW)
    assert state(row) == after


@pytest.mark.parametrize(
    ("ago", "status"), [(TERM, D.SENT), (TERM + expiry.MARGIN, D.SENT), (OVER, D.EXPIRED)]
)
def test_not_before_the_term_and_a_margin_for_receipts(ago: timedelta, status: D):
    row = annas(alert(), D.SENT, ago=ago)
    expiry.expire(NOW)
    assert state(row) == status


@pytest.mark.parametrize(("word", "code"), [("delivered", None), ("read", None), ("failed", 131026)])
def test_a_late_receipt_still_counts(word: str, code: int | None):
    row = annas(alert(), D.SENT)
    of_thirty_days = annas(under_way(), D.SENT, ago=25 * HOUR)
    expiry.expire(NOW)
    assert (state(row), state(of_thirty_days)) == (D.EXPIRED, D.SENT)
    receipts.apply(events_of(receipt(row, word, code=code)), now=NOW)
    assert state(row) == word


def test_silence_does_not_send_an_alert_when_the_danger_is_over():
    """Others were heard of, so that the silence would tell; but hours later nobody wants it any more."""
    made = alert()
    row = annas(made, D.UNCERTAIN)
    made.deliveries.exclude(pk=row.pk).update(status=D.READ, claimed_at=NOW - MINUTE, sent_at=NOW)
    recovery.recover(NOW, silence_counts_since=LONG_AGO)

    assert state(row) == D.EXPIRED
    assert Campaign.objects.get(pk=made.pk).status == C.SENT  # nothing waits any more
    assert not resending.resendable(Campaign.objects.get(pk=made.pk), NOW).exists()


def test_the_report_says_so():
    made = alert()
    annas(made, D.SENT)
    made.deliveries.exclude(status=D.SENT).update(status=D.READ, delivered_at=NOW, read_at=NOW)
    expiry.expire(NOW)
    made.refresh_from_db()
    figures = dict(files.tables_of(made)["Riepilogo"])

    assert figures["Scaduti senza conferma"] == 1
    assert figures["Scadenza"] == "Chi ha il telefono spento per più di 3 ore non lo riceve più."
    said = sentences.sentence(C.SENT, progress.progress_of(made))
    assert said.endswith("Scaduto senza conferma: 1.")
    assert sorted(row[2] for row in files.deliveries(made)) == ["Letta", "Scaduta senza conferma", "Stato"]
