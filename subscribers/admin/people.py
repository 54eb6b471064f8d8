# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is subscribed: to read."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters

from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge
from subscribers.models import Subscriber, Topic


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


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnlyAdmin):
    """Who is subscribed; nobody's number in clear."""

    list_display = ["id", "number", "state", "followed", "subscribed_at", "left_at"]
    list_filter = ["status", FollowedTopic]
    ordering = ["-pk"]
    sortable_by = []
    fields = ["number", "state", "followed", "subscribed_at", "left_at", "decided_at", "last_message_at"]
    readonly_fields = ["number", "state", "followed"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("topics")

    @admin.display(description="numero")
    def number(self, subscriber: Subscriber):
        return subscriber.masked

    @admin.display(description="stato")
    def state(self, subscriber: Subscriber):
        return badge(subscriber.get_status_display(), "ok" if subscriber.is_subscribed else "quiet")

    @admin.display(description="argomenti")
    def followed(self, subscriber: Subscriber):
        if not subscriber.is_subscribed:
            return "-"
        return (
            "Tutti" if subscriber.follows_all else ", ".join(map(str, subscriber.topics.all())) or "Nessuno"
        )
