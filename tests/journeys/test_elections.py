"""A period begins in the middle of a broadcast: what a sender had claimed leaves, and nothing else.

Citizens are answered meanwhile. Once the period is annulled the rest leaves, and nobody gets it twice.
"""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from broadcasts.models import Delivery
from cascina_whatsapp.elections.models import ElectoralPeriod

from .citizens import Clerk
from .conftest import IN_FLIGHT, PEOPLE, TAKEN
from .desk import PASSWORD
from .test_broadcast import recipients

pytestmark = pytest.mark.sweep  # the main stories are others
SOON = timedelta(seconds=6)
"""Between the activation of a period and its start: while a lease of the sender lasts."""


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


def stops_with_what_was_claimed(stack, phones, number: int, title: str) -> None:
    """Once WhatsApp answers again, what a sender had claimed may leave, and nothing else does."""
    mine = Delivery.objects.using("journeys").filter(campaign=number)
    claimed = mine.exclude(status="queued").count()
    phones.go_on()
    stack.until(lambda: not mine.filter(status="sending").exists())
    left = recipients(phones, title).total()
    assert TAKEN + IN_FLIGHT <= left == mine.exclude(status="queued").count() <= claimed < len(PEOPLE)


def test_a_period_begins_in_the_middle_of_a_broadcast(stack, people, phones, desk, broadcast_in_the_middle):
    title, citizen = "Anagrafe chiusa domani", people[0]
    number = broadcast_in_the_middle(title)
    period = draft(stack, stack.now() + stack.worker_is_ahead + SOON)
    press(stack, "silvia", period, "activate")
    desk.until(number, "suspended")
    stops_with_what_was_claimed(stack, phones, number, title)

    before = len(phones.answers_to(citizen))
    phones.say(citizen, "I miei dati")
    stack.until(lambda: len(phones.answers_to(citizen)) > before)

    press(stack, "simona", period, "annul", reason="Le elezioni sono rinviate")
    desk.until(number, "sent")
    got = recipients(phones, title)  # by some who joined in other stories, too
    assert set(people) <= got.keys()
    assert set(got.values()) == {1}


def test_a_period_activated_with_its_start_now_stops_what_is_leaving(
    stack, people, phones, desk, broadcast_in_the_middle
):
    title = "Biblioteca chiusa domani"
    number = broadcast_in_the_middle(title)
    period = draft(stack, stack.now() - timedelta(minutes=1))
    press(stack, "silvia", period, "activate")
    assert desk.status(number) == "suspended"
    stops_with_what_was_claimed(stack, phones, number, title)
    assert desk.status(number) == "suspended"
    desk.press(number, "cancel")
    desk.until(number, "cancelled")
