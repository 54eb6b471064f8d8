# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What citizens can choose."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from cascina_whatsapp.components import OwnFiltersOnly
from subscribers.models import Topic

MOST_TOPICS = 9
"""Active ones: a list on WhatsApp has ten rows (Meta, interactive list messages), and one is "all of them"."""
NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)


class TopicForm(forms.ModelForm):
    """A topic, as long as citizens can still see them all."""

    class Meta:
        model = Topic
        fields = ["name", "description", "position", "is_active"]

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


@admin.register(Topic)
class TopicAdmin(OwnFiltersOnly):
    """What citizens can choose."""

    form = TopicForm
    list_display = ["name", "description", "position", "is_active"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "description", "position", "is_active", "is_alert"],
                "description": NOTHING_PERSONAL,
            },
        )
    ]
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused
