"""The list of subscribers, day by day, and the way to each person's page. Nobody is added by hand."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from cascina_whatsapp.presentation.components import ReadOnlyAdmin, badge, row_number
from subscribers.models import Subscriber, SubscriberQuerySet, Topic
from subscribers.register import telling

from .lately import Lately, lately
from .person import STORY, find_page, remove_page, story_page

EARLIER = "prima"
"""The parameter of the link to the days before: the number of the last event that was shown."""
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
        return people.following(topic)


class Reachable(admin.SimpleListFilter):
    """The filter by whether WhatsApp still reaches a telephone."""

    title = "raggiungibilità"
    parameter_name = "reach"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "Raggiungibile"), ("no", "Irraggiungibile")]

    def queryset(self, request: HttpRequest, queryset: Any) -> SubscriberQuerySet:
        people: SubscriberQuerySet = queryset
        if self.value() is None:
            return people
        return people.subscribed().filter(unreachable_since__isnull=self.value() != "no")


class Waiting(admin.SimpleListFilter):
    """The filter for who has not said yes yet, and is not written to meanwhile."""

    title = "conferma"
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("asked", "Da confermare"), ("moved", "Da riconfermare (numero cambiato)")]

    def queryset(self, request: HttpRequest, queryset: Any) -> SubscriberQuerySet:
        people: SubscriberQuerySet = queryset
        if self.value() == "asked":
            return people.asked(timezone.now())
        return people.filter(moved_at__isnull=False) if self.value() == "moved" else people


class Named(admin.SimpleListFilter):
    """The filter by whether WhatsApp shows us a person's number."""

    title = "numero"
    parameter_name = "number"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("shown", "Visibile"), ("hidden", "Nascosto da WhatsApp")]

    def queryset(self, request: HttpRequest, queryset: Any) -> SubscriberQuerySet:
        people: SubscriberQuerySet = queryset
        if self.value() is None:
            return people
        hidden = Q(phone="")
        return people.subscribed().filter(hidden if self.value() == "hidden" else ~hidden)


class PeopleList(ChangeList):
    """The list of people, which leads from a row to the person's own page."""

    def url_for_result(self, result: Model) -> str:
        return reverse(STORY, args=[result.pk])


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """The list of subscribers; nobody's number in clear."""

    list_display = ["number", "state", "followed", "subscribed_at", "left_at"]
    list_filter = ["status", Waiting, Named, Reachable, FollowedTopic]
    unfiltered: ClassVar[dict[str, str]] = {
        "waits": "Confermati e no",
        "number": "Numero visibile o no",
        "reach": "Raggiungibili e no",
    }
    ordering = ["-pk"]
    sortable_by = []
    fields = ["number", "state", "followed", "subscribed_at", "left_at", "decided_at", "last_message_at"]
    fields += ["asked_at", "moved_at", "undelivered", "unreachable_since"]
    readonly_fields = ["number", "state", "followed"]

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
            page.context_data["lately"] = self._lately(request, before, without_days=is_narrowed)
        return page

    def _lately(self, request: HttpRequest, before: int | None, *, without_days: bool) -> Lately:
        with_words = request.user.has_perm("subscribers.view_consentrecord")
        with_forms = request.user.has_perm("subscribers.view_importbatch")
        return lately(
            timezone.now(), before, with_words=with_words, with_forms=with_forms, without_days=without_days
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscriber]:
        """Leave out rows that turned out to be somebody's second one, and names given up."""
        rows = super().get_queryset(request).filter(merged_into=None, moved_to=None)
        return rows.prefetch_related("topics")

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("cerca/", "find", partial(find_page, model_admin=self)),
            ("<int:pk>/storia/", "story", partial(story_page, model_admin=self)),
            ("<int:pk>/togli/", "remove", partial(remove_page, model_admin=self)),
        ]
        own = [
            path(route, self.admin_site.admin_view(page), name=f"subscribers_subscriber_{name}")
            for route, name, page in pages
        ]
        return own + super().get_urls()

    @admin.display(description="numero")
    def number(self, subscriber: Subscriber) -> str:
        return telling.number_of(subscriber)

    @admin.display(description="stato")
    def state(self, subscriber: Subscriber) -> str:
        if subscriber.is_subscribed and subscriber.unreachable_since:
            return badge("Irraggiungibile", "warn")
        standing = subscriber.standing(timezone.now())
        return badge(standing, "ok" if subscriber.is_subscribed else STANDING_TONES.get(standing, "quiet"))

    @admin.display(description="argomenti")
    def followed(self, subscriber: Subscriber) -> str:
        if not subscriber.is_subscribed:
            return ""
        return (
            "Tutti" if subscriber.follows_all else ", ".join(map(str, subscriber.topics.all())) or "Nessuno"
        )
