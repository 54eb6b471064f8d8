# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many SQL statements a citizen's message costs: counted, with bounds.

Once per batch (ten): BEGIN or SAVEPOINT, the register's end (locked), the messages seen before, those seen now, who
wrote (one query for all), the texts of the answer, the topics, when subscribers last wrote (read, noted), COMMIT.

Per message that changes no consent: how much this person was answered lately, and the answer; the rest is what the
answer tells of them. Per message that joins: the register's end twice (the decision needs it locked, the append
moves it on), the row (locked, made, filled in), the topics and the texts that the record names, the record, the
answer.

Measured on PostgreSQL, in a batch of fifty: joining 9.2, leaving 8.2, "I miei dati" 4.2, any other answer 2.2. Alone:
joining 17, leaving 16, "I miei dati" 15, any other answer 10 to 13.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascina_whatsapp.routing import build_ports
from subscribers.conversation import inbound
from subscribers.models import ConsentRecord, Reply
from tests.builders import NOW, events_of, subscribe, text
from tests.people import Citizen, crowd

pytestmark = pytest.mark.django_db
BATCH = 50
JOINS, LEAVES, ANSWERED = 10, 9, 5
"""Statements per message of a batch, at most."""
ALONE = 18
"""Statements for a message that comes alone, at most: all of the batch's are its own."""
ANSWERS = [
    "Argomenti",
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


@pytest.fixture
def people() -> list[Citizen]:
    return crowd(BATCH)


def test_joining(people: list[Citizen]):
    assert statements(people[:1], "Iscrizione") <= ALONE
    assert statements(people[1:], "Iscrizione") <= JOINS * (BATCH - 1)
    assert ConsentRecord.objects.count() == Reply.objects.count() == BATCH


def test_leaving(people: list[Citizen]):
    for citizen in people:
        subscribe(citizen)

    assert statements(people[:1], "Cancellazione") <= ALONE
    assert statements(people[1:], "Cancellazione") <= LEAVES * (BATCH - 1)
    assert ConsentRecord.objects.filter(kind=ConsentRecord.Kind.OPT_OUT).count() == BATCH


@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_to_subscribers(people: list[Citizen], words: str):
    for citizen in people:
        subscribe(citizen)
    before = ConsentRecord.objects.count()

    assert statements(people[:1], words) <= ALONE
    assert statements(people[1:], words) <= ANSWERED * (BATCH - 1)
    assert (ConsentRecord.objects.count(), Reply.objects.count()) == (before, BATCH)


@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_to_strangers(people: list[Citizen], words: str):
    assert statements(people[:1], words) <= ALONE
    assert statements(people[1:], words) <= ANSWERED * (BATCH - 1)
    assert Reply.objects.count() == BATCH
