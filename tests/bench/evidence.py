"""A city of a million is reminded: what the register takes, how long who leaves waits meanwhile, what pages count.

Part of `make bench`. PostgreSQL only. In a process of its own, `python -m tests.bench.evidence`, with a second one
in which people leave.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from statistics import median

from tests.journeys.stack import BASE

from .measuring import figures, lasting, measure, prepare, scaled, statement

PEOPLE = scaled(1_000_000)
LEAVERS, PAUSE = scaled(40, small=5), 0.2
"""People who leave one after the other, and seconds between two of them."""
TIMES = 3
DUE = 5
"""One in so many joined more than a year ago; the others within the last ten months."""
MISSED = 10
"""One message in so many never arrives."""
FILL = """
    INSERT INTO subscribers_subscriber (status, phone, bsuid, phone_pseudonym, bsuid_pseudonym, follows_all,
                                        subscribed_at, decided_at, undelivered)
    SELECT 'subscribed', '+39320' || lpad(n::text, 7, '0'), '', md5(n::text) || md5('x' || n), '', true,
           joined, joined, 0
    FROM (SELECT n, now() - CASE WHEN n %% %s = 0 THEN 400 ELSE n %% 300 END * interval '1 day' AS joined
          FROM generate_series(1, %s) AS n) AS people
"""
ARRIVE = """
    UPDATE broadcasts_delivery
    SET status = CASE WHEN id %% %(missed)s = 0 THEN 'failed' ELSE 'delivered' END, attempts = 1,
        delivered_at = CASE WHEN id %% %(missed)s = 0 THEN NULL ELSE now() END,
        wamid = 'wamid.' || md5(id::text)
"""
RECORDED = "UPDATE broadcasts_delivery SET to_record = false WHERE to_record AND status = 'delivered'"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The page's counts; the tick at its busiest and with nothing to do; leaving alone and beside it."""
    if not database:
        return {}
    found = figures(prepare(database), "evidence")
    return {f"{name}, {PEOPLE:,} subscribers": values for name, values in found.items()}


def all_of_it() -> dict[str, dict]:
    """What is counted, then the broadcast, the ticks that record it, and people who leave."""
    fill()
    found = {"counting for a reminder": counts()}
    reminder, seconds = send_out()
    alone = json.loads(leaver(0).communicate()[0])
    leaving = leaver(LEAVERS)
    per_second = recorded_in_one_tick()
    found["a reminder recorded"] = {"snapshot s": seconds, "deliveries/s": per_second, **ticks(reminder)}
    beside = json.loads(leaving.communicate()[0])
    return found | {"leaving, nothing else": alone, "leaving while it is recorded": beside}


def fill() -> None:
    """A city, and a privacy notice that changed a month ago."""
    from django.utils import timezone

    from subscribers.models import ServiceText

    statement(FILL, [DUE, PEOPLE])
    before, month_ago = ServiceText.objects.get(key="privacy_notice"), timezone.now() - timedelta(days=30)
    ServiceText.objects.create(
        key=before.key, version=before.version + 1, body=f"{before.body}\n", in_force_from=month_ago
    )
    statement("VACUUM ANALYZE")


def counts() -> dict[str, float]:
    """What the page of the consents asks, and what a broadcast asks for its audience."""
    from django.utils import timezone

    from subscribers.models import ServiceText, Subscriber
    from subscribers.statistics import ages

    now = timezone.now()
    notice = ServiceText.objects.in_force("privacy_notice", now)
    assert Subscriber.objects.due_for_reminder(now).count() == PEOPLE // DUE
    assert Subscriber.objects.to_be_told(notice).exists()
    return {
        "the page's counts ms": milliseconds(lambda: ages(now)),
        "due ms": milliseconds(lambda: Subscriber.objects.due_for_reminder(now).count()),
        "whether any is due ms": milliseconds(lambda: Subscriber.objects.due_for_reminder(now).exists()),
        "to be told ms": milliseconds(lambda: Subscriber.objects.to_be_told(notice).count()),
    }


def send_out() -> tuple[object, float]:
    """The reminder, queued and then delivered at a stroke; seconds of its snapshot."""
    from django.utils import timezone

    from broadcasts.content import audience
    from broadcasts.launching.drafts import service_drafts
    from broadcasts.models import Campaign

    reminder = service_drafts.propose_reminder(timezone.now())
    Campaign.objects.filter(pk=reminder.pk).update(started_at=timezone.now())
    _, lasted = lasting(lambda: audience.snapshot(reminder))
    assert reminder.deliveries.count() == PEOPLE // DUE
    statement(ARRIVE, {"missed": MISSED})
    statement("VACUUM ANALYZE")
    return reminder, round(lasted, 1)


def recorded_in_one_tick() -> int:
    """Deliveries a second that the register learns of, for as long as a tick lasts."""
    from django.utils import timezone

    from broadcasts.sending.outcomes import consent_evidence

    count, lasted = lasting(lambda: consent_evidence.record(timezone.now()))
    assert count, "nothing was recorded"
    return round(count / lasted)


def ticks(reminder) -> dict[str, float]:
    """With nothing to record: all that arrived is in the register, the others never will; then, none has arrived.

    While they are on their way, whom another reminder would concern.
    """
    from django.utils import timezone

    from broadcasts.content import audience
    from broadcasts.models import Campaign, Delivery, ServiceMessage
    from broadcasts.sending.outcomes import consent_evidence

    now = timezone.now()
    statement(RECORDED)
    statement("VACUUM ANALYZE")
    idle = milliseconds(lambda: consent_evidence.record(now))
    Delivery.objects.filter(campaign=reminder).update(status="accepted", to_record=True)
    statement("VACUUM ANALYZE")
    another = Campaign(purpose=reminder.purpose)
    ServiceMessage(campaign=another, as_of=now)
    return {
        "idle tick ms": idle,
        "tick before any arrives ms": milliseconds(lambda: consent_evidence.record(now)),
        "audience of another ms": milliseconds(lambda: audience.audience_of(another).count()),
    }


def leaver(first: int) -> subprocess.Popen:
    """People who leave, in a process of its own: they have joined, and begin."""
    command = [sys.executable, "-m", "tests.bench.evidence", str(first)]
    process = subprocess.Popen(command, cwd=BASE, stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def leave(first: int) -> dict[str, float]:
    """From a "Cancellazione" to the committed record and answer."""
    from django.utils import timezone

    from cascina_whatsapp.whatsapp.cloud_api.people import Person
    from subscribers import identity
    from subscribers.models import Subscriber
    from tests.builders import say, text
    from tests.people import Citizen

    hour_ago = timezone.now() - timedelta(hours=1)
    people = [Citizen("Misura", f"+39321{number:07}", "") for number in range(first, first + LEAVERS)]
    for citizen in people:
        say(text(citizen, "Iscrizione", at=hour_ago, id=f"wamid.{citizen.phone}"))
    print("joined", flush=True)  # noqa: T201
    waits = []
    for citizen in people:
        time.sleep(PAUSE)
        goodbye = text(citizen, "Cancellazione", at=timezone.now(), id=f"wamid.{citizen.phone}.left")
        waits.append(lasting(partial(say, goodbye))[1])
    left = Subscriber.objects.filter(
        status="left",
        phone_pseudonym__in=[identity.pseudonym_of(Person(phone=citizen.phone)) for citizen in people],
    )
    assert left.count() == LEAVERS, f"{left.count()} of {LEAVERS} have left"
    return {"median ms": round(median(waits) * 1000), "worst ms": round(max(waits) * 1000)}


def milliseconds(ask: Callable[[], object]) -> float:
    """The middle of a few times."""
    return round(median(lasting(ask)[1] for _ in range(TIMES)) * 1000, 1)


if __name__ == "__main__":
    measure(partial(leave, int(sys.argv[1])) if sys.argv[1:] else all_of_it)
