"""The town hall's staff at their desks: one person for each group, logged in."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT
from cascina_whatsapp.accounts.signing_in.session_store import SessionStore
from subscribers.admin.found import FOUND
from subscribers.models import Subscriber

from .builders import hire
from .people import GIULIA, PAOLO, Clerk

ROSA = Clerk("rosa", "Revisore")
"""Auditor: reads the register, changes nothing."""
VERA = Clerk("vera", "RPD")
"""Data protection officer: answers what citizens ask about their data, sees who exported what."""
SILVIA = Clerk("silvia", "Autorizzatore elettorale")
"""Segretario generale: authorises what leaves during an electoral period."""
SIMONA = Clerk("simona", "Autorizzatore elettorale")
"""Stands in for Silvia, by a written delegation: reviews what she let go alone."""
SARA = Clerk("sara", "Amministratore di sistema")
"""Looks after accounts and machinery, and sees no citizens."""
STAFF = (GIULIA, PAOLO, ROSA, VERA, SILVIA, SARA)


def at_desk(clerk: Clerk) -> Client:
    """A browser in which `clerk` is logged in, and has just said who they are."""
    return signed_in(hire(clerk))


def found_by(desk: Client, *people: Subscriber) -> Client:
    """The same desk, where these were looked up before."""
    session = desk.session
    session[FOUND] = [person.pk for person in people]
    session.save()
    return desk


def signed_in(user: User) -> Client:
    """The same, by the account itself. The session is written once: `force_login` asks the database twenty times."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            CONFIRMED_AT: timezone.now().timestamp(),
        }
    )
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
