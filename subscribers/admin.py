# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""People, topics and the register of consent: to read, except for the topics."""

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from cascina_whatsapp.admin_parts import ReadOnlyAdmin, badge

from .models import ConsentRecord, ServiceText, Subscriber, Topic
from .resources import ConsentRecordResource

MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)


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


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ExportMixin, ReadOnlyAdmin):
    """The register. It knows people by their pseudonyms only."""

    list_display = ["id", "kind", "who", "at_whatsapp", "words", "channel", "took_effect"]
    list_filter = ["kind", "channel", "took_effect", "recorded_at"]
    list_select_related = ["announcement", "notice", "confirmation", "actor"]
    ordering = ["-pk"]
    sortable_by = []
    exclude = ["pseudonym", "message_digest"]
    readonly_fields = ["who"]
    resource_classes = [ConsentRecordResource]
    formats = [CSV, XLSX]
    export_form_class = ExportForm  # the other one has an inline script

    @admin.display(description="pseudonimo")
    def who(self, record: ConsentRecord) -> str:
        return f"{record.pseudonym[:12]}…"

    def get_export_data(self, file_format, request, queryset, **kwargs):
        """An export leaves a trace: who, when, how many rows."""
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(ConsentRecord),
            object_repr=str(ConsentRecord._meta.verbose_name_plural),
            action_flag=CHANGE,
            change_message=f"Esportati {queryset.count()} eventi.",
        )
        return data


@admin.register(ServiceText)
class ServiceTextAdmin(ReadOnlyAdmin):
    """What the service says by itself, version by version."""

    list_display = ["key", "version", "in_force_from"]
    list_filter = ["key"]


class TopicForm(forms.ModelForm):
    """A topic, as long as citizens can still see them all."""

    class Meta:
        model = Topic
        fields = ["name", "description", "position", "is_active"]

    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        if (
            is_active
            and Topic.objects.filter(is_active=True).exclude(pk=self.instance.pk).count() >= MOST_TOPICS
        ):
            raise forms.ValidationError(
                f"WhatsApp mostra al massimo {MOST_TOPICS} argomenti: disattivane prima un altro."
            )
        return is_active


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    """What citizens can choose."""

    form = TopicForm
    list_display = ["name", "description", "position", "is_active"]
    fieldsets = [
        (None, {"fields": ["name", "description", "position", "is_active"], "description": NOTHING_PERSONAL})
    ]
    actions = None

    def has_delete_permission(self, request, obj=None):
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused
