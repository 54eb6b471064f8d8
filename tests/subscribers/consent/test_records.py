"""What the register keeps of each event: which text confirmed it, whose it was, what an erasure takes from it."""

from datetime import UTC, datetime, timedelta

import pytest

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Channel, Evidence, RecordedBroadcast, RecordedPurpose, ToldPerson
from subscribers.models import ConsentRecord, ServiceText, Subscriber, Topic
from tests.builders import LONG_AGO, NOW, hire, subscribe, supersede, topic, unsubscribe
from tests.outcomes import findings
from tests.people import ANNA, BRUNO, CARLA, FABIO, PAOLO

pytestmark = pytest.mark.django_db
Kind = ConsentRecord.Kind
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = Person(phone="+393200000999", bsuid="IT.13490000000000999")


def proof(at: datetime = NOW, **fields) -> Evidence:
    return Evidence(at=at, channel=Channel.KEYWORD, **fields)


def latest() -> ConsentRecord:
    return ConsentRecord.objects.latest("sequence")


def links() -> list[tuple[str, str, str]]:
    """Of each event that links two names: the name, the digest of the message, the rule."""
    found = ConsentRecord.objects.filter(kind=Kind.NUMBER_CHANGED).order_by("sequence")
    return [(record.pseudonym, record.message_digest, record.rule) for record in found]


# ── Which text confirmed it ─────────────────────────────────────────────────────────────────────────────────


def joins(**more) -> None:
    consent.opt_in(ANNA.person, proof(**more), now=NOW)


def asked() -> None:
    consent.ask(ANNA.person, proof(NOW - HOUR), now=NOW)


def joined() -> None:
    subscribe(ANNA)


def left_later() -> None:
    """What was written before the goodbye comes after it: it changes nothing, and nothing answers it."""
    unsubscribe(ANNA, at=NOW + DAY)


def unknown() -> None:
    """Nobody has heard of her."""


USUAL = {
    # what she does: (how she was known before, the call, the text that answers)
    "asks": (unknown, consent.ask, "optin_prompt"),
    "joins": (unknown, consent.opt_in, "optin_confirm"),
    "leaves": (joined, consent.opt_out, "optout_confirm"),
    "declines": (asked, consent.opt_out, "optin_prompt_declined"),
    "chooses": (joined, lambda who, it, now: consent.follow(who, [topic()], it, now=now), "topics_saved"),
    "goes on": (joined, consent.reconfirm, None),
    "joins again": (joined, consent.opt_in, "optin_already"),
    "leaves without having joined": (unknown, consent.opt_out, "optout_not_subscribed"),
    "joins too late": (left_later, consent.opt_in, None),
}


@pytest.mark.parametrize(("before", "act", "key"), USUAL.values(), ids=USUAL)
@pytest.mark.parametrize("other", ["", "rights_received"], ids=["", "another text"])
def test_the_record_names_the_text_that_answered(before, act, key: str | None, other: str):
    before()
    act(ANNA.person, proof(answer=other), now=NOW)
    record = latest()
    assert (record.confirmation and record.confirmation.key) == (
        other if other and before is not left_later else key
    )
    assert (record.announcement.key, record.notice.key) == ("announcement", "privacy_notice")


def test_the_record_names_the_version_that_was_in_force_and_no_other():
    second = supersede("optin_confirm", "Benvenuta!")
    later = ServiceText.objects.create(
        key="optin_confirm", version=second.version + 1, body="Poi", in_force_from=NOW + DAY
    )
    joins()

    assert latest().confirmation == second
    assert later.version > second.version


@pytest.mark.parametrize(("language", "answered_in"), [("", "optin_confirm"), ("en", "optin_confirm.en")])
def test_the_record_names_the_text_in_the_language_of_the_answer(language: str, answered_in: str):
    ServiceText.objects.get_or_create(
        key="optin_confirm.en", version=1, defaults={"body": "Welcome", "in_force_from": LONG_AGO}
    )
    joins(language=language)
    assert latest().confirmation.key == answered_in


def test_the_record_keeps_who_said_what_when_and_who_acted_and_why():
    said = {"words": "Iscrizione", "rule": "join-word", "rule_version": "7", "reason": "perché"}
    evidence = proof(message_id="wamid.1", actor=hire(PAOLO), **said)
    change = consent.opt_in(ANNA.person, evidence, now=NOW + SECOND)
    record = latest()

    assert (change.record, record.kind, record.took_effect) == (record, Kind.OPT_IN, True)
    assert {field: getattr(record, field) for field in said} == said
    assert (record.actor, record.channel) == (hire(PAOLO), "keyword")
    assert (record.at_whatsapp, record.recorded_at) == (NOW, NOW + SECOND)
    assert (record.message_digest, record.pseudonym) == (
        identity.digest_of_message("wamid.1"),
        change.subscriber.phone_pseudonym,
    )
    assert len(record.topics) == 5


# ── A name that takes the place of another ──────────────────────────────────────────────────────────────────


def of_renaming(old: str, at: datetime = NOW) -> str:
    """The digest that stands for a message, where WhatsApp told of no message: always the same for one change."""
    return identity.digest_of_message(f"renamed {old} {at.isoformat()}")


def test_a_new_id_beside_the_known_number_is_linked_with_the_old_one():
    subscribe(ANNA)
    (old,) = identity.pseudonyms(Person(bsuid=ANNA.bsuid)).values()
    consent.opt_in(Person(phone=ANNA.phone, bsuid="IT.13490000000000991"), proof(), now=NOW + MINUTE)

    gone, now_called = ConsentRecord.objects.filter(kind=Kind.NUMBER_CHANGED).order_by("sequence")
    assert (gone.pseudonym, now_called.pseudonym) == (old, identity.pseudonym_of(ANNA.person))
    assert (gone.message_digest, now_called.message_digest) == (of_renaming(old), "")
    for record in (gone, now_called):
        assert (record.rule, record.channel, record.words) == ("renamed", "system", "")
        assert (record.at_whatsapp, record.recorded_at) == (NOW, NOW + MINUTE)


def test_each_name_that_is_given_up_is_linked_with_the_new_one():
    """The register knows her by both: first by the hidden number's id alone, then by the number."""
    subscribe(CARLA)
    known = Person(phone="+393200000103", bsuid=CARLA.bsuid)
    consent.follow(known, [topic()], proof(NOW - DAY), now=NOW)
    number, old_id = identity.known_pseudonyms(identity.find(known))
    consent.change_number(known, NEW, proof(message_id="wamid.9", rule="system"), now=NOW)

    new = identity.pseudonym_of(NEW)
    assert links() == [
        (number, identity.digest_of_message("wamid.9"), "system"),
        (new, "", "system"),
        (old_id, of_renaming(number), "system"),
        (new, "", "system"),
    ]


def test_a_number_that_is_kept_to_be_found_by_is_linked_last():
    subscribe(ANNA)
    number, old_id = identity.known_pseudonyms(identity.find(ANNA.person))
    hidden = Person(bsuid=NEW.bsuid)
    consent.change_number(Person(bsuid=ANNA.bsuid), hidden, proof(), now=NOW, gives_up_number=False)

    new = identity.pseudonym_of(hidden)
    assert [name for name, *_ in links()] == [old_id, new, number, new]


def test_a_number_that_no_record_names_is_given_up_all_the_same():
    """Carla joined while it was hidden; all that she said with it in sight answered no question."""
    subscribe(CARLA)
    known = Person(phone="+393200000103", bsuid=CARLA.bsuid)
    assert consent.confirm(known, proof(NOW - DAY), now=NOW) is None
    moved = consent.change_number(known, Person(phone=NEW.phone, bsuid=CARLA.bsuid), proof(), now=NOW)

    assert moved[0] == identity.find(Person(phone=NEW.phone))
    assert [name for name, *_ in links()] == [
        identity.pseudonym_of(Person(phone=known.phone)),
        identity.pseudonym_of(NEW),
    ]


def test_whoever_has_another_number_gives_up_the_old_one_unless_it_is_said_otherwise():
    """And an id that the register never heard of alone needs no link."""
    subscribe(FABIO)
    consent.change_number(FABIO.person, Person(bsuid=NEW.bsuid), proof(), now=NOW)

    assert len(links()) == 2
    assert not identity.find(Person(phone=FABIO.phone)).is_subscribed
    assert identity.find(Person(bsuid=NEW.bsuid)).is_subscribed


# ── On paper ────────────────────────────────────────────────────────────────────────────────────────────────


def on_paper(at: datetime = LONG_AGO) -> Evidence:
    return Evidence(at=at, channel=Channel.PAPER, rule="import", actor=hire(PAOLO), reason="modulo 12/2026")


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "in between", "last"])
@pytest.mark.parametrize("before", [subscribe, unsubscribe])
def test_wherever_in_the_list_one_stands_who_can_not_be_enrolled_nobody_is(before, place: int):
    before(BRUNO)
    people = [ANNA, FABIO]
    people.insert(place, BRUNO)
    with pytest.raises(
        consent.CannotEnrol, match=r"^Qualcuno dell'elenco è già iscritto o si era cancellato\.$"
    ):
        consent.enrol([(citizen.person, on_paper()) for citizen in people], now=NOW)

    assert Subscriber.objects.count() == 1


def test_who_is_enrolled_is_known_by_all_their_names_and_gets_everything():
    """They have not written: no window is open."""
    consent.enrol([], now=NOW)
    consent.enrol([(ANNA.person, on_paper())], now=NOW)
    anna, record = Subscriber.objects.get(), ConsentRecord.objects.get()

    assert (record.kind, record.channel, record.reason) == ("imported", "paper", "modulo 12/2026")
    assert (record.at_whatsapp, record.actor) == (LONG_AGO, hire(PAOLO))
    assert (anna.phone, anna.bsuid, anna.last_message_at) == (ANNA.phone, ANNA.bsuid, None)
    assert anna.pseudonym == record.pseudonym == identity.pseudonym_of(ANNA.person)
    assert anna.subscribed_at == anna.decided_at == LONG_AGO
    assert len(record.topics) == 5
    Topic.objects.filter(name=record.topics[0]).update(is_active=False)
    consent.enrol([(BRUNO.person, on_paper())], now=NOW)
    assert latest().topics == record.topics[1:]
    assert (record.confirmation, record.recorded_at) == (None, NOW)


def test_paper_signed_before_there_were_texts_names_none():
    """What they were shown is on the paper; none of our versions existed."""
    consent.enrol([(ANNA.person, on_paper(datetime(2020, 3, 1, tzinfo=UTC)))], now=NOW)
    assert (latest().announcement, latest().notice, latest().confirmation) == (None, None, None)


def waits(_) -> None:
    consent.ask(ANNA.person, proof(NOW - HOUR), now=NOW)


# ── What an erasure takes ───────────────────────────────────────────────────────────────────────────────────


def erase(at: datetime) -> ConsentRecord:
    desk = Evidence(at=at, channel=Channel.DESK, actor=hire(PAOLO), reason="richiesta 2026/0001")
    return consent.erase(identity.find(ANNA.person), desk, now=at)


def test_what_has_been_blanked_is_not_named_a_second_time():
    subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - HOUR)
    first = erase(NOW)
    subscribe(ANNA, at=NOW + HOUR)
    unsubscribe(ANNA, at=NOW + 2 * HOUR)
    second = erase(NOW + DAY)

    assert first.erases == {"content": [1, 2]}
    assert second.erases == {"content": [3, 4, 5]}
    assert findings() == []


def test_of_the_proof_only_the_events_stay_when_its_term_is_over():
    subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - HOUR)
    erase(NOW)
    done = consent.forget_proof([identity.find(ANNA.person)], reason="termine scaduto", now=NOW + DAY)

    assert (done.kind, done.channel, done.reason) == ("erased", "system", "termine scaduto")
    assert (done.at_whatsapp, done.recorded_at, done.pseudonym) == (NOW + DAY, NOW + DAY, "")
    assert done.erases == {"content": [3], "subject": [1, 2, 3]}
    assert not ConsentRecord.objects.exclude(pseudonym="", words="", message_digest="").exists()
    assert findings() == []


def test_what_says_of_nobody_any_more_is_forgotten_once():
    subscribe(ANNA)
    unsubscribe(ANNA)
    for times in range(2):
        joined = ConsentRecord.objects.filter(kind=Kind.OPT_IN)
        done = consent.forget_events(joined, reason="mai confermata", now=NOW + times * DAY)

    assert done.erases == {"content": [], "subject": []}
    assert findings() == []


def test_who_had_left_long_before_their_erasure_is_not_brought_back_by_a_word_of_in_between():
    subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - DAY)
    erase(NOW)
    subscribe(ANNA, at=NOW - SECOND)

    assert not identity.find(ANNA.person).is_subscribed
    assert identity.find(ANNA.person).decided_at == NOW


def test_an_erasure_of_before_does_not_undo_a_later_goodbye():
    subscribe(ANNA)
    unsubscribe(ANNA, at=NOW + HOUR)
    erase(NOW)

    assert identity.find(ANNA.person).decided_at == NOW + HOUR


# ── Whom the service has told something ─────────────────────────────────────────────────────────────────────


def notice(version: int) -> ServiceText:
    return ServiceText.objects.get_or_create(
        key="privacy_notice", version=version, defaults={"body": f"{version}", "in_force_from": NOW}
    )[0]


def tell(version: int, *messages: str) -> int:
    told = [ToldPerson(subscriber=identity.find(ANNA.person), at=NOW, message_id=one) for one in messages]
    broadcast = RecordedBroadcast(
        wording=notice(1), notice=notice(version), broadcast=7, about=RecordedPurpose.NOTICE
    )
    return consent.note_told(told, broadcast, now=NOW + HOUR)


def test_who_was_told_of_a_newer_notice_stays_told_of_it():
    subscribe(ANNA)
    assert (tell(3, "wamid.3"), tell(2, "wamid.2")) == (1, 1)
    assert identity.find(ANNA.person).told_notice == 3


def test_what_the_register_knows_of_already_is_not_recorded_again():
    subscribe(ANNA)
    subscribe(BRUNO)
    tell(2, "wamid.2")

    assert tell(2, "wamid.2", "wamid.3") == 1
    assert ConsentRecord.objects.filter(kind=Kind.NOTICE_SENT).count() == 2


def test_a_message_that_the_register_knows_by_an_older_key_is_not_recorded_again(settings):
    """The key of the digests was changed; the new one names whatever is told from now on."""
    subscribe(ANNA)
    tell(2, "wamid.2")
    settings.CONSENT_HASH_KEY, settings.CONSENT_HASH_KEYS_OLD = "2:new", [settings.CONSENT_HASH_KEY]

    assert tell(2, "wamid.2", "wamid.3") == 1
    assert latest().message_digest == identity.digests_of_message("wamid.3")[0]
    assert tell(2, "wamid.2", "wamid.3") == 0
