# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The list of broadcasts: one row each, with the moment and the result that count in its state; and as a file."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from broadcasts.admin.following.report_page import MAY_EXPORT, flowing, sheets
from broadcasts.admin.parts.badges import nature_badge
from broadcasts.admin.parts.service_fields import NOTHING
from broadcasts.models import Campaign, CampaignEvent, ElectionDeclaration, invites
from broadcasts.models.office import current_calendar
from broadcasts.reporting.progress.progress import progress_of_all
from broadcasts.reporting.report import list_files
from broadcasts.reporting.wording import sentences
from broadcasts.reporting.wording.moments import Moments, when
from cascina_whatsapp.presentation.components import colleague, first_name_and_initial
from cascina_whatsapp.presentation.formatting.tables import FOR_EXCEL, FOR_PROGRAMS, written
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event
from subscribers.models import Topic
from subscribers.rules.natures import PLURAL

Step = CampaignEvent.Step
EVERYBODY = "all"
NAMED_AT_MOST = 2
"""Topics of one broadcast in the list."""
DECIDED = (Step.REVIEW_ASKED, Step.PAUSED, Step.SUSPENDED, Step.CANCELLED)
"""The steps of which the last one belongs to the state that the broadcast is in."""
FILES = {
    "excel": "Per Excel",
    "excel-csv": "Per Excel (CSV)",
    "data": "Dati (CSV)",
}


class CampaignList(ChangeList):
    """The list of broadcasts, which reads topics and counts deliveries of those on the page alone."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Campaign]:
        found: QuerySet[Campaign] = super().get_queryset(*args, **kwargs)
        return found.annotate(decided_at=last_decision()).prefetch_related("topics")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        tell(self.result_list, timezone.now())


def last_decision() -> Subquery:
    """Build the subquery for the moment of a broadcast's last decision: approval asked, paused or cancelled."""
    decided = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what__in=DECIDED)
    return Subquery(decided.order_by("-at", "-pk").values("at")[:1], output_field=DateTimeField())


def tell(campaigns: Any, now: datetime) -> None:
    """Give each broadcast its `progress`, and as `told_when` the moment that counts. Three queries for all."""
    progress, calendar = progress_of_all(campaigns), current_calendar()
    for campaign in campaigns:
        campaign.progress = progress[campaign.pk]
        campaign.told_when = when(moments_of(campaign), calendar, now)


def when_in_words(campaign: Any, events: Iterable[CampaignEvent], now: datetime) -> str:
    """Say when the moment that counts of one broadcast was, on its own page; `events` are its steps."""
    campaign.decided_at = max((event.at for event in events if event.what in DECIDED), default=None)
    return when(moments_of(campaign), current_calendar(), now)


def moments_of(campaign: Any) -> Moments:
    """Collect the moments of a broadcast that the list shows; `decided_at` is annotated."""
    return Moments(
        status=campaign.status,
        touched_at=campaign.changed_at or campaign.created_at,
        decided_at=campaign.decided_at,
        scheduled_for=campaign.scheduled_for,
        started_at=campaign.started_at,
        is_urgent=campaign.is_urgent,
    )


class ToWhom(admin.SimpleListFilter):
    """The filter by audience: a topic, or all subscribers, for a written reason or about the service."""

    title = "argomento"
    parameter_name = "to"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        names = Topic.objects.values_list("pk", "name")
        return [*((str(pk), name) for pk, name in names), (EVERYBODY, "Tutti gli iscritti")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.value()
        if chosen == EVERYBODY:
            return queryset.exclude(to_everybody=False, purpose=Campaign.Purpose.NEWS)
        return queryset.filter(topics=chosen) if chosen and chosen.isdecimal() else queryset


class Nature(admin.SimpleListFilter):
    """The filter by nature: notice or invitation, by the writer's word and the topics, as on a broadcast's page."""

    title = "che cosa è"
    parameter_name = "nature"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("notice", PLURAL[False]), ("invitation", PLURAL[True])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Filter broadcasts by nature; one about the service is a notice."""
        if self.value() not in ("notice", "invitation"):
            return queryset
        news = Q(purpose=Campaign.Purpose.NEWS, invites=True)
        wanted = news if self.value() == "invitation" else ~news
        found: QuerySet[Model] = queryset.alias(invites=invites()).filter(wanted)
        return found


class Author(admin.SimpleListFilter):
    """The filter by author: who has begun a broadcast is offered."""

    title = "autore"
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        authors = User.objects.filter(pk__in=Campaign.objects.order_by().values("author").distinct())
        found = authors.order_by("last_name", "first_name", "username")
        return [(str(one.pk), one.get_full_name() or one.get_username()) for one in found]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.value()
        return queryset.filter(author=chosen) if chosen and chosen.isdecimal() else queryset


class Period(admin.SimpleListFilter):
    """The filter by the day on which a broadcast left or was begun."""

    title = "periodo"
    parameter_name = "period"
    every = "Da sempre"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("30", "Ultimi 30 giorni"), ("year", "Quest'anno")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        now = timezone.localtime()
        since = {
            "30": now - timedelta(days=30),
            "year": now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
        }.get(self.value() or "")
        if since is None:
            return queryset
        begun = Coalesce("started_at", "created_at", output_field=DateTimeField())
        found: QuerySet[Model] = queryset.alias(begun=begun).filter(begun__gte=since)
        return found


class Declared(admin.SimpleListFilter):
    """The filter by electoral declaration; not shown where nothing was ever declared."""

    title = "par condicio"
    parameter_name = "declared"
    every = "Dichiarati o no"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        if not ElectionDeclaration.objects.exists():
            return []
        return [("any", "Dichiarati"), ("open", "Da autorizzare"), ("authorised", "Autorizzati")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        given = ElectionDeclaration.objects.filter(campaign=OuterRef("pk"))
        match self.value():
            case "any":
                return queryset.filter(Exists(given))
            case "open" | "authorised" as outcome:
                return queryset.filter(Exists(given.filter(outcome=outcome)))
        return queryset


def to_whom_in_short(campaign: Campaign) -> str:
    """Name a broadcast's topics: two by name, since more would take several lines of the list."""
    topics = campaign.chosen_topics
    if len(topics) > NAMED_AT_MOST and not campaign.to_everybody:
        return f"{topics[0].name} e altri {len(topics) - 1}"
    return campaign.to_whom or NOTHING


class CampaignColumns:
    """The columns of the list. Every fact once; what is not there is empty."""

    @admin.display(description="quando")
    def when(self, campaign: Any) -> str:
        return str(campaign.told_when)

    @admin.display(description="risultato")
    def outcome(self, campaign: Any) -> str:
        """Say in Italian whom a broadcast reached, or how far it is while it is leaving."""
        if not campaign.by_whatsapp and campaign.started_at:
            return "senza WhatsApp"
        return sentences.so_far_or_result(campaign.status, campaign.progress)

    @admin.display(description="pulsante")
    def page_button(self, campaign: Campaign) -> str:
        """Show on a broadcast's page the words of its page button, and what it opens."""
        label = campaign.page_label
        return f"{label}: apre {campaign.button_link}" if label else "Solo «Cancellazione»"

    @admin.display(description="evento")
    def event(self, campaign: Campaign) -> str:
        """Show on a broadcast's page when and where the event is that it announces."""
        return campaign.occasion.in_words

    @admin.display(description="a chi")
    def about(self, campaign: Campaign) -> str:
        """Say to whom a broadcast goes, with a badge on an invitation: it costs more, and is rarer than a notice."""
        said = to_whom_in_short(campaign)
        return format_html("{} {}", nature_badge(True), said) if campaign.is_invitation else said

    @admin.display(description="autore")
    def written_by(self, campaign: Campaign) -> str:
        return first_name_and_initial(campaign.author) if campaign.author else ""


class ListPage:
    """The file of the whole list as filtered, all pages of it; a trace of it is recorded before it leaves."""

    def __init__(self, model_admin: admin.ModelAdmin) -> None:
        self.admin = model_admin

    @method_decorator(require_POST)
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kind = request.POST.get("file", "")
        may = self.admin.has_view_permission(request) and request.user.has_perm(MAY_EXPORT)
        if not may or kind not in FILES:
            raise PermissionDenied
        found = self.admin.get_changelist_instance(request).get_queryset(request)
        campaigns = list(found.select_related("author", "approved_by", "kept"))
        about = f"elenco dei messaggi ({len(campaigns)}): {FILES[kind]}"
        trail.record(Event.EXPORTED, by=colleague(request), now=timezone.now(), about=about)
        table = list_files.rows(campaigns, progress_of_all(campaigns))
        if kind == "excel":
            return sheets(lambda stream: list_files.workbook({"Messaggi": table}, stream), "messaggi.xlsx")
        return flowing(written(table, FOR_EXCEL if kind == "excel-csv" else FOR_PROGRAMS), "messaggi.csv")
