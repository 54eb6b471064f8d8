"""The addresses that the page of a draft calls: preview, autosave, who else writes, attachment."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadcasts.admin.fields.drafts import DraftForm, changed_meanwhile
from broadcasts.content import attachment
from broadcasts.content.attached import attached_to
from broadcasts.content.checked_files import image_thumbnail, pdf_thumbnail
from broadcasts.content.validation import news
from broadcasts.editing import drafting
from broadcasts.editing.preview_panel import PreviewPanel, preview_panel_of
from broadcasts.launching.sending_window import Plan
from broadcasts.models import Campaign
from broadcasts.rules.attachments import AttachmentRefused
from cascina_whatsapp.presentation.components import colleague, row_number
from cascina_whatsapp.presentation.formatting.dates import at_clock

COPIED = "È una copia: controlla titolo, date e collegamento prima di chiedere l'approvazione."
COPIED_WITHOUT_FILE = "L'allegato non si trova più: sceglilo di nuovo, o manda solo il testo."
FILE_IS_FINE = "Il file va bene ed è salvato."
NO_FILE = "Non è arrivato nessun file: sceglilo di nuovo."
REGIONS = (
    "shown",
    "title_room",
    "button_room",
    "room",
    "paragraphs",
    "nature",
    "where",
    "period",
    "summary",
    "gaps",
    "advice",
)
WITH_PEOPLE = ("summary", "period")
"""The parts that change with the people alone."""
PAGES = ("autosave", "preview", "presence", "attach", "detach")


class WritingPages:
    """The addresses behind the form. All answer JSON but for the picture of an attachment and the copy."""

    def __init__(self, model_admin: ModelAdmin) -> None:
        self.admin = model_admin

    def urls(self) -> list:
        """List the addresses of the pages: new broadcasts have a preview and a first autosave, others a row."""
        named = {
            "autosave": self.autosave,
            "preview": self.preview,
            "presence": self.presence,
            "attach": self.attach,
            "detach": self.detach,
            "duplicate": self.duplicate,
        }
        views = {name: require_POST(view) for name, view in named.items()} | {"thumbnail": self.thumbnail}
        new = [self._path(f"{name}/", f"new_{name}", views[name]) for name in ("autosave", "preview")]
        return new + [self._path(f"<int:pk>/{name}/", name, view) for name, view in views.items()]

    def preview(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """The telephone, for what is on the form; nothing is kept."""
        campaign, form = self._writable(request, pk), DraftForm(request.POST)
        form.fill(campaign)
        odd = "parte non si sa quando: controlla giorno e ora" if form.has_error("scheduled_for") else ""
        counts = "with_people" in request.POST
        panel = preview_panel_of(Plan(campaign, timezone.now()), with_people=counts, odd_moment=odd)
        return JsonResponse(
            {
                "regions": _regions(panel, with_people=counts),
                "problems": _beside_gaps(panel.problems, form) | form.problems(),
                "mended": {} if form.gaps else form.mended_answer(),
            }
        )

    def autosave(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Keep what is on the form, finished or not; the first time, make the draft."""
        campaign = self._draft(request, pk)
        if not campaign.is_editable:
            return refusal(drafting.why_not_editable(campaign))
        form, before = DraftForm(request.POST), campaign.changed_by_id
        changed = form.fill(campaign)
        if answer := self._keep(request, campaign, changed):
            return answer
        self._log(request, campaign, is_new=pk is None, is_other=before not in (None, request.user.pk))
        mended = {} if form.gaps else form.mended_answer()
        return JsonResponse(saved(campaign) | {"unsaved": form.unsaved(), "mended": mended})

    def presence(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Note that a draft's page is still open; answer who else has it open, and whether somebody wrote since."""
        campaign, now = self._writable(request, pk), timezone.now()
        drafting.mark_open(campaign, colleague(request), now)
        is_old = row_number(request.POST.get("seen_version")) not in (None, campaign.version)
        return JsonResponse(
            {
                "others": others_in_words(campaign, colleague(request)),
                "changed": changed_meanwhile(campaign) if is_old else "",
            }
        )

    def attach(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Check a file as soon as it is chosen, and keep it; the broadcast takes the file's kind."""
        campaign = self._draft(request, pk)
        if not campaign.is_editable:
            return refusal(drafting.why_not_editable(campaign))
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            return refusal(NO_FILE, about="file")
        try:
            taken = attachment.check_upload(file)
        except AttachmentRefused as problem:
            return refusal(str(problem), about="file")
        campaign.kind, campaign.attachment, campaign.attachment_facts = taken.kind, taken.file, taken.facts
        told = (
            "" if taken.facts["warnings"] else FILE_IS_FINE
        )  # what there is to weigh says it beside the file
        return self._keep(request, campaign, {"attachment"}) or JsonResponse(saved(campaign) | {"told": told})

    def detach(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Take the attachment away."""
        campaign = self._draft(request, pk)
        if not campaign.is_editable:
            return refusal(drafting.why_not_editable(campaign))
        campaign.kind, campaign.attachment, campaign.attachment_facts = Campaign.Kind.TEXT, "", {}
        told = {"told": "Allegato tolto."}
        return self._keep(request, campaign, {"attachment"}) or JsonResponse(saved(campaign) | told)

    def thumbnail(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The image, or the first page of the PDF, as a small PNG; its address changes with the file."""
        campaign = get_object_or_404(Campaign, pk=pk)
        if not self.admin.has_view_permission(request, campaign):
            raise PermissionDenied
        draw = pdf_thumbnail if str(campaign.attachment.name).endswith(".pdf") else image_thumbnail
        try:
            with campaign.attachment.open("rb") as file:
                picture = draw(file.read())
        except (ValueError, FileNotFoundError, AttachmentRefused):
            raise Http404 from None
        return HttpResponse(
            picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )

    def duplicate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new draft with the words and the file of this broadcast, whatever its state."""
        old = get_object_or_404(Campaign, pk=pk)
        may_copy = self.admin.has_view_permission(request, old) and self.admin.has_add_permission(request)
        if not may_copy or old.is_service:
            raise PermissionDenied
        copy = drafting.duplicate(old, by=colleague(request), now=timezone.now())
        self.admin.log_addition(request, copy, [{"added": {}}])
        messages.success(request, COPIED)
        if old.attachment and not copy.attachment:
            messages.warning(request, COPIED_WITHOUT_FILE)
        return redirect("admin:broadcasts_campaign_change", copy.pk)

    def _path(self, route: str, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        return path(route, self.admin.admin_site.admin_view(view), name=f"broadcasts_campaign_{name}")

    def _writable(self, request: HttpRequest, pk: int | None) -> Campaign:
        if pk is None:
            campaign, may_write = Campaign(), self.admin.has_add_permission(request)
        else:
            campaign = get_object_or_404(Campaign, pk=pk)
            may_write = self.admin.has_change_permission(request)  # whatever its state: that is told in words
        if not may_write or campaign.is_service:
            raise PermissionDenied
        return campaign

    def _draft(self, request: HttpRequest, pk: int | None) -> Campaign:
        """The broadcast at the version that the page shows; a new one begins at its own."""
        campaign = self._writable(request, pk)
        if pk is not None:
            campaign.version = row_number(request.POST.get("seen_version")) or campaign.version
        return campaign

    def _keep(self, request: HttpRequest, campaign: Campaign, changed: set[str]) -> JsonResponse | None:
        """Keep the draft; None once it is kept, else what the page must be told."""
        if campaign.pk and not changed:
            return None
        try:
            drafting.save(campaign, changed=changed, by=colleague(request), now=timezone.now())
        except drafting.Outdated as late:
            told = {"version": late.campaign.version, "page": _page("change", campaign.pk)}
            return refusal(changed_meanwhile(late.campaign), about="version", **told)
        except drafting.NotEditable as late:
            return refusal(str(late))
        return None

    def _log(self, request: HttpRequest, campaign: Campaign, *, is_new: bool, is_other: bool) -> None:
        """Log a change once for each pair of hands, not every few seconds."""
        if is_new:
            self.admin.log_addition(request, campaign, [{"added": {}}])
        elif is_other:
            self.admin.log_change(request, campaign, [{"changed": {}}])


def _beside_gaps(problems: dict[str, str], form: DraftForm) -> dict[str, str]:
    """The problems of title and text that are not those of an open gap: beside their field, that says nothing new."""
    if form.gaps is None:
        return problems
    return {field: told for field, told in problems.items() if not told.startswith(news.FILL)}


def pages(campaign: Campaign | None) -> dict[str, str]:
    """The addresses that the page's script needs: name → path."""
    if campaign is None or campaign.pk is None:
        return {name: reverse(f"admin:broadcasts_campaign_new_{name}") for name in ("autosave", "preview")}
    return {name: _page(name, campaign.pk) for name in PAGES}


def saved(campaign: Campaign) -> dict[str, Any]:
    """Collect what the page must know of a draft that was just saved. The time is Rome's."""
    kept_at = campaign.changed_at or campaign.created_at
    return {
        "version": campaign.version,
        "saved": f"Salvato {at_clock(kept_at)}",
        "attached": attached(campaign),
        "page": _page("change", campaign.pk),
        "pages": pages(campaign),
    }


def attached(campaign: Campaign) -> str:
    """Draw the attachment beside its field, as HTML."""
    return render_to_string("admin/broadcasts/campaign/attached.html", {"attachment": attached_to(campaign)})


def others_in_words(campaign: Campaign, user: User) -> str:
    """Say in Italian who else has the broadcast open, and when each was last seen; "" for nobody."""
    rows = drafting.others_writing(campaign, user, timezone.now())
    names = [
        f"{row.user.get_full_name() or row.user.get_username()} ({at_clock(row.seen_at)})" for row in rows
    ]
    if not names:
        return ""
    verb = "ha" if len(names) == 1 else "hanno"
    return f"Anche {' e '.join(names)} {verb} aperta questa bozza: mettetevi d'accordo su chi la scrive."


def refusal(problem: str, *, about: str = "state", **more: Any) -> JsonResponse:
    """Answer with a problem instead of saving; `about` is "state", "version" or "file".

    An answer like any other: browsers log errors of HTTP as faults of the page, and this is none.
    """
    return JsonResponse({"problem": problem, "about": about, **more})


def _page(name: str, pk: int) -> str:
    return reverse(f"admin:broadcasts_campaign_{name}", args=[pk])


def _regions(preview: PreviewPanel, *, with_people: bool) -> dict[str, str]:
    """The parts that follow the typing, as HTML; without the people where they have not changed."""
    return {
        name: render_to_string(f"admin/broadcasts/campaign/preview_{name}.html", {"preview": preview})
        for name in REGIONS
        if with_people or name not in WITH_PEOPLE
    }
