"""The audience of a broadcast: a snapshot of who follows one of its topics, one queued delivery each."""

from collections.abc import Hashable, Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Model, OuterRef, Q, prefetch_related_objects

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import UNFINISHED, DeliveryStatus
from cascina_whatsapp.presentation.once import once_a_page
from subscribers.models import Subscriber, SubscriberQuerySet, Topic, Zone

ON_ITS_WAY = (*UNFINISHED, DeliveryStatus.HELD, DeliveryStatus.ACCEPTED, DeliveryStatus.SENT)
MAY_STILL_ARRIVE = timedelta(days=30)
"""The days for which a telephone that is off may still get a message (Meta, time to live)."""


def audience_of(campaign: Campaign) -> SubscriberQuerySet:
    """Select everybody who would get `campaign` if it left now; nobody without topics, or without WhatsApp."""
    if not campaign.by_whatsapp or not campaign.is_addressed:
        return Subscriber.objects.none()
    people = _concerned(campaign) if campaign.is_recorded else Subscriber.objects.all()
    return people.filter(campaign.audience.may_get())


def _concerned(campaign: Campaign) -> SubscriberQuerySet:
    """Return whom to tell of their subscription or of the notice, without those who are just being told it."""
    service = campaign.service
    as_of = service.as_of
    if as_of is None:  # no step towards citizens is taken so
        return Subscriber.objects.none()
    if campaign.purpose == Campaign.Purpose.NOTICE:
        people, same = (
            Subscriber.objects.to_be_told(service.notice_told),
            Q(service__notice=service.notice_id),
        )
    else:
        people, same = Subscriber.objects.due_for_reminder(as_of), Q()
    others = Campaign.objects.filter(
        same, purpose=campaign.purpose, started_at__gt=as_of - MAY_STILL_ARRIVE
    ).exclude(pk=campaign.pk)
    on_its_way = Delivery.objects.filter(
        campaign__in=list(others.values_list("pk", flat=True)),
        subscriber=OuterRef("pk"),
        status__in=ON_ITS_WAY,
    )
    return people.filter(~Exists(on_its_way))


def sizes(campaigns: Iterable[Campaign]) -> dict[int, int]:
    """Broadcast's id → how many people would get it now; those for the same people are counted once."""
    campaigns = list(campaigns)
    prefetch_related_objects(campaigns, "topics", "zones")
    counted, found = _counted(), {}
    for campaign in campaigns:
        key = _for_the_same(campaign)
        if key not in counted:
            counted[key] = audience_of(campaign).count()
        found[campaign.pk] = counted[key]
    return found


@once_a_page
def _counted() -> dict[Hashable, int]:
    """The key of those for the same people → how many people they are, as far as they are counted."""
    return {}


def _for_the_same(campaign: Campaign) -> Hashable:
    """Return a key that is equal for broadcasts to the same people: of a service message its own."""
    return campaign.by_whatsapp and (campaign.pk if campaign.is_service else campaign.audience)


class Reachable(NamedTuple):
    """The people whom a broadcast would reach now: by topic id, by zone id, and if it went to everybody."""

    topics: dict[int, int]
    zones: dict[int, int]
    everybody: int


def reachable() -> Reachable:
    """Count the people of each topic and of each zone, whoever chose none among them. Five queries."""
    people = Subscriber.objects.subscribed().reachable()
    of_all = people.aggregate(
        everybody=Count("pk"),
        topics=Count("pk", filter=Q(follows_all=True)),
        zones=Count("pk", filter=Q(all_zones=True)),
    )
    return Reachable(
        topics=_by_choice(
            Subscriber.topics.through, Topic, people.filter(follows_all=False), of_all["topics"]
        ),
        zones=_by_choice(Subscriber.zones.through, Zone, people.filter(all_zones=False), of_all["zones"]),
        everybody=of_all["everybody"],
    )


def _by_choice(
    through: type[Model], of: type[Model], choosing: SubscriberQuerySet, of_all: int
) -> dict[int, int]:
    """Row's id → how many of those who choose chose it, and those who get all. Two queries."""
    chosen = through._default_manager.filter(subscriber__in=choosing.order_by().values("pk"))
    counted = dict(chosen.values_list(str(of._meta.model_name)).order_by().annotate(people=Count("pk")))
    return {pk: of_all + counted.get(pk, 0) for pk in of._default_manager.values_list("pk", flat=True)}


def snapshot(campaign: Campaign) -> int:
    """Queue one delivery for each person of the audience, in one statement; return how many are new.

    Run twice, it adds nobody twice: the constraint sees to it. Who is longest in the list stands first in the queue.
    """
    query = audience_of(campaign).order_by("pk").values("id").query
    if query.is_empty():  # nobody has said yet whom it is for
        return 0
    people, parameters = query.get_compiler(connection=connection).as_sql()
    table, numbers = connection.ops.quote_name(Delivery._meta.db_table), "campaign_id, subscriber_id"
    to_record = True if campaign.is_recorded else None
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({numbers}, status, attempts, needs_template, outside_window, wamid, reason, "  # noqa: S608
            f"to_record) SELECT %s, audience.id, %s, 0, {_false()}, {_false()}, '', '', %s FROM ({people}) "
            "AS audience "
            "WHERE true ON CONFLICT (campaign_id, subscriber_id) DO NOTHING",
            [campaign.pk, DeliveryStatus.QUEUED, to_record, *parameters],
        )
        queued: int = cursor.rowcount
    return queued


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"
