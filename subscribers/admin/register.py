# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of consents: to read. `exports` takes it away."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from cascina_whatsapp.presentation.components import ReadOnlyAdmin, badge, colleague
from cascina_whatsapp.presentation.formatting.dates import moment_in_figures, moment_in_sentence
from subscribers.models import ConsentRecord, Reply, ServiceText
from subscribers.register import history, verification_requests
from subscribers.texts.catalogue import CATALOGUE

from .person import RECORD_STORY, RecordStoryPage
from .register_filters import AboutTopic, Effect, Period

ASKED = "La verifica comincia fra pochi secondi. Riapri questa pagina: l'esito compare qui."


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    """The register. It knows people by their pseudonyms only."""

    list_display = ["sequence", "happened", "who", "at_whatsapp", "how"]
    linked_lookups = (
        "rule",
        "sequence",
    )  # from a broadcast to its events, from what was erased to the erasure
    list_filter = [Period, "kind", "channel", AboutTopic, ("took_effect", Effect)]
    unfiltered: ClassVar[dict[str, str]] = {
        "kind": "Ogni evento",
        "channel": "Ogni canale",
        "took_effect": "Ogni effetto",
    }
    ordering = ["-sequence"]
    sortable_by = []
    counted_as = "eventi di consenso"
    fieldsets = [
        ("Che cosa", {"fields": ["effect", "words", "topics_in_words", "reason", "who"]}),
        ("Quando e come", {"fields": ["written_at", "noted_at", "channel", "clerk"]}),
        (
            "Che cosa era stato mostrato",
            {"fields": ["announcement_page", "notice_page", "confirmation_page", "delivered"]},
        ),
        ("Svuotamenti", {"fields": ["content_emptied", "person_emptied", "empties"]}),
        (
            "Catena",
            {
                "classes": ["collapse"],
                "fields": [
                    "event_id",
                    "rule",
                    "rule_version",
                    "message_digest",
                    "digest_of_content",
                    "digest_of_person",
                    "previous_hash",
                    "hash",
                ],
            },
        ),
    ]
    readonly_fields = [
        "who",
        "written_at",
        "noted_at",
        "digest_of_content",
        "digest_of_person",
        "effect",
        "topics_in_words",
        "clerk",
        "announcement_page",
        "notice_page",
        "confirmation_page",
        "delivered",
        "content_emptied",
        "person_emptied",
        "empties",
    ]

    def get_urls(self) -> list[URLPattern]:
        story = self.admin_site.admin_view(RecordStoryPage(self))
        verify = self.admin_site.admin_view(self.verify_view)
        own = [
            path("<int:pk>/storia/", story, name="subscribers_consentrecord_story"),
            path("verify/", verify, name="subscribers_consentrecord_verify"),
        ]
        return own + super().get_urls()

    @method_decorator(require_POST)
    def verify_view(self, request: HttpRequest) -> HttpResponse:
        """Verifica adesso: asked for here, made by the worker."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        verification_requests.ask(by=colleague(request), now=timezone.now())
        messages.info(request, ASKED)
        return redirect("admin:subscribers_consentrecord_changelist")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        now = timezone.now()
        own = {
            "title": "Registro dei consensi",
            "chain": history.chain_state(now),
            "may_verify": verification_requests.waiting(now) is None,
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    @admin.display(description="pseudonimo")
    def who(self, record: ConsentRecord) -> str:
        """Link a record to everything about the same person."""
        if not record.pseudonym:
            return ""
        page = reverse(RECORD_STORY, args=[record.pk])
        return format_html('<a href="{}">{}…</a>', page, record.pseudonym[: history.SHORT])

    @admin.display(description="che cosa")
    def happened(self, record: ConsentRecord) -> str:
        """Show kind and effect in one column: hardly any event is without effect."""
        if record.took_effect:
            return record.get_kind_display()
        return format_html("{} {}", record.get_kind_display(), badge("Senza effetto"))

    @admin.display(description="come")
    def how(self, record: ConsentRecord) -> str:
        """Show channel and words in one column: the list is wide enough for both on no other terms."""
        channel = record.get_channel_display()
        return format_html("{}: «{}»", channel, record.words) if record.words else channel

    @admin.display(description="ora del messaggio")
    def written_at(self, record: ConsentRecord) -> str:
        return to_the_second(record.at_whatsapp)

    @admin.display(description="ora di registrazione")
    def noted_at(self, record: ConsentRecord) -> str:
        return to_the_second(record.recorded_at)

    @admin.display(description="impronta del contenuto")
    def digest_of_content(self, record: ConsentRecord) -> str:
        return record.content_digest

    @admin.display(description="impronta della persona")
    def digest_of_person(self, record: ConsentRecord) -> str:
        return record.subject_digest

    @admin.display(description="effetto")
    def effect(self, record: ConsentRecord) -> str:
        return badge("Sì", "ok") if record.took_effect else badge("No")

    @admin.display(description="argomenti")
    def topics_in_words(self, record: ConsentRecord) -> str:
        return ", ".join(record.topics)

    @admin.display(description="operatore")
    def clerk(self, record: ConsentRecord) -> str:
        return (record.actor.get_full_name() or record.actor.get_username()) if record.actor else ""

    @admin.display(description="annuncio")
    def announcement_page(self, record: ConsentRecord) -> str:
        return text_page(record.announcement)

    @admin.display(description="informativa")
    def notice_page(self, record: ConsentRecord) -> str:
        return text_page(record.notice)

    @admin.display(description="risposta")
    def confirmation_page(self, record: ConsentRecord) -> str:
        if record.confirmation is None:
            return ""
        label = CATALOGUE[record.confirmation.key].label
        return format_html("«{}», {}", label, text_page(record.confirmation))

    @admin.display(description="la risposta è stata")
    def delivered(self, record: ConsentRecord) -> str:
        return ", ".join(map(outcome, record.replies.all()))

    @admin.display(description="parole, motivo e argomenti")
    def content_emptied(self, record: ConsentRecord) -> str:
        return emptied_by(record.content_erased_by)

    @admin.display(description="pseudonimo")
    def person_emptied(self, record: ConsentRecord) -> str:
        return emptied_by(record.subject_erased_by)

    @admin.display(description="questo evento svuota")
    def empties(self, record: ConsentRecord) -> str:
        numbers = sorted({number for part in record.erases.values() for number in part})
        return f"gli eventi {', '.join(map(str, numbers))}" if numbers else ""


def to_the_second(moment: datetime) -> str:
    """Write a moment to the second: of two messages in one minute, the later one decides."""
    return moment_in_figures(moment, seconds=True)


def text_page(text: ServiceText | None) -> SafeString | str:
    """Link to the very version that the citizen was shown."""
    if text is None:
        return ""
    page = reverse("admin:subscribers_servicetext_change", args=[text.pk])
    return format_html('<a href="{}">versione {}</a>', page, text.version)


def outcome(reply: Reply) -> str:
    """Say in Italian what became of a confirmation, and when."""
    at = reply.delivered_at or reply.sent_at
    return f"{reply.get_status_display().lower()}{f' il {moment_in_sentence(at)}' if at else ''}"


def emptied_by(number: int | None) -> SafeString | str:
    """Link to the record in whose name something was blanked; "" for what is as it was recorded."""
    if number is None:
        return ""
    page = reverse("admin:subscribers_consentrecord_changelist")
    return format_html('<a href="{}?sequence={}">svuotati dall\'evento {}</a>', page, number, number)
