"""The topics that citizens can choose: what is written here is a proposal, which a second person lets come true."""

from typing import Any, NoReturn

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import EitherField, OwnFiltersOnly, colleague
from subscribers.models import Topic
from subscribers.models.people import CHOICES
from subscribers.texts.proposing import election_notice
from subscribers.texts.topic_changes import TOPIC, problems

NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)
PROPOSED = "Proposto: aspetta una seconda persona. Fino ad allora resta tutto come prima."
FIELDS = ["name", "description", "position", "is_active", "is_alert", "is_invitation"]


class TopicForm(forms.ModelForm):
    """A topic, as long as citizens can still see them all."""

    is_invitation = EitherField(
        label="Che cosa sono i suoi messaggi",
        choices=CHOICES,
        help_text="Un messaggio può essere un invito anche su un argomento di avvisi, mai il contrario.",
    )

    class Meta:
        model = Topic
        fields = FIELDS

    def _post_clean(self) -> None:
        """Add to Django's own checks what a topic must be."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook between fields and instance
        for name, sentence in problems(self.instance).items():
            if name not in self.errors:
                self.add_error(name, sentence)


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
        told = election_notice(colleague(request), timezone.now()) or NOTHING_PERSONAL
        return [(None, {"fields": FIELDS, "description": told})]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show above the list what waits for a second person, to who may propose or decide."""
        waiting = TOPIC.listed(colleague(request))
        return super().changelist_view(request, {"proposals": waiting, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Propose a new topic."""
        is_sent = request.method == "POST" and self.has_add_permission(request)
        return (is_sent and self._propose(request, None)) or super().add_view(
            request, form_url, extra_context
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Propose other values of a topic; where some wait already, decide on those."""
        topic = self.get_object(request, object_id)
        if topic and self.has_change_permission(request, topic):
            if waiting := TOPIC.waiting(str(topic.pk)):
                return redirect(page_of(waiting[0]))
            if request.method == "POST" and (done := self._propose(request, topic)):
                return done
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Topic, form: forms.ModelForm, change: bool) -> NoReturn:
        """Refuse: nobody changes a topic alone."""
        raise PermissionDenied

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused

    def _propose(self, request: HttpRequest, topic: Topic | None) -> HttpResponse | None:
        """Propose what was written; None where the form has to be mended first."""
        form = self.get_form(request, topic, change=topic is not None)(request.POST, instance=topic)
        if not form.is_valid():
            return None
        names = form.changed_data if topic else FIELDS
        if not names:
            messages.info(request, "Non è cambiato nulla.")
        else:
            try:
                changes = {name: form.cleaned_data[name] for name in names}
                TOPIC.ask(str(topic.pk) if topic else "", changes, by=colleague(request), now=timezone.now())
                messages.success(request, PROPOSED)
            except CannotDecide as refusal:
                messages.warning(request, str(refusal))
        return redirect("admin:subscribers_topic_changelist")
