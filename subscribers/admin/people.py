# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is subscribed: the list, and the way to each person's page. Nobody is added by hand."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.urls import path, reverse

from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge
from subscribers.models import Subscriber, Topic

from .person import STORY, FindPage, RemovePage, StoryPage


class FollowedTopic(admin.SimpleListFilter):
    """Who gets the broadcasts about a topic, by choice or because they get everything."""

    title = "argomento"
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        return Topic.objects.values_list("pk", "name")

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        topic = Topic.objects.filter(pk=self.value()).first() if self.value().isdecimal() else None
        if topic is None:
            raise IncorrectLookupParameters
        return queryset.following(topic)


class Reachable(admin.SimpleListFilter):
    """Whose telephone WhatsApp still reaches."""

    title = "raggiungibilità"
    parameter_name = "reach"

    def lookups(self, request, model_admin):
        return [("yes", "Raggiungibile"), ("no", "Irraggiungibile")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.subscribed().filter(unreachable_since__isnull=self.value() != "no")


class PeopleList(ChangeList):
    """Leads from a row to the person's own page."""

    def url_for_result(self, result):
        return reverse(STORY, args=[result.pk])


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """Who is subscribed; nobody's number in clear."""

    list_display = ["id", "number", "state", "followed", "subscribed_at", "left_at"]
    list_filter = ["status", Reachable, FollowedTopic]
    ordering = ["-pk"]
    sortable_by = []
    fields = ["number", "state", "followed", "subscribed_at", "left_at", "decided_at", "last_message_at"]
    fields += ["undelivered", "unreachable_since"]
    readonly_fields = ["number", "state", "followed"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Iscritti", **(extra_context or {})})

    def lookup_allowed(self, lookup, value, request):
        """No number belongs in an address, not even to ask for it."""
        return not lookup.startswith(("phone", "bsuid")) and super().lookup_allowed(lookup, value, request)

    def get_changelist(self, request, **kwargs):
        return PeopleList

    def get_queryset(self, request):
        """Without the rows that turned out to be somebody else's second one."""
        return super().get_queryset(request).filter(merged_into=None).prefetch_related("topics")

    def get_urls(self):
        pages = [
            ("cerca/", "find", FindPage),
            ("<int:pk>/storia/", "story", StoryPage),
            ("<int:pk>/togli/", "remove", RemovePage),
        ]
        own = [
            path(route, self.admin_site.admin_view(page(self)), name=f"subscribers_subscriber_{name}")
            for route, name, page in pages
        ]
        return own + super().get_urls()

    @admin.display(description="numero")
    def number(self, subscriber: Subscriber):
        return subscriber.masked

    @admin.display(description="stato")
    def state(self, subscriber: Subscriber):
        if subscriber.is_subscribed and subscriber.unreachable_since:
            return badge("Irraggiungibile", "warn")
        return badge(subscriber.get_status_display(), "ok" if subscriber.is_subscribed else "quiet")

    @admin.display(description="argomenti")
    def followed(self, subscriber: Subscriber):
        if not subscriber.is_subscribed:
            return "-"
        return (
            "Tutti" if subscriber.follows_all else ", ".join(map(str, subscriber.topics.all())) or "Nessuno"
        )
