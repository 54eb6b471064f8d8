"""Changes of accounts that wait for a second person: to read, and to decide."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from cascina_whatsapp.accounts import changes, notices
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import (
    Pages,
    ReadOnlyAdmin,
    badge,
    colleague,
    page_context,
)

Outcome = AccountChange.Outcome
TONES: dict[str, str] = {Outcome.OPEN: "warn", Outcome.APPROVED: "ok", Outcome.REFUSED: "err"}
DONE = {
    "approve": "Approvato: vale da adesso.",
    "refuse": "Rifiutato: resta tutto com'era.",
    "withdraw": "Ritirato: resta tutto com'era.",
}


@admin.register(AccountChange)
class AccountChangeAdmin(ReadOnlyAdmin):
    """The changes that one asks for and another decides, each on a page. What was decided stays readable."""

    listed_on = "admin:auth_user_changelist"

    def pages(self) -> Pages:
        return {"<int:pk>/decide/": ("decide", require_POST(self.decide_view))}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show what is asked, by whom, why; and the decision, for who may take it."""
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404
        now, by = timezone.now(), colleague(request)
        context = {
            **page_context(self, request, capfirst(change.in_words)),
            "original": change,
            "account": change.user,
            "held": ", ".join(sorted(change.user.groups.values_list("name", flat=True))),
            "state": standing(change, now),
            "asker": notices.called(change.asked_by),
            "decider": notices.called(change.decided_by) if change.decided_by else "",
            "why_not": changes.why_not_decide(change, by=by, now=now),
            "is_mine": change.asked_by_id == by.pk and change.outcome == Outcome.OPEN,
            "is_open": change.is_waiting(now),
        }
        return TemplateResponse(request, "admin/accounts/change.html", context)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approve, refuse, or withdraw what one asked oneself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if question := ask_again(request):
            return question
        change, decision = get_object_or_404(AccountChange, pk=pk), request.POST.get("decision", "")
        by, now, read = colleague(request), timezone.now(), request.POST.get("read", "")
        try:
            if decision == "approve":
                changes.approve(change, read=read, by=by, now=now)
            elif decision == "refuse":
                changes.refuse(change, read=read, by=by, now=now, note=request.POST.get("note", "")[:200])
            elif decision == "withdraw":
                changes.withdraw(change, by=by, now=now)
            else:
                return redirect("admin:accounts_accountchange_change", pk)
        except changes.CannotDecide as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, change, DONE[decision])
            messages.success(request, DONE[decision])
        return _back(request, change)


def standing(change: AccountChange, now: datetime) -> SafeString:
    """The outcome of a change as a badge; of one whose week is over, that it is."""
    if change.outcome == Outcome.OPEN and not change.is_waiting(now):
        return badge(Outcome.EXPIRED.label)
    return badge(change.get_outcome_display(), TONES.get(change.outcome, "quiet"))


def _back(request: HttpRequest, change: AccountChange) -> HttpResponse:
    """Lead back to the page whose button was pressed: the colleague's, or the change's."""
    if request.POST.get("back") == "person":
        return redirect("admin:auth_user_change", change.user_id)
    return redirect("admin:accounts_accountchange_change", change.pk)
