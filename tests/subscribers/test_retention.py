"""What is kept of citizens goes when its term is over, and not a day before; the register still verifies."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from cascina_whatsapp.privacy import retention_table
from cascina_whatsapp.security.retention_rules import Term
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity, retention
from subscribers.models import (
    ConsentRecord,
    ImportBatch,
    RegisterExport,
    Reply,
    ServiceText,
    Subscriber,
)
from subscribers.register import ledger
from subscribers.rules.verify_export import Walk
from tests.builders import (
    LONG_AGO,
    NOW,
    choose,
    hire,
    remind,
    say,
    subscribe,
    text,
    topic,
    unsubscribe,
)
from tests.people import ANNA, BRUNO, CARLA, ELENA, FABIO, GIULIA, Citizen, crowd

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIVE_YEARS_AGO = Term(5, "years").before(NOW)
NOBODY = Subscriber.objects.none()
RULES = {rule.key: rule for rule in retention_table.RULES}


def forget(*, kept=NOBODY) -> int:
    """The night of NOW, with the proof's term of five years."""
    return retention.forget_gone(FIVE_YEARS_AGO, NOW, kept)


def events_of(citizen: Citizen):
    return ConsentRecord.objects.by_pseudonyms(*identity.pseudonyms(citizen.person).values())


def findings() -> list:
    """What a verification of the whole register has to say."""
    erases = dict(ConsentRecord.objects.values_list("sequence", "erases"))
    records = ConsentRecord.objects.order_by("sequence")
    return list(Walk(erasures=erases.get).through(map(ledger.entry_of, records)))


def left(citizen: Citizen, at) -> Subscriber:
    subscribe(citizen, at=at - 30 * DAY)
    return unsubscribe(citizen, at=at)


@pytest.mark.parametrize(
    ("term", "before"),
    [
        (Term(), NOW),
        (Term(8), NOW - 8 * DAY),
        (Term(3, "months"), NOW.replace(month=3)),
        (Term(7, "months"), NOW.replace(year=2025, month=11)),
        (Term(5, "years"), NOW.replace(year=2021)),
    ],
    ids=str,
)
def test_terms_go_by_the_calendar(term: Term, before):
    assert term.before(NOW) == before
    leap_day = NOW.replace(year=2028, month=2, day=29)  # a term ends on the last of the month, if need be
    assert Term(1, "years").before(leap_day).date().isoformat() == "2027-02-28"
    assert Term(6, "months").before(NOW.replace(month=8, day=31)).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize(
    ("term", "words"),
    [(Term(), "ogni notte"), (Term(1, "years"), "un anno"), (Term(24, "months"), "24 mesi")],
)
def test_a_term_in_words(term: Term, words: str):
    assert str(term) == words


def test_who_left_more_than_five_years_ago_is_forgotten():
    """Bruno's last five years are over; Anna left a day later, Elena never did."""
    left(BRUNO, FIVE_YEARS_AGO - DAY)
    left(ANNA, FIVE_YEARS_AGO + DAY)
    subscribe(ELENA, at=FIVE_YEARS_AGO - 300 * DAY)

    assert RULES["proof"].rows(FIVE_YEARS_AGO).count() == 1
    assert forget() == 1
    assert identity.find(BRUNO.person) is None
    assert identity.find(ANNA.person)
    assert events_of(ANNA).count() == 2
    assert identity.find(ELENA.person).is_subscribed
    assert findings() == []
    assert forget() == 0

    *blanked, erased = ConsentRecord.objects.filter(pseudonym="").order_by("sequence")
    assert (erased.kind, erased.reason) == (ConsentRecord.Kind.ERASED, retention.REASON)
    assert [record.kind for record in blanked] == ["opt_in", "opt_out"]
    for record in blanked:
        assert (record.message_digest, record.words, record.topics) == ("", "", [])
        assert record.content_erased_by == record.subject_erased_by == erased.sequence


def proof(at) -> consent.Evidence:
    return consent.Evidence(at=at, channel=consent.Channel.SYSTEM)


def gone() -> None:
    left(BRUNO, FIVE_YEARS_AGO - DAY)


def erased_since() -> None:
    gone()
    consent.erase(identity.find(BRUNO.person), proof(NOW - DAY), now=NOW - DAY)


def said_it_again() -> None:
    gone()
    unsubscribe(BRUNO, at=NOW - DAY)


def turned_the_switch_on() -> None:
    gone()
    consent.note_resume(BRUNO.person, proof(NOW - DAY), now=NOW - DAY)


def had_two_rows() -> None:
    """First his number wrote, then his WhatsApp id, then both at once: one person all along."""
    subscribe(Citizen("Bruno", BRUNO.phone, ""), at=FIVE_YEARS_AGO - 90 * DAY)
    subscribe(Citizen("Bruno", "", BRUNO.bsuid), at=FIVE_YEARS_AGO - 60 * DAY)
    gone()


def never_joined() -> None:
    unsubscribe(BRUNO, at=FIVE_YEARS_AGO - DAY)


def never_decided() -> None:
    """Versions before wrote a row of whoever tapped a topic without having joined."""
    names = identity.pseudonyms(BRUNO.person)
    Subscriber.objects.create(**names, status=Subscriber.Status.LEFT, decided_at=identity.NEVER)


def reminded_late() -> None:
    """The telephone was off when Bruno left at the desk: the reminder, sent before, was delivered the day after."""
    gone()
    at = FIVE_YEARS_AGO + DAY
    wording, notice = (ServiceText.objects.in_force(key, at) for key in ("yearly_reminder", "privacy_notice"))
    about = consent.RecordedPurpose.REMINDER
    broadcast = consent.RecordedBroadcast(wording=wording, notice=notice, broadcast=1, about=about)
    told = consent.ToldPerson(subscriber=identity.find(BRUNO.person), at=at, message_id="wamid.LATE")
    assert consent.note_told([told], broadcast, now=at) == 1


@pytest.mark.parametrize(
    ("story", "forgotten"),
    [
        (said_it_again, 0),
        (turned_the_switch_on, 0),
        (erased_since, 1),
        (had_two_rows, 1),
        (never_joined, 1),
        (never_decided, 1),
        (reminded_late, 1),
    ],
)
def test_the_term_runs_from_the_last_word_and_nothing_else_prolongs_it(story, forgotten: int):
    """Who has a request that is open is kept."""
    story()

    assert forget(kept=Subscriber.objects.all()) == 0
    assert forget() == forgotten
    assert Subscriber.objects.exists() is events_of(BRUNO).exists() is not bool(forgotten)
    assert findings() == []


def test_a_reminder_goes_with_the_proof():
    """It was the last that Bruno heard of us."""
    subscribe(BRUNO, at=FIVE_YEARS_AGO - 400 * DAY)
    delivery = remind(BRUNO, at=FIVE_YEARS_AGO - 2 * DAY)
    unsubscribe(BRUNO, at=FIVE_YEARS_AGO - DAY)

    assert forget() == 1
    delivery.refresh_from_db()
    assert (delivery.subscriber, delivery.status) == (None, "delivered")
    told, erased = ConsentRecord.objects.get(kind="notice_sent"), ConsentRecord.objects.get(kind="erased")
    assert (told.pseudonym, told.message_digest, told.content_salt, told.subject_salt) == ("", "", "", "")
    assert told.content_erased_by == told.subject_erased_by == erased.sequence
    assert told.confirmation.key == "yearly_reminder"  # that somebody was told stays, and in which words
    assert findings() == []


def test_the_consent_under_an_old_number_is_proof_for_as_long_as_the_person_is_here():
    """Fabio joined with a number that he gave up eight years ago; he still gets our broadcasts."""
    old, new = Citizen("Fabio", FABIO.phone, ""), Citizen("Fabio", "+393200000206", "")
    moved = NOW - 2900 * DAY
    subscribe(old, at=NOW - 3000 * DAY)
    consent.change_number(old.person, new.person, proof(moved), now=moved)
    assert identity.find(new.person).is_subscribed
    assert forget() == 0

    unsubscribe(new, at=FIVE_YEARS_AGO - DAY)  # as if he had left long ago after all
    assert forget() == 2
    assert findings() == []


def test_confirmations_go_with_the_proof():
    say(text(BRUNO, "Iscrizione", at=FIVE_YEARS_AGO - 30 * DAY))
    say(text(BRUNO, "Cancellazione", at=FIVE_YEARS_AGO - DAY))
    say(text(ANNA, "Iscrizione"))
    forget()

    assert {reply.pseudonym for reply in Reply.objects.all()} == {identity.pseudonym_of(ANNA.person)}


def test_many_people_go_in_few_steps(monkeypatch):
    monkeypatch.setattr(retention, "BATCH_SIZE", 2)
    for citizen in crowd(5):
        unsubscribe(citizen, at=FIVE_YEARS_AGO - DAY)

    assert forget() == 5
    erased = ConsentRecord.objects.filter(kind="erased").order_by("sequence")
    assert [len(record.erases["subject"]) for record in erased] == [2, 2, 1]
    assert findings() == []


def an_import(at=NOW) -> None:
    batch = ImportBatch.objects.create(
        file_name="sportello.csv", uploaded_by=hire(GIULIA), uploaded_at=at, count=2
    )
    for citizen in (ANNA, BRUNO):
        batch.rows.create(phone=citizen.phone, agreed_at=LONG_AGO, channel="paper", reference="Modulo")


def an_export(at=NOW) -> None:
    export = RegisterExport.objects.create(
        requested_by=hire(GIULIA), requested_at=at, finished_at=at, status="done", reason="Reclamo"
    )
    export.file.save("registro.csv", ContentFile(b"events"))


def test_an_expired_list_stays_as_a_trace_without_people():
    an_import()
    retention.expire_imports(NOW + DAY, NOW + 2 * DAY)
    batch = ImportBatch.objects.get()

    assert (batch.status, batch.count, batch.decided_at) == ("expired", 2, NOW + 2 * DAY)
    assert not batch.rows.exists()


def test_an_old_export_loses_its_file_and_nothing_else(settings):
    an_export()
    path = RegisterExport.objects.get().file.path
    retention.discard_files(NOW + DAY, NOW)
    export = RegisterExport.objects.get()

    assert (export.status, bool(export.file), export.reason) == ("discarded", False, "Reclamo")
    assert not list(settings.MEDIA_ROOT.rglob("*.csv")), path


def test_answers_on_their_way_and_confirmations_stay():
    say(text(BRUNO, "Aiuto"))
    say(text(ANNA, "Iscrizione"))
    Reply.objects.filter(text__key="optin_confirm").update(status=Reply.Status.SENT)

    assert RULES["replies"].apply(NOW + DAY, NOW + 9 * DAY) == 0
    assert Reply.objects.count() == 2


def test_a_chosen_topic_goes_along(django_assert_max_num_queries):
    subscribe(ELENA, at=FIVE_YEARS_AGO - 90 * DAY)
    choose(ELENA, topic(), at=FIVE_YEARS_AGO - 60 * DAY)
    unsubscribe(ELENA, at=FIVE_YEARS_AGO - DAY)
    left(CARLA, FIVE_YEARS_AGO - DAY)

    with django_assert_max_num_queries(40):  # for a step, not for a person
        assert forget() == 2
    assert not ConsentRecord.objects.exclude(topics=[]).exists()
    assert identity.find(Person(bsuid=CARLA.bsuid)) is None
