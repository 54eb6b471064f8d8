"""How many receipts the routing works through in a second; part of `make bench`.

Beside it what most services do: read the row of each receipt, save it, commit; and the least that the database has to
do. In a process of its own: `python -m tests.bench.routing`.
"""

import time

from .measuring import broadcast, figures, measure, prepare, scaled
from .webhook import body_of

PEOPLE = scaled(20_000)
WORDS = {"sent": "sent_at", "delivered": "delivered_at", "read": "read_at"}
MANY = 500
"""Statuses of one post when Meta has a lot to tell; it may put in a thousand."""
ALONE = scaled(3000)
"""Receipts that are dealt with one by one: all of them would take minutes."""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Posts as Meta fills them when there is much to tell, posts of one receipt, and the usual way."""
    return figures(prepare(database), "routing")


def all_ways() -> dict[str, dict]:
    """Each way begins with the same deliveries, of which nothing has been heard."""
    from django.db import connection

    numbers = deliveries()
    found = {
        f"receipts, {MANY} in a post": routed(numbers, MANY),
        "receipts, one in a post": routed(numbers[: PEOPLE // 4], 1),
        "receipts, each saved alone": one_by_one(numbers[: ALONE // len(WORDS)]),
    }
    if connection.vendor == "postgresql":
        found["receipts, a bare UPDATE from arrays"] = bare(numbers)
    return found


def deliveries() -> list[int]:
    """Messages that WhatsApp has accepted."""
    from django.utils import timezone

    from broadcasts.content import audience
    from broadcasts.models import Delivery
    from subscribers.models import Subscriber

    now = timezone.now()
    people = (
        Subscriber(
            status="subscribed",
            phone=f"+39320{number:07}",
            phone_pseudonym=f"{number:064}",
            subscribed_at=now,
            decided_at=now,
        )
        for number in range(PEOPLE)
    )
    Subscriber.objects.bulk_create(people, batch_size=500)
    audience.snapshot(broadcast())
    numbers = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    assert len(numbers) == PEOPLE
    return numbers


def routed(numbers: list[int], size: int) -> dict:
    """Everything that is told of these deliveries, in posts of `size`."""
    from django.utils import timezone

    from cascina_whatsapp import routing
    from cascina_whatsapp.whatsapp.webhook.models import WebhookPost

    as_new()
    bodies = told(numbers, size)
    WebhookPost.objects.bulk_create([WebhookPost(body=body) for body in bodies], batch_size=500)
    began = time.monotonic()
    routing.run(timezone.now())
    return {"receipts/s": per_second(numbers, began)}


def one_by_one(numbers: list[int]) -> dict:
    """Read the row, set the moment, save, commit."""
    from broadcasts.models import Delivery
    from cascina_whatsapp.whatsapp.cloud_api import events, references

    as_new()
    bodies = told(numbers, 1)
    began = time.monotonic()
    for body in bodies:
        for status in events.parse(body):
            delivery = Delivery.objects.get(pk=references.delivery_in(status.reference)[0])
            delivery.status = status.status
            setattr(delivery, WORDS[status.status], status.at)
            delivery.save(update_fields=["status", WORDS[status.status]])
    return {"receipts/s": per_second(numbers, began)}


def bare(numbers: list[int]) -> dict:
    """One UPDATE for each word, of all deliveries at once: nothing is read, compared or decided."""
    from django.db import connection
    from django.utils import timezone

    as_new()
    began = time.monotonic()
    for word, column in WORDS.items():
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE broadcasts_delivery AS row SET status = %s, {column} = %s "
                "FROM unnest(%s::bigint[]) AS told(id) WHERE row.id = told.id",
                [word, timezone.now(), numbers],
            )
    return {"receipts/s": per_second(numbers, began)}


def as_new() -> None:
    """The deliveries as WhatsApp accepted them, and statistics that know it."""
    from django.db import connection

    from broadcasts.models import Delivery

    Delivery.objects.update(status="accepted", attempts=1, **dict.fromkeys(WORDS.values()))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def told(numbers: list[int], size: int) -> list[bytes]:
    """First that all were sent, then delivered, then read; just now, for a receipt that comes late says more."""
    began = int(time.time())
    items = [
        {
            "id": f"wamid.{number}",
            "status": word,
            "timestamp": str(began + later),
            "recipient_id": f"39320{number:07}",
            "recipient_user_id": f"IT.{number}",
            "biz_opaque_callback_data": f"cascina:delivery:{number}:1",
        }
        for later, word in enumerate(WORDS)
        for number in numbers
    ]
    return [body_of(*items[start : start + size]) for start in range(0, len(items), size)]


def per_second(numbers: list[int], began: float) -> int:
    """The rate, once it is certain that every delivery heard all of it."""
    from broadcasts.models import Delivery

    lasted = time.monotonic() - began
    heard = Delivery.objects.filter(
        pk__in=numbers, status="read", **{f"{c}__isnull": False for c in WORDS.values()}
    )
    assert heard.count() == len(numbers)
    return round(len(numbers) * len(WORDS) / lasted)


if __name__ == "__main__":
    measure(all_ways)
