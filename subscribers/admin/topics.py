"""The topics and zones that citizens can choose: what is written is a proposal, which a second person lets hold."""

from typing import Any, ClassVar, NoReturn

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cascina_whatsapp.accounts.second_person import CannotDecide, page_of
from cascina_whatsapp.presentation.components import EitherField, OwnFiltersOnly, colleague
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import Subscriber, Topic, Zone
from subscribers.models.people import CHOICES
from subscribers.texts.proposing import election_notice
from subscribers.texts.topic_changes import TOPIC, ZONE, ChangedChoice

NOTHING_PERSONAL = (
    "Un argomento non deve rivelare nulla di chi lo sceglie: né salute, né origine, né fede, né opinioni. "
    "«Viabilità e cantieri» va bene, «Sostegno ai malati» no."
)
BIG_ENOUGH = "Una zona è fatta di tante persone: non una via, non un palazzo."
PROPOSED = "Proposto: aspetta una seconda persona. Fino ad allora resta tutto come prima."


class ChoiceForm(forms.ModelForm):
    """A topic or zone as it would be, and what is wrong with that."""

    kind: ClassVar[ChangedChoice]

    def _post_clean(self) -> None:
        """Add to Django's own checks what it must be."""
        super()._post_clean()  # type: ignore[misc]  # Django's hook between fields and instance
        for name, sentence in self.kind.problems(self.instance).items():
            if name not in self.errors:
                self.add_error(name, sentence)


class TopicForm(ChoiceForm):
    """A topic, as long as citizens can still see them all."""

    kind = TOPIC
    is_invitation = EitherField(
        label="Che cosa sono i suoi messaggi",
        choices=CHOICES,
        help_text="Un messaggio può essere un invito anche su un argomento di avvisi, mai il contrario.",
    )

    class Meta:
        model = Topic
        fields: ClassVar[list[str]] = [
            "name",
            "description",
            "position",
            "is_active",
            "is_alert",
            "is_invitation",
        ]


class ZoneForm(ChoiceForm):
    """A zone."""

    kind = ZONE

    class Meta:
        model = Zone
        fields: ClassVar[list[str]] = ["name", "is_active"]


class ChoiceAdmin(OwnFiltersOnly):
    """The list and the form of what citizens can choose."""

    form: type[ChoiceForm]
    change_list_template = "admin/subscribers/topic/change_list.html"
    actions = None
    told: ClassVar[str]
    """What to mind."""

    @property
    def kind(self) -> ChangedChoice:
        return self.form.kind

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show above the fields what to mind."""
        told = election_notice(colleague(request), timezone.now()) or self.told
        return [(None, {"fields": list(self.form.base_fields), "description": told})]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show above the list what waits for a second person, to who may propose or decide."""
        waiting = self.kind.listed(colleague(request))
        return super().changelist_view(request, {"proposals": waiting, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Propose a new one."""
        is_sent = request.method == "POST" and self.has_add_permission(request)
        return (is_sent and self._propose(request, None)) or super().add_view(
            request, form_url, extra_context
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Propose other values of one; where some wait already, decide on those."""
        row = self.get_object(request, object_id)
        if row and self.has_change_permission(request, row):
            if waiting := self.kind.waiting(str(row.pk)):
                return redirect(page_of(waiting[0]))
            if request.method == "POST" and (done := self._propose(request, row)):
                return done
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> NoReturn:
        """Refuse: nobody changes one alone."""
        raise PermissionDenied

    def _propose(self, request: HttpRequest, row: Topic | Zone | None) -> HttpResponse | None:
        """Propose what was written; None where the form has to be mended first."""
        form = self.get_form(request, row, change=row is not None)(request.POST, instance=row)
        if not form.is_valid():
            return None
        names = form.changed_data if row else list(self.form.base_fields)
        if not names:
            messages.info(request, "Non è cambiato nulla.")
        else:
            try:
                changes = {name: form.cleaned_data[name] for name in names}
                target = str(row.pk) if row else ""
                self.kind.ask(target, changes, by=colleague(request), now=timezone.now())
                messages.success(request, PROPOSED)
            except CannotDecide as refusal:
                messages.warning(request, str(refusal))
        return redirect(f"admin:subscribers_{self.opts.model_name}_changelist")


@admin.register(Topic)
class TopicAdmin(ChoiceAdmin):
    """The list and the form of the topics that citizens can choose."""

    form, told = TopicForm, NOTHING_PERSONAL
    list_display = ["name", "description", "nature", "position", "is_active"]

    @admin.display(description="i suoi messaggi sono", ordering="is_invitation")
    def nature(self, topic: Topic) -> str:
        return "inviti" if topic.is_invitation else "avvisi"

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic that somebody chose can only be made inactive; one of a broadcast, Django itself keeps."""
        is_unused = obj is None or not obj.followers.exists()
        return super().has_delete_permission(request, obj) and is_unused


@admin.register(Zone)
class ZoneAdmin(ChoiceAdmin):
    """The list and the form of the zones: none is ever deleted, since people and messages name it."""

    form, told = ZoneForm, BIG_ENOUGH
    list_display = ["name", "chosen_by", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Zone]:
        """Count with each zone who chose it."""
        subscribed = Q(people__status=Subscriber.Status.SUBSCRIBED)
        found: QuerySet[Zone] = super().get_queryset(request)
        return found.annotate(counted=Count("people", filter=subscribed))

    @admin.display(description="persone che l'hanno scelta")
    def chosen_by(self, zone: Any) -> str:
        """Count who chose it, unless they are so few that one could tell who they are."""
        least = settings.SMALLEST_AUDIENCE
        return grouped(zone.counted) if zone.counted >= least else f"meno di {least}"

    def has_delete_permission(self, request: HttpRequest, obj: Zone | None = None) -> bool:
        return False
