"""One attempt to sign in: counted before it is looked at, told to the trail whichever way it ends."""

from copy import copy
from datetime import datetime, timedelta

from django.contrib import auth
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django_otp.models import Device

from cascina_whatsapp.accounts import notices
from cascina_whatsapp.accounts.factors import authenticator_app, recovery
from cascina_whatsapp.accounts.models import AuthenticatorApp
from cascina_whatsapp.accounts.notices import about
from cascina_whatsapp.accounts.signing_in import passwords
from cascina_whatsapp.accounts.staff_notices import notifying as staff_notices
from cascina_whatsapp.presentation.formatting.dates import moment_in_words
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord

from . import session, throttle
from .known_browsers import browser_of


class SignInMethod(TextChoices):
    """The way in which somebody signed in, or tried to."""

    PASSWORD = "password", "password"
    APP = "app", "password e codice dell'app"
    RECOVERY = "recovery", "password e codice di riserva"
    PASSKEY = "passkey", "passkey"
    SECOND_PASSKEY = "second_passkey", "password e passkey"
    INVITATION = "invitation", "invito"
    SINGLE_SIGN_ON = "single_sign_on", "accesso unico del Comune"


GUESSES = 15
"""Wrong passwords, codes and passkeys of one account within COUNTED_FOR, over all addresses, that are told of."""
COUNTED_FOR = timedelta(days=1)


WITH_PASSWORD = {SignInMethod.PASSWORD, SignInMethod.APP, SignInMethod.RECOVERY, SignInMethod.SECOND_PASSKEY}
"""Ways on which a password was typed."""


def user_with_password(request: HttpRequest, username: str, password: str, now: datetime) -> User | None:
    """The colleague whom name and password belong to. Raises TooManyAttempts, and then nothing was looked at."""
    named = User.objects.filter(username=username.strip()).first()
    keys = throttle.keys_for(username, throttle.address_of(request), browser_of(request, named))
    throttle.count(keys, now)
    user = auth.authenticate(request, username=username, password=password)
    if not isinstance(user, User) or not user.is_staff or not _is_theirs(user, kept=named):
        failed(named, SignInMethod.PASSWORD, now)
        return None
    throttle.succeeded(keys, now)
    return user


def factor_with_code(request: HttpRequest, user: User, code: str, now: datetime) -> Device | None:
    """The app or sheet of paper that `code` is from, and is used up on. Raises TooManyAttempts."""
    keys = throttle.second_factor_keys(user.pk, browser_of(request, user))
    throttle.count(keys, now)
    device = authenticator_app.accept(user, code, now) or recovery.accept(user, code)
    if device is None:
        failed(user, SignInMethod.APP, now)
        return None
    throttle.succeeded(keys, now)
    return device


def password_again(request: HttpRequest, user: User, password: str, now: datetime) -> bool:
    """Tell whether the password of who is signed in was typed. Raises TooManyAttempts."""
    keys = throttle.password_again_keys(user.pk, browser_of(request, user))
    throttle.count(keys, now)
    kept = copy(user)
    if not user.check_password(password) or not _is_theirs(user, kept=kept):
        failed(user, SignInMethod.PASSWORD, now)
        return False
    throttle.succeeded(keys, now)
    return True


def enter(
    request: HttpRequest,
    user: User,
    way: SignInMethod,
    now: datetime,
    device: Device | None = None,
    *,
    factor_elsewhere: bool = False,
) -> None:
    """Sign in who has proven everything that is asked for; `factor_elsewhere`: to the identity provider."""
    if not browser_of(request, user):  # to the account's owner, and nobody else
        prefix = throttle.prefix_of(throttle.address_of(request))
        where = f", da una rete che comincia per {prefix}" if prefix else ""
        what = f"Accesso in un browser mai usato prima: {moment_in_words(now)}{where}."
        notices.tell(user, subject="Accesso da un browser nuovo", what=what, by=user, is_private=True)
    session.begin(request, user, now=now, device=device, factor_elsewhere=factor_elsewhere)
    if way in WITH_PASSWORD and passwords.is_too_old(user, now):
        request.session[session.OVERDUE] = True
    trail.record(Event.SIGNED_IN, by=user, now=now, about=about(user), details={"modo": way.label})


def confirm(
    request: HttpRequest, user: User, way: SignInMethod, now: datetime, device: Device | None = None
) -> None:
    """Note that who is signed in has proven it again."""
    session.confirm(request, now, device)
    trail.record(Event.CONFIRMED_AGAIN, by=user, now=now, about=about(user), details={"modo": way.label})


def leave(request: HttpRequest, now: datetime) -> None:
    """Record that who is signed in is about to leave; nothing for a stranger."""
    if isinstance(request.user, User):
        trail.record(Event.SIGNED_OUT, by=request.user, now=now, about=about(request.user))


@transaction.atomic
def failed(user: User | None, way: SignInMethod, now: datetime) -> None:
    """Record a failure: of a known account, or of a name that nobody has, which is not kept.

    The account's owner and whoever protects the data are told once a day that somebody guesses, from wherever.
    """
    whose = about(user) if user else "nome sconosciuto"
    trail.record(Event.SIGN_IN_FAILED, by=None, now=now, about=whose, details={"modo": way.label})
    lately = TrailRecord.objects.filter(about=whose, at__gt=now - COUNTED_FOR)
    wrong = len(lately.filter(event=Event.SIGN_IN_FAILED).values_list("pk")[:GUESSES])
    if wrong == GUESSES and not lately.filter(event=Event.GUESSED).exists() and user:
        _tell_of_guesses(user, now)


def way_of(device: Device) -> SignInMethod:
    """Name the way of signing in of who showed this factor after the password."""
    return SignInMethod.APP if isinstance(device, AuthenticatorApp) else SignInMethod.RECOVERY


def _tell_of_guesses(user: User, now: datetime) -> None:
    """Tell of wrong attempts, by e-mails of the next minute: a stranger can't measure that the account exists."""
    trail.record(Event.GUESSED, by=None, now=now, about=about(user), details={"tentativi": GUESSES})
    staff_notices.tell(
        [user],
        subject=f"Tentativi di entrare con l'account {user.get_username()}",
        sentence=(
            f"Nelle ultime 24 ore qualcuno ha provato a entrare con l'account {about(user)} e"
            f" ha sbagliato password, codice o passkey {GUESSES} volte. Nessuno è stato "
            "chiuso fuori, e il servizio rallenta chi prova. Se non è chi usa "
            "l'account, scelga una password che non usa altrove e controlli le "
            "sue sessioni; nella pagina «Tracce» si legge quando è successo."
        ),
        page=reverse("admin:my_sessions"),
        addresses={*notices.data_protection(), *notices.overseers(user)},
        at_once=False,
    )


def _is_theirs(user: User, *, kept: User | None) -> bool:
    """Tell whether the password, as it was `kept`, belongs to this very account: no other's hash was copied here.

    Django has hashed it anew meanwhile, where its parameters are others by now.
    """
    if kept is None or not seals.holds(seals.Kind.PASSWORD, kept):
        return False
    if user.password != kept.password:
        seals.put(seals.Kind.PASSWORD, user)
    return True
