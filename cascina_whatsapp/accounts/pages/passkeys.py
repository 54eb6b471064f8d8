"""The JSON that the pages' script asks for to use or make a passkey, by django-otp-webauthn's ceremonies.

What a passkey is asked to sign lies in a signed cookie until it answers: a stranger who asks writes no row.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django_otp_webauthn import exceptions
from django_otp_webauthn.models import AbstractWebAuthnCredential, WebAuthnCredential
from django_otp_webauthn.views import (
    BeginCredentialAuthenticationView,
    BeginCredentialRegistrationView,
    CompleteCredentialAuthenticationView,
    CompleteCredentialRegistrationView,
)

from cascina_whatsapp.accounts.factors import changes, recovery
from cascina_whatsapp.accounts.signing_in import attempts, known_browsers, session, throttle
from cascina_whatsapp.accounts.signing_in.attempts import SignInMethod
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.security.encryption import seals

from . import redirects

COOKIE, SALT = "passkey", "accounts.passkey-challenge"
HOLDS = timedelta(minutes=2)
"""The time in which a passkey has to answer."""
UNREADABLE = (ValueError, RecursionError)
"""The errors of a text that is none, of a number of 4,300 digits, of lists in lists without an end."""


class Readable:
    """A mixin that refuses JSON which django-otp-webauthn can't read, and which no browser sends."""

    request: HttpRequest

    def handle_exception(self, exc: Exception) -> JsonResponse:
        refusal = exceptions.MalformedRequest() if isinstance(exc, UNREADABLE) else exc
        response: JsonResponse = super().handle_exception(refusal)  # type: ignore[misc]  # of the view beside it
        return response


class PasskeyRequest(Readable):
    """The account whose passkey is asked for: who has typed the password, who is to confirm, or whoever it is."""

    def get_user(self) -> User | None:
        """Return the account whose passkey is asked for; None: whoever holds a passkey of ours."""
        waiting = session.pending(self.request, timezone.now())
        if waiting is not None and not redirects.is_colleague(self.request):
            return waiting.user
        return colleague(self.request) if redirects.is_colleague(self.request) else None


@method_decorator(csrf_protect, name="dispatch")
class BeginPasskey(PasskeyRequest, BeginCredentialAuthenticationView):
    """The view that tells the browser what to ask a passkey."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the question; the cookie says whose passkey was asked for, so that nobody else's answers."""
        user = self.get_user()
        told, state = self.get_helper().authenticate_begin(user=user, require_user_verification=user is None)
        response = JsonResponse(told)
        response.set_cookie(
            COOKIE,
            signing.dumps(state | {"user": user and user.pk}, salt=SALT),
            max_age=HOLDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
            path="/admin/",
        )
        return response


@method_decorator(csrf_protect, name="dispatch")
class CompletePasskey(PasskeyRequest, CompleteCredentialAuthenticationView):
    """The passkey's answer: signs in, or confirms who is signed in."""

    def handle_exception(self, exc: Exception) -> JsonResponse:
        if isinstance(exc, (exceptions.OTPWebAuthnApiError, *UNREADABLE)):
            attempts.failed(self.get_user(), SignInMethod.PASSKEY, timezone.now())
        return super().handle_exception(exc)

    def get_state(self) -> dict[str, Any]:
        """Return what this browser was told to ask, and whom, in the last minutes."""
        try:
            state: dict[str, Any] = signing.loads(
                self.request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOLDS
            )
        except signing.BadSignature:
            raise exceptions.InvalidState from None
        user = self.get_user()
        if state["user"] != (user and user.pk):
            raise exceptions.InvalidState
        self.challenge = state["challenge"]
        return state

    def check_device_usable(self, device: AbstractWebAuthnCredential) -> None:
        super().check_device_usable(device)
        if not device.user.is_staff or not seals.holds(seals.Kind.PASSKEY, device):
            raise exceptions.UserDisabled

    def complete_auth(self, device: AbstractWebAuthnCredential) -> AbstractBaseUser:
        now = timezone.now()
        if not throttle.is_first_use(self.challenge, now):
            raise exceptions.InvalidState
        user: User = device.user
        waiting = session.pending(self.request, now)
        self.leads_to = redirects.next_page(self.request)
        if redirects.is_colleague(self.request):
            attempts.confirm(self.request, user, SignInMethod.PASSKEY, now, device)
        else:
            self.leads_to = waiting.next if waiting else self.leads_to
            attempts.enter(
                self.request,
                user,
                SignInMethod.SECOND_PASSKEY if waiting else SignInMethod.PASSKEY,
                now,
                device,
            )
        return user

    def get_success_data(self, device: AbstractWebAuthnCredential) -> dict[str, Any]:
        return {"redirect_url": self.leads_to}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: JsonResponse = super().post(*args, **kwargs)
        known_browsers.remember(self.request, response, colleague(self.request))
        response.delete_cookie(COOKIE, path="/admin/")
        return response


class Adding(Readable):
    """A mixin that lets a colleague add a passkey only when they have just proven who they are."""

    def get_user(self) -> User | None:
        return colleague(self.request) if redirects.is_colleague(self.request) else None

    def check_can_register(self) -> None:
        if not session.is_confirmed(self.request, timezone.now()):
            raise exceptions.NotVerified


@method_decorator(csrf_protect, name="dispatch")
class BeginNewPasskey(Adding, BeginCredentialRegistrationView):
    """The view that tells the browser what to ask of a new passkey."""


@method_decorator(csrf_protect, name="dispatch")
class CompleteNewPasskey(Adding, CompleteCredentialRegistrationView):
    """The new passkey; after the first factor come the codes on paper."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        super().post(*args, **kwargs)
        user, now = colleague(self.request), timezone.now()
        made = WebAuthnCredential.objects.filter(user=user).latest("pk")
        changes.note_added(made, by=user, now=now)
        page = "admin:factors" if recovery.left(user) is not None else "admin:factor_codes"
        return JsonResponse({"redirect_url": redirects.to(page).url})
