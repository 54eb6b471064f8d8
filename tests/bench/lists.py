"""How long the lists of a city take to open, to be filtered and to be paged; part of `make bench`.

PostgreSQL only. 100,000 subscribers and ten broadcasts to all of them: a million deliveries. In a process of its
own: `python -m tests.bench.lists`.
"""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from .measuring import broadcast, figures, lasting, measure, prepare, scaled

PEOPLE = scaled(100_000)
BROADCASTS = 10
TIMES = scaled(9, small=1)
FILL_PEOPLE = """
    INSERT INTO subscribers_subscriber (status, phone, bsuid, phone_pseudonym, bsuid_pseudonym, follows_all,
                                        subscribed_at, left_at, decided_at, undelivered, unreachable_since)
    SELECT CASE WHEN n %% 10 = 0 THEN 'left' ELSE 'subscribed' END,
           CASE WHEN n %% 10 = 0 THEN '' ELSE '+39320' || lpad(n::text, 7, '0') END,
           '', md5(n::text) || md5('x' || n), '', n %% 3 > 0, now(), CASE WHEN n %% 10 = 0 THEN now() END, now(), 0,
           CASE WHEN n %% 101 = 1 THEN now() END
    FROM generate_series(1, %s) AS n
"""
FILL_TOPICS = """
    INSERT INTO subscribers_subscriber_topics (subscriber_id, topic_id)
    SELECT id, %s FROM subscribers_subscriber WHERE NOT follows_all
"""
FILL_RECORDS = """
    INSERT INTO subscribers_consentrecord (sequence, event_id, kind, channel, pseudonym, at_whatsapp, recorded_at,
        took_effect, words, rule, rule_version, topics, reason, erases, message_digest, content_salt,
        subject_salt, content_digest, subject_digest, previous_hash, hash)
    SELECT n, gen_random_uuid(), CASE WHEN n %% 10 = 0 THEN 'opt_out' ELSE 'opt_in' END, 'keyword',
           md5(n::text) || md5('x' || n), now(), now(), true, 'Iscrizione', 'join-word', '1', '[]', '', '{}',
           md5('m' || n), '', '', '', '', '', ''
    FROM generate_series(1, %s) AS n
"""
FILL_DELIVERIES = """
    INSERT INTO broadcasts_delivery (campaign_id, subscriber_id, status, attempts, needs_template, outside_window,
                                     wamid, reason, error_code, claimed_at, accepted_at, sent_at,
                                     delivered_at, read_at)
    SELECT %(campaign)s, id, state, 1, false, false, '',
           CASE WHEN state IN ('failed', 'skipped') THEN %(reason)s ELSE '' END,
           CASE WHEN state = 'failed' THEN 131026 END, moment, moment, moment,
           CASE WHEN state IN ('delivered', 'read') THEN moment + interval '5 seconds' END,
           CASE WHEN state = 'read' THEN moment + (id %% 7200) * interval '1 second' END
    FROM (SELECT id, now() - interval '2 hours' + (id %% 1800) * interval '1 second' AS moment,
                 (ARRAY['read', 'read', 'read', 'read', 'delivered', 'delivered', 'delivered', 'sent',
                        'failed', 'skipped'])[1 + (id * 7 + id / 10) %% 10] AS state
          FROM subscribers_subscriber ORDER BY id) AS people
"""
KNOWN = "+393200000077"
"""Whom the searches look for, the person of this number: of the others nobody needs a true pseudonym."""
NAME = "UPDATE subscribers_subscriber SET phone_pseudonym = %s WHERE phone = %s"
REGISTER_IS_OPEN = "SET session_replication_role = replica"  # the rows of a measure need no chain
LISTS = {
    "subscribers": "/admin/iscritti/",
    "subscribers, subscribed": "/admin/iscritti/?status__exact=subscribed",
    "subscribers, left": "/admin/iscritti/?status__exact=left",
    "subscribers, unreachable": "/admin/iscritti/?reach=no",
    "subscribers, reachable": "/admin/iscritti/?reach=yes",
    "subscribers, by topic": "/admin/iscritti/?topic={topic}",
    "subscribers, second page": "/admin/iscritti/?p=2",
    "subscribers, last page": "/admin/iscritti/?p={last}",
    "deliveries": "/admin/consegne/",
    "deliveries, second page": "/admin/consegne/?p=2",
    "deliveries, last page": "/admin/consegne/?p={last}",
    "deliveries of the newest broadcast": "/admin/consegne/?campaign={newest}",
    "deliveries of the oldest broadcast": "/admin/consegne/?campaign={oldest}",
    "deliveries of the oldest broadcast, last page": "/admin/consegne/?campaign={oldest}&p={last}",
    "deliveries read": "/admin/consegne/?status__exact=read",
    "deliveries read, last page": "/admin/consegne/?status__exact=read&p={last}",
    "deliveries failed": "/admin/consegne/?status__exact=failed",
    "deliveries uncertain, of which there are none": "/admin/consegne/?status__exact=uncertain",
    "deliveries read of the oldest": "/admin/consegne/?campaign={oldest}&status__exact=read",
    "deliveries by reason": "/admin/consegne/?campaign={oldest}&reason={reason}",
    "deliveries of one person": "/admin/consegne/?person={person}",
    "consent register": "/admin/registro-dei-consensi/",
    "consent register, last page": "/admin/registro-dei-consensi/?p={last}",
    "consent register, by kind": "/admin/registro-dei-consensi/?kind__exact=opt_out",
    "broadcasts": "/admin/messaggi/",
    "following one broadcast": "/admin/messaggi/{oldest}/modifica/",
}
SEARCHES = {
    "subscribers, search by number": ("/admin/iscritti/cerca/", "/admin/iscritti/{known}/storia/"),
    "deliveries, search by number": ("/admin/consegne/cerca/", "/admin/consegne/?person={known}"),
}
"""Where somebody looks for KNOWN, and where that leads to."""
ROW = '<tbody role="rowgroup"><tr role="row">'
BY_DAY = 'class="tel"'
"""A person, under the day on which something happened."""
IN_GROUPS = '<tr class="day-row" role="row">'
INSTEAD = {
    "subscribers": BY_DAY,
    "subscribers, second page": BY_DAY,
    "subscribers, last page": BY_DAY,
    "consent register": BY_DAY,
    "consent register, last page": BY_DAY,
    "consent register, by kind": BY_DAY,
    "broadcasts": IN_GROUPS,
    "deliveries uncertain, of which there are none": "Nulla corrisponde",
    "following one broadcast": "Misura 0",
}
"""What a page shows that holds no rows."""
REASON = "Il numero non ha WhatsApp, o ha una versione troppo vecchia"


def measures(database: str, redis_url: str) -> dict[str, dict]:
    """The middle of several openings, each through the whole site but for the network."""
    if not database:
        return {}
    return figures(prepare(database, static_files=True), "lists")


def all_lists() -> dict[str, dict]:
    """List → the median of its openings, in milliseconds."""
    numbers, client = fill(), browser()
    found = {
        name: timed(client, page.format(**numbers), INSTEAD.get(name, ROW)) for name, page in LISTS.items()
    }
    found |= {
        name: searched(client, page, leads_to.format(**numbers))
        for name, (page, leads_to) in SEARCHES.items()
    }
    return {f"list: {name}": {"p50 ms": value} for name, value in found.items()}


def fill() -> dict:
    """A city; what the addresses need."""
    from urllib.parse import quote

    from django.db import connection
    from django.utils import timezone

    from broadcasts.models import Campaign
    from broadcasts.reporting import progress_counts
    from cascina_whatsapp.presentation.components import COUNTED_AT_MOST
    from cascina_whatsapp.whatsapp.cloud_api.people import Person
    from subscribers import identity
    from subscribers.models import Subscriber, Topic

    topic, now = Topic.objects.first(), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(REGISTER_IS_OPEN)
        cursor.execute(FILL_PEOPLE, [PEOPLE])
        cursor.execute(NAME, [identity.pseudonym_of(Person(phone=KNOWN)), KNOWN])
        cursor.execute(FILL_TOPICS, [topic.pk])
        cursor.execute(FILL_RECORDS, [PEOPLE])
        for number in range(BROADCASTS):
            made = broadcast(
                title=f"Misura {number}",
                status="sending" if number == BROADCASTS - 1 else "sent",
                started_at=now,
                approved_at=now,
            )
            cursor.execute(FILL_DELIVERIES, {"campaign": made.pk, "reason": REASON})
        cursor.execute("VACUUM ANALYZE")
    progress_counts.refresh_over(now, over_since=now - timedelta(days=400))  # as the clock does
    campaigns = Campaign.objects.order_by("pk")
    return {
        "topic": topic.pk,
        "last": min(COUNTED_AT_MOST, PEOPLE) // 50,
        "oldest": campaigns.first().pk,
        "newest": campaigns.last().pk,
        "reason": quote(REASON),
        "person": Subscriber.objects.first().pk,
        "known": int(KNOWN[-7:]),
    }


def browser():
    """Somebody who may see everything."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]}, secure=True)
    client.force_login(User.objects.create(username="misura", is_staff=True, is_superuser=True))
    return client


def timed(client, page: str, shows: str) -> float:
    """Milliseconds until a page is there that holds `shows`."""

    def holds(answer) -> None:
        assert answer.status_code == 200, f"{page}: {answer.status_code}"
        assert shows in answer.text, f"{page}: {answer.text[-3000:]}"

    return milliseconds(lambda: client.get(page), holds)


def searched(client, page: str, leads_to: str) -> float:
    """Milliseconds until a search for KNOWN has found where to look."""

    def found(answer) -> None:
        assert answer.status_code == 302, f"{page}: {answer.status_code}"
        assert answer.url == leads_to, f"{page} led to {answer.url}"
        assert client.get(answer.url).status_code == 200

    return milliseconds(lambda: client.post(page, {"text": KNOWN}), found)


def milliseconds(ask: Callable[[], Any], saw: Callable[[Any], None]) -> float:
    """The middle of TIMES, each answer looked at; the first, which fills caches, does not count."""
    lasted = []
    for _ in range(TIMES + 1):
        answer, seconds = lasting(ask)
        lasted.append(seconds)
        saw(answer)
    return round(median(lasted[1:]) * 1000, 1)


if __name__ == "__main__":
    measure(all_lists)
