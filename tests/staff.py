# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The town hall's staff at their desks: one person for each group, logged in."""

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from cascina_whatsapp.accounts.signing_in.session import CONFIRMED_AT

from .builders import hire
from .people import GIULIA, PAOLO, Clerk

ROSA = Clerk("rosa", "Revisore")
"""Auditor: reads the register, changes nothing."""
VERA = Clerk("vera", "RPD")
"""Data protection officer: answers what citizens ask about their data, sees who exported what."""
SARA = Clerk("sara", "Amministratore di sistema")
"""Looks after accounts and machinery, and sees no citizens."""
STAFF = (GIULIA, PAOLO, ROSA, VERA, SARA)


def at_desk(clerk: Clerk) -> Client:
    """A browser in which `clerk` is logged in, and has just said who they are."""
    return signed_in(hire(clerk))


def signed_in(user: User) -> Client:
    """The same, by the account itself."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[CONFIRMED_AT] = timezone.now().timestamp()
    session.save()
    return client
