"""The staff's accounts: who there is, in which groups, and since when they may come in.

Django's own pages of accounts are gone: they set passwords, powers and groups with one hand.
"""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import admin as djangos_own  # noqa: F401
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cascina_whatsapp.accounts import changes, group_rules, invitations, people
from cascina_whatsapp.accounts.admin.standing import standings
from cascina_whatsapp.accounts.models import AccountChange
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import Pages, ReadOnlyAdmin, colleague, page_context

from .buttons import BUTTONS, REFUSALS, Button, Kind, sent_in_words
from .changes import standing
from .forms import NameForm, NewAccountForm
from .steps import acts_for

NOT_NOW = "Su questo account ora non si può fare: guarda a che punto è."

admin.site.unregister([User, Group])  # Django's own pages, which that module registered


@admin.register(User)
class StaffAdmin(ReadOnlyAdmin):
    """The list of accounts. Who keeps them asks; what matters waits for a second person."""

    may_add = people.MAY_ADD
    search_fields = ["username", "first_name", "last_name"]
    ordering = ["-is_superuser", "-is_active", "username"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is nobody's here: it was made on the server, and is changed there."""
        return request.user.has_perm(people.MAY_CHANGE) and not (obj and obj.is_superuser)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all colleagues at once: who waits for something, who works, who has left."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        accounts = User.objects.order_by("last_name", "username").prefetch_related("groups")
        found = standings(accounts, timezone.now())
        context = {
            **page_context(self, request, "Persone"),
            "waiting": [one for one in found if one.waits],
            "active": [one for one in found if one.account.is_active and not one.waits],
            "gone": [one for one in found if not one.account.is_active],
            "powers": list(people.powers()),
            "changes": _changes(request),
            "groups": group_rules.MAY,
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/accounts/people.html", context)

    def pages(self) -> Pages:
        return {
            f"<int:pk>/{button.name}/": (button.name, partial(self.button_view, button=button))
            for button in BUTTONS
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Make a new account, with its invitation and the groups that are asked for it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if question := ask_again(request):
            return question
        form = NewAccountForm(request.POST or None)
        if form.is_valid() and (made := self._make(request, form)):
            return made
        context = {**page_context(self, request, "Invita qualcuno"), "form": form}
        return TemplateResponse(request, "admin/accounts/new.html", context)

    def _make(self, request: HttpRequest, form: NewAccountForm) -> HttpResponse | None:
        by, now, told = colleague(request), timezone.now(), form.cleaned_data
        names = {name: told[name] for name in ("email", "first_name", "last_name")}
        try:
            with transaction.atomic():
                account = people.make(told["username"], **names, by=by, now=now)
                for group in told["groups"]:
                    changes.ask(Kind.GIVE, account, group=group, reason=told["reason"], by=by, now=now)
            messages.success(request, sent_in_words(*invitations.send(account, by=by, now=now)))
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            return None
        self.log_addition(request, account, "Creato, con un invito.")
        return redirect("admin:auth_user_change", account.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one account; the name is all that one hand may change."""
        account = self.get_object(request, object_id)
        if account is None:
            raise Http404
        may_change = self.has_change_permission(request, account)
        if not (may_change if request.method == "POST" else self.has_view_permission(request, account)):
            raise PermissionDenied
        if request.method == "POST" and (question := ask_again(request)):
            return question
        names = {"first_name": account.first_name, "last_name": account.last_name}
        form = NameForm(request.POST if request.method == "POST" else None, initial=names)
        if request.method == "POST" and form.is_valid():
            return self._rename(request, account, form)
        return TemplateResponse(
            request, "admin/accounts/account.html", self._context(request, account, form, may_change)
        )

    def _rename(self, request: HttpRequest, account: User, form: NameForm) -> HttpResponse:
        try:
            people.rename(account, **form.cleaned_data, by=colleague(request), now=timezone.now())
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, account, "Nome cambiato.")
            messages.success(request, "Nome salvato.")
        return redirect("admin:auth_user_change", account.pk)

    def _context(
        self, request: HttpRequest, account: User, form: NameForm, may_change: bool
    ) -> dict[str, Any]:
        now = timezone.now()
        standing = standings([account], now)[0]
        reader = colleague(request)
        return {
            **page_context(self, request, standing.name),
            "original": account,
            "standing": standing,
            "form": form,
            "may_change": may_change,
            "may_do": [
                sentence for group in standing.groups for sentence in group_rules.MAY.get(group, (group,))
            ],
            "will_do": [
                sentence
                for change in standing.waiting
                if change.group and change.kind == Kind.GIVE
                for sentence in group_rules.MAY.get(change.group.name, (change.group.name,))
            ],
            "is_odd": group_rules.are_in_conflict(standing.groups),
            "acts": acts_for(standing, reader, now, may_change=may_change),
        }

    def button_view(self, request: HttpRequest, pk: int, *, button: Button) -> HttpResponse:
        """Show one button's page, or press it. A GET never acts."""
        account = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if question := ask_again(request):
            return question
        if not button.applies(account):
            messages.warning(request, NOT_NOW)
            return redirect("admin:auth_user_change", pk)
        form = button.form(request.POST if request.method == "POST" else None, account=account)
        if form.is_valid():
            self._press(request, account, button, form.cleaned_data)
            return redirect("admin:auth_user_change", pk)
        context = {
            **page_context(self, request, button.label),
            "original": account,
            "button": button,
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/button.html", context)

    def _press(self, request: HttpRequest, account: User, button: Button, answers: dict[str, Any]) -> None:
        try:
            said = button.act(account, answers, colleague(request), timezone.now())
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            self.log_change(request, account, f"{button.label}.")
            messages.success(request, said)


def _changes(request: HttpRequest) -> list[tuple[AccountChange, str]]:
    """The newest changes that were asked for, each with its outcome, for who may read them."""
    if not request.user.has_perm("accounts.view_accountchange"):
        return []
    now, asked = timezone.now(), AccountChange.objects.select_related("user", "group", "asked_by")
    return [(change, standing(change, now)) for change in asked.order_by("-pk")[:30]]
