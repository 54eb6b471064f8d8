"""No time that a message carries makes a consent irrevocable, whatever Meta's clock and ours say."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp import routing
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, WebhookPost
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Subscriber
from subscribers.register import verification
from tests.builders import NOW, delivery_to, hire, preference, receipt, text, webhook
from tests.outcomes import kinds
from tests.people import ANNA, PAOLO
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
IN_2076 = datetime(2076, 1, 1, 10, 0, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
WORDS = {"joins": "Iscrizione", "leaves": "Cancellazione"}


def post(change: dict, *, received: datetime) -> None:
    """Meta posts this, and our clock says `received`."""
    stored = WebhookPost.objects.create(body=webhook(change))
    WebhookPost.objects.filter(pk=stored.pk).update(received_at=received)


def hear(act: str, *, says: datetime, received: datetime) -> None:
    """Anna's message says when it was written; it reaches us, and is dealt with, when our clock says `received`."""
    post(text(ANNA, WORDS[act], at=says), received=received)
    routing.run(received)


def is_subscribed() -> bool:
    found = identity.find(ANNA.person)
    return found is not None and found.is_subscribed


def leave_at_the_desk(*, at: datetime) -> consent.Change:
    proof = consent.Evidence(
        at=at, channel=consent.Channel.DESK, rule="desk", actor=hire(PAOLO), reason="allo sportello"
    )
    return consent.opt_out(ANNA.person, proof, now=at, kind=consent.Kind.STAFF_OPT_OUT)


# ── Joining, then leaving ───────────────────────────────────────────────────────────────────────────────────
AHEAD, BEHIND = 5 * SECOND, -5 * SECOND
LEAVING = [
    # Anna's Iscrizione says … and is received …   her Cancellazione says … and is received …
    ("in 2076", IN_2076, NOW, NOW + HOUR, NOW + HOUR),
    ("in 2076, and she leaves at once", IN_2076, NOW, NOW, NOW),
    ("in 2076; Meta's clock is behind ours", IN_2076, NOW, NOW + SECOND + BEHIND, NOW + SECOND),
    ("in 2076; Meta's clock is ahead of ours", IN_2076, NOW, NOW + SECOND + AHEAD, NOW + SECOND),
    ("both in 2076", IN_2076, NOW, IN_2076, NOW + SECOND),
    ("both in 2076, the goodbye earlier", IN_2076, NOW, IN_2076 - HOUR, NOW + SECOND),
    ("a second from now", NOW + SECOND, NOW, NOW, NOW + SECOND),
    ("Meta's clock is an hour ahead", NOW + HOUR, NOW, NOW + HOUR + SECOND, NOW + SECOND),
    ("Meta's clock is an hour behind", NOW - HOUR, NOW, NOW - HOUR + SECOND, NOW + SECOND),
    ("ours is put back an hour in between", NOW, NOW, NOW + SECOND, NOW + SECOND - HOUR),
    ("ours was an hour ahead until then", NOW, NOW + HOUR, NOW + SECOND, NOW + SECOND),
    ("ours, behind by an hour, is put back once more", NOW, NOW - HOUR, NOW + SECOND, NOW - 2 * HOUR),
]


@pytest.mark.parametrize("mode", ["single", "double"])
@pytest.mark.parametrize(
    ("joining_says", "joined", "leaving_says", "left"),
    [row[1:] for row in LEAVING],
    ids=[row[0] for row in LEAVING],
)
def test_who_writes_that_they_leave_after_they_joined_has_left(
    joining_says, joined, leaving_says, left, mode, settings
):
    """Also where a question was asked first."""
    settings.OPT_IN_MODE = mode
    hear("joins", says=joining_says, received=joined)
    assert is_subscribed() is (mode == "single")
    hear("leaves", says=leaving_says, received=left)
    anna = identity.find(ANNA.person)
    assert (anna.is_subscribed, anna.was_asked) == (False, False)
    assert ConsentRecord.objects.filter(took_effect=False).count() == 0


# ── Leaving, then what had been written before ──────────────────────────────────────────────────────────────
STAYING_AWAY = [
    # the Cancellazione says … and is received …   an Iscrizione of before says … and is received …
    ("an hour late", NOW, NOW, NOW - HOUR, NOW + SECOND),
    ("of the same second", NOW, NOW, NOW, NOW + SECOND),
    ("in 2076, received before; Meta's clock is behind", NOW + BEHIND, NOW, IN_2076, NOW - SECOND),
    ("in 2076, received at the same moment", NOW + BEHIND, NOW, IN_2076, NOW),
    ("both in 2076, received at the same moment", IN_2076, NOW, IN_2076, NOW),
]


@pytest.mark.parametrize(
    ("leaving_says", "left", "joining_says", "joined"),
    [row[1:] for row in STAYING_AWAY],
    ids=[row[0] for row in STAYING_AWAY],
)
def test_what_was_written_before_they_left_does_not_bring_them_back(leaving_says, left, joining_says, joined):
    """It counts as of its reception, not as of when it is read; an old goodbye ends nothing that was wanted since."""
    hear("leaves", says=leaving_says, received=left)
    post(text(ANNA, "Iscrizione", at=joining_says), received=joined)
    routing.run(NOW + HOUR)
    assert not is_subscribed()
    hear("joins", says=NOW + 2 * HOUR, received=NOW + 2 * HOUR)
    hear("leaves", says=NOW + HOUR, received=NOW + 3 * HOUR)
    assert is_subscribed()


@pytest.mark.parametrize("says", [NOW + HOUR, IN_2076], ids=["then", "in 2076"])
@pytest.mark.parametrize("left", [NOW, IN_2076], ids=["left at a time that can be", "left in 2076"])
def test_who_has_left_can_come_back_by_a_new_word(says: datetime, left: datetime):
    hear("leaves", says=left, received=NOW)
    hear("joins", says=says, received=NOW + HOUR)
    assert is_subscribed()


@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["joins", "leaves", "desk"]),
            st.integers(0, 5),  # seconds after the one before, truly
            st.integers(-4000, 4000) | st.just(10**9),  # by which the message's own time is wrong
        ),
        min_size=1,
        max_size=6,
    ),
    ours=st.integers(-4000, 4000),  # by which our clock is wrong
)
def test_whatever_the_clocks_say_who_leaves_last_has_left(acts, ours):
    """Each message arrives before the next is written. A wish may be lost to the clocks; a goodbye never."""
    with transaction.atomic():
        true = NOW
        for act, seconds, wrong in acts:
            true += seconds * SECOND
            mine = true + ours * SECOND
            if act == "desk":
                leave_at_the_desk(at=mine)
            else:
                hear(act, says=true + wrong * SECOND, received=mine)
        # Meta's clock may be wrong of the wish alone: that of the goodbye agrees with true time, or is ahead.
        hear("leaves", says=max(true, NOW) + 4001 * SECOND, received=true + ours * SECOND)
        assert not is_subscribed()
        leave_at_the_desk(at=true + ours * SECOND)
        assert not is_subscribed()
        assert [finding.sentence for finding in verification.Verification().findings()] == []
        transaction.set_rollback(True)


# ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("says", "received", "rule"),
    [
        (IN_2076, NOW, "desk"),
        (NOW, NOW, "desk"),
        (NOW + AHEAD, NOW + HOUR, "desk-over-a-later-choice"),
        (NOW + HOUR, NOW + HOUR, "desk-over-a-later-choice"),
    ],
    ids=["2076", "now", "our clock put back an hour", "both clocks put back an hour"],
)
def test_leaving_at_the_desk_always_counts(says: datetime, received: datetime, rule: str):
    """The register says that it won over a later choice, and so reads the history; what came before stays so."""
    hear("joins", says=says, received=received)
    change = leave_at_the_desk(at=NOW + SECOND)
    assert (change.effect, change.record.took_effect, change.record.rule) == (consent.Effect.DONE, True, rule)
    assert not is_subscribed()
    address = reverse("admin:subscribers_subscriber_story", args=[Subscriber.objects.get().pk])
    told = "La cancellazione dell'ufficio vale, anche se la scelta di prima portava un'ora più tarda."
    assert (told in unescape(at_desk(ROSA).get(address).text)) is (rule != "desk")
    hear("joins", says=min(says, received) - SECOND, received=received)
    assert not is_subscribed()


def test_data_of_somebody_whose_choice_carries_a_later_time_can_be_erased():
    hear("joins", says=NOW + HOUR, received=NOW + HOUR)
    reason = consent.Evidence(at=NOW, channel=consent.Channel.PEC, actor=hire(PAOLO), reason="richiesta")
    consent.erase(identity.find(ANNA.person), reason, now=NOW)
    assert not Subscriber.objects.subscribed().exists()


# ── What the register and the rows keep ─────────────────────────────────────────────────────────────────────
def test_the_register_keeps_both_times_and_no_row_of_hers_is_of_the_future():
    hear("joins", says=IN_2076, received=NOW)
    record, anna = ConsentRecord.objects.get(), Subscriber.objects.get()
    assert record.at_whatsapp == NOW
    assert record.reason == "Il messaggio diceva 01/01/2076 11:00:00: conta l'ora in cui è arrivato."
    assert anna.subscribed_at == anna.decided_at == anna.last_message_at == NOW


def test_a_stop_inside_whatsapp_that_comes_twice_is_recorded_once():
    hear("joins", says=NOW, received=NOW)
    for moment in (NOW + SECOND, NOW + 2 * SECOND):
        post(preference(ANNA, "stop", at=IN_2076), received=moment)
        routing.run(moment)
    assert not is_subscribed()
    assert kinds() == [ConsentRecord.Kind.OPT_IN, ConsentRecord.Kind.PREFERENCE_STOP]


def test_a_dead_letter_that_is_tried_again_counts_as_of_its_first_reception():
    """Which it keeps, however much later it is read."""
    stored = WebhookPost.objects.create(body=b"{")
    WebhookPost.objects.filter(pk=stored.pk).update(received_at=NOW)
    routing.run(NOW + HOUR)
    letter = DeadLetter.objects.get()
    assert letter.received_at == NOW
    DeadLetter.objects.update(body=webhook(text(ANNA, "Iscrizione", at=IN_2076)), kind="InboundMessage")
    hear("leaves", says=NOW + SECOND, received=NOW + SECOND)
    letter.refresh_from_db()
    letter.retry()
    routing.run(NOW + HOUR)
    assert not is_subscribed()
    assert ConsentRecord.objects.get(kind=ConsentRecord.Kind.OPT_IN).at_whatsapp == NOW


def test_nothing_was_delivered_later_than_we_heard_of_it():
    hear("joins", says=NOW - HOUR, received=NOW - HOUR)
    sent = delivery_to(Subscriber.objects.get(), status=DeliveryStatus.SENT, attempts=1, sent_at=NOW - SECOND)
    post(receipt(sent, "delivered", at=IN_2076), received=NOW)
    routing.run(NOW)
    sent.refresh_from_db()
    assert sent.delivered_at == NOW
