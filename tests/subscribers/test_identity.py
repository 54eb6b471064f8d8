"""Number and BSUID are two names of one person: whoever joins by one may leave by the other."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.models import Subscriber
from subscribers.rules.phone import of_bsuid, of_phone
from tests.builders import NOW, choose, subscribe, topic, unsubscribe
from tests.people import ANNA, Citizen

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)

BY_NUMBER = Citizen("Anna", ANNA.phone, "")
BY_ID = Citizen("Anna", "", ANNA.bsuid)
BY_BOTH = ANNA
WAYS = [BY_NUMBER, BY_ID, BY_BOTH]
NAMES = ["number", "id", "both"]


def consistent() -> bool:
    """Whether every row's names in clear are those of its pseudonyms."""
    key = settings.CONSENT_HASH_KEY
    return all(
        (not row.phone or row.phone_pseudonym == of_phone(row.phone, key))
        and (not row.bsuid or row.bsuid_pseudonym == of_bsuid(row.bsuid, key))
        for row in Subscriber.objects.all()
    )


@pytest.mark.parametrize("leaves", [BY_NUMBER, BY_ID, BY_BOTH], ids=NAMES)
@pytest.mark.parametrize("wrote", WAYS, ids=NAMES)
@pytest.mark.parametrize("joins", WAYS, ids=NAMES)
def test_once_linked_a_person_leaves_by_any_name(joins: Citizen, wrote: Citizen, leaves: Citizen):
    subscribe(joins, at=NOW)
    subscribe(BY_BOTH, at=NOW + SECOND)
    subscribe(wrote, at=NOW + 2 * SECOND)
    unsubscribe(leaves, at=NOW + 3 * SECOND)

    assert not Subscriber.objects.subscribed().exists()
    assert Subscriber.objects.filter(merged_into=None).count() == 1


@pytest.mark.parametrize("first", [BY_NUMBER, BY_ID], ids=["number", "id"])
@pytest.mark.parametrize(
    ("number_joined", "id_joined", "still_in"),
    [(True, True, True), (True, False, False), (False, True, True), (False, False, False)],
)
def test_two_rows_that_turn_out_to_be_one_person_become_one(number_joined, id_joined, still_in, first):
    """The row of the id has the newer decision: it holds."""
    for citizen, joined, at in [(BY_NUMBER, number_joined, NOW), (BY_ID, id_joined, NOW + SECOND)]:
        (subscribe if joined else unsubscribe)(citizen, at=at)
    with transaction.atomic():
        one, _ = identity.remember(BY_BOTH.person)

    assert one.is_subscribed == still_in
    assert identity.find(first.person) == one
    assert (one.phone, one.bsuid) == ((ANNA.phone, ANNA.bsuid) if still_in else ("", ""))
    assert consistent()


def test_the_newer_row_brings_its_topics_along():
    unsubscribe(BY_NUMBER, at=NOW)
    subscribe(BY_ID, at=NOW + SECOND)
    choose(BY_ID, topic(), at=NOW + SECOND)
    with transaction.atomic():
        one, _ = identity.remember(BY_BOTH.person)

    assert one.followed_topics() == [topic()]


def test_the_row_that_was_merged_holds_no_name():
    subscribe(BY_NUMBER, at=NOW)
    subscribe(BY_ID, at=NOW)
    subscribe(BY_BOTH, at=NOW + SECOND)
    merged = Subscriber.objects.get(merged_into__isnull=False)

    assert not any([merged.phone, merged.bsuid, merged.phone_pseudonym, merged.bsuid_pseudonym])
    assert not merged.is_subscribed


@pytest.mark.parametrize("swapped", [False, True], ids=["", "swapped"])
@pytest.mark.parametrize(
    ("one", "another", "together"),
    [
        ((True, 1, None), (True, 2, None), (2, None)),
        ((True, 4, NOW), (True, 0, None), (4, None)),  # one of the names does reach them
        ((True, 3, NOW), (True, 5, NOW + SECOND), (5, NOW + SECOND)),
        ((True, 3, NOW), (False, 0, None), (3, NOW)),  # by the other name nobody wrote to them
        ((True, 0, None), (False, 3, NOW), (0, None)),
    ],
    ids=["both reached", "one lost", "both lost", "lost, the other left", "reached, the other left"],
)
def test_whoever_turns_out_to_be_one_person_is_lost_only_by_all_names(one, another, together, swapped):
    stories = [another, one] if swapped else [one, another]
    for citizen, (joined, undelivered, since) in zip([BY_NUMBER, BY_ID], stories, strict=True):
        row = (subscribe if joined else unsubscribe)(citizen, at=NOW)
        Subscriber.objects.filter(pk=row.pk).update(undelivered=undelivered, unreachable_since=since)
    with transaction.atomic():
        merged, _ = identity.remember(BY_BOTH.person)
    merged.refresh_from_db()

    assert (merged.undelivered, merged.unreachable_since) == together


def test_an_id_that_whatsapp_replaced_is_the_one_to_leave_by():
    """A new installation has a new BSUID; later the person hides the number and leaves."""
    subscribe(ANNA, at=NOW)
    subscribe(Citizen("Anna", ANNA.phone, "IT.1349new"), at=NOW + SECOND)
    unsubscribe(Citizen("Anna", "", "IT.1349new"), at=NOW + 2 * SECOND)

    assert not Subscriber.objects.subscribed().exists()


NEW_PHONE, NEW_ID = "+393200000999", "IT.1349new"


@pytest.mark.parametrize(
    ("left", "joined", "phone", "bsuid"),
    [
        (Citizen("Anna", NEW_PHONE, ""), ANNA, NEW_PHONE, ANNA.bsuid),
        (ANNA, Citizen("Anna", "", NEW_ID), ANNA.phone, NEW_ID),
    ],
    ids=["another number", "another id"],
)
def test_of_two_names_of_a_kind_the_one_that_a_message_tells_now_holds(left, joined, phone: str, bsuid: str):
    """The row that had left, and the newer one, are one person; no name that was replaced stays in clear."""
    unsubscribe(left, at=NOW)
    subscribe(joined, at=NOW + SECOND)
    with transaction.atomic():
        one, _ = identity.remember(Person(phone=phone, bsuid=bsuid))

    assert (one.is_subscribed, one.phone, one.bsuid) == (True, phone, bsuid)
    assert consistent()


def test_finding_makes_nobody_and_nobody_is_called_by_nothing():
    with pytest.raises(KeyError):
        identity.pseudonym_of(Person())
    assert identity.find(ANNA.person) is None
    assert identity.find(Person()) is None
    assert not Subscriber.objects.exists()


def test_the_window_opens_with_the_latest_message_of_a_subscriber():
    subscribe(ANNA, at=NOW - timedelta(days=3))
    identity.note_messages([(BY_ID.person, NOW), (BY_NUMBER.person, NOW - SECOND)])
    assert Subscriber.objects.get().last_message_at == NOW

    unsubscribe(ANNA, at=NOW + SECOND)
    identity.note_messages([(ANNA.person, NOW + 2 * SECOND)])
    assert Subscriber.objects.get().last_message_at is None


@pytest.mark.parametrize(
    ("phone", "bsuid", "called"),
    [
        (ANNA.phone, ANNA.bsuid, of_phone(ANNA.phone, settings.CONSENT_HASH_KEY)),
        (ANNA.phone, "", of_phone(ANNA.phone, settings.CONSENT_HASH_KEY)),
        ("", ANNA.bsuid, of_bsuid(ANNA.bsuid, settings.CONSENT_HASH_KEY)),
    ],
)
def test_a_person_is_called_by_the_number_where_there_is_one(phone, bsuid, called):
    assert identity.pseudonym_of(Person(phone=phone, bsuid=bsuid)) == called


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "left", "phone": ANNA.phone, "phone_pseudonym": "p"},
        {"status": "left", "bsuid": ANNA.bsuid, "bsuid_pseudonym": "b"},
        {"status": "subscribed", "phone_pseudonym": "p"},
        {"status": "subscribed", "phone": ANNA.phone},
        {"status": "undecided", "phone_pseudonym": "p"},
        {"status": "left", "phone_pseudonym": of_phone(ANNA.phone, settings.CONSENT_HASH_KEY)},
    ],
    ids=[
        "number after leaving",
        "id after leaving",
        "no address",
        "no pseudonym",
        "no such state",
        "a second row",
    ],
)
def test_the_database_refuses_rows_that_break_the_rule(fields: dict):
    subscribe(ANNA)
    with pytest.raises(IntegrityError):
        Subscriber.objects.create(decided_at=NOW, **fields)
