# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The topics that citizens can choose."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cascina_whatsapp.presentation.components import EitherField, OwnFiltersOnly, colleague
from subscribers.models import Topic
from subscribers.rules.natures import CHOICES
from subscribers.texts import proposing

MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)


class TopicForm(forms.ModelForm):
    """A topic, as long as citizens can still see them all."""

    is_invitation = EitherField(
        label="Che cosa sono i suoi messaggi",
        choices=CHOICES,
        help_text="Un messaggio può essere un invito anche su un argomento di avvisi, mai il contrario.",
    )

    class Meta:
        model = Topic
        fields = ["name", "description", "position", "is_active", "is_alert", "is_invitation"]

    def clean_is_active(self) -> bool:
        is_active: bool = self.cleaned_data["is_active"]
        if (
            is_active
            and Topic.objects.filter(is_active=True).exclude(pk=self.instance.pk).count() >= MOST_TOPICS
        ):
            raise forms.ValidationError(
                f"WhatsApp mostra al massimo {MOST_TOPICS} argomenti: disattivane prima un altro."
            )
        return is_active

    def clean(self) -> None:
        """Refuse a topic that is for alerts and for invitations: who follows alerts is invited to nothing."""
        super().clean()
        if self.cleaned_data.get("is_alert") and self.cleaned_data.get("is_invitation"):
            self.add_error("is_invitation", "Un argomento di allerta è fatto di avvisi.")


@admin.register(Topic)
class TopicAdmin(OwnFiltersOnly):
    """The list and the form of the topics that citizens can choose."""

    form = TopicForm
    list_display = ["name", "description", "nature", "position", "is_active"]
    actions = None

    @admin.display(description="i suoi messaggi sono", ordering="is_invitation")
    def nature(self, topic: Topic) -> str:
        return "inviti" if topic.is_invitation else "avvisi"

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> Any:
        """Show above the fields of a topic what to mind."""
        told = _held_back(request) or NOTHING_PERSONAL
        fields = ["name", "description", "position", "is_active", "is_alert", "is_invitation"]
        return [(None, {"fields": fields, "description": told})]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> list[str]:
        """Keep the words fixed in an electoral period, but for who authorises: citizens read them in answers."""
        return ["name", "description"] if _held_back(request) else []

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Add a topic, unless an electoral period holds new words back."""
        if told := _held_back(request):
            messages.warning(request, told)
            return redirect("admin:subscribers_topic_changelist")
        return super().add_view(request, form_url, extra_context)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused


def _held_back(request: HttpRequest) -> str:
    return proposing.election_notice(colleague(request), timezone.now())
