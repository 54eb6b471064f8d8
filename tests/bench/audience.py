"""A city with a million subscribers: how long the snapshot and a claim take; part of `make bench`.

PostgreSQL only. In a process of its own: `python -m tests.bench.audience`.
"""

from typing import TYPE_CHECKING

from .measuring import broadcast, figures, lasting, measure, prepare, scaled, statement

if TYPE_CHECKING:
    from broadcasts.models import Campaign

PEOPLE = scaled(1_000_000)
SLICE, CLAIMS = 20, scaled(50, small=5)
FILL = """
    INSERT INTO subscribers_subscriber (status, phone, bsuid, phone_pseudonym, bsuid_pseudonym, follows_all,
                                        subscribed_at, decided_at, undelivered)
    SELECT 'subscribed', '+39320' || lpad(n::text, 7, '0'), '', md5(n::text) || md5('x' || n), '', true,
           now(), now(), 0
    FROM generate_series(1, %s) AS n
"""

BARE = """
    INSERT INTO broadcasts_delivery (campaign_id, subscriber_id, status, attempts, needs_template, outside_window,
                                     wamid, reason)
    SELECT %s, id, 'queued', 0, false, false, '', '' FROM subscribers_subscriber ORDER BY id
"""


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """Snapshot, then claims from the queue that it made, then the same rows by a bare INSERT."""
    return figures(prepare(database), "audience") if database else {}


def snapshot_and_claim() -> dict[str, dict]:
    """Seconds of the snapshot; milliseconds of a claim right after it, and once the database has statistics."""
    from broadcasts.content import audience

    statement(FILL, [PEOPLE])
    name_first(2 * CLAIMS * SLICE)
    statement("ANALYZE")
    campaign = broadcast()
    count, snapshot = lasting(lambda: audience.snapshot(campaign))
    assert count == PEOPLE == campaign.deliveries.count(), f"{count} of {PEOPLE} people"
    claim = claim_ms(campaign)
    statement("ANALYZE")
    found = {
        "people": count,
        "snapshot s": round(snapshot, 1),
        f"claim of {SLICE} ms": claim,
        f"claim of {SLICE}, with statistics ms": claim_ms(campaign),
    }
    name = f"audience of {PEOPLE:,}"
    return {name: found, f"{name}, a bare INSERT": {"snapshot s": bare_insert()}}


def bare_insert() -> float:
    """Seconds in which as many rows come into the table and its indexes, whoever they are for."""
    campaign = broadcast()
    _, lasted = lasting(lambda: statement(BARE, [campaign.pk]))
    assert campaign.deliveries.count() == PEOPLE
    return round(lasted, 1)


def name_first(count: int) -> list[str]:
    """Give the first so many subscribers the pseudonyms of their numbers, without which nothing is sent; these."""
    from cascina_whatsapp.whatsapp.cloud_api.people import Person
    from subscribers import identity
    from subscribers.models import Subscriber

    first = list(Subscriber.objects.filter(status="subscribed").order_by("pk")[:count])
    for person in first:
        person.phone_pseudonym = identity.pseudonym_of(Person(phone=person.phone))
    Subscriber.objects.bulk_update(first, ["phone_pseudonym"], batch_size=500)
    return [person.phone_pseudonym for person in first]


def claim_ms(campaign: "Campaign") -> float:
    """Milliseconds of a claim, the mean of CLAIMS."""
    from django.utils import timezone

    from broadcasts.sending import claiming

    claims, lasted = lasting(
        lambda: [len(claiming.claim(campaign, SLICE, timezone.now())) for _ in range(CLAIMS)]
    )
    assert claims == [SLICE] * CLAIMS
    return round(lasted / CLAIMS * 1000, 1)


if __name__ == "__main__":
    measure(snapshot_and_claim)
