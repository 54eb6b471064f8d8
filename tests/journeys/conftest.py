"""One running service for all journeys, two hundred citizens who joined it, and the clerks at their desks."""

import os
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.conf import settings
from django.db import connections

from broadcasts.models import Campaign, Closure, Delivery, OfficeHours
from cascina_whatsapp.settings.configuration.environment import Environment
from subscribers.models import Subscriber
from subscribers.rules import phone

from .citizens import Phones
from .desk import Desk
from .stack import BASE, Stack, fresh_database

PEOPLE = [f"+39320001{number:04}" for number in range(1, 201)]
"""Two hundred fictitious numbers."""
ALL_DAY = [(time(0), time(23, 59, 59))]
RATE = 40
"""Messages a second."""
SENDERS = {"WHATSAPP_SENDERS": "2", "WHATSAPP_SENDER_THREADS": "8"}
TAKEN = 20
"""How many messages of a broadcast WhatsApp takes before the calls for the others wait, where a story interferes."""
IN_FLIGHT = 16
"""How many calls wait then: those that both senders make at once. They claim nothing more."""
UNDECIDED = ("queued", "sending")
"""States of a delivery before WhatsApp's answer to it is written."""


@pytest.fixture(scope="session")
def stack(tmp_path_factory, django_db_blocker):
    """The service, on the databases that TEST_DATABASE_URL and TEST_REDIS_URL name, or embedded."""
    folder = tmp_path_factory.mktemp("journeys")
    name = os.environ.get(
        "TEST_DATABASE_NAME", "cascina"
    )  # of this run: another may be under way on the same server
    database_url = fresh_database(os.environ.get("TEST_DATABASE_URL", ""), f"{name}_journeys")
    redis_url = os.environ.get("TEST_REDIS_URL", "")
    with Stack(
        folder,
        database_url=database_url,
        redis_url=redis_url,
        **SENDERS,
        WHATSAPP_MESSAGES_PER_SECOND=str(RATE),
        PRESS_REPLY_TO="stampa@comune.cascina.pi.it",
        EMAIL_URL=f"filemail:///{folder}/mail",
        SMALLEST_AUDIENCE="2",  # of a message for some zones: a story has few people of its own
        START_GRACE_MINUTES="1440",  # after some crashes the worker is hours ahead of the desk: nobody is late
    ) as running:
        _look_into(running)
        with django_db_blocker.unblock():
            yield running
            connections["journeys"].close()


@pytest.fixture(scope="session")
def phones(stack) -> Phones:
    """The simulated WhatsApp."""
    return Phones(stack)


@pytest.fixture(scope="session")
def desk(stack) -> Desk:
    """The newsroom: an editor who writes and an approver who launches."""
    return Desk(stack)


@pytest.fixture(scope="session")
def people(stack, phones) -> list[str]:
    """Everybody has joined, in their own words, and got the confirmation."""
    for citizen in PEOPLE:
        phones.say(citizen, "Iscrizione")
    stack.until(lambda: len([line for line in phones.accepted() if ":reply:" in line["reference"]]) >= 200)
    return PEOPLE


@pytest.fixture
def answered(stack, phones) -> Callable[[str, int], str]:
    """Waits for the so manyth answer to a citizen, and returns it."""

    def wait(citizen: str, number: int) -> str:
        return stack.until(lambda: phones.answers_to(citizen)[number - 1 : number])[0]

    return wait


@pytest.fixture
def only_people(stack, people) -> list[str]:
    """The two hundred, where a story counts who gets its broadcast: those of the stories before have left."""
    theirs = [phone.of_phone(number, settings.CONSENT_HASH_KEY) for number in people]
    everybody = Subscriber.objects.using("journeys")
    assert everybody.filter(phone_pseudonym__in=theirs).count() == len(people)
    others = everybody.exclude(phone_pseudonym__in=theirs)
    others.update(status=Subscriber.Status.LEFT, phone="", bsuid="")
    return people


@pytest.fixture
def nobody_wrote_today(stack, only_people):
    """Each of the two hundred gets the template: what is free-form is neither kept back nor billed."""
    everybody = Subscriber.objects.using("journeys").exclude(last_message_at=None)
    recent = dict(everybody.values_list("pk", "last_message_at"))
    everybody.update(last_message_at=stack.now() - timedelta(days=3))
    yield
    for pk, at in recent.items():
        Subscriber.objects.using("journeys").filter(pk=pk).update(last_message_at=at)


@pytest.fixture
def broadcast_in_the_middle(stack, phones, desk) -> Callable[[str], int]:
    """Launches one; its number. WhatsApp has taken the first messages, and leaves the calls for the next unanswered.

    What became of the first is written. Nothing more is claimed nor leaves before `phones.go_on`: whatever a story
    does meanwhile, it does it then.
    """

    def begin(title: str) -> int:
        phones.stall(TAKEN)
        number = desk.broadcast(title)
        settled = Delivery.objects.using("journeys").filter(campaign=number).exclude(status__in=UNDECIDED)
        stack.until(lambda: phones.stalled >= IN_FLIGHT and settled.count() >= TAKEN)
        return number

    return begin


@pytest.fixture(autouse=True)
def ordinary_day(stack):
    """Each journey begins with the office open all day, no closures, and WhatsApp behaving."""
    set_hours(ALL_DAY)
    Closure.objects.using("journeys").all().delete()
    phones = Phones(stack)
    phones.post("settings", status_order="in_order", repeat=1)
    yield
    phones.go_on()
    unfinished = Campaign.objects.using("journeys").filter(status__in=["sending", "paused", "approved"])
    unfinished.update(status="cancelled")


def set_hours(intervals: list[tuple[time, time]]) -> None:
    """The same intervals on each day of the week."""
    rows = OfficeHours.objects.using("journeys")
    rows.all().delete()
    rows.bulk_create(
        OfficeHours(weekday=weekday, opens=opens, closes=closes)
        for weekday in range(6)
        for opens, closes in intervals
    )


def _look_into(running: Stack) -> None:
    """A connection to the service's own database, apart from the tests' default one."""
    environment = Environment(BASE / "no-such-file")
    os.environ["JOURNEYS_DATABASE"] = running.environment["DATABASE_URL"]
    described = environment.database("JOURNEYS_DATABASE", fallback=running.folder / "cascina.sqlite3")
    default = connections.databases["default"]
    options = default["OPTIONS"] if described["ENGINE"] == default["ENGINE"] else {}
    connections.databases["journeys"] = {**default, **described, "OPTIONS": options}
