"""The WhatsApp templates: how each stands with Meta; submit the standard ones, read anew."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from broadcasts.content import custom_template, custom_template_panel
from broadcasts.content.service import service_messages
from broadcasts.models import WhatsAppTemplate
from broadcasts.rules import alert_templates, failure_reasons, standard_templates, template_states
from broadcasts.sending.account import sync
from broadcasts.sending.account.samples import FILES, sample
from broadcasts.sending.account.templates_page import SUBMITTABLE, campaign_of, templates_page
from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, page_context
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError

log = logging.getLogger(__name__)
LOOKS_AFTER = "webhook.view_webhookpost"
"""The right of who administers the system: they read a template's name at Meta, to find it there."""
ALREADY_THERE = "WhatsApp ha già questo testo fisso."


@admin.register(WhatsAppTemplate)
class WhatsAppTemplateAdmin(ReadOnlyAdmin):
    """The templates: which can be sent, and why the others can't."""

    fieldsets = [
        ("Testo fisso", {"fields": ["name", "words", "kind_of_notice"]}),
        ("Presso WhatsApp", {"fields": ["state", "advice", "grade", "synchronised_at"]}),
    ]
    readonly_fields = ["words", "state", "advice", "kind_of_notice", "grade"]

    def get_fieldsets(self, request: HttpRequest, obj: WhatsAppTemplate | None = None) -> Any:
        """Leave out the name at Meta for who has no use for it."""
        (heading, about), *others = super().get_fieldsets(request, obj)
        fields = [name for name in about["fields"] if name != "name" or _looks_after(request)]
        return [(heading, {"fields": fields}), *others]

    def pages(self) -> Pages:
        return {
            "aggiorna/": ("synchronise", require_POST(self.synchronise_view)),
            "invia/<str:kind>/": ("submit", require_POST(self.submit_view)),
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what is to be looked at first, then what is ready, then what one message alone needs."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **page_context(self, request, "Testi da far approvare a WhatsApp"),
            "templates": templates_page(timezone.now()),
            "may_submit": request.user.has_perm("broadcasts.submit_whatsapptemplate"),
            "looks_after": _looks_after(request),
        }
        return TemplateResponse(request, "admin/broadcasts/whatsapptemplate/change_list.html", context)

    def synchronise_view(self, request: HttpRequest) -> HttpResponse:
        """Ask Meta now how the templates and the number stand."""
        self._refuse_strangers(request)
        api, now = CloudApi.from_settings(settings), timezone.now()
        sync.synchronise_standing(api=api, now=now)
        self._attempt(
            request, partial(sync.synchronise_templates, api=api, now=now), done="Aggiornato da WhatsApp."
        )
        model = "numberstatus" if request.POST.get("page") == "number" else "whatsapptemplate"
        return redirect(f"admin:broadcasts_{model}_changelist")  # whose button was pressed

    def submit_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Submit a standard template that Meta lacks or has refused."""
        self._refuse_strangers(request)
        name = sync.names_of_base(timezone.now()).get(kind)
        if name is None:
            raise Http404
        row = _row(name)
        if row and row.status not in SUBMITTABLE:
            messages.error(request, ALREADY_THERE)
        elif self._attempt(
            request, partial(_submit, kind), done="Inviato a WhatsApp: la risposta si vede qui."
        ):
            log.info("template %s submitted by user %s", name, request.user.pk)
            if row := _row(name):
                self.log_change(request, row, "Inviato a WhatsApp.")
        return redirect("admin:broadcasts_whatsapptemplate_changelist")

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not request.user.has_perm("broadcasts.submit_whatsapptemplate"):
            raise PermissionDenied

    def _attempt(self, request: HttpRequest, act: Callable, *, done: str) -> bool:
        """Tell whether Meta agreed; what it answered otherwise, in Italian, is a message of the page."""
        try:
            act()
        except CloudApiError as error:
            log.warning("Meta refused: %s", error)
            messages.error(
                request, f"Non riuscito. {failure_reasons.sentence(error.code)}. Riprova fra qualche minuto."
            )
            return False
        messages.success(request, done)
        return True

    @admin.display(description="testo")
    def words(self, template: WhatsAppTemplate) -> str:
        if alert_templates.seconds_of(template.name):
            text = alert_templates.filled_template(title="[titolo]", text="[testo]", link="[collegamento]")
        elif template.name in standard_templates.SPOKEN:
            text = standard_templates.filled_template(
                title="[titolo]",
                text="[testo]",
                link="[collegamento]",
                of=standard_templates.SET_OF[template.name],
            )
        elif template.name.startswith(sync.SERVICE):
            texts = service_messages.texts_in_use(timezone.now()).values()
            words = {
                service_messages.template_name(text): service_messages.template_body(text) for text in texts
            }
            text = words.get(template.name, "")
        else:
            campaign = campaign_of(template)
            text = custom_template.words(campaign) if campaign and custom_template.current(campaign) else ""
        return format_html('<div class="template-words">{}</div>', text) if text else "Non più conservato"

    @admin.display(description="stato")
    def state(self, template: WhatsAppTemplate) -> str:
        state = template_states.state(template.status)
        return badge(state.label, state.tone)

    @admin.display(description="che cosa fare")
    def advice(self, template: WhatsAppTemplate) -> str:
        return custom_template_panel.advice(template) or "Niente: si può usare."

    @admin.display(description="tipo")
    def kind_of_notice(self, template: WhatsAppTemplate) -> str:
        return template_states.category(template.category)

    @admin.display(description="qualità")
    def grade(self, template: WhatsAppTemplate) -> str:
        tone, word = template_states.QUALITIES.get(template.quality, ("quiet", "non misurata"))
        return badge(word, tone)


def _looks_after(request: HttpRequest) -> bool:
    return request.user.has_perm(LOOKS_AFTER)


def _row(name: str) -> WhatsAppTemplate | None:
    return WhatsAppTemplate.objects.filter(name=name, language=standard_templates.LANGUAGE).first()


def _submit(key: str) -> None:
    samples = {kind: sample(kind) for kind in FILES}
    sync.submit(key, api=CloudApi.from_settings(settings), samples=samples, now=timezone.now())
