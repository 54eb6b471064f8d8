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

from broadcasts.slices.elections import periods
from broadcasts.slices.elections.in_words import effect
from broadcasts.slices.elections.who_may import ACTIVATE
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
    """One decision. `act` takes the period, what was `read`, `by`, `now` and the answers."""

    name: str
    """The name in the page's address."""
    label: str
    explanation: str
    act: Callable[..., Any]
    done: str
    """The words once it is done; "{}" stands for a no."""
    permission: str
    applies: Callable[[ElectoralPeriod, datetime], bool]
    objection: Callable[[ElectoralPeriod, User], str] = lambda period, user: ""
    """The reason why this very person may not, although they have the right; shown instead of the button."""
    follows: tuple[str, str, str] = ("", "", "")
    """The words for the broadcasts that `act` counts: of none, of one, of more."""
    form: type[forms.BaseForm] | None = None
    is_final: bool = False
    is_next: Callable[[ElectoralPeriod, datetime], bool] = lambda period, now: False
    """Tells whether it is the page's next step: its button is the strong one."""

    def is_asked_of(self, user: User, period: ElectoralPeriod, now: datetime) -> bool:
        """Tell whether people like this one make the decision, on this period as it is now."""
        return user.has_perm(self.permission) and self.applies(period, now)


ACTIVATE_IT = Decision(
    name="activate",
    label="Attiva il periodo",
    explanation="Da quando è attivo le date non si cambiano più: se sono sbagliate lo si annulla e lo si riscrive.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.DRAFT,
    objection=periods.why_not_activate,
    is_next=lambda period, now: True,
    act=periods.activate,
    done="Il periodo è attivo.",
    follows=STOPPED,
)
SETTLE = Decision(
    name="run-off",
    label="Scrivi se c'è il ballottaggio",
    explanation="Si scrive una volta sola. Se non c'è, ciò che era sospeso riparte, quando non è troppo tardi.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE and period.run_off == RunOff.UNKNOWN,
    form=RunOffForm,
    is_next=lambda period, now: period.ends_at <= now,
    act=periods.settle_run_off,
    done="Scritto: il ballottaggio {}c'è.",
    follows=RELEASED,
)
ADD_ACTS = Decision(
    name="acts",
    label="Aggiungi atti",
    explanation="La disposizione interna e l'ordine permanente dicono come il Comune si comporta: si possono "
    "aggiungere anche dopo.",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE and bool(lacking(period)),
    form=ActsForm,
    act=periods.add_acts,
    done="Atti aggiunti.",
)
NOTE_ORDER = Decision(
    name="order",
    label="Annota un ordine di Agcom",
    explanation="La nota resta fra gli atti con il tuo nome, e non si cambia: se ne aggiunge un'altra. L'avviso sul "
    "sito resta almeno quindici giorni (legge 28/2000, art. 10).",
    permission=ACTIVATE,
    applies=lambda period, now: period.state == State.ACTIVE,
    form=OrderForm,
    act=periods.note_order,
    done="Annotato.",
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
    act=periods.annul,
    done="Il periodo è annullato.",
    follows=RELEASED,
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
    answers = form.cleaned_data if form and not isinstance(form, forms.ModelForm) else {}
    by, read = colleague(request), request.POST.get("read", "")
    try:
        with transaction.atomic():
            count = decision.act(period, read=read, by=by, now=timezone.now(), **answers)
    except periods.CannotDecide as refusal:
        messages.error(request, str(refusal))
        return False
    log.info("period %s: %s by user %s", period.pk, decision.name, by.pk)
    done = decision.done.format("" if answers.get("is_held", True) else "non ")
    messages.success(request, f"{done} {decision.follows[min(count or 0, 2)].format(count)}".strip())
    return True
