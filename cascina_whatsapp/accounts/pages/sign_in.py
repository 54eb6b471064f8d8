"""Signing in: with a passkey, or with a name, a password and then a factor."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import passkeys, recovery
from cascina_whatsapp.accounts.signing_in import attempts, session
from cascina_whatsapp.accounts.signing_in.attempts import SignInMethod
from cascina_whatsapp.accounts.signing_in.throttle import TooManyAttempts
from cascina_whatsapp.presentation.components import colleague

from . import redirects
from .forms import CodeForm, PasswordForm

WRONG_CODE = "Il codice non è giusto, o è già stato usato. Aspetta il prossimo e riprova."
WAIT = "Troppi tentativi: riprova fra {}. Con l'impronta o il PIN puoi entrare subito."


@never_cache
@csrf_protect
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The first page: a passkey alone is enough; a password may need a factor after it."""
    next_page = redirects.next_page(request)
    if request.method != "POST":
        return (
            HttpResponseRedirect(next_page)
            if redirects.is_colleague(request)
            else shown_sign_in(request, PasswordForm())
        )
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return shown_sign_in(request, form)
    now = timezone.now()
    try:
        user = attempts.user_with_password(request, **form.cleaned_data, now=now)
    except TooManyAttempts as problem:
        return shown_sign_in(request, form, problem)
    if user is None:
        form.add_error(
            None, ("Nome utente o password non sono giusti. Controlla anche maiuscole e minuscole.")
        )
        return shown_sign_in(request, form)
    if factors.has_any(user):
        session.wait_for_factor(request, user, next_page, now)
        return redirects.to("admin:second_factor")
    attempts.enter(request, user, SignInMethod.PASSWORD, now)
    return redirects.inside(request, user, next_page)


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def second_factor(request: HttpRequest) -> HttpResponseBase:
    """Ask after the password for a passkey, a code of the app, or one from the sheet of paper."""
    now = timezone.now()
    waiting = session.pending(request, now) or _unverified(request)
    if waiting is None:
        return redirects.to("admin:login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _second_page(request, waiting, form)
    try:
        device = attempts.factor_with_code(request, waiting.user, form.cleaned_data["code"], now)
    except TooManyAttempts as problem:
        return _second_page(request, waiting, form, problem)
    if device is None:
        form.add_error("code", WRONG_CODE)
        return _second_page(request, waiting, form)
    attempts.enter(request, waiting.user, attempts.way_of(device), now, device)
    return redirects.inside(request, waiting.user, waiting.next)


@never_cache
def back_inside(request: HttpRequest) -> HttpResponseBase:
    """Show that one is back inside, in a second window: the page in the first had been left open for too long."""
    if not redirects.is_colleague(request):
        return redirects.to("admin:login", request.path)
    return render(request, "accounts/back_inside.html", redirects.frame(request, "Sei di nuovo dentro"))


def _unverified(request: HttpRequest) -> session.Pending | None:
    """Find who is signed in without the factor that the account has by now; None for anybody else."""
    if not redirects.is_colleague(request) or session.has_shown_factor(request):
        return None
    user = colleague(request)
    return session.Pending(user, redirects.next_page(request)) if factors.has_any(user) else None


def shown_sign_in(
    request: HttpRequest, form: PasswordForm, problem: TooManyAttempts | None = None
) -> HttpResponse:
    """The first page, with what was typed and what was wrong with it."""
    context = redirects.frame(request, "Entra", form=form, next=redirects.next_page(request))
    return _shown(request, "accounts/sign_in.html", context, problem)


def _second_page(
    request: HttpRequest, waiting: session.Pending, form: CodeForm, problem: TooManyAttempts | None = None
) -> HttpResponse:
    context = redirects.frame(
        request,
        "Secondo passaggio",
        form=form,
        next=waiting.next,
        has_passkey=bool(passkeys.passkeys_of(waiting.user)),
        has_app=factors.has_app(waiting.user),
        has_codes=bool(recovery.left(waiting.user)),
    )
    return _shown(request, "accounts/second_factor.html", context, problem)


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], problem: TooManyAttempts | None
) -> HttpResponse:
    """The page; 429 (RFC 6585) with what to do where the attempt came too early."""
    if problem is None:
        return render(request, template, context)
    context["wait"] = WAIT.format(redirects.wait_in_words(problem.wait))
    response = render(request, template, context, status=429)
    response.headers["Retry-After"] = str(-int(-problem.wait.total_seconds() // 1))
    return response
