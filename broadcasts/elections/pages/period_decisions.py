"""The buttons of an electoral period: who may press each, when, the one function that acts, and its page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from broadcasts.elections import periods
from broadcasts.elections.in_words import effect
from broadcasts.elections.who_may import ACTIVATE
from cascina_whatsapp.elections.models import ElectoralPeriod
from cascina_whatsapp.elections.rules import RunOff
from cascina_whatsapp.presentation.components import colleague, page_context

from .period_form import ActsForm, AnnulForm, OrderForm, RunOffForm, lacking

log = logging.getLogger(__name__)
PAGE = "admin:elections_electoralperiod_change"
NOT_NOW = "Su questo periodo ora non si può fare: guarda a che punto è."
State = ElectoralPeriod.State
STOPPED = ("", "Un messaggio è sospeso.", "{} messaggi sono sospesi.")
RELEASED = ("", "Un messaggio non è più sospeso.", "{} messaggi non sono più sospesi.")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision. `act` takes the period, what was `read`, `by`, `now`, the answers, and says what came of it."""

    name: str
    """The name in the page's address."""
    label: str
    explanation: str
    act: Callable[..., str]
    permission: str
    applies: Callable[[ElectoralPeriod, datetime], bool]
    objection: Callable[[ElectoralPeriod, User], str] = lambda period, user: ""
    """The reason why this very person may not, although they have the right; shown instead of the button."""
    form: type[forms.BaseForm] | None = None
    is_final: bool = False
    is_next: Callable[[ElectoralPeriod, datetime], bool] = lambda period, now: False
    """Tells whether it is the page's next step: its button is the strong one."""

    def is_asked_of(self, user: User, period: ElectoralPeriod, now: datetime) -> bool:
        """Tell whether people like this one make the decision, on this period as it is now."""
        return user.has_perm(self.permission) and self.applies(period, now)


def _count(words: tuple[str, str, str], number: int) -> str:
    return words[min(number, 2)].format(number)


def _activate(period: ElectoralPeriod, *, read: str, by: User, now: datetime) -> str:
    return (
        f"Il periodo è attivo. {_count(STOPPED, periods.activate(period, read=read, by=by, now=now))}".strip()
    )


def _settle(period: ElectoralPeriod, *, read: str, by: User, now: datetime, is_held: bool) -> str:
    released = periods.settle_run_off(period, is_held=is_held, read=read, by=by, now=now)
    there = "c'è" if is_held else "non c'è"
    return f"Scritto: il ballottaggio {there}. {_count(RELEASED, released)}".strip()


def _annul(period: ElectoralPeriod, *, read: str, by: User, now: datetime, reason: str) -> str:
    released = periods.annul(period, read=read, by=by, now=now, reason=reason)
    return f"Il periodo è annullato. {_count(RELEASED, released)}".strip()


def _add_acts(period: ElectoralPeriod, *, read: str, by: User, now: datetime, **acts: object) -> str:
    periods.add_acts(period, read=read, by=by, now=now)
    return "Atti aggiunti."


def _note_order(period: ElectoralPeriod, *, read: str, by: User, now: datetime, note: str) -> str:
    periods.note_order(period, note=note, read=read, by=by, now=now)
    return "Annotato."


ACTIVATE_IT = Decision(
    name="activate",
    label="Attiva il periodo",
    explanation="Da quando è attivo le date non si cambiano più: se sono sbagliate lo si annulla e lo si riscrive.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.DRAFT,
    objection=periods.why_not_activate,
    is_next=lambda period, now: True,
    act=_activate,
)
SETTLE = Decision(
    name="run-off",
    label="Scrivi se c'è il ballottaggio",
    explanation="Si scrive una volta sola. Se non c'è, ciò che era sospeso riparte, quando non è troppo tardi.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE and period.run_off == RunOff.UNKNOWN,
    form=RunOffForm,
    is_next=lambda period, now: period.ends_at <= now,
    act=_settle,
)
ADD_ACTS = Decision(
    name="acts",
    label="Aggiungi atti",
    explanation="La disposizione interna e l'ordine permanente dicono come il Comune si comporta: si possono "
    "aggiungere anche dopo.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE and bool(lacking(period)),
    form=ActsForm,
    act=_add_acts,
)
NOTE_ORDER = Decision(
    name="order",
    label="Annota un ordine di Agcom",
    explanation="La nota resta fra gli atti con il tuo nome, e non si cambia: se ne aggiunge un'altra. L'avviso sul "
    "sito resta almeno quindici giorni (legge 28/2000, art. 10).",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE,
    form=OrderForm,
    act=_note_order,
)
ANNUL_IT = Decision(
    name="annul",
    label="Annulla il periodo",
    explanation="Il periodo non vale più, e resta fra gli atti con il motivo. Ciò che era sospeso riparte da sé se "
    "non è troppo tardi; il resto aspetta che qualcuno lo riprenda.",
    permission=periods.ANNUL,
    applies=lambda period, now: period.state != State.ANNULLED,
    objection=periods.why_not_annul,
    form=AnnulForm,
    act=_annul,
    is_final=True,
)
DECISIONS = (ACTIVATE_IT, SETTLE, ADD_ACTS, NOTE_ORDER, ANNUL_IT)


def decision_page(admin: ModelAdmin, decision: Decision, request: HttpRequest, pk: int) -> HttpResponse:
    """The page behind a button of a period: it says what will happen. A GET never acts."""
    if not (admin.has_view_permission(request) and request.user.has_perm(decision.permission)):
        raise PermissionDenied
    period = get_object_or_404(ElectoralPeriod, pk=pk)
    if not decision.applies(period, timezone.now()):
        messages.warning(request, NOT_NOW)
        return redirect(PAGE, pk)
    form = _form(decision, request, period)
    if request.method == "POST" and (form is None or form.is_valid()):
        if _carry_out(decision, request, period, form):
            return redirect(PAGE, pk)
        period = ElectoralPeriod.objects.get(pk=pk)
    now = timezone.now()
    context: dict[str, Any] = {
        **page_context(admin, request, f"{decision.label}: {period}"),
        "original": period,
        "decision": decision,
        "objection": decision.objection(period, colleague(request)),
        "effect": effect(period, now),
        "foreseen": periods.foresee(period, now) if decision is ACTIVATE_IT else None,
        "form": form,
    }
    return TemplateResponse(request, "admin/elections/electoralperiod/decide.html", context)


def _form(decision: Decision, request: HttpRequest, period: ElectoralPeriod) -> forms.BaseForm | None:
    kind = decision.form
    if kind is None:
        return None
    options: dict[str, Any] = {"instance": period} if issubclass(kind, forms.ModelForm) else {}
    if request.method == "POST":
        options |= {"data": request.POST, "files": request.FILES}
    return kind(**options)


def _carry_out(
    decision: Decision, request: HttpRequest, period: ElectoralPeriod, form: forms.BaseForm | None
) -> bool:
    """Take a decision, and tell whether it was taken; what stands in the way is a message of the page."""
    answers = {"read": request.POST.get("read", ""), **(form.cleaned_data if form else {})}
    try:
        with transaction.atomic():
            told = decision.act(period, by=colleague(request), now=timezone.now(), **answers)
    except periods.CannotDecide as refusal:
        messages.error(request, str(refusal))
        return False
    log.info("period %s: %s by user %s", period.pk, decision.name, request.user.pk)
    messages.success(request, told)
    return True
