"""Broadcasts: the list, the form with its preview, the page to follow one."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import ModelForm, URLInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone

from broadcasts.launching import approval
from broadcasts.launching.drafts import drafting, trash
from broadcasts.launching.message.messages import STEPS
from broadcasts.models import WORDS, Campaign
from broadcasts.pages import hooks
from broadcasts.pages.deciding.approval_page import ApprovalPage
from broadcasts.pages.deciding.waiting_page import Wait
from broadcasts.pages.fields.drafts import CampaignForm
from broadcasts.pages.following.follow import FOLLOWED, Follow
from broadcasts.pages.following.report_files import MAY_EXPORT
from broadcasts.pages.parts import next_step
from broadcasts.pages.parts.buttons import LAUNCH
from broadcasts.pages.parts.message_page import MessagePage
from broadcasts.pages.parts.preview_panel import preview_panel_of
from broadcasts.pages.writing.draft_pages import attached, written
from broadcasts.pages.writing.editor_context import writing_of
from broadcasts.pages.writing.new_broadcast import beginning, begun
from broadcasts.parts.panel import asked
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.plan import Plan
from cascina_whatsapp.presentation.components import OwnFiltersOnly, colleague
from cascina_whatsapp.presentation.formatting.dates import MONTHS
from cascina_whatsapp.presentation.taking_away import FILES

from . import addresses
from .campaign_list import Author, CampaignList, ToWhom

NOT_SAVED = "Le ultime modifiche non sono state salvate."
WRITING_PAGE = "admin/broadcasts/campaign/write.html"
NEVER_LEFT = (CampaignStatus.DRAFT, CampaignStatus.CANCELLED)


@admin.register(Campaign)
class CampaignAdmin(OwnFiltersOnly):
    """The pages of broadcasts. Only a draft can be written; an approved broadcast is followed and steered there."""

    form = CampaignForm
    change_list_template = "admin/broadcasts/campaign/change_list.html"
    actions = None
    list_filter = ["status", ToWhom, Author, *hooks.FILTERS]
    unfiltered = {str(one.parameter_name): one.unfiltered for one in hooks.FILTERS}
    list_per_page = 25
    sortable_by = []
    search_fields = ["title", "body"]
    search_help_text = "Cerca nel titolo e nel testo"
    formfield_overrides = OwnFiltersOnly.formfield_overrides | {
        models.URLField: {"assume_scheme": "https", "widget": URLInput(attrs={"class": "vURLField"})}
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Campaign]:
        found: QuerySet[Campaign] = super().get_queryset(request)
        return found.select_related("kept", "author", "approved_by", *WORDS)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CampaignList

    def get_fieldsets(self, request: HttpRequest, obj: Campaign | None = None) -> Any:
        return [(None, {"fields": CampaignForm.Meta.fields})]

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Allow drafts of news alone: only variables of a service message are written, behind their own button."""
        is_written_here = obj is None or (obj.is_editable and not obj.is_service)
        return super().has_change_permission(request, obj) and is_written_here

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Keep what is recorded, approved or kept by a slice: it is cancelled, and that somebody decided so stays."""
        if obj is None or not super().has_delete_permission(request, obj):
            return super().has_delete_permission(request, obj)
        is_kept = obj.is_recorded or obj.status not in NEVER_LEFT or approval.was_given(obj)
        return not is_kept and not any(ask(obj) for ask in hooks.KEEPS)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return beginning(request)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Campaign | None:
        """Find the broadcast, locked while it is being saved: nobody can approve it in the same moment."""
        campaign: Campaign | None = super().get_object(request, object_id, from_field)
        if campaign and request.method == "POST":
            campaign.refresh_from_db(from_queryset=Campaign.objects.select_for_update())
        return campaign

    def get_form(
        self, request: HttpRequest, obj: Campaign | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, CampaignForm):
            form.reader = request.user
        return form

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Save what is sent from the page of a new broadcast as a draft, whatever it lacks; go on with that."""
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        campaign, *_ = written(self, request)
        return self.change_view(request, str(campaign.pk), form_url, extra_context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form of a draft to who may write it, and to everybody else the page of the broadcast.

        Who saves what may not be changed any more reads why, and that nothing was saved.
        """
        seen = self.get_object(request, object_id) if request.method == "GET" else None
        if seen and self.has_view_permission(request, seen) and (page := self._page_of(request, seen)):
            return page
        stored = super().get_object(request, object_id) if request.method == "POST" else None
        if stored and not stored.is_editable and super().has_change_permission(request):
            messages.error(request, f"{NOT_SAVED} {drafting.why_not_editable(stored)}")
            return redirect("admin:broadcasts_campaign_change", stored.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def _page_of(self, request: HttpRequest, campaign: Campaign) -> HttpResponse | None:
        """Show the page of a broadcast to this reader; None where they write it."""
        user = colleague(request)
        prefetch_related_objects([campaign], STEPS)
        if campaign.status in FOLLOWED:
            return Follow(self, request, campaign).answer()
        decides = campaign.status == CampaignStatus.IN_REVIEW and LAUNCH.is_for(user, campaign)
        if decides and not approval.objections(campaign, user):
            return ApprovalPage(self, LAUNCH).show(request, campaign)
        return None if self._may_write(request, campaign) else Wait(self, request, campaign).answer()

    def save_model(self, request: HttpRequest, obj: Campaign, form: CampaignForm, change: bool) -> None:
        drafting.save(obj, changed=form.changed_content(), by=colleague(request), now=timezone.now())
        for note in (*form.mended_sentences, *form.notes):
            messages.info(request, note)

    def response_change(self, request: HttpRequest, obj: Campaign) -> HttpResponse:
        return next_step.take(request, obj)

    def delete_model(self, request: HttpRequest, obj: Campaign) -> None:
        """Delete what was cancelled; a draft can be put back for a while."""
        if obj.is_editable and not obj.is_service:
            trash.throw_away(obj, by=colleague(request), now=timezone.now())
            return
        super().delete_model(request, obj)
        drafting.drop_file(obj.attachment)

    def get_urls(self) -> list[URLPattern]:
        return addresses.urls(self) + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "list_files": FILES if request.user.has_perm(MAY_EXPORT) else {},
            "query": request.GET.urlencode(),
            "month": MONTHS[timezone.localdate().month - 1],
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Campaign | None = None,
    ) -> HttpResponse:
        is_written = self._may_write(request, obj)
        is_posted = is_written and request.method == "POST"
        shown = context["adminform"].form.instance if is_posted else obj or begun(request)
        context["preview"] = preview_panel_of(Plan(shown, timezone.now()))
        if is_written:
            context["writing"] = writing_of(self, request, obj, context["adminform"].form)
            context["adminform"].form.fields["attachment"].widget.attached = attached(obj or Campaign())
        if obj:
            context["message"] = message = MessagePage(self, request, obj)
            context["panels"] = asked(hooks.PANELS, message, "write")
            context["help_page"] = f"broadcasts_campaign_{obj.status}"
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if is_written and isinstance(response, TemplateResponse):
            response.template_name = WRITING_PAGE
        return response

    def preview_of(self, campaign: Campaign, **options: Any) -> dict[str, Any]:
        """Return the panel beside a broadcast, for the pages that decide about it."""
        return preview_panel_of(Plan(campaign, timezone.now()), **options)

    def _may_write(self, request: HttpRequest, campaign: Campaign | None) -> bool:
        if campaign is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, campaign)
