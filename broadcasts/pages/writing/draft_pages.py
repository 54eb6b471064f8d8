"""The addresses that the page of a draft calls: preview, autosave, who else writes, attachment."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from broadcasts.content import message
from broadcasts.content.attachments import attachment
from broadcasts.content.attachments.attachment import attached_to
from broadcasts.content.attachments.checked_files import image_thumbnail, pdf_thumbnail
from broadcasts.content.validation import news
from broadcasts.launching.drafts import drafting
from broadcasts.models import Campaign
from broadcasts.pages.fields.drafts import DraftForm, changed_meanwhile
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.parts.addresses import page_of, visible
from broadcasts.rules.attachments import AttachmentRefused
from broadcasts.steps.plan import Plan
from cascina_whatsapp.accounts import sent_once
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
    "alert",
    "panels",
    "summary",
    "gaps",
    "advice",
)
WITH_PEOPLE = ("summary", "panels")
"""The parts that change with the people alone."""
PDF = "application/pdf"
MIME_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".pdf": PDF}
PAGES = ("autosave", "preview", "presence", "attach", "detach")


def preview(admin: ModelAdmin, request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """The telephone, for what is on the form; nothing is kept."""
    campaign = _writable(admin, request, pk)
    form = DraftForm(request.POST, instance=campaign)
    odd = "parte non si sa quando: controlla giorno e ora" if form.has_error("scheduled_for") else ""
    counts = "with_people" in request.POST
    panel = preview_panel_of(Plan(campaign, timezone.now()), with_people=counts, odd_moment=odd)
    return JsonResponse(
        {
            "regions": _regions(panel, with_people=counts),
            "problems": _beside_gaps(panel["problems"], form) | form.problems(),
            "mended": {} if form.gaps else form.mended_answer(),
        }
    )


def autosave(admin: ModelAdmin, request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """Keep what is on the form, finished or not."""
    campaign, form, refused = written(admin, request, pk)
    if refused:
        return refused
    mended = {} if form.gaps else form.mended_answer()
    return JsonResponse(saved(campaign) | {"unsaved": form.unsaved(), "mended": mended})


@transaction.atomic
def written(
    admin: ModelAdmin, request: HttpRequest, pk: int | None = None
) -> tuple[Campaign, DraftForm, JsonResponse | None]:
    """Keep what is on the form; the page of a new broadcast makes its draft once, however often it asks for it.

    Returns also what the page must be told where nothing was kept.
    """
    campaign, place = _draft(admin, request, pk), sent_once.place_of(request, "draft")
    if pk is None and not sent_once.claim(place):
        begun = sent_once.kept(place).get("draft")
        campaign = Campaign.objects.filter(pk=begun).first() or campaign
    is_new, before = campaign.pk is None, campaign.changed_by_id
    form = DraftForm(request.POST, instance=campaign)
    refused = _keep(admin, request, campaign, form.changed())
    if not refused:
        _log(admin, request, campaign, is_new=is_new, is_other=before not in (None, request.user.pk))
        if pk is None:
            sent_once.keep(place, {"draft": campaign.pk})
    return campaign, form, refused


def presence(admin: ModelAdmin, request: HttpRequest, pk: int) -> JsonResponse:
    """Note that a draft's page is still open; answer who else has it open, and whether somebody wrote since."""
    campaign, now = _writable(admin, request, pk), timezone.now()
    drafting.mark_open(campaign, colleague(request), now)
    is_old = row_number(request.POST.get("seen_version")) not in (None, campaign.version)
    return JsonResponse(
        {
            "others": others_in_words(campaign, colleague(request)),
            "changed": changed_meanwhile(campaign, request.user) if is_old else "",
        }
    )


def attach(admin: ModelAdmin, request: HttpRequest, pk: int) -> JsonResponse:
    """Check a file as soon as it is chosen, and keep it; the broadcast takes the file's kind."""
    campaign = _draft(admin, request, pk)
    if not campaign.is_editable:
        return refusal(drafting.why_not_editable(campaign))
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return refusal(NO_FILE, about="file")
    try:
        kind, taken, facts = attachment.check_upload(file)
    except AttachmentRefused as problem:
        return refusal(str(problem), about="file")
    campaign.kind, campaign.attachment, campaign.attachment_facts = kind, taken, facts
    told = "" if facts["warnings"] else FILE_IS_FINE  # what there is to weigh says it beside the file
    return _keep(admin, request, campaign, {"attachment"}) or JsonResponse(saved(campaign) | {"told": told})


def detach(admin: ModelAdmin, request: HttpRequest, pk: int) -> JsonResponse:
    """Take the attachment away."""
    campaign = _draft(admin, request, pk)
    campaign.kind, campaign.attachment, campaign.attachment_facts = Campaign.Kind.TEXT, "", {}
    told = {"told": "Allegato tolto."}
    return _keep(admin, request, campaign, {"attachment"}) or JsonResponse(saved(campaign) | told)


def attached_file(admin: ModelAdmin, request: HttpRequest, pk: int) -> FileResponse:
    """The file, typed only if it is what we let in; only a picture is shown in the browser."""
    campaign = visible(admin, request, pk)
    mime_type = MIME_TYPES.get(PurePath(campaign.attachment.name or "").suffix.lower())
    try:
        file = campaign.attachment.open("rb")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=mime_type in (PDF, None),
        content_type=mime_type or "application/octet-stream",
        filename=message.filename(campaign),
    )


def thumbnail(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The image, or the first page of the PDF, as a small PNG; its address changes with the file."""
    campaign = visible(admin, request, pk)
    draw = pdf_thumbnail if str(campaign.attachment.name).endswith(".pdf") else image_thumbnail
    try:
        with campaign.attachment.open("rb") as file:
            picture = draw(file.read())
    except (ValueError, FileNotFoundError, AttachmentRefused):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


def duplicate(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the words and the file of this broadcast, whatever its state."""
    old = visible(admin, request, pk)
    if old.is_service or not admin.has_add_permission(request):
        raise PermissionDenied
    copy = drafting.duplicate(old, by=colleague(request), now=timezone.now())
    admin.log_addition(request, copy, [{"added": {}}])
    messages.success(request, COPIED)
    if old.attachment and not copy.attachment:
        messages.warning(request, COPIED_WITHOUT_FILE)
    return redirect("admin:broadcasts_campaign_change", copy.pk)


def _writable(admin: ModelAdmin, request: HttpRequest, pk: int | None) -> Campaign:
    if pk is None:
        campaign, may_write = Campaign(), admin.has_add_permission(request)
    else:
        campaign = get_object_or_404(Campaign, pk=pk)
        may_write = admin.has_change_permission(request)  # whatever its state: that is told in words
    if not may_write or campaign.is_service:
        raise PermissionDenied
    return campaign


def _draft(admin: ModelAdmin, request: HttpRequest, pk: int | None) -> Campaign:
    """The broadcast at the version that the page shows; a new one begins at its own."""
    campaign = _writable(admin, request, pk)
    if pk is not None:
        campaign.version = row_number(request.POST.get("seen_version")) or campaign.version
    return campaign


def _keep(
    admin: ModelAdmin, request: HttpRequest, campaign: Campaign, changed: set[str]
) -> JsonResponse | None:
    """Keep the draft; None once it is kept, else what the page must be told."""
    if not campaign.is_editable:
        return refusal(drafting.why_not_editable(campaign))
    if campaign.pk and not changed:
        return None
    try:
        drafting.save(campaign, changed=changed, by=colleague(request), now=timezone.now())
    except drafting.Outdated as late:
        told = {"version": late.campaign.version, "page": page_of(campaign, "change")}
        return refusal(changed_meanwhile(late.campaign, request.user), about="version", **told)
    except drafting.NotEditable as late:
        return refusal(str(late))
    return None


def _log(
    admin: ModelAdmin, request: HttpRequest, campaign: Campaign, *, is_new: bool, is_other: bool
) -> None:
    """Log a change once for each pair of hands, not every few seconds."""
    if is_new:
        admin.log_addition(request, campaign, [{"added": {}}])
    elif is_other:
        admin.log_change(request, campaign, [{"changed": {}}])


def _beside_gaps(problems: dict[str, str], form: DraftForm) -> dict[str, str]:
    """The problems of title and text that are not those of an open gap: beside their field, that says nothing new."""
    if form.gaps is None:
        return problems
    return {field: told for field, told in problems.items() if not told.startswith(news.FILL)}


def pages(campaign: Campaign | None) -> dict[str, str]:
    """The addresses that the page's script needs: name → path."""
    if campaign is None or campaign.pk is None:
        return {name: reverse(f"admin:broadcasts_campaign_new_{name}") for name in ("autosave", "preview")}
    return {name: page_of(campaign, name) for name in PAGES}


def saved(campaign: Campaign) -> dict[str, Any]:
    """Collect what the page must know of a draft that was just saved. The time is Rome's."""
    kept_at = campaign.changed_at or campaign.created_at
    return {
        "version": campaign.version,
        "saved": f"Salvato {at_clock(kept_at)}",
        "attached": attached(campaign),
        "page": page_of(campaign, "change"),
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


def _regions(preview: dict[str, Any], *, with_people: bool) -> dict[str, str]:
    """The parts that follow the typing, as HTML; without the people where they have not changed."""
    return {
        name: render_to_string(
            f"admin/broadcasts/campaign/preview_{name}.html", {"preview": preview, "writing": True}
        )
        for name in REGIONS
        if with_people or name not in WITH_PEOPLE
    } | {
        name: render_to_string(panel.template, {"panel": panel}) for name, panel in preview["regions"].items()
    }
