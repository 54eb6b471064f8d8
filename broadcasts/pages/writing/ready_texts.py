"""The office's ready texts, as who approves keeps them."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from broadcasts.models import ReadyText
from broadcasts.rules.words.placeholders import gaps_in
from cascina_whatsapp.presentation.components import EitherField, OwnFiltersOnly, badge
from subscribers.models import Topic
from subscribers.models.people import CHOICES, NATURES


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

    as_invitation = EitherField(label="Che cosa è", choices=CHOICES)

    class Meta:
        model = ReadyText
        fields = ["name", "title", "body", "link", "topics", "as_invitation", "position"]


@admin.register(ReadyText)
class ReadyTextAdmin(OwnFiltersOnly):
    """The list and the form of ready texts; writers begin a broadcast with one on a page of their own."""

    form = ReadyTextForm
    list_display = ["name", "title", "what_it_is", "to_fill", "position"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReadyText]:
        return super().get_queryset(request).prefetch_related("topics")

    @admin.display(description="che cosa è")
    def what_it_is(self, ready: ReadyText) -> SafeString:
        return nature_badge(ready.is_invitation)

    @admin.display(description="da riempire")
    def to_fill(self, ready: ReadyText) -> str:
        return ", ".join(gaps_in(ready.title, ready.body))


def nature_badge(is_invitation: bool) -> SafeString:
    """Draw the badge for a notice or an invitation; an invitation stands out, since it costs more."""
    return badge(NATURES[is_invitation], "busy" if is_invitation else "quiet")
