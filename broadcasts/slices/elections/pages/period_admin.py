"""Elections: the page *Elezioni* with its list of periods and of names, the form of a draft, the page of a period."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify

from broadcasts.slices.elections import periods
from broadcasts.slices.elections.in_words import RUN_OFF, days, effect
from broadcasts.slices.elections.pages import case_file
from broadcasts.slices.elections.pages.sent_in_period import left_inside
from broadcasts.slices.elections.periods import OWN_ACTS
from broadcasts.slices.elections.rules import LAW
from broadcasts.slices.elections.who_may import AUTHORISE
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.accounts.staff_notices.notifying import display_name, holders
from cascina_whatsapp.elections.models import ElectoralPeriod, OfficeHolder
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.acts import Act, Acts
from cascina_whatsapp.presentation.components import OwnFiltersOnly, Pages, badge, colleague
from cascina_whatsapp.presentation.taking_away import nameless, taken
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.trail import Event

from .period_decisions import DECISIONS, PAGE, Decision, decision_page
from .period_form import PeriodForm

State = ElectoralPeriod.State
TONES = {"Bozza": "warn", "Attivo": "busy"}
FILES = {"atto": "act_file", "disposizione": "internal_file"}
"""The files of a period: name in an address → field."""
TAKE = "elections.take_case_file"
NAMES_AT_MOST = 20
"""Colleagues who authorise, by name."""


@admin.register(ElectoralPeriod)
class ElectoralPeriodAdmin(OwnFiltersOnly):
    """A draft is a form for who writes it; everything else is a page, with the decisions that are still open."""

    form = PeriodForm
    add_form_template = change_form_template = "admin/elections/electoralperiod/form.html"
    change_list_template = "admin/elections/electoralperiod/change_list.html"
    list_display = ["name", "when", "condition"]
    sortable_by = []
    actions = None
    fieldsets = [
        ("Che cosa si vota", {"fields": ["name", "kind", "applies_to_us", "applies_reason"]}),
        (
            "Da quando a quando",
            {"fields": ["starts_at", "ends_at", "run_off", "run_off_starts_at", "run_off_ends_at"]},
        ),
        ("L'atto che indice", {"fields": ["act_kind", "act_number", "act_date", "act_link", "act_file"]}),
        ("Preavviso", {"fields": ["warning_from"], "classes": ["collapse"]}),
        ("Disposizione interna e ordine permanente", {"fields": [*OWN_ACTS], "classes": ["collapse"]}),
    ]

    @admin.display(description="quando")
    def when(self, period: ElectoralPeriod) -> str:
        return days(period)

    @admin.display(description="stato")
    def condition(self, period: ElectoralPeriod) -> SafeString:
        words = period.condition(timezone.now())
        return badge(words, TONES.get(words, "quiet"))

    def has_change_permission(self, request: HttpRequest, obj: ElectoralPeriod | None = None) -> bool:
        """Tell whether a period may be written on: nobody changes what was decided."""
        is_draft = obj is None or obj.state == State.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ElectoralPeriod | None = None) -> bool:
        """A draft that nobody needs is annulled, and stays."""
        return False

    def pages(self) -> Pages:
        return {
            **{f"<int:pk>/{one.name}/": (one.name, partial(decision_page, self, one)) for one in DECISIONS},
            "<int:pk>/<str:which>/attachment/": ("attachment", self.file_view),
            "<int:pk>/case-file/": ("case-file", self.case_file_view),
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page *Elezioni*: today's answer, the periods, names and orders.

        Until when a period holds is told by the bar above. Four queries, however many periods and names there are.
        """
        held = list(ElectoralPeriod.objects.blocking(timezone.now()))
        shown = {
            "title": "Elezioni",
            "holds": bool(held),
            "orders": [period.standing_order_number for period in held if period.standing_order_number],
            "authorisers": [display_name(one) for one in holders(AUTHORISE).order_by("pk")[:NAMES_AT_MOST]],
            "law": LAW,
            "names": list(OfficeHolder.objects.all()),
            "noted": list(ElectoralPeriod.objects.exclude(agcom_notes="")),
        }
        return super().changelist_view(request, shown | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().change_view(
                request, object_id, form_url, {"subtitle": None, **(extra_context or {})}
            )
        except periods.CannotDecide as refusal:  # somebody decided while this one was writing
            messages.error(request, str(refusal))
            return redirect(PAGE, object_id)

    def save_model(self, request: HttpRequest, obj: ElectoralPeriod, form: BaseForm, change: bool) -> None:
        periods.write(obj, by=colleague(request), now=timezone.now())

    def _trace(self, *args: Any) -> None:
        """Trace nothing: each step has an event of its own, which deciding traces."""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: ElectoralPeriod | None = None,
    ) -> HttpResponse:
        context |= {"show_save_and_add_another": False, **(self._shown(request, obj) if obj else {})}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _shown(self, request: HttpRequest, period: ElectoralPeriod) -> dict[str, Any]:
        """Collect what the page shows of an electoral period, and what its reader may decide."""
        now, user = timezone.now(), colleague(request)
        asked = [one for one in DECISIONS if one.is_asked_of(user, period, now)]
        objections = {one: one.objection(period, user) for one in asked}
        decisions = [one for one, objection in objections.items() if not objection]
        has_begun = period.state == State.ACTIVE and period.applies_to_us and period.span.starts_at <= now
        holds = has_begun and not period.is_over(now)
        return {
            "title": str(period),
            "state": self.condition(period),
            "when": days(period),
            "effect": effect(period, now),
            "run_off": RUN_OFF[RunOff(period.run_off)],
            "decisions": decisions,
            "acts": _acts(period, decisions, now),
            "objections": [objection for objection in objections.values() if objection][:1],
            "may_write": self.has_change_permission(request, period),
            "has_begun": has_begun,
            "holds": holds,
            "may_take_case_file": user.has_perm(TAKE) and period.state != State.DRAFT,
            "left": left_inside(period) if has_begun else [],
        }

    def case_file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The case file, once one has said again who one is; the trail keeps who took it, and its index's digest."""
        if not (self.has_view_permission(request) and request.user.has_perm(TAKE)):
            raise PermissionDenied
        period = get_object_or_404(ElectoralPeriod, pk=pk)
        if request.method != "POST" or period.state == State.DRAFT:
            return redirect(PAGE, pk)
        return ask_again(request) or _case_file(period, colleague(request))

    def file_view(self, request: HttpRequest, pk: int, which: str) -> FileResponse:
        """The PDF of an act, for who may see the period. Raises Http404 where there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        period = get_object_or_404(ElectoralPeriod, pk=pk)
        if which not in FILES:
            raise Http404
        file: FieldFile = getattr(period, FILES[which])
        if not file:
            raise Http404
        try:
            name = f"{which}-{pk}.pdf"
            return FileResponse(
                file.open("rb"), as_attachment=True, content_type="application/pdf", filename=name
            )
        except FileNotFoundError:
            raise Http404 from None


def _case_file(period: ElectoralPeriod, by: User) -> FileResponse:
    file, now = nameless(), timezone.now()
    digest = case_file.write(period, file, now)
    about = f"periodo elettorale {period.pk}"
    trail.record(Event.CASE_FILE_TAKEN, by=by, now=now, about=about, details={"digest": digest})
    name = f"fascicolo-{slugify(period.name) or period.pk}.zip"
    return taken(file, name, "application/zip")


def _acts(period: ElectoralPeriod, decisions: list[Decision], now: datetime) -> Acts:
    """Arrange what its reader may decide: the next step dark, one more beside it, the rest in the menu."""
    dark = next((one for one in decisions if one.is_next(period, now)), None)
    pale = next((one for one in decisions if one is not dark and not one.is_final), None)
    rest = [one for one in decisions if one not in (dark, pale)]
    return Acts(
        dark=_act(dark, period) if dark else None,
        pale=_act(pale, period) if pale else None,
        menu=tuple(_act(one, period) for one in rest),
    )


def _act(decision: Decision, period: ElectoralPeriod) -> Act:
    address = reverse(f"admin:elections_electoralperiod_{decision.name}", args=[period.pk])
    return Act(label=decision.label, address=address, is_final=decision.is_final)


@admin.register(OfficeHolder)
class OfficeHolderAdmin(OwnFiltersOnly):
    """The forms of the names that a message should not carry in an electoral period; *Elezioni* lists them."""

    actions = None
    listed_on = "admin:elections_electoralperiod_changelist"
