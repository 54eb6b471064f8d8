"""The register of consents: to read, day by day. `exports` takes it away."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, colleague
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence, moment_in_figures
from subscribers.models import ConsentRecord, Reply, ServiceText
from subscribers.register import event_descriptions, history, verification
from subscribers.texts.catalogue import declared

from .lists import Period
from .person import RECORD_STORY, record_story_page

ASKED = "Il controllo comincia fra pochi secondi. Riapri questa pagina: l'esito compare qui."
TONES = {"ok": "ok", "go": "busy", "wait": "warn", "bad": "err", "": "quiet"}


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    """The register, day by day: who, what they did, and what it changed."""

    list_display = ["effect", "who", "at_whatsapp"]
    list_select_related = ["confirmation", "actor"]
    linked_lookups = (
        "rule",
        "sequence",
    )  # from a broadcast to its events, from what was erased to the erasure
    list_filter = [Period, "kind"]
    unfiltered: ClassVar[dict[str, str]] = {"kind": "Ogni evento"}
    ordering = ["-sequence"]
    sortable_by = []
    counted_as = "righe"
    fieldsets = [
        ("Che cosa", {"fields": ["effect", "who", "words", "topics_in_words", "reason"]}),
        ("Quando e come", {"fields": ["written_at", "noted_at", "channel", "clerk"]}),
        (
            "Che cosa era stato mostrato",
            {"fields": ["announcement_page", "notice_page", "confirmation_page", "delivered"]},
        ),
        ("Che cosa è stato cancellato", {"fields": ["content_emptied", "person_emptied", "empties"]}),
        (
            "Per chi verifica",
            {
                "classes": ["collapse"],
                "fields": [
                    "event_id",
                    "decided_by_rule",
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
        "decided_by_rule",
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

    def pages(self) -> Pages:
        return {
            "<int:pk>/storia/": ("story", partial(record_story_page, model_admin=self)),
            "verify/": ("verify", self.verify_view),
        }

    @method_decorator(require_POST)
    def verify_view(self, request: HttpRequest) -> HttpResponse:
        """Controlla adesso: asked for here, made by the worker."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        verification.ask(by=colleague(request), now=timezone.now())
        messages.info(request, ASKED)
        return redirect("admin:subscribers_consentrecord_changelist")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsentRecord]:
        return super().get_queryset(request).prefetch_related("replies")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        now = timezone.now()
        own = {
            "title": "Registro dei consensi",
            "chain": history.chain_state(now),
            "acts": _acts(request, now),
            **(extra_context or {}),
        }
        page = super().changelist_view(request, own)
        if isinstance(page, TemplateResponse) and page.context_data:
            rows = event_descriptions.tell(list(page.context_data["cl"].result_list), with_words=True)
            page.context_data["days"] = event_descriptions.by_day(rows, now)
        return page

    @admin.display(description="chi")
    def who(self, record: ConsentRecord) -> str:
        """Link a record to everything about the same person."""
        if not record.pseudonym:
            return ""
        number = event_descriptions.number_of(history.subscriber_of(record.pseudonym))
        return format_html('<a href="{}">{}</a>', reverse(RECORD_STORY, args=[record.pk]), number)

    @admin.display(description="ora del messaggio")
    def written_at(self, record: ConsentRecord) -> str:
        return to_the_second(record.at_whatsapp)

    @admin.display(description="ora di registrazione")
    def noted_at(self, record: ConsentRecord) -> str:
        return to_the_second(record.recorded_at)

    @admin.display(description="che cosa ha deciso")
    def decided_by_rule(self, record: ConsentRecord) -> str:
        return event_descriptions.understood_as(record.rule)

    @admin.display(description="impronta del contenuto")
    def digest_of_content(self, record: ConsentRecord) -> str:
        return record.content_digest

    @admin.display(description="impronta della persona")
    def digest_of_person(self, record: ConsentRecord) -> str:
        return record.subject_digest

    @admin.display(description="che cosa è cambiato")
    def effect(self, record: ConsentRecord) -> str:
        told = event_descriptions.tell([record], with_words=True)[0]
        return badge(told["effect"], TONES[told["tone"]])

    @admin.display(description="argomenti, o zone")
    def topics_in_words(self, record: ConsentRecord) -> str:
        return ", ".join(record.topics)

    @admin.display(description="operatore")
    def clerk(self, record: ConsentRecord) -> str:
        return display_name(record.actor)

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
        label = declared(record.confirmation.key).label
        return format_html("«{}», {}", label, text_page(record.confirmation))

    @admin.display(description="la risposta è stata")
    def delivered(self, record: ConsentRecord) -> str:
        return ", ".join(map(outcome, record.replies.all()))

    @admin.display(description="parole, motivo e argomenti")
    def content_emptied(self, record: ConsentRecord) -> str:
        return emptied_by(record.content_erased_by)

    @admin.display(description="di chi era")
    def person_emptied(self, record: ConsentRecord) -> str:
        return emptied_by(record.subject_erased_by)

    @admin.display(description="in quali righe")
    def empties(self, record: ConsentRecord) -> str:
        numbers = sorted({number for part in record.erases.values() for number in part})
        return f"nelle righe {', '.join(map(str, numbers))}" if numbers else ""


def _acts(request: HttpRequest, now: datetime) -> Acts:
    """Taking the register away, checking it now, printing it."""
    export = Act(label="Scarica per chi controlla", address=reverse("admin:subscribers_registerexport_add"))
    verify = Act(
        label="Controlla adesso", address=reverse("admin:subscribers_consentrecord_verify"), posts=True
    )
    may_export = request.user.has_perm("subscribers.export_consentrecord")
    is_waiting = verification.waiting(now) is not None
    return Acts(pale=export if may_export else None, menu=() if is_waiting else (verify,))


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
    return (
        f"{event_descriptions.ARRIVED[reply.status]}{f' {in_a_sentence(at, timezone.now())}' if at else ''}"
    )


def emptied_by(number: int | None) -> SafeString | str:
    """Link to the record in whose name something was blanked; "" for what is as it was recorded."""
    if number is None:
        return ""
    page = reverse("admin:subscribers_consentrecord_changelist")
    return format_html('<a href="{}?sequence={}">cancellato con la riga {}</a>', page, number, number)
