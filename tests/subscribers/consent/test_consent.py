"""Consent follows the time that a message carries; every event leaves its record, whatever it changed."""

from datetime import timedelta
from itertools import permutations

import pytest

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Effect, Evidence
from subscribers.models import ConsentRecord, ServiceText, Subscriber
from tests.builders import NOW, subscribe, unsubscribe
from tests.outcomes import kinds
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, Citizen, crowd

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
SECOND = timedelta(seconds=1)


def proof(at=NOW, **fields) -> Evidence:
    return Evidence(at=at, channel=Channel.KEYWORD, **fields)


@pytest.mark.parametrize("citizen", [ANNA, CARLA, DARIO], ids=lambda citizen: citizen.name)
def test_a_subscriber_is_known_in_clear_and_who_left_under_pseudonyms_only(citizen: Citizen):
    before = subscribe(citizen, at=NOW - SECOND)
    assert (before.phone, before.bsuid) == (citizen.phone, citizen.bsuid)
    pseudonyms = (before.phone_pseudonym, before.bsuid_pseudonym)
    assert [*map(bool, pseudonyms)] == [*map(bool, (citizen.phone, citizen.bsuid))]

    after = unsubscribe(citizen, at=NOW)
    assert (after.phone, after.bsuid) == ("", "")
    assert (after.phone_pseudonym, after.bsuid_pseudonym) == pseudonyms


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


def test_turning_the_switch_on_again_is_noted_and_subscribes_nobody():
    subscribe(ANNA, at=NOW - SECOND)
    unsubscribe(ANNA, at=NOW)
    consent.note_resume(ANNA.person, proof(NOW + SECOND), now=NOW + SECOND)

    assert not Subscriber.objects.subscribed().exists()
    noted = ConsentRecord.objects.first()
    assert (noted.kind, noted.took_effect, noted.confirmation) == (Kind.PREFERENCE_RESUME, False, None)


def test_a_new_number_under_the_same_id_can_leave_by_itself():
    """The row must answer to the new number's pseudonym, or "Cancellazione" from it would find nobody."""
    subscribe(FABIO)
    new = Person(phone="+393200000999", bsuid=FABIO.bsuid)
    consent.change_number(FABIO.person, new, proof(), now=NOW)
    consent.opt_out(Person(phone=new.phone), proof(NOW + SECOND), now=NOW + SECOND)

    assert not Subscriber.objects.subscribed().exists()


def test_who_has_left_takes_no_subscription_to_a_new_number():
    subscribe(FABIO)
    unsubscribe(FABIO, at=NOW)
    new = Person(phone="+393200000999")
    consent.change_number(FABIO.person, new, proof(NOW + SECOND), now=NOW + SECOND)

    assert identity.find(new) is None


def test_evidence_shows_nobody_and_says_nothing_by_itself():
    told = consent.ToldPerson(subscriber=Subscriber(), at=NOW, message_id="wamid.HBgM")
    shown = repr(proof(message_id="wamid.HBgM", words="Iscrizione mia", reason="modulo 12")) + repr(told)
    assert [word for word in ("HBgM", "Iscrizione", "reason", "modulo") if word in shown] == []

    plain = proof()
    assert (plain.message_id, plain.words, plain.reason) == ("", "", "")
    assert (plain.rule, plain.rule_version, plain.answer, plain.language) == ("", "", "", "")


def test_a_subscriber_has_the_language_that_they_chose_and_nobody_else_has_one():
    def chosen() -> list[str]:
        return list(Subscriber.objects.order_by("pk").values_list("language", flat=True))

    subscribe(ANNA)
    subscribe(BRUNO)
    for language in ("", "sq"):
        assert consent.prefer_language(ANNA.person, language) is True
        assert chosen() == [language, ""]

    unsubscribe(ANNA)
    assert [consent.prefer_language(citizen.person, "sq") for citizen in (ANNA, ELENA)] == [False, False]
    assert chosen() == ["", ""]
