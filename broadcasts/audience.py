# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who gets a broadcast: a snapshot of those who follow its topic, one queued delivery each."""

from collections.abc import Iterable

from django.db import connection

from subscribers.models import Subscriber, SubscriberQuerySet

from .models import Campaign, Delivery
from .states import DeliveryStatus


def audience(campaign: Campaign) -> SubscriberQuerySet:
    """Everybody who would get `campaign` if it left now; nobody, as long as it has no topic."""
    if campaign.topic_id is None:
        return Subscriber.objects.none()
    return Subscriber.objects.following(campaign.topic).reachable()


def sizes(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Broadcast's id → how many people would get it now; one count for each topic, however many they are."""
    by_topic: dict[int | None, int] = {}
    found = {}
    for campaign in campaigns:
        if campaign.topic_id not in by_topic:
            by_topic[campaign.topic_id] = audience(campaign).count()
        found[campaign.pk] = by_topic[campaign.topic_id]
    return found


def snapshot(campaign: Campaign) -> int:
    """Queue one delivery for each person of the audience, in one statement; return how many are new.

    Run twice, it adds nobody twice: the constraint sees to it.
    """
    people, parameters = (
        audience(campaign).order_by().values("id").query.get_compiler(connection=connection).as_sql()
    )
    table, numbers = connection.ops.quote_name(Delivery._meta.db_table), "campaign_id, subscriber_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({numbers}, status, attempts, needs_template, outside_window, wamid, reason) "  # noqa: S608
            f"SELECT %s, audience.id, %s, 0, {_false()}, {_false()}, '', '' FROM ({people}) AS audience "
            "WHERE true ON CONFLICT (campaign_id, subscriber_id) DO NOTHING",
            [campaign.pk, DeliveryStatus.QUEUED, *parameters],
        )
        return cursor.rowcount


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
