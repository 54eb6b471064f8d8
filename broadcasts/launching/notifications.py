# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mails to staff when a broadcast needs a person. They say its title, no more of the text.

Sent once the database has it. What the e-mail says is on the broadcast's page, too.
"""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from broadcasts.models import Campaign
from cascina_whatsapp.mail import send_email

BACKEND = "django.contrib.auth.backends.ModelBackend"


def tell_approvers(campaign: Campaign, writers: Iterable[int], *, asked_by: User) -> None:
    """Approval was asked: tell those who may give it. `writers` are ids of the people who wrote it."""
    permission = f"broadcasts.launch_{'urgent_' if campaign.is_urgent else ''}campaign"
    able = get_user_model().objects.with_perm(permission, backend=BACKEND, include_superusers=False)
    if not settings.APPROVE_OWN_BROADCASTS:
        able = able.exclude(pk__in=writers)
    urgent = " urgente" if campaign.is_urgent else ""
    _send(
        _addresses(able),
        f"Un messaggio{urgent} aspetta l'approvazione",
        f"{display_name(asked_by)} chiede di approvare il messaggio{urgent} «{campaign.title}».",
        campaign,
    )


def tell_writers(campaign: Campaign) -> None:
    """The program proposes a broadcast: tell those who may take it up."""
    able = get_user_model().objects.with_perm(
        "broadcasts.change_campaign", backend=BACKEND, include_superusers=False
    )
    _send(
        _addresses(able),
        "C'è un avviso sul servizio da preparare",
        f"«{campaign.title}» è pronto in bozza: rileggilo e chiedi l'approvazione. Non parte da solo.",
        campaign,
    )


def tell_people(campaign: Campaign, ids: Iterable[int | None], *, subject: str, sentence: str) -> None:
    """Tell these people something about the broadcast."""
    _send(
        _addresses(get_user_model().objects.filter(pk__in=[pk for pk in ids if pk])),
        subject,
        sentence,
        campaign,
    )


def alert_operators(campaign: Campaign, ids: Iterable[int | None], *, subject: str, sentence: str) -> None:
    """Tell the operators, and these people, that the system stopped a broadcast."""
    chosen = get_user_model().objects.filter(pk__in=[pk for pk in ids if pk])
    _send(sorted({*settings.ALERT_EMAILS, *_addresses(chosen)}), subject, sentence, campaign)


def display_name(user: User) -> str:
    """What colleagues call this person."""
    return user.get_full_name() or user.get_username()


def _addresses(users: QuerySet[User]) -> list[str]:
    return sorted(users.filter(is_active=True).exclude(email="").values_list("email", flat=True).distinct())


def _send(addresses: list[str], subject: str, sentence: str, campaign: Campaign) -> None:
    page = settings.SITE_URL + reverse("admin:broadcasts_campaign_change", args=[campaign.pk])
    transaction.on_commit(
        partial(send_email, addresses, subject, f"{sentence}\n\nLa pagina del messaggio: {page}\n")
    )
