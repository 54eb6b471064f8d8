"""How many SQL statements a citizen's message costs: counted, with bounds.

Once per batch (some fifteen): BEGIN or SAVEPOINT, the register's end (locked), the messages seen before, those seen
now, who wrote (one query for all), the texts, the topics, what these people were answered lately, the answers, the
records and the register's new end, when subscribers last wrote (read, noted), COMMIT.

Per message of a stranger that joins: the row. Of somebody known who joins or leaves: the row locked and filled in,
and where they leave, the topics. Per message that changes no consent: what the answer tells of them, if anything;
of a yes or no, what they were asked last.

Measured in a batch of fifty: joining 1.3, leaving 3.3, "I miei dati" 2.2, any other answer 0.25. Alone: 10 to 15.
"""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascina_whatsapp.routing import build_ports
from subscribers import consent
from subscribers.conversation import inbound
from subscribers.models import ConsentRecord, Reply
from tests.builders import LONG_AGO, NOW, events_of, text
from tests.people import Citizen, crowd

pytestmark = pytest.mark.django_db
BATCH = 50
EACH = {"Iscrizione": 1, "Cancellazione": 3, "I miei dati": 2, "Sì": 1}
"""Statements per message of a batch, at most, beyond those of the batch; of any other message none."""
ONCE = 15
"""Those of the batch, at most."""
ALONE = 17
"""Statements for a message that comes alone, at most: all of the batch's are its own."""
AGREED = consent.Evidence(at=LONG_AGO, channel=consent.Channel.PAPER, rule="import")
ANSWERS = [
    "Argomenti",
    "Notizie",
    "I miei dati",
    "Aiuto",
    "Privacy",
    "a che ora aprite?",
    "Sì",
    "vorrei iscrivere mia madre",
]


def statements(people: list[Citizen], words: str) -> int:
    """For what all these people write at once."""
    messages = [event for citizen in people for event in events_of(text(citizen, words))]
    with CaptureQueriesContext(connection) as counted:
        inbound.receive(messages, ports=build_ports(NOW), now=NOW)
    return len(counted)


def of_batch(words: str) -> int:
    """The most that may be asked of the database for a batch of people who all write these words."""
    return ONCE + EACH.get(words, 0) * (BATCH - 1)


@pytest.mark.parametrize(
    ("joined", "words"),
    [(False, "Iscrizione"), (True, "Cancellazione"), *product((True, False), ANSWERS)],
    ids=str,
)
def test_what_is_asked_of_the_database_for_one_and_for_many(joined: bool, words: str):
    """By subscribers, or by strangers."""
    people = crowd(BATCH)
    if joined:
        consent.enrol([(citizen.person, AGREED) for citizen in people], now=NOW)
    before = ConsentRecord.objects.count()

    assert statements(people[:1], words) <= ALONE
    assert statements(people[1:], words) <= of_batch(words)
    recorded = 0 if words in ANSWERS else BATCH
    assert (ConsentRecord.objects.count() - before, Reply.objects.count()) == (recorded, BATCH)
