"""A colleague who signs in by hand, and the browsers and telephones that she and strangers have."""

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_otp.oath import TOTP

from cascina_whatsapp.accounts.factors import authenticator_app, recovery
from cascina_whatsapp.accounts.models import AuthenticatorApp
from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT
from tests.builders import hire
from tests.people import GIULIA, Clerk

PASSWORD = "un cavallo corretto batte la graffetta"
DOOR = "/admin/entra/"
SECOND_STEP = "/admin/entra/secondo-passaggio/"
HOME = "/admin/"
FACTORS = "/admin/come-entro/"
CONFIRM = "/admin/conferma-chi-sei/"
OFFICE, ELSEWHERE = "192.0.2.10", "203.0.113.66"
"""Addresses: the town hall's, and a stranger's."""


def with_password(clerk: Clerk = GIULIA) -> User:
    """The clerk's account, with a password that is typed."""
    user = hire(clerk)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def browser(address: str = OFFICE) -> Client:
    """A browser that has never been here."""
    return Client(REMOTE_ADDR=address)


def inside(clerk: Clerk = GIULIA) -> Client:
    """A new browser at the town hall, in which the clerk has typed their password."""
    client = browser()
    type_password(client, username=clerk.username)
    return client


def confirmed_long_ago(desk: Client, minutes: float = 24 * 60) -> Client:
    """The same desk, where identity was confirmed so many minutes ago."""
    session = desk.session
    session[CONFIRMED_AT] = timezone.now().timestamp() - 60 * minutes
    session.save()
    return desk


def type_password(
    client: Client, password: str = PASSWORD, *, username: str = GIULIA.username, **more: str
) -> HttpResponse:
    return client.post(DOOR, {"username": username, "password": password, **more})


def telephone_of(user: User) -> AuthenticatorApp:
    """A telephone with an app of codes, which was never used."""
    return authenticator_app.add(user, authenticator_app.new_secret(), step=-1, now=timezone.now())


def code_on(telephone: AuthenticatorApp, *, later: int = 0) -> str:
    """What the app shows now, or `later` half minutes later."""
    totp = TOTP(authenticator_app.key_of(telephone.secret))
    totp.time = timezone.now().timestamp() + 30 * later
    return f"{totp.token():06}"


def sheet_of(user: User) -> list[str]:
    """The codes on the sheet of paper in the drawer."""
    return recovery.make(user, timezone.now())


def is_inside(client: Client) -> bool:
    """Whether the home page opens."""
    return client.get(HOME).status_code == 200
