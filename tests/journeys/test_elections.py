# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A period begins in the middle of a broadcast to two thousand: by WhatsApp's own log nothing leaves any more.

Citizens are answered meanwhile. Once the period is annulled the rest leaves, and nobody gets it twice.
"""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Delivery
from cascina_whatsapp.elections.models import ElectoralPeriod
from subscribers.models import Subscriber

from .citizens import Clerk, ordinary_phones
from .desk import PASSWORD
from .installation import SUBSCRIBE_ALL

pytestmark = pytest.mark.sweep  # two thousand people take their time
PEOPLE = 2000
SOON = timedelta(seconds=6)
"""Between the activation of a period and its start: while a lease of the sender lasts."""
MAKE_READY = (
    SUBSCRIBE_ALL
    + """
from django.contrib.auth.models import Group, User
from broadcasts.tasks import synchronise_templates
for name in ("silvia", "simona"):
    user = User.objects.create_user(name, password={password!r}, is_staff=True)
    user.groups.add(Group.objects.get(name="Autorizzatore elettorale"))
synchronise_templates()
"""
)


@pytest.fixture(scope="module")
def crowd(stack, people, phones, desk):
    """With those of the other journeys, two thousand who follow everything; nobody writes to them afterwards."""
    more = ordinary_phones("322", PEOPLE - len(people))
    phones.post("settings", messaging_limit="TIER_UNLIMITED")
    filled = MAKE_READY.format(phones=more, password=PASSWORD)
    stack.manage("shell", "--verbosity=0", "--command", filled)
    last = Subscriber.objects.using("journeys").order_by("-pk").values_list("pk", flat=True)[len(more)]
    yield [*people, *more]
    newcomers = Subscriber.objects.using("journeys").filter(pk__gt=last)
    newcomers.update(status=Subscriber.Status.LEFT, phone="", bsuid="")


@pytest.fixture(autouse=True)
def no_period_stays():
    """What one story activated holds nothing back in the next."""
    yield
    rows = ElectoralPeriod.objects.using("journeys").filter(state="active")
    annuller = User.objects.using("journeys").filter(username="simona").first()
    for period in rows:
        rows.filter(pk=period.pk).update(
            state="annulled", annulled_by=annuller, annulled_at=period.made_at, annulled_reason="Prova finita"
        )


def draft(stack, starts_at: datetime) -> ElectoralPeriod:
    """A period that the editor wrote, on the worker's clock: a referendum, which ends in a month."""
    rita = User.objects.using("journeys").get(username="rita")
    written = {"made_by": rita, "made_at": stack.now(), "changed_by": rita, "changed_at": stack.now()}
    act = {"act_kind": "decreto del Prefetto", "act_number": "12", "act_date": date(2026, 11, 9)}
    return ElectoralPeriod.objects.using("journeys").create(
        name="Referendum",
        kind="local_referendum",
        act_link="https://prefettura.example/decreto.pdf",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=30),
        run_off="no",
        **written,
        **act,
    )


def press(stack, who: str, period: ElectoralPeriod, step: str, **fields: str) -> None:
    """An authoriser presses one of the buttons of a period."""
    path, clerk = (
        reverse(f"admin:elections_electoralperiod_{step}", args=[period.pk]),
        Clerk(stack, who, PASSWORD),
    )
    assert clerk.send(path, clerk.open(path), **fields).ok


def begin(stack, phones, desk, title: str) -> int:
    """A broadcast that is well under way; its number."""
    number = desk.broadcast(title)
    stack.until(lambda: len(phones.broadcasts(title)) > 100)
    return number


def received(phones, title: str) -> Counter:
    return Counter(line["to"] for line in phones.broadcasts(title))


def test_a_period_begins_in_the_middle_of_a_broadcast(stack, phones, desk, crowd):
    title, citizen = "Anagrafe chiusa domani", crowd[0]
    number = begin(stack, phones, desk, title)
    starts_at = stack.now() + stack.worker_is_ahead + SOON
    period = draft(stack, starts_at)
    press(stack, "silvia", period, "activate")
    desk.until(number, "suspended")

    before = len(phones.answers_to(citizen))
    phones.say(citizen, "I miei dati")
    stack.until(lambda: len(phones.answers_to(citizen)) > before)
    moments = [line["at"] for line in phones.broadcasts(title)]
    start = (starts_at - stack.worker_is_ahead).timestamp()
    assert max(moments) <= start + 1, f"{max(moments) - start} s after the start"
    assert len(moments) < PEOPLE, "it was over before the period began: nothing was stopped"
    assert not Delivery.objects.using("journeys").filter(campaign=number, status="sending").exists()

    press(stack, "simona", period, "annul", reason="Le elezioni sono rinviate")
    desk.until(number, "sent")
    got = received(phones, title)  # by some who joined in other stories, too
    assert set(crowd) <= got.keys()
    assert set(got.values()) == {1}


def test_a_period_activated_with_its_start_now_stops_what_is_leaving(stack, phones, desk, crowd):
    title = "Biblioteca chiusa domani"
    number = begin(stack, phones, desk, title)
    period = draft(stack, stack.now() - timedelta(minutes=1))
    press(stack, "silvia", period, "activate")
    activated = stack.now().timestamp()
    assert desk.status(number) == "suspended"
    stack.until(lambda: stack.now().timestamp() > activated + 4)

    moments = [line["at"] for line in phones.broadcasts(title)]
    assert 100 < len(moments) < PEOPLE
    assert max(moments) <= activated + 1
    assert desk.status(number) == "suspended"
    desk.press(number, "cancel")
    desk.until(number, "cancelled")
