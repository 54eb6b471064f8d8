"""The texts of the service, version by version: what was in force can be read, and superseded."""

from functools import partial
from operator import methodcaller
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.accounts.second_person import WAITING, page_of
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.components import OwnFiltersOnly, Pages, badge, colleague, page_context
from cascina_whatsapp.security.trail import Event
from subscribers import texts
from subscribers.conversation.foreseeing import comparison, preview
from subscribers.models import ServiceText
from subscribers.rules.languages import DEFINITION, parts_of
from subscribers.texts import CATALOGUE, Place, State, declared, proposing
from subscribers.texts.languages import is_definition
from subscribers.texts.proposing import TEXT

from . import languages
from .lists import Chosen
from .sentence_page import sentence_page
from .text_page import page_to_write, write_page

TONES = {State.FUTURE: "busy", State.IN_FORCE: "ok", State.SUPERSEDED: "quiet"}
ALREADY = "C'è già una versione che deve entrare in vigore: cambia questa, o eliminala."


def _in_place(place: Place, versions: QuerySet[ServiceText]) -> QuerySet[ServiceText]:
    if place is Place.LANGUAGE:
        return versions.filter(key__startswith=f"{DEFINITION}.")
    if place is Place.TRANSLATION:
        return versions.filter(key__contains=".").exclude(key__startswith=f"{DEFINITION}.")
    return versions.filter(key__in=[key for key, use in texts.ITALIAN.items() if use.place is place])


class PlaceFilter(Chosen):
    """The filter by use: answers, pages, or texts for a broadcast."""

    title, parameter_name = "uso", "place"
    choices_of: ClassVar = {place.value: (place.label, partial(_in_place, place)) for place in Place}


class StateFilter(Chosen):
    """A filter of versions by their place in time."""

    title, parameter_name = "stato", "state"
    choices_of: ClassVar = {
        state.value: (state.label, methodcaller("filter", state=state.value)) for state in State
    }


@admin.register(ServiceText)
class ServiceTextAdmin(OwnFiltersOnly):
    """The list of the service's texts and the page of each version."""

    traced_as = Event.TEXT_CHANGED
    list_display = ["name", "version", "state", "in_force_from", "writer", "note"]
    list_filter = [StateFilter, PlaceFilter]
    list_select_related = ["author"]
    search_fields = ["body"]
    search_help_text = "Parole del testo o del suo nome"
    sortable_by = []
    actions = None
    show_facets = admin.ShowFacets.NEVER
    fieldsets: ClassVar[list[Any]] = [
        (None, {"fields": ["use", "state", "in_force_from", "writer", "note"]}),
        ("Per chi verifica", {"fields": ["sha256"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["name", "use", "state", "writer", "sha256"]

    def pages(self) -> Pages:
        return {
            "try/": ("try", partial(sentence_page, model_admin=self)),
            "languages/": ("languages", partial(languages.overview, model_admin=self)),
            "languages/<str:code>/": ("language", partial(languages.language_page, model_admin=self)),
        }

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceText]:
        return texts.with_state(super().get_queryset(request), timezone.now())

    def get_ordering(self, request: HttpRequest) -> list[str | Combinable]:
        """The versions of a text one below the other, texts in the order of the catalogue."""
        places = [When(key=key, then=Value(place)) for place, key in enumerate(texts.ITALIAN)]
        return [Case(*places, default=Value(len(places)), output_field=IntegerField()), "key", "-version"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ServiceText], search_term: str
    ) -> tuple[QuerySet[ServiceText], bool]:
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        term = search_term.casefold().strip()
        named = [key for key, use in CATALOGUE.items() if term and term in use.label.casefold()]
        return found | queryset.filter(key__in=named), has_duplicates

    @admin.display(description="testo")
    def name(self, text: ServiceText) -> str:
        return declared(text.key).label

    @admin.display(description="a che cosa serve")
    def use(self, text: ServiceText) -> str:
        return declared(text.key).use

    @admin.display(description="stato")
    def state(self, text: ServiceText) -> str:
        state = State(text.state)  # type: ignore[attr-defined]  # texts.with_state tells it
        return badge(state.label, TONES[state])

    @admin.display(description="autore")
    def writer(self, text: ServiceText) -> str:
        return display_name(text.author)

    def has_change_permission(self, request: HttpRequest, obj: ServiceText | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: ServiceText | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"title": "Testi del servizio", "proposals": TEXT.listed(colleague(request))}
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The next version of the text named in the address; without a name, the choice."""
        key = request.GET.get("key")
        if key and (waiting := TEXT.waiting(key)):
            if "body" in request.POST:
                messages.warning(request, WAITING)
            return redirect(page_of(waiting[0]))
        if not self.has_add_permission(request):
            raise PermissionDenied
        if key not in CATALOGUE:
            return self._choose(request)
        if is_definition(key):
            return redirect(proposing.language_page(parts_of(key)[1]))
        if coming := texts.future(key, timezone.now()):
            messages.warning(request, ALREADY)
            return redirect("admin:subscribers_servicetext_change", coming.pk)
        return write_page(request, texts.next_version(key), model_admin=self)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A version to come, for who may write it; any other is there to be read."""
        text = self.get_object(request, object_id)
        if text is not None and self.has_change_permission(request, text):
            if waiting := TEXT.waiting(text.key):
                return redirect(page_of(waiting[0]))
            if is_definition(text.key):
                return redirect(proposing.language_page(parts_of(text.key)[1]))
            return write_page(request, text, model_admin=self)
        return super().change_view(request, object_id, form_url, text and self._reading(request, text))

    def _choose(self, request: HttpRequest) -> HttpResponse:
        context = {
            **page_context(self, request, "Di quale testo scrivi una nuova versione?"),
            "places": [
                (
                    place.label,
                    [(page_to_write(key), use) for key, use in texts.ITALIAN.items() if use.place is place],
                )
                for place in (Place.REPLY, Place.PAGE, Place.MESSAGE)
            ],
        }
        return TemplateResponse(request, "admin/subscribers/servicetext/choose.html", context)

    def _reading(self, request: HttpRequest, text: ServiceText) -> dict[str, Any]:
        return {
            "title": f"Versione {text.version}",
            "subtitle": declared(text.key).label,
            "preview": preview(text, text.body),
            "comparison": comparison(text, text.body),
            "versions": self.get_queryset(request)
            .filter(key=text.key)
            .select_related("author")
            .order_by("-version"),
            "write_url": page_to_write(text.key) if self.has_add_permission(request) else "",
        }


def _is_open(text: ServiceText | None) -> bool:
    """Tell whether a text may still change: what was in force stays as citizens read it."""
    return text is None or not text.is_used(timezone.now())
