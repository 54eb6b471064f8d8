"""The list of broadcasts: what has to leave, the next one first, then what has left; filters; it as a file."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, DateTimeField, Model, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from broadcasts.launching.message import Message, told
from broadcasts.launching.message.messages import names_of_topics
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.pages.following.report_files import MAY_EXPORT
from broadcasts.reporting import files
from broadcasts.reporting.progress import progress_of_all
from broadcasts.reporting.recipient_breakdown import has_left
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import brief_day, from_to
from cascina_whatsapp.presentation.formatting.numbers import many
from cascina_whatsapp.presentation.once import page_moment
from cascina_whatsapp.presentation.taking_away import take_away

Step = CampaignEvent.Step
EVERYBODY = "all"
DECIDED = (Step.REVIEW_ASKED, Step.PAUSED, Step.SUSPENDED, Step.CANCELLED)
"""The steps of which the last one belongs to the state that the broadcast is in."""
LATELY = timedelta(days=30)
"""The days of which the first page shows what has left; what has to leave is always there."""
AT_MOST = 50
"""Broadcasts of the first page."""
HEADINGS = ("Da far partire", "Partiti", "Mai arrivati")


def last_decision() -> Subquery:
    """Build the subquery for the moment of a broadcast's last decision: approval asked, paused or cancelled."""
    decided = CampaignEvent.objects.filter(campaign=OuterRef("pk"), what__in=DECIDED)
    return Subquery(decided.order_by("-at", "-pk").values("at")[:1], output_field=DateTimeField())


TOLD_AT = Coalesce("started_at", last_decision(), "changed_at", "created_at")
"""The moment by which a broadcast stands in the list once nothing is to come."""
TURN = Case(
    When(status=CampaignStatus.IN_REVIEW, is_urgent=True, then=0),
    When(status=CampaignStatus.SENDING, then=1),
    When(status=CampaignStatus.APPROVED, then=2),
    When(status=CampaignStatus.IN_REVIEW, then=3),
    When(status=CampaignStatus.DRAFT, then=4),
    When(status__in=CAMPAIGN_OVER, then=6),
    default=5,
)
"""The order of states: urgent requests, what is leaving, will leave, waits for a person, stands still, is over."""


class CampaignList(ChangeList):
    """The list of broadcasts: first what has to leave and what has left lately, page after page what left before."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Campaign]:
        found: QuerySet[Campaign] = super().get_queryset(*args, **kwargs)
        known = found.prefetch_related("topics", "zones").annotate(told_at=TOLD_AT, turn=TURN)
        to_leave = Case(When(turn__lte=3, then="scheduled_for")).asc(nulls_first=True)
        return known.order_by("turn", to_leave, "-told_at", "-pk")

    def get_results(self, request: HttpRequest) -> None:
        """Read the page that the address asks for. The first one ends where LATELY does, but in a chosen list."""
        now = page_moment()
        lately = ~Q(status__in=CAMPAIGN_OVER) | Q(told_at__gte=now - LATELY)
        counts = self.queryset.aggregate(
            everything=Count("pk", distinct=True), lately=Count("pk", filter=lately, distinct=True)
        )
        self.result_count = self.full_result_count = counts["everything"]
        is_chosen = bool(self.query or any(self.params.values()))
        self.lately = 0 if is_chosen else min(counts["lately"], AT_MOST)
        first = self.lately or self.list_per_page
        start = 0 if self.page_num == 1 else first + (self.page_num - 2) * self.list_per_page
        end = start + (first if self.page_num == 1 else self.list_per_page)
        if self.page_num < 1 or start >= max(1, self.result_count):
            raise IncorrectLookupParameters
        self.result_list = list(self.queryset[start:end])
        self.multi_page = self.result_count > first
        self.show_full_result_count, self.show_admin_actions, self.can_show_all = True, False, False
        messages = told(self.result_list, colleague(request), now)
        self.groups = [
            (heading, rows)
            for heading in HEADINGS
            if (rows := [one for one in messages if _heading(one) == heading])
        ]
        self.counted = self._in_words(now)
        self.newer = self._page(self.page_num - 1) if self.page_num > 1 else ""
        self.older = self._page(self.page_num + 1) if end < self.result_count else ""

    def _in_words(self, now: datetime) -> str:
        """Say how many there are: "14 messaggi in 30 giorni"; of an older page, of which days."""
        if self.page_num > 1 and self.result_list:
            last, first = (brief_day(one.told_at, now) for one in (self.result_list[0], self.result_list[-1]))
            return f"{many(len(self.result_list), 'messaggio', 'messaggi')}, {from_to(first, last)}"
        if self.lately:
            return f"{many(self.lately, 'messaggio', 'messaggi')} in {LATELY.days} giorni"
        return many(self.result_count, "messaggio", "messaggi")

    def _page(self, number: int) -> str:
        return self.get_query_string({PAGE_VAR: str(number)} if number > 1 else {})


def _heading(one: Message) -> str:
    """Name the group of a message in the list."""
    return HEADINGS[0 if not one.is_gone else 1 if has_left(one.campaign, one.progress) else 2]


class ToWhom(admin.SimpleListFilter):
    """The filter by audience: a topic, or all subscribers, for a written reason or about the service."""

    title = "argomento"
    parameter_name = "to"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            *((str(pk), name) for pk, name in names_of_topics().items()),
            (EVERYBODY, "Tutti gli iscritti"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> QuerySet[Model]:
        chosen = self.value()
        if chosen == EVERYBODY:
            return queryset.exclude(to_everybody=False, purpose=Campaign.Purpose.NEWS)
        return queryset.filter(topics=chosen) if chosen and chosen.isdecimal() else queryset


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


def take_list(admin: ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """Give away the whole list as filtered, all pages of it; a trace of it is recorded before it leaves."""
    if not (admin.has_view_permission(request) and request.user.has_perm(MAY_EXPORT)):
        raise PermissionDenied
    found = admin.get_changelist_instance(request).get_queryset(request)
    campaigns = list(found.select_related("author", "approved_by", "kept").prefetch_related("events"))
    table = list(files.list_of(campaigns, progress_of_all(campaigns)))
    about = f"elenco dei messaggi ({len(campaigns)})"
    return take_away(request, name="messaggi", about=about, data=table, sheets={"Messaggi": table})
