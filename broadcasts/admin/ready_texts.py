# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's ready texts, as who approves keeps them."""

from django import forms
from django.contrib import admin

from broadcasts.models import ReadyText
from broadcasts.rules.gaps import gaps_in
from cascina_whatsapp.components import OwnFiltersOnly
from subscribers.models import Topic


class ReadyTextForm(forms.ModelForm):
    """A ready text; its topics are ticked, and those that are closed are not offered."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(is_active=True),
        label="Argomenti",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    link = forms.URLField(
        label="Collegamento",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=ReadyText._meta.get_field("link").help_text,
    )

    class Meta:
        model = ReadyText
        fields = ["name", "title", "body", "link", "topics", "position"]


@admin.register(ReadyText)
class ReadyTextAdmin(OwnFiltersOnly):
    """Their list and their form. To begin a broadcast with one, writers have a page of their own."""

    form = ReadyTextForm
    list_display = ["name", "title", "to_fill", "position"]
    actions = None

    @admin.display(description="da riempire")
    def to_fill(self, ready: ReadyText) -> str:
        return ", ".join(gaps_in(ready.title, ready.body))
