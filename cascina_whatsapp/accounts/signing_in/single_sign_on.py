"""The Comune's own single sign-on (OpenID Connect): who the provider says this is, and which account that is.

Off unless OIDC_ISSUER is set. Nobody is created here, and no group is read: an unknown person is refused. Authlib
checks state, nonce, signature, issuer, audience and time; what is ours is which account it leads to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from joserfc.errors import JoseError
from requests import RequestException

from cascina_whatsapp.accounts import notices
from cascina_whatsapp.accounts.models import SingleSignOn
from cascina_whatsapp.security import trail
from cascina_whatsapp.security.encryption import seals

TIMEOUT = 10
"""Seconds that a clerk's page waits for the provider."""
EMAIL = "email"
LABEL = "Entra con l'accesso del Comune"
LINKED = "È il primo accesso con l'accesso unico del Comune: da adesso chi entra lì con questo nome entra anche qui."


NOT_NOW = "L'accesso del Comune non ha funzionato: riprova fra poco, o entra in un altro modo."
NOT_YOU = "Il Comune ti conosce, ma qui non hai un account: chiedilo a chi tiene gli account."


class NotSignedOn(Exception):
    """The provider did not answer, is not to be believed, or knows somebody whom we don't; says so in Italian."""


Person = Mapping[str, Any]
"""The claims by which the provider has told us of a person."""


def has_shown_factor(person: Person) -> bool:
    """Tell whether the provider says, in words that the settings know, that it asked for a second factor."""
    methods = person.get("amr")
    said = {str(person.get("acr", "")), *(methods if isinstance(methods, list) else [])}
    return bool(said & set(settings.OIDC_SECOND_FACTOR))


def is_on() -> bool:
    """Tell whether this installation has an identity provider."""
    return bool(settings.OIDC_ISSUER)


def leave_for(request: HttpRequest, back: str, *, again: bool) -> HttpResponseRedirect:
    """Redirect to the provider, and then `back`, an address of ours; `again`: the person proves who they are anew.

    Raises NotSignedOn.
    """
    wishes = {"prompt": "login", "max_age": 0} if again else {}
    try:
        answer: HttpResponseRedirect = _provider().authorize_redirect(request, back, **wishes)
    except (RequestException, ValueError, RuntimeError) as problem:
        raise NotSignedOn(NOT_NOW) from problem
    return answer


def come_back(request: HttpRequest) -> Person:
    """Return the person whom the provider sent back. Raises NotSignedOn."""
    options = {"iss": {"essential": True, "value": settings.OIDC_ISSUER}}
    try:
        told = _provider().authorize_access_token(request, claims_options=options)
    except (AuthlibBaseError, JoseError, RequestException, ValueError, RuntimeError) as problem:
        raise NotSignedOn(NOT_NOW) from problem
    if not (told.get("userinfo") or {}).get("sub"):
        raise NotSignedOn(NOT_NOW)
    return cast(Person, told["userinfo"])


@transaction.atomic
def account_of(person: Person, now: datetime) -> User:
    """The person's account: the one that they came to before, or one of their name that nobody came to yet.

    The first time is told to the account's owner, who may be somebody else of that name. Raises NotSignedOn.
    """
    subject = str(person["sub"])
    staff = User.objects.filter(is_active=True, is_staff=True)
    links = SingleSignOn.objects.select_related("user").filter(issuer=settings.OIDC_ISSUER, subject=subject)
    known = links.filter(user__in=staff).first()
    if known is not None:
        if not seals.holds(seals.Kind.SINGLE_SIGN_ON, known):
            raise NotSignedOn(NOT_YOU)
        return known.user
    new = staff.filter(single_sign_on=None, **_named(person)).first()
    if new is None or not seals.holds(seals.Kind.ACCOUNT, new):
        raise NotSignedOn(NOT_YOU)
    try:
        with transaction.atomic():
            made = SingleSignOn.objects.create(
                user=new, issuer=settings.OIDC_ISSUER, subject=subject, linked_at=now
            )
            seals.put(seals.Kind.SINGLE_SIGN_ON, made)
    except IntegrityError:  # two first times at once
        raise NotSignedOn(NOT_YOU) from None
    notices.note(
        new,
        trail.Event.SINGLE_SIGN_ON_LINKED,
        subject="Collegato all'accesso unico del Comune",
        what=LINKED,
        by=new,
        now=now,
    )
    return new


def _named(person: Person) -> dict[str, str]:
    """Build the filter that finds the account; by an e-mail only if the provider checked it. Raises NotSignedOn."""
    claim = settings.OIDC_ACCOUNT_CLAIM
    value = str(person.get(claim) or "").strip()
    if not value or (claim == EMAIL and person.get("email_verified") is not True):
        raise NotSignedOn(NOT_YOU)
    return {"email__iexact" if claim == EMAIL else "username": value}


def _provider() -> DjangoOAuth2App:
    """The client. Made anew each time, so that the provider's keys may change without a restart."""
    client = OAuth().register(
        "comune",
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{settings.OIDC_ISSUER}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )
    return cast(DjangoOAuth2App, client)
