"""Requests about one's own data: to register, to follow, to answer in time."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, colleague
from cascina_whatsapp.privacy import reminding, rights
from cascina_whatsapp.privacy.models import RightsRequest
from cascina_whatsapp.privacy.request_page import KINDS, request_page, standing
from subscribers.register.event_descriptions import number_of

from . import pages
from .buttons import BUTTONS, ERASE, acts_of
from .forms import ErasureForm

TONES = {"ok": "ok", "wait": "warn", "bad": "err", "": "quiet"}
SHOWN = ("kind", "standing", "person", "channel", "contact", "note")


@admin.register(RightsRequest)
class RightsRequestAdmin(ReadOnlyAdmin):
    """The requests; whoever asks is shown masked."""

    may_add = "privacy.add_rightsrequest"
    list_display = ["what", "standing", "person", "channel", "called"]
    list_filter = ["status", "kind"]
    unfiltered: ClassVar[dict[str, str]] = {"status": "Aperte e chiuse", "kind": "Ogni richiesta"}
    list_select_related = ["subscriber__merged_into"]
    sortable_by = []
    fields = SHOWN
    readonly_fields = SHOWN

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return pages.add(self, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Richieste sui dati"})

    def pages(self) -> Pages:
        views: Pages = {
            **{f"<int:pk>/{one.name}/": (one.name, partial(pages.press, button=one)) for one in BUTTONS},
            "<int:pk>/receipt/": ("receipt", pages.receipt),
            "<int:pk>/pdf/": ("pdf", pages.receipt_as_pdf),
            "person/<int:pk>/data/": ("person_data", pages.data_of_person),
        }
        return {end: (name, partial(view, self)) for end, (name, view) in views.items()}

    def beside(self, request: HttpRequest, row: RightsRequest) -> dict[str, Any]:
        now = timezone.now()
        page = request_page(row, now)
        form = ErasureForm(asked=row) if page["plan"] and request.user.has_perm(ERASE.permission) else None
        acts = acts_of(colleague(request), row, now)
        return {
            "title": KINDS[row.kind].heading,
            "subtitle": None,
            "page": page,
            "acts": acts,
            "decide": form,
        }

    @admin.display(description="richiesta")
    def what(self, asked: RightsRequest) -> str:
        return KINDS[asked.kind].heading

    @admin.display(description="numero")
    def called(self, asked: RightsRequest) -> str:
        return asked.number

    @admin.display(description="a che punto è")
    def standing(self, asked: RightsRequest) -> SafeString:
        return standing_badge(asked, timezone.now())

    @admin.display(description="persona")
    def person(self, asked: RightsRequest) -> str:
        return number_of(rights.person_of(asked) if asked.subscriber else None)


def standing_badge(asked: RightsRequest, now: datetime) -> SafeString:
    """Draw how a request stands, in short: how many days there are to answer, or how it was closed."""
    stands = standing(asked, now)
    word = capfirst(stands["told"]) if stands["tone"] == "wait" else stands["word"]
    tone = (
        "busy" if stands["tone"] == "wait" and asked.due_at > now + reminding.SOON else TONES[stands["tone"]]
    )
    return badge(word, tone)
