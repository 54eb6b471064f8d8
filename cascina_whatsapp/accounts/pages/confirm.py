"""The page that asks again who is at this desk, by passkey, code or password; then on to what was being done."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.models import Device

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import passkeys
from cascina_whatsapp.accounts.signing_in import attempts
from cascina_whatsapp.accounts.signing_in.attempts import SignInMethod
from cascina_whatsapp.accounts.signing_in.throttle import TooManyAttempts
from cascina_whatsapp.presentation.components import colleague

from . import redirects
from .forms import AgainForm, CodeForm
from .sign_in import WAIT, WRONG_CODE


@never_cache
@sensitive_post_parameters("password", "code")
@redirects.for_staff
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Ask who is at this desk: one question, three ways to answer."""
    forms = _forms(request)
    form = next((form for form in forms.values() if form.is_bound), None)
    if form is None or not form.is_valid():
        return _page(request, forms)
    try:
        problem = _try(request, form.cleaned_data)
    except TooManyAttempts as early:
        return _page(request, forms, wait=WAIT.format(redirects.wait_in_words(early.wait)), status=429)
    if problem:
        form.add_error(None, problem)
        return _page(request, forms)
    return HttpResponseRedirect(redirects.next_page(request))


def _forms(request: HttpRequest) -> dict[str, AgainForm | CodeForm]:
    """Make the forms by which an account can prove itself again, each bound where it was used."""
    user, sent = colleague(request), request.POST
    forms: dict[str, AgainForm | CodeForm] = {}
    if factors.has_app(user):
        forms["code_form"] = CodeForm(sent if "code" in sent else None)
    if user.has_usable_password():
        forms["password_form"] = AgainForm(sent if "password" in sent else None)
    return forms


def _try(request: HttpRequest, answer: dict[str, Any]) -> str:
    """Check the answer and confirm who it is; return what is wrong in Italian, or ""."""
    user, now = colleague(request), timezone.now()
    device: Device | None = None
    if "code" in answer:
        device = attempts.factor_with_code(request, user, answer["code"], now)
        if device is None:
            return WRONG_CODE
    elif not attempts.password_again(request, user, answer["password"], now):
        return "La password non è giusta."
    attempts.confirm(request, user, attempts.way_of(device) if device else SignInMethod.PASSWORD, now, device)
    return ""


def _page(
    request: HttpRequest, forms: dict[str, AgainForm | CodeForm], *, wait: str = "", status: int = 200
) -> HttpResponse:
    context = redirects.frame(
        request,
        "Conferma chi sei",
        **forms,
        next=redirects.next_page(request),
        has_passkey=bool(passkeys.passkeys_of(colleague(request))),
        wait=wait,
    )
    return render(request, "accounts/confirm.html", context, status=status)
