"""Consent follows the time that a message carries; every event leaves its record, whatever it changed."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from tests.builders import LONG_AGO, NOW, choose, hire, subscribe, topic, unsubscribe
from tests.outcomes import kinds
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, PAOLO, Citizen, crowd

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
SECOND = timedelta(seconds=1)


def proof(at=NOW, **fields) -> Evidence:
    return Evidence(at=at, channel=Channel.KEYWORD, **fields)


@pytest.mark.parametrize("citizen", [ANNA, CARLA, DARIO], ids=lambda citizen: citizen.name)
def test_a_subscriber_is_known_in_clear_and_under_pseudonyms(citizen: Citizen):
    subscriber = subscribe(citizen, at=NOW)

    assert subscriber.is_subscribed
    assert (subscriber.phone, subscriber.bsuid) == (citizen.phone, citizen.bsuid)
    assert bool(subscriber.phone_pseudonym) == bool(citizen.phone)
    assert bool(subscriber.bsuid_pseudonym) == bool(citizen.bsuid)
    assert subscriber.subscribed_at == subscriber.decided_at == subscriber.last_message_at == NOW


@pytest.mark.parametrize("citizen", [ANNA, CARLA, DARIO], ids=lambda citizen: citizen.name)
def test_who_left_is_known_under_pseudonyms_only(citizen: Citizen):
    before = subscribe(citizen, at=NOW - SECOND)
    after = unsubscribe(citizen, at=NOW)

    assert not after.is_subscribed
    assert (after.phone, after.bsuid, after.last_message_at) == ("", "", None)
    assert (after.phone_pseudonym, after.bsuid_pseudonym) == (before.phone_pseudonym, before.bsuid_pseudonym)
    assert after.left_at == NOW


def test_the_record_says_who_what_when_and_what_they_had_been_shown():
    change = consent.opt_in(
        ANNA.person,
        proof(message_id="wamid.1", words="Iscrizione", rule="join-word", rule_version="1"),
        now=NOW + SECOND,
    )
    record = ConsentRecord.objects.get()

    assert record == change.record
    assert record.kind == Kind.OPT_IN
    assert record.pseudonym == change.subscriber.phone_pseudonym
    assert (record.at_whatsapp, record.recorded_at) == (NOW, NOW + SECOND)
    assert (record.words, record.rule, record.rule_version) == ("Iscrizione", "join-word", "1")
    assert record.took_effect
    assert record.message_digest == identity.digest_of_message("wamid.1")
    assert [record.announcement.key, record.notice.key, record.confirmation.key] == [
        "announcement",
        "privacy_notice",
        "optin_confirm",
    ]
    assert len(record.topics) == 5


def test_the_record_keeps_the_versions_of_that_day():
    ServiceText.objects.create(key="privacy_notice", version=2, body="Nuova", in_force_from=NOW)

    subscribe(ANNA, at=NOW - SECOND)
    subscribe(ELENA, at=NOW)

    assert list(ConsentRecord.objects.order_by("pk").values_list("notice__version", flat=True)) == [1, 2]


JOINED, LEFT = "joined", "left"


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["in 1"], JOINED),
        (["out 1"], LEFT),
        (["in 1", "out 2"], LEFT),
        (["out 1", "in 2"], JOINED),
        (["in 1", "out 2", "in 3"], JOINED),
        (["out 1", "in 2", "out 3"], LEFT),
        (["in 1", "out 1"], LEFT),
        (["in 1", "out 2", "in 2"], LEFT),
        (["in 2", "out 1"], JOINED),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_whatever_the_order_of_arrival_the_latest_word_holds(words: list[str], ends: str):
    """Minutes are Meta's; between two words of the same moment, leaving wins."""
    for citizen, order in zip(crowd(6), permutations(words), strict=False):
        for word in order:
            act, minute = word.split()
            {"in": subscribe, "out": unsubscribe}[act](citizen, at=NOW + timedelta(minutes=int(minute)))
        assert identity.find(citizen.person).is_subscribed == (ends == JOINED), order


def test_what_comes_too_late_is_recorded_and_changes_nothing():
    unsubscribe(ANNA, at=NOW)
    change = consent.opt_in(ANNA.person, proof(NOW - SECOND), now=NOW + SECOND)

    assert change.effect is Effect.STALE
    assert kinds() == [Kind.OPT_OUT, Kind.OPT_IN]
    assert not ConsentRecord.objects.get(kind=Kind.OPT_IN).took_effect
    assert not Subscriber.objects.get().phone


def test_a_stranger_who_leaves_is_remembered_so_that_a_delayed_word_does_not_subscribe_them():
    unsubscribe(DARIO, at=NOW)
    subscribe(DARIO, at=NOW - timedelta(hours=3))

    assert not Subscriber.objects.subscribed().exists()


def test_joining_twice_keeps_the_first_day_and_the_chosen_topics():
    subscribe(ELENA, at=NOW - timedelta(days=9))
    choose(ELENA, topic(), at=NOW - timedelta(days=9))
    change = consent.opt_in(ELENA.person, proof(), now=NOW)

    assert change.effect is Effect.ALREADY
    assert change.subscriber.subscribed_at == NOW - timedelta(days=9)
    assert change.subscriber.followed_topics() == [topic()]


def test_who_comes_back_gets_everything_again():
    subscribe(ELENA)
    choose(ELENA, topic())
    unsubscribe(ELENA, at=NOW - SECOND)
    again = subscribe(ELENA, at=NOW)

    assert again.follows_all
    assert len(again.followed_topics()) == 5
    assert (again.subscribed_at, again.left_at) == (NOW, None)


def test_who_left_leaves_nothing_of_what_interested_them():
    subscribe(ELENA)
    choose(ELENA, topic())
    after = unsubscribe(ELENA)

    assert not after.topics.exists()
    assert after.follows_all


def test_only_a_subscriber_chooses_topics():
    assert consent.follow(ANNA.person, [topic()], proof(), now=NOW) is None
    assert not ConsentRecord.objects.exists()


def test_a_choice_of_topics_is_recorded_with_the_topics():
    subscribe(ELENA)
    consent.follow(ELENA.person, [topic()], proof(), now=NOW)

    assert ConsentRecord.objects.first().topics == ["Viabilità e cantieri"]


def test_a_choice_older_than_the_last_word_changes_no_topics():
    subscribe(ELENA, at=NOW)
    change = consent.follow(ELENA.person, [topic()], proof(NOW - SECOND), now=NOW)

    assert change.effect is Effect.STALE
    assert Subscriber.objects.get().follows_all
    assert kinds() == [Kind.OPT_IN, Kind.TOPICS_CHANGED]


def test_turning_the_switch_on_again_is_noted_and_subscribes_nobody():
    subscribe(ANNA, at=NOW - SECOND)
    unsubscribe(ANNA, at=NOW)
    consent.note_resume(ANNA.person, proof(NOW + SECOND), now=NOW + SECOND)

    assert not Subscriber.objects.subscribed().exists()
    assert kinds()[-1] == Kind.PREFERENCE_RESUME
    assert not ConsentRecord.objects.first().took_effect


def test_a_new_number_takes_the_subscription_along():
    subscribe(FABIO)
    choose(FABIO, topic())
    new = Person(phone="+393200000999", bsuid="IT.13490000000000999")
    consent.change_number(FABIO.person, new, proof(message_id="wamid.9"), now=NOW)

    old_row, new_row = identity.find(FABIO.person), identity.find(new)
    assert not old_row.is_subscribed
    assert not old_row.phone
    assert new_row.is_subscribed
    assert (new_row.phone, new_row.bsuid) == (new.phone, new.bsuid)
    assert new_row.followed_topics() == [topic()]
    assert new_row.subscribed_at < NOW
    assert kinds()[-2:] == [Kind.NUMBER_CHANGED, Kind.NUMBER_CHANGED]


def test_a_new_number_under_the_same_id_can_leave_by_itself():
    """The row must answer to the new number's pseudonym, or "Cancellazione" from it would find nobody."""
    subscribe(FABIO)
    new = Person(phone="+393200000999", bsuid=FABIO.bsuid)
    consent.change_number(FABIO.person, new, proof(), now=NOW)
    consent.opt_out(Person(phone=new.phone), proof(NOW + SECOND), now=NOW + SECOND)

    assert not Subscriber.objects.subscribed().exists()


def test_a_change_of_number_older_than_the_last_word_moves_nothing():
    subscribe(FABIO, at=NOW)
    new = Person(phone="+393200000999")
    consent.change_number(FABIO.person, new, proof(NOW - SECOND), now=NOW)

    assert identity.find(FABIO.person).is_subscribed
    assert identity.find(new) is None


@pytest.mark.parametrize("had_joined", [True, False])
def test_nobody_is_subscribed_by_the_change_of_number_of_who_is_not(had_joined: bool):
    if had_joined:
        subscribe(FABIO)
        unsubscribe(FABIO, at=NOW)
    new = Person(phone="+393200000999")
    consent.change_number(FABIO.person, new, proof(NOW + SECOND), now=NOW + SECOND)

    assert identity.find(new) is None


def test_a_new_number_that_has_left_meanwhile_stays_out():
    subscribe(FABIO)
    new = Citizen("Fabio", "+393200000999", "")
    unsubscribe(new, at=NOW + SECOND)
    consent.change_number(FABIO.person, new.person, proof(NOW), now=NOW + SECOND)

    assert not Subscriber.objects.subscribed().exists()


def test_evidence_shows_neither_words_nor_message_in_its_repr():
    shown = repr(proof(message_id="wamid.HBgM", words="Iscrizione mia"))
    assert "HBgM" not in shown
    assert "Iscrizione" not in shown


def test_who_was_told_shows_no_message_in_its_repr():
    told = consent.ToldPerson(subscriber=Subscriber(), at=NOW, message_id="wamid.HBgM")
    assert "HBgM" not in repr(told)


def test_evidence_names_neither_rule_nor_answer_nor_language_by_itself():
    plain = proof()
    assert (plain.message_id, plain.words, plain.reason) == ("", "", "")
    assert (plain.rule, plain.rule_version, plain.answer, plain.language) == ("", "", "", "")
    assert "reason" not in repr(proof(reason="modulo 12/2026"))


def on_paper(at: datetime) -> consent.Evidence:
    return consent.Evidence(
        at=at, channel=consent.Channel.PAPER, rule="import", actor=hire(PAOLO), reason="modulo 12/2026"
    )


def test_who_agreed_on_paper_is_enrolled_with_that_proof():
    consent.enrol([(ANNA.person, on_paper(LONG_AGO)), (BRUNO.person, on_paper(LONG_AGO))], now=NOW)

    assert Subscriber.objects.subscribed().count() == 2
    anna = ConsentRecord.objects.get(sequence=1)
    assert (anna.kind, anna.channel, anna.reason) == ("imported", "paper", "modulo 12/2026")
    assert (anna.at_whatsapp, anna.recorded_at, anna.actor.username) == (LONG_AGO, NOW, "paolo")
    assert identity.find(ANNA.person).last_message_at is None  # they have not written: no window is open


def test_paper_from_before_there_were_texts_names_none():
    """What they were shown is on the paper; none of our versions existed."""
    consent.enrol([(ANNA.person, on_paper(datetime(2020, 3, 1, tzinfo=UTC)))], now=NOW)
    record = ConsentRecord.objects.get()
    assert (record.announcement, record.notice) == (None, None)


@pytest.mark.parametrize("before", [subscribe, unsubscribe])
def test_nobody_is_enrolled_if_one_can_not_be(before):
    subscribe(BRUNO)
    before(BRUNO)
    records = ConsentRecord.objects.count()
    with pytest.raises(consent.CannotEnrol):
        consent.enrol([(ANNA.person, on_paper(NOW)), (BRUNO.person, on_paper(NOW))], now=NOW)

    assert identity.find(ANNA.person) is None
    assert ConsentRecord.objects.count() == records


def languages() -> list[str]:
    return list(Subscriber.objects.order_by("pk").values_list("language", flat=True))


def test_a_subscriber_has_the_language_that_they_chose():
    subscribe(ANNA)
    subscribe(BRUNO)
    assert consent.prefer_language(ANNA.person, "sq") is True
    assert languages() == ["sq", ""]
    assert consent.prefer_language(ANNA.person, "") is True
    assert languages() == ["", ""]


def test_nothing_is_kept_of_whoever_is_not_subscribed():
    subscribe(ANNA)
    consent.prefer_language(ANNA.person, "sq")
    unsubscribe(ANNA)
    assert [consent.prefer_language(citizen.person, "sq") for citizen in (ANNA, BRUNO)] == [False, False]
    assert languages() == [""]
