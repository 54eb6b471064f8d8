"""The sources, for who administers: added, paused, deleted, read at once, and what came of the readings."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders, tell
from cascina_whatsapp.presentation.components import (
    OwnFiltersOnly,
    Pages,
    badge,
    colleague,
    name_for_the_trail,
)
from cascina_whatsapp.security.trail import Event
from subscribers.models import Topic

from . import finding, polling
from .finding import ADDRESS_MOST, is_readable
from .models import Source

RECENT = timedelta(days=30)
FIRST_READ = (
    "Letta per la prima volta: quello che c'era resta dov'è. Da allora ogni novità diventa una bozza."
)
NOTHING_NEW = "Niente di nuovo."
READING = "Si sta leggendo: ci vuole un minuto al massimo. Ricarica la pagina per vedere com'è andata."
SOON = "Non ancora letta: succede entro un minuto."
NO_ADDRESS = "Copia l'indirizzo intero dal sito: comincia con https://, senza nome utente e senza porta."
KNOWN = "Questo indirizzo c'è già, fra le fonti."


def standing(source: Source) -> tuple[str, str]:
    """Say how a source stands in two words, with the tone of the badge."""
    if not source.is_active:
        return "In pausa", "quiet"
    if source.offered:
        return "Da scegliere", "warn"
    if source.problem:
        return "Non si legge", "err"
    return ("Si legge", "ok") if source.first_read_at else ("Da leggere", "busy")


def outcome(source: Source) -> str:
    """Say in Italian what the last reading brought; "" where it went wrong, is not over, or there was none."""
    if source.problem or source.asked_at or not source.first_read_at or not source.last_read_at:
        return ""
    if source.first_read_at == source.last_read_at:
        return FIRST_READ
    made = source.seen.filter(is_proposed=True, seen_at=source.last_read_at).count()
    if not made:
        return NOTHING_NEW
    return f"{made} bozz{'a nuova' if made == 1 else 'e nuove'}. In Inizio, per chi scrive."


class SourceForm(forms.ModelForm):
    """The form of a source's changeable fields."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(is_active=True),
        label="Argomenti",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Source._meta.get_field("topics").help_text,
    )

    class Meta:
        model = Source
        fields = ["name", "topics", "is_active"]

    def clean_name(self) -> str:
        return name_for_the_trail(str(self.cleaned_data["name"]))


class NewSourceForm(SourceForm):
    """The form of a new source. Its address stays: another one is another source, of which nothing was seen yet."""

    address = forms.CharField(
        label="Indirizzo", max_length=ADDRESS_MOST, help_text=Source._meta.get_field("address").help_text
    )

    class Meta(SourceForm.Meta):
        fields = ["name", "address", "topics", "is_active"]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if not is_readable(address):
            raise forms.ValidationError(NO_ADDRESS)
        if any(source.address == address for source in Source.objects.all()):
            raise forms.ValidationError(KNOWN)
        return address


@admin.register(Source)
class SourceAdmin(OwnFiltersOnly):
    """The list of all sources, those in pause too."""

    list_display = ["name", "what_it_is", "state", "last_read_at"]
    actions = None
    traced_as = Event.SOURCES_CHANGED
    change_form_template = "admin/sources/source/change_form.html"

    def get_form(
        self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = SourceForm if obj else NewSourceForm  # the address is asked for once
        return super().get_form(request, obj, change, **{"form": form} | kwargs)

    def pages(self) -> Pages:
        return {"<int:pk>/read/": ("read", self.read_view), "<int:pk>/choose/": ("choose", self.choose_view)}

    @method_decorator(require_POST)
    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a reading by a worker: a slow site would hold up everybody's pages here. The page says so."""
        source = get_object_or_404(Source, pk=pk)
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        Source.objects.filter(pk=pk).ask(timezone.now())
        return redirect("admin:sources_source_change", pk)

    @method_decorator(require_POST)
    def choose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the source among the addresses that the page announces."""
        source = get_object_or_404(Source, pk=pk)
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        if finding.choose(pk, request.POST.get("address", ""), timezone.now()):
            self.log_change(request, source, [{"changed": {"fields": ["indirizzo"]}}])
        return redirect("admin:sources_source_change", pk)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save the columns of the form alone where the source is there already: it may be being read."""
        if change:
            obj.save(update_fields=["name", "is_active"])
        else:
            super().save_model(request, obj, form, change)
            self._tell(request, obj, "ha aggiunto una fonte: quello che pubblica diventa una bozza")

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        self._tell(request, obj, "ha eliminato una fonte delle bozze")
        super().delete_model(request, obj)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        """List what goes with a source, but not the items seen there one by one: the drafts stay."""
        return [str(source) for source in objs], {}, set(), []

    @admin.display(description="che cos'è", ordering="kind")
    def what_it_is(self, source: Source) -> str:
        return source.get_kind_display()

    @admin.display(description="stato")
    def state(self, source: Source) -> SafeString:
        return badge(*standing(source))

    def beside(self, request: HttpRequest, row: Source) -> dict[str, Any]:
        """Say what came of the readings."""
        return {
            "state": self.state(row),
            "outcome": outcome(row),
            "drafts": row.seen.filter(is_proposed=True, seen_at__gt=timezone.now() - RECENT).count(),
            "minutes": settings.SOURCE_MINUTES,
            "soon": SOON,
            "reading": READING if row.asked_at else "",
        }

    def _tell(self, request: HttpRequest, source: Source, what: str) -> None:
        """Tell the others who may add sources: nobody adds one alone and unseen."""
        by = colleague(request)
        tell(
            holders(polling.MAY_ADD).exclude(pk=by.pk),
            subject="Le fonti delle bozze sono cambiate",
            sentence=f"{display_name(by)} {what}. Fonte: «{source.name}».",
            page=reverse("admin:sources_source_changelist"),
        )
