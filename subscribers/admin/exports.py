"""Exports of the register: ask for one, download it; and see who took what away, and why."""

import logging
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from cascina_whatsapp.accounts import notices
from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import (
    Columns,
    Day,
    Pages,
    ReadOnlyAdmin,
    badge,
    colleague,
    page_context,
    user_column,
)
from subscribers import exporting
from subscribers.exporting import releasing
from subscribers.exporting.filters import Channel, Filters, Kind
from subscribers.models import RegisterExport, Topic

from .export_release import how_it_stands, release_page

log = logging.getLogger(__name__)
MAY_EXPORT, MAY_SEE_ALL, MAY_HAVE_NUMBERS = (
    f"subscribers.{name}" for name in ("export_consentrecord", "view_registerexport", "export_numbers")
)
Status = RegisterExport.Status
TONES: dict[str, str] = {
    Status.QUEUED: "quiet",
    Status.RUNNING: "busy",
    Status.DONE: "ok",
    Status.FAILED: "err",
    Status.DISCARDED: "quiet",
}
REQUESTED_BY = user_column("requested_by", "chiesta da")


class ExportForm(forms.Form):
    """The form of an export: which part of the register, in which format, and why."""

    since = forms.DateField(label="Registrati dal", required=False, widget=Day())
    until = forms.DateField(
        label="Fino al",
        required=False,
        widget=Day(),
        help_text="Compreso. Senza date: dal principio a oggi.",
    )
    kinds = forms.MultipleChoiceField(
        label="Che cosa è successo",
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna scelta: tutto.",
    )
    channels = forms.MultipleChoiceField(
        label="Come",
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nessuna scelta: tutti i canali.",
    )
    topic = forms.ModelChoiceField(
        Topic.objects,
        label="Argomento seguito",
        required=False,
        to_field_name="name",
        empty_label="Tutti, anche nessuno",
    )
    format = forms.ChoiceField(
        label="Formato",
        choices=[(one.value, one.label) for one in RegisterExport.OFFERED],
        initial=RegisterExport.Format.CSV,
        widget=forms.RadioSelect,
        help_text="Gli eventi dei dati si verificano uno per uno, anche fuori dal servizio. Di un file per Excel, "
        "che si apre con un doppio clic, si verifica solo che sia quello scaricato.",
    )
    with_numbers = forms.BooleanField(
        label="Con i numeri di telefono in chiaro",
        required=False,
        help_text="Solo se servono davvero: senza, al posto del numero c'è un codice.",
    )
    reason = forms.CharField(
        label="Perché",
        min_length=10,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Resta scritto con l'esportazione: lo legge il responsabile della protezione dei dati.",
    )

    def __init__(self, *args: Any, numbers: bool, **kwargs: Any) -> None:
        """`numbers`: whether this person may have them at all."""
        super().__init__(*args, **kwargs)
        if not numbers:
            del self.fields["with_numbers"]

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Viene prima dell'inizio.")

    def filters(self) -> Filters:
        """The part of the register that was chosen."""
        chosen = self.cleaned_data
        return Filters(
            since=chosen["since"],
            until=chosen["until"],
            kinds=tuple(chosen["kinds"]),
            channels=tuple(chosen["channels"]),
            topic=chosen["topic"].name if chosen["topic"] else "",
        )


@admin.register(RegisterExport)
class RegisterExportAdmin(ReadOnlyAdmin):
    """The exports: all for the data-protection officer; for whoever may export, their own."""

    may_add = MAY_EXPORT
    add_form_template = "admin/subscribers/registerexport/add_form.html"
    change_form_template = "admin/subscribers/registerexport/change_form.html"
    listed_on = "admin:proofs"
    readonly_fields: ClassVar[Columns] = ["what", "state", "weight", REQUESTED_BY]
    fieldsets: ClassVar[list[Any]] = [
        (
            None,
            {
                "fields": [
                    "state",
                    REQUESTED_BY,
                    "requested_at",
                    "reason",
                    "what",
                    "with_numbers",
                    "format",
                    "done",
                    "weight",
                    "head_sequence",
                    "finished_at",
                ]
            },
        ),
        ("Per chi verifica", {"fields": ["sha256", "head_hash"], "classes": ["collapse"]}),
    ]

    def has_view_permission(self, request: HttpRequest, obj: RegisterExport | None = None) -> bool:
        if request.user.has_perm(MAY_SEE_ALL):
            return True
        if obj and obj.with_numbers and request.user.has_perm(releasing.MAY_RELEASE):
            return True
        return request.user.has_perm(MAY_EXPORT) and (obj is None or obj.requested_by_id == request.user.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RegisterExport]:
        exports = super().get_queryset(request)
        if not request.user.has_perm(MAY_EXPORT) or request.user.has_perm(MAY_SEE_ALL):
            return exports
        of_others = Q(with_numbers=True) if request.user.has_perm(releasing.MAY_RELEASE) else Q()
        return exports.filter(Q(requested_by=request.user) | of_others)

    def pages(self) -> Pages:
        return {
            "<int:pk>/download/": ("download", self.download_view),
            "<int:pk>/release/": ("release", partial(release_page, model_admin=self)),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, then write at once what is small. Not in a transaction: the export has one of its own."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ExportForm(request.POST or None, numbers=request.user.has_perm(MAY_HAVE_NUMBERS))
        if request.method == "POST" and form.is_valid():
            if form.cleaned_data.get("with_numbers") and (question := ask_again(request)):
                return question
            try:
                return self._export(request, form)
            except exporting.CannotExport as refusal:
                form.add_error("format", str(refusal))
            except BeyondBound as refusal:
                form.add_error(None, str(refusal))
        context = {**page_context(self, request, "Esporta il registro"), "form": form}
        return TemplateResponse(request, self.add_form_template, context)

    def _export(self, request: HttpRequest, form: ExportForm) -> HttpResponse:
        export = exporting.request(
            form.filters(),
            by=colleague(request),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
            format=form.cleaned_data["format"],
            with_numbers=form.cleaned_data.get("with_numbers", False),
        )
        self.log_addition(request, export, "Chiesta.")
        if exporting.is_small(export):
            exporting.run(export, timezone.now())
        else:
            messages.info(
                request, "L'esportazione si prepara da sola: puoi lasciare questa pagina e tornarci."
            )
        return redirect("admin:subscribers_registerexport_change", export.pk)

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The ZIP, for who may have what is in it. Each download is logged."""
        export = get_object_or_404(RegisterExport, pk=pk)
        if not self.has_view_permission(request, export):
            raise PermissionDenied
        if not may_download(colleague(request), export):
            raise PermissionDenied
        if export.with_numbers and (question := ask_again(request)):
            return question
        try:
            content, size = exporting.content(export)
        except exporting.CannotExport as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:subscribers_registerexport_change", export.pk)
        exporting.note_download(export, by=colleague(request), now=timezone.now())
        self.log_change(request, export, "Scaricata.")
        if export.with_numbers:
            notices.numbers_taken(
                colleague(request), f"Scaricata l'esportazione {export.pk}, con i numeri in chiaro."
            )
        log.info("export %s downloaded by user %s", export.pk, request.user.pk)
        headers = {"Content-Length": str(size)}
        name = f"registro-{export.pk}.zip"
        return FileResponse(
            content, as_attachment=True, filename=name, content_type="application/zip", headers=headers
        )

    def beside(self, request: HttpRequest, row: RegisterExport) -> dict[str, Any]:
        reader = colleague(request)
        may_have = row.status == Status.DONE and may_download(reader, row)
        release = how_it_stands(row, reader)
        return {"may_have": may_have, "may_download": may_have and not row.waits, **release}

    @admin.display(description="che cosa")
    def what(self, export: RegisterExport) -> str:
        return Filters.from_data(export.filters).in_words()

    @admin.display(description="dimensione")
    def weight(self, export: RegisterExport) -> str:
        """Write how large the file is; nothing before it is written."""
        return filesizeformat(export.size) if export.size else ""

    @admin.display(description="che cosa")
    def contents(self, export: RegisterExport) -> str:
        """Name in the list what was exported, where numbers in clear must catch the eye."""
        if not export.with_numbers:
            return self.what(export)
        waits = (
            badge("Da autorizzare", "busy") if export.waits and export.status not in releasing.GONE else ""
        )
        return format_html("{} {} {}", self.what(export), badge("Numeri in chiaro", "warn"), waits)

    @admin.display(description="stato")
    def state(self, export: RegisterExport) -> str:
        return badge(export.get_status_display(), TONES[export.status])


def may_download(user: User, export: RegisterExport) -> bool:
    """Tell whether `user`, who may see that there is this export, may have what is in it."""
    return user.has_perm(MAY_EXPORT) and (not export.with_numbers or user.has_perm(MAY_HAVE_NUMBERS))
