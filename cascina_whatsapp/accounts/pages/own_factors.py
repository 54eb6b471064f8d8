"""A colleague's own factors: what there is, an app that shows codes, codes on paper, taking one away."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.factors import authenticator_app, changes, passkeys, recovery
from cascina_whatsapp.accounts.models import AuthenticatorApp
from cascina_whatsapp.accounts.reauthentication import recently_confirmed
from cascina_whatsapp.accounts.signing_in import session
from cascina_whatsapp.presentation.components import colleague

from . import redirects
from .forms import CodeForm

NEW_SECRET = "new_app_secret"  # noqa: S105


@never_cache
@redirects.for_staff
def own_factors(request: HttpRequest) -> HttpResponseBase:
    """Show how one signs in. An account without a required factor sees this page alone."""
    user = colleague(request)
    context = redirects.frame(
        request,
        "Come entro",
        passkeys=passkeys.passkeys_of(user),
        apps=AuthenticatorApp.objects.filter(user=user),
        codes_left=recovery.left(user),
        has_any=factors.has_any(user),
        must_add=factors.are_required() and not session.has_shown_factor(request),
    )
    return render(request, "accounts/factors.html", context)


@never_cache
@redirects.for_staff
@recently_confirmed
def add_app(request: HttpRequest) -> HttpResponseBase:
    """Add an app: photograph the square, type the first code."""
    user, now = colleague(request), timezone.now()
    secret = request.session.setdefault(NEW_SECRET, authenticator_app.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        step = authenticator_app.step_of(secret, form.cleaned_data["code"], now)
        if step is not None:
            app = authenticator_app.add(user, secret, step, now)
            del request.session[NEW_SECRET]
            changes.note_added(app, by=user, now=now)
            session.confirm(request, now, app)
            messages.success(request, "Fatto: dalla prossima volta entri anche con questo.")
            return redirects.to("admin:factor_codes" if recovery.left(user) is None else "admin:factors")
        form.add_error(
            "code",
            (
                "Il codice non è quello dell'app: controlla che l'ora del telefono "
                "sia giusta e scrivi il prossimo."
            ),
        )
    context = redirects.frame(
        request,
        "Aggiungi un'app dei codici",
        form=form,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        square=authenticator_app.square(user, secret),
    )
    return render(request, "accounts/factor_app.html", context)


@never_cache
@redirects.for_staff
@recently_confirmed
def own_codes(request: HttpRequest) -> HttpResponseBase:
    """Show codes on paper: made by a button, shown once."""
    user = colleague(request)
    context = redirects.frame(
        request,
        "Codici di riserva",
        codes_left=recovery.left(user),
        has_any=factors.has_any(user),
    )
    if request.method == "POST" and context["has_any"]:
        context["codes"] = changes.make_codes(user, by=user, now=timezone.now())
    return render(request, "accounts/factor_codes.html", context)


@never_cache
@require_POST
@redirects.for_staff
@recently_confirmed
def remove_factor(request: HttpRequest) -> HttpResponseBase:
    """Take one of one's own factors away."""
    user = colleague(request)
    wanted = request.POST.get("device")
    device = next((one for one in factors.devices_of(user) if one.persistent_id == wanted), None)
    if device is None:
        return redirects.to("admin:factors")
    if changes.remove(device, by=user, now=timezone.now()):
        messages.success(request, "Tolto: con questo non si entra più.")
    else:
        messages.error(request, "È il tuo unico modo di entrare: aggiungine prima un altro.")
    return redirects.to("admin:factors")
