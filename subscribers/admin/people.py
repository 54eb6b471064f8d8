"""The list of subscribers, day by day, and the way to each person's page. Nobody is added by hand."""

from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, row_number
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import ConsentRecord, ImportBatch, Subscriber, SubscriberQuerySet, Topic
from subscribers.register import event_descriptions
from subscribers.statistics import chosen, people_in, trend_until

from .lists import Chosen
from .person import STORY, find_page, remove_page, story_page

EARLIER = "prima"
"""The parameter of the link to the days before: the number of the last event that was shown."""
SHOWN = 50
"""Events on one page."""
OF_MANY = (ConsentRecord.Kind.IMPORTED, ConsentRecord.Kind.NOTICE_SENT)
"""Kinds of event that come by the hundred: a list of paper forms is one row, an information notice is a message."""
DECIDED = {
    ImportBatch.Status.WAITING: ("Arrivano da moduli di carta", "Da confermare", "wait"),
    ImportBatch.Status.CONFIRMED: ("Iscritti da moduli di carta", "Confermato", "ok"),
}
"""State of a list of paper forms → what happened, how it stands, its tone."""
STANDING_TONES = {Subscriber.TO_CONFIRM: "warn", Subscriber.TO_CONFIRM_AGAIN: "warn"}


class FollowedTopic(admin.SimpleListFilter):
    """The filter by topic: who gets the broadcasts about it, by choice or because they get everything."""

    title = "argomento"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Topic.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> SubscriberQuerySet:
        people: SubscriberQuerySet = queryset  # the list is of subscribers, here and below
        chosen = self.value()
        if chosen is None:
            return people
        topic = Topic.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        if topic is None:
            raise IncorrectLookupParameters
        return people.subscribed().filter(Q(follows_all=True) | Q(topics=topic))


class Reachable(Chosen):
    """The filter by whether WhatsApp still reaches a telephone."""

    title, parameter_name = "raggiungibilità", "reach"
    choices_of: ClassVar = {
        "yes": ("Raggiungibile", lambda people: people.subscribed().reachable()),
        "no": ("Irraggiungibile", lambda people: people.subscribed().exclude(unreachable_since=None)),
    }


class Unconfirmed(Chosen):
    """The filter for who has not said yes yet, and is not written to meanwhile."""

    title, parameter_name = "conferma", "waits"
    choices_of: ClassVar = {
        "asked": ("Da confermare", lambda people: people.asked(timezone.now())),
        "moved": ("Da riconfermare (numero cambiato)", lambda people: people.exclude(moved_at=None)),
    }


class Named(Chosen):
    """The filter by whether WhatsApp shows us a person's number."""

    title, parameter_name = "numero", "number"
    choices_of: ClassVar = {
        "shown": ("Visibile", lambda people: people.subscribed().exclude(phone="")),
        "hidden": ("Nascosto da WhatsApp", lambda people: people.subscribed().filter(phone="")),
    }


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """The list of subscribers; nobody's number in clear."""

    list_display = ["number", "state", "followed", "of_zones", "subscribed_at", "left_at"]
    list_filter = ["status", Unconfirmed, Named, Reachable, FollowedTopic]
    unfiltered: ClassVar[dict[str, str]] = {
        "waits": "Confermati e no",
        "number": "Numero visibile o no",
        "reach": "Raggiungibili e no",
    }
    ordering = ["-status", "-pk"]  # subscribers first, by an index
    sortable_by = []

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what happened day by day; with a filter, the people whom it leaves."""
        asked = request.GET.copy()
        before = row_number(asked.pop(EARLIER, [""])[-1])
        request.GET = asked  # type: ignore[assignment]  # Django's list refuses parameters that no filter reads
        page = super().changelist_view(request, {"title": "Iscritti", **(extra_context or {})})
        if isinstance(page, TemplateResponse) and page.context_data:
            is_narrowed = bool(page.context_data["cl"].params)
            page.context_data["lately"] = lately(request, timezone.now(), before, without_days=is_narrowed)
        return page

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead from a row to the person's own page."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(STORY, object_id)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Leave out rows that turned out to be somebody's second one, and names given up."""
        rows = super().get_queryset(request).filter(merged_into=None, moved_to=None)
        return rows.prefetch_related("topics", "zones")

    def pages(self) -> Pages:
        return {
            "cerca/": ("find", partial(find_page, model_admin=self)),
            "<int:pk>/storia/": ("story", partial(story_page, model_admin=self)),
            "<int:pk>/togli/": ("remove", partial(remove_page, model_admin=self)),
        }

    @admin.display(description="numero")
    def number(self, subscriber: Subscriber) -> str:
        return event_descriptions.number_of(subscriber)

    @admin.display(description="stato")
    def state(self, subscriber: Subscriber) -> str:
        if subscriber.limited_since or subscriber.unreachable_since:
            return badge("Non riceve messaggi" if subscriber.limited_since else "Irraggiungibile", "warn")
        standing = subscriber.standing(timezone.now())
        return badge(standing, "ok" if subscriber.is_subscribed else STANDING_TONES.get(standing, "quiet"))

    @admin.display(description="argomenti")
    def followed(self, subscriber: Subscriber) -> str:
        return capfirst(subscriber.topics_in_words()) if subscriber.is_subscribed else ""

    @admin.display(description="zone")
    def of_zones(self, subscriber: Subscriber) -> str:
        return capfirst(subscriber.zones_in_words()) if subscriber.is_subscribed else ""


def lately(request: HttpRequest, now: datetime, before: int | None, *, without_days: bool) -> dict[str, Any]:
    """Tell what happened before the event of this number, day by day, how many people there are, what they chose."""
    told = {"days": [], "more": None, "people": people_in(trend_until(now)), "chosen": chosen()}
    if without_days:
        return told
    records = _records(before)
    shown = records[:SHOWN]
    rows = event_descriptions.tell(shown, with_words=request.user.has_perm("subscribers.view_consentrecord"))
    if request.user.has_perm("subscribers.view_importbatch"):
        until = shown[0].recorded_at if shown and before else None
        since = shown[-1].recorded_at if len(records) > SHOWN else None
        rows = sorted([*rows, *_forms(since, until)], key=itemgetter("at"), reverse=True)
    more = shown[-1].sequence if len(records) > SHOWN else None
    return told | {"days": event_descriptions.by_day(rows, now), "more": more}


def _records(before: int | None) -> list[ConsentRecord]:
    events = ConsentRecord.objects.exclude(kind__in=OF_MANY).exclude(pseudonym="")
    if before is not None:
        events = events.filter(sequence__lt=before)
    events = events.select_related("confirmation", "actor").prefetch_related("replies")
    return list(events.order_by("-sequence")[: SHOWN + 1])


def _forms(since: datetime | None, until: datetime | None) -> list[dict[str, Any]]:
    """The lists of paper forms between two moments; from the first one where there is no event before it."""
    told = [_list(batch) for batch in ImportBatch.objects.filter(status__in=DECIDED).order_by("-pk")[:SHOWN]]
    return [one for one in told if (not since or one["at"] >= since) and (not until or one["at"] <= until)]


def _list(batch: ImportBatch) -> dict[str, Any]:
    what, effect, tone = DECIDED[ImportBatch.Status(batch.status)]
    return {
        "at": batch.decided_at or batch.uploaded_at,
        "number": "un numero" if batch.count == 1 else f"{grouped(batch.count)} numeri",
        "address": reverse("admin:subscribers_importbatch_change", args=[batch.pk]),
        "what": what,
        "more": [batch.note],
        "effect": effect,
        "tone": tone,
    }
