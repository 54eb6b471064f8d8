"""The way to the Comune's identity provider and back: signs in, or confirms who is signed in."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cascina_whatsapp.accounts import factors
from cascina_whatsapp.accounts.signing_in import attempts, session, single_sign_on
from cascina_whatsapp.accounts.signing_in.attempts import SignInMethod
from cascina_whatsapp.presentation.components import colleague

from . import redirects
from .forms import PasswordForm
from .sign_in import shown_sign_in

NEXT = "single_sign_on_next"


@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponseBase:
    """A link and no form: the policy lets no form lead to another site."""
    if not single_sign_on.is_on():
        raise Http404
    request.session[NEXT] = redirects.next_page(request)
    try:
        return single_sign_on.leave_for(
            request,
            f"{settings.SITE_URL}{reverse('admin:single_sign_on_return')}",
            again=redirects.is_colleague(request),
        )
    except single_sign_on.NotSignedOn as refusal:
        return _refused(request, str(refusal))


@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponseBase:
    """The page to which the identity provider sends people back."""
    if not single_sign_on.is_on():
        raise Http404
    now = timezone.now()
    try:
        person = single_sign_on.come_back(request)
        user = single_sign_on.account_of(person, now)
    except single_sign_on.NotSignedOn as refusal:
        return _refused(request, str(refusal))
    next_page = request.session.pop(NEXT, "") or reverse("admin:index")
    if redirects.is_colleague(request):
        proved, since = person.get("auth_time"), now - timedelta(minutes=settings.CONFIRM_MINUTES)
        if user != colleague(request) or not isinstance(proved, int) or proved < since.timestamp():
            return _refused(
                request,
                "L'accesso del Comune non ha confermato di nuovo chi sei: riprova, o usa un altro modo.",
            )
        attempts.confirm(request, user, SignInMethod.SINGLE_SIGN_ON, now)
        return HttpResponseRedirect(next_page)
    has_shown = single_sign_on.has_shown_factor(person)
    if factors.has_any(user) and not has_shown:
        session.wait_for_factor(request, user, next_page, now)
        return redirects.to("admin:second_factor")
    attempts.enter(request, user, SignInMethod.SINGLE_SIGN_ON, now, factor_elsewhere=has_shown)
    return redirects.inside(request, user, next_page)


def _refused(request: HttpRequest, why: str) -> HttpResponseBase:
    """The sign-in page, with why. Who is signed in stays so."""
    attempts.failed(None, SignInMethod.SINGLE_SIGN_ON, timezone.now())
    form = PasswordForm({})
    form.errors.clear()
    form.add_error(None, why)
    return shown_sign_in(request, form)
