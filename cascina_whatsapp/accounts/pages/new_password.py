"""The page of a colleague's own new password. The old one is guessed here no faster than at signing in."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone

from cascina_whatsapp.accounts import people
from cascina_whatsapp.accounts.signing_in import attempts, known_browsers, session
from cascina_whatsapp.accounts.signing_in.throttle import TooManyAttempts
from cascina_whatsapp.presentation.components import colleague

from . import redirects

WAIT, TOO_EARLY = "Troppi tentativi: riprova fra {}.", "too_early"


class NewPasswordForm(PasswordChangeForm):
    """Django's form; of the new password it says nothing to who does not know the old one."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Look at the old password once the attempt is counted; a wrong one is in the trail."""
        typed = str(self.cleaned_data["old_password"])
        try:
            is_right = attempts.password_again(self.request, self.user, typed, timezone.now())
        except TooManyAttempts as early:
            raise ValidationError(WAIT.format(redirects.wait_in_words(early.wait)), TOO_EARLY) from None
        if not is_right:
            raise ValidationError(self.error_messages["password_incorrect"], "password_incorrect")
        return typed

    def clean(self) -> dict[str, Any] | None:
        """Leave the new password unread beside a wrong old one: "already used" would tell what the old one is."""
        return self.cleaned_data if "old_password" in self.errors else super().clean()


class NewPassword(PasswordChangeView):
    """Django's view; a change is told to its owner and the data-protection officer, and kept in the trail."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if session.wants_new_password(request):
            messages.warning(
                request,
                (
                    f"La tua password ha più di {settings.PASSWORD_DAYS} giorni: per continuare scegline un'altra."
                ),
            )
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        key = self.request.session.session_key or ""
        people.note_password(colleague(self.request), but=key, now=timezone.now())
        self.request.session.pop(session.OVERDUE, None)
        known_browsers.remember(self.request, response, colleague(self.request))
        return response

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("old_password", TOO_EARLY):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        return response
