"""The nights' retention, to read, and a trial of the next."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, badge, page_context
from cascina_whatsapp.privacy import retention
from cascina_whatsapp.privacy.models import RetentionRun


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyAdmin):
    """The list of nights of retention: what went, by kind of data; and what did not go, and why."""

    list_display = ["started_at", "state", "went", "finished_at"]
    sortable_by = []
    fields = ["started_at", "finished_at", "state"]
    readonly_fields = ["state"]
    change_list_template = "admin/privacy/retentionrun/change_list.html"
    change_form_template = "admin/privacy/retentionrun/change_form.html"

    def pages(self) -> Pages:
        return {"trial/": ("trial", self.trial_view)}

    def trial_view(self, request: HttpRequest) -> HttpResponse:
        """Show what would go if the night were now; nothing does."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        context = page_context(self, request, "Che cosa andrebbe via adesso")
        context |= {"now": now, "night": lambda: retention.run(now, dry=True)}
        return TemplateResponse(request, "admin/privacy/retentionrun/trial.html", context)

    @admin.display(description="esito")
    def state(self, run: RetentionRun) -> SafeString:
        if run.problem:
            return badge("Non riuscita del tutto", "err")
        return badge("Riuscita", "ok") if run.finished_at else badge("In corso o interrotta", "warn")

    @admin.display(description="eliminati")
    def went(self, run: RetentionRun) -> int:
        return sum(line["count"] for line in run.lines)
