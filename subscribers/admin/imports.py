"""Lists of people who agreed on paper: one clerk uploads, another confirms or refuses; and what became of each."""

import logging
from collections.abc import Callable
from functools import partial
from typing import IO, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware, method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cascina_whatsapp.presentation.components import Columns, Pages, ReadOnlyAdmin, colleague, page_context
from cascina_whatsapp.presentation.formatting.tables import written
from cascina_whatsapp.security.http.large_bodies import LongFields
from subscribers import importing
from subscribers.importing.people import tell
from subscribers.models import ImportBatch

from .import_people import may_unmask, number_page, people_page
from .person import WITHOUT_NUMBER

log = logging.getLogger(__name__)
MAY_UPLOAD, MAY_CONFIRM = "subscribers.import_subscriber", "subscribers.confirm_import"
NOT_COMPARED = "Prima confronta l'elenco con i moduli firmati, e spunta che l'hai fatto."
ALL_IN = "Fatto: le persone dell'elenco sono iscritte."
SOME_IN = "Fatto: chi si poteva iscrivere è iscritto."
ROOM_FOR_FIELDS = 64 * 1024
"""Bytes of a post beside the file."""
SHOWN = 500
"""Bad rows on one page."""


class InMemory(MemoryFileUploadHandler):
    """The upload handler that keeps a list in memory: no copy is ever on a disk, and too large a list is not read."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.activated = content_length <= importing.MOST_BYTES + ROOM_FOR_FIELDS

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if not self.activated:
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **kwargs)


class UploadForm(forms.Form):
    """The form of a list to upload, with where it comes from."""

    file = forms.FileField(
        label="L'elenco dei numeri",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx", "class": "file"}),
        help_text="CSV o Excel (XLSX), al massimo 10 MB e 20.000 righe. Il file non viene conservato.",
        error_messages={"required": "Scegli un file, al massimo di 10 MB."},
    )

    protocol = forms.CharField(
        label="Numero di protocollo",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Scrivi il numero di protocollo dei moduli."},
    )
    desk = forms.CharField(
        label="Sportello che li ha raccolti",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Scrivi quale sportello li ha raccolti."},
    )

    def note(self) -> str:
        """Say in one line where the list comes from."""
        return f"protocollo {self.cleaned_data['protocol']}, {self.cleaned_data['desk']}"


class RefusalForm(forms.Form):
    """The form of a refusal: what is wrong with the list, for who uploaded it."""

    why = forms.CharField(max_length=200, required=False, validators=[WITHOUT_NUMBER])


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """The lists of paper forms: from where, by whom, who confirmed; the people only until somebody decides."""

    may_add = MAY_UPLOAD
    add_form_template = "admin/subscribers/importbatch/upload.html"
    change_form_template = "admin/subscribers/importbatch/change_form.html"
    list_display = ["uploaded_at", "note", "status"]
    list_select_related = ["uploaded_by", "decided_by"]
    sortable_by = []
    fields: ClassVar[Columns] = ["note"]
    counted_as = "elenchi"

    def pages(self) -> Pages:
        return {
            "sample/": ("sample", self.sample_view),
            "<int:pk>/confirm/": ("confirm", self.confirm_view),
            "<int:pk>/refuse/": ("refuse", self.refuse_view),
            "<int:pk>/people/": ("people", partial(people_page, model_admin=self)),
            "person/<int:pk>/number/": ("number", partial(number_page, model_admin=self)),
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().changelist_view(request, {"title": "Moduli di carta", **(extra_context or {})})
        if isinstance(page, TemplateResponse) and page.context_data:
            rows, now = page.context_data["cl"].result_list, timezone.now()
            page.context_data["lists"] = [tell(row, to=colleague(request), now=now) for row in rows]
        return page

    @method_decorator(csrf_exempt)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The token is checked a step later: to read it is to read the file, so where to must be said before."""
        request.upload_handlers = [InMemory(request)]
        return self._upload_view(request)

    @method_decorator([csrf_protect, decorator_from_middleware(LongFields)])
    def _upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        posted, bad = request.method == "POST", []
        form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
        if posted and form.is_valid():
            try:
                return self._upload(request, form)
            except importing.UnreadableFile as refusal:
                form.add_error("file", str(refusal))
            except importing.BadRows as refusal:
                bad = refusal.rows
                form.add_error("file", "Nessuno è stato iscritto: ci sono righe da correggere.")
        told = {"form": form, "bad": bad[:SHOWN], "bad_count": len(bad)}
        return self._page(request, "upload", "Carica un elenco", None, **told)

    def _upload(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        batch = importing.upload(
            file.read(),
            file_name=file.name,
            note=form.note(),
            by=colleague(request),
            now=timezone.now(),
        )
        self.log_addition(request, batch, f"Caricata: {batch.count} persone.")
        log.info("import %s: %s people uploaded by user %s", batch.pk, batch.count, request.user.pk)
        return self._back(
            request, batch, messages.SUCCESS, "Elenco caricato. Nessuno è ancora iscritto: ora va confermato."
        )

    def sample_view(self, request: HttpRequest) -> HttpResponse:
        """Send an empty list of subscribers to fill in, as Excel in Italy opens it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = {"Content-Disposition": 'attachment; filename="elenco-vuoto.csv"'}
        table = b"".join(written([importing.COLUMNS]))
        return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=name)

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Subscribe everybody in the list, once it is ticked that it was held against the forms. A GET never acts."""
        batch = self._to_decide(request, pk, may_confirm)
        if request.method != "POST":
            return redirect("admin:subscribers_importbatch_change", pk)
        if not request.POST.get("compared"):
            return self._back(request, batch, messages.ERROR, NOT_COMPARED)
        try:
            done = importing.confirm(
                batch, read=request.POST.get("read", ""), by=colleague(request), now=timezone.now()
            )
        except importing.CannotDecide as refusal:
            return self._back(request, batch, messages.ERROR, str(refusal))
        return self._confirmed(request, done)

    def _confirmed(self, request: HttpRequest, done: importing.Confirmed) -> HttpResponse:
        """Answer a confirmation: who was left out is told this once, to whoever confirmed, and to nobody else."""
        answer = self._decided(request, done.batch, "Confermato.", ALL_IN if not done.left_out else SOME_IN)
        if not done.left_out:
            return answer
        context = {"enrolled": done.enrolled, "left_out": done.references, "left_out_count": done.left_out}
        return self._page(request, "confirmed", "Elenco confermato", original=done.batch, **context)

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw the list away, with what is wrong for who uploaded it."""
        batch = self._to_decide(request, pk, may_refuse)
        if request.method != "POST":
            return redirect("admin:subscribers_importbatch_change", pk)
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self._back(request, batch, messages.ERROR, " ".join(map(str, form.errors["why"])))
        try:
            importing.refuse(
                batch,
                read=request.POST.get("read", ""),
                by=colleague(request),
                now=timezone.now(),
                why=form.cleaned_data["why"],
            )
        except importing.CannotDecide as refusal:
            return self._back(request, batch, messages.ERROR, str(refusal))
        return self._decided(request, batch, "Respinto.", "Elenco respinto: i numeri sono stati eliminati.")

    def _to_decide(self, request: HttpRequest, pk: int, may: Callable) -> ImportBatch:
        batch = get_object_or_404(ImportBatch.objects.select_related("uploaded_by"), pk=pk)
        if not (self.has_view_permission(request, batch) and may(request.user, batch)):
            raise PermissionDenied
        return batch

    def _decided(self, request: HttpRequest, batch: ImportBatch, what: str, told: str) -> HttpResponse:
        self.log_change(request, batch, what)
        log.info("import %s decided by user %s", batch.pk, request.user.pk)
        return self._back(request, batch, messages.SUCCESS, told)

    def _back(self, request: HttpRequest, batch: ImportBatch, level: int, told: str) -> HttpResponse:
        messages.add_message(request, level, told)
        return redirect("admin:subscribers_importbatch_change", batch.pk)

    def _page(
        self, request: HttpRequest, name: str, title: str, original: ImportBatch | None = None, **context: Any
    ) -> HttpResponse:
        context |= {**page_context(self, request, title), "original": original}
        return TemplateResponse(request, f"admin/subscribers/importbatch/{name}.html", context)

    def beside(self, request: HttpRequest, row: ImportBatch) -> dict[str, Any]:
        user = colleague(request)
        told = tell(row, to=user, now=timezone.now())
        return {
            "list": told,
            "title": f"{told['numbers']} da moduli di carta",
            "summary": importing.summary(row),
            "may_confirm": may_confirm(user, row) and not told["is_own"],
            "may_compare": may_confirm(user, row),
            "may_unmask": may_unmask(request, row),
            "may_refuse": may_refuse(user, row),
        }


def may_confirm(user: User, batch: ImportBatch) -> bool:
    """Tell whether `user` is one of those who confirm; of their own lists `importing` refuses it in words."""
    return user.has_perm(MAY_CONFIRM)


def may_refuse(user: User, batch: ImportBatch) -> bool:
    """Tell whether `user` may throw this list away: whoever confirms lists, and whoever uploaded it by mistake."""
    return user.has_perm(MAY_CONFIRM) or (batch.uploaded_by_id == user.pk and user.has_perm(MAY_UPLOAD))
